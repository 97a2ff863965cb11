"""The gateway: its server, sessions, intents, codes and payloads."""
