"""The Discord bot: commands, cards, views, state, and the local Discord to try it on."""
