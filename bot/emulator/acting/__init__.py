"""Acting for people: what they do in the client, and how the answer is read."""
