"""Logging for a process that holds a token: one line a record, and no secret in any of them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

# Bot tokens (three base64url parts) and the interaction or webhook tokens of request URLs.
_SHAPES = re.compile(
    r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"
    r"|(?P<w>/webhooks/\d+/)[\w.-]{20,}"
    r"|(?P<i>/interactions/\d+/)[\w.-]{20,}"
)


class Redacting(logging.Formatter):
    """A formatter that blanks known secrets and whatever looks like a Discord token.

    It works on the finished text, so tracebacks and other libraries' records are covered.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, without secrets."""
        return self.redact(super().format(record))

    def redact(self, text: str) -> str:
        """A text with every secret replaced by `[redacted]`."""
        for secret in self._secrets:
            text = text.replace(secret, "[redacted]")
        return _SHAPES.sub(lambda m: (m["w"] or m["i"] or "") + "[redacted]", text)


def set_up(*, secrets: Iterable[str]) -> None:
    """Log to standard error: our own records from INFO on, libraries' warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for name in ("bot", "index"):
        logging.getLogger(name).setLevel(logging.INFO)
