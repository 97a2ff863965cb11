"""The places announcements go to: Discord's channels, and the robots of other messengers."""
