"""What the bot remembers: adopted catalogues, followers, the outbox, what upstream said.

`database` opens and migrates; each other module holds the statements of one idea as
functions over a connection, so a use case joins several of them in one transaction.
"""
