"""The gateway: its server, sessions, intents, codes, and the events of one session alone."""
