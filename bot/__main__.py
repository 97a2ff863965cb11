"""`python -m bot` is the same as `paperbot`."""

from bot.cli import main

main()
