"""No secret reaches the log."""

import logging

from bot.logs import Redacting

# Shaped like a bot token, and none.
TOKEN = "MTA" + "x" * 21 + ".Gx" + "y" * 4 + "." + "z" * 38


def record(text: str, error: BaseException | None = None) -> logging.LogRecord:
    """A log record, as a library would make it."""
    info = (type(error), error, None) if error else None
    return logging.LogRecord("discord.http", logging.ERROR, __file__, 1, text, None, info)


def test_a_known_secret_is_blanked() -> None:
    """Whatever its shape, the token the process was given never appears."""
    assert Redacting(["hunter2"]).format(record("login with hunter2")).endswith("with [redacted]")


def test_a_traceback_is_covered() -> None:
    """The message of a logged exception is blanked as well."""
    text = Redacting(["hunter2"]).format(record("failed", ValueError("bad token hunter2")))
    assert "hunter2" not in text
    assert "ValueError" in text


def test_what_looks_like_a_token_is_blanked() -> None:
    """A bot token nobody told us about, and the tokens of interaction addresses, go too."""
    assert TOKEN not in Redacting().format(record(f"Bot {TOKEN}"))
    text = Redacting().format(record(f"POST /interactions/123/{'t' * 80}/callback failed"))
    assert text.endswith("POST /interactions/123/[redacted]/callback failed")
