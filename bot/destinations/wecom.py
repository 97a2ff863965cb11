"""WeCom (企业微信) group robots.

Message: https://developer.work.weixin.qq.com/document/path/91770
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.destinations.outlet import DeliveryError, Outcome
from bot.destinations.robots import Notice
from bot.places import Kind
from index.sync.message import Request, json_request

# Bytes of UTF-8 in a Markdown message.
LIMIT = 4096

_TOO_OFTEN = 45009
_CLOSED = {93000, 93008, 93017}


@dataclass(frozen=True)
class WeCom:
    """A robot by its webhook address, whose key is all the proof it wants."""

    address: str
    kind = Kind.WECOM

    def request(self, notice: Notice, at: datetime) -> Request:
        """A Markdown message of at most 4096 bytes; what does not fit is left out by line."""
        links = " · ".join(f"[{label}]({url})" for label, url in notice.links)
        content = f"**{notice.title}**"
        for line in (*(f"> {paragraph}" for paragraph in notice.paragraphs), links):
            longer = f"{content}\n{line}" if line else content
            if len(longer.encode()) <= LIMIT:
                content = longer
        return json_request(self.address, {"msgtype": "markdown", "markdown": {"content": content}})

    def refusal(self, code: int, said: str) -> DeliveryError:
        """Too often (20 messages a minute), closed to us, or a message it dislikes."""
        if code == _TOO_OFTEN:
            return DeliveryError(Outcome.LATER, said, retry_after=60.0)
        return DeliveryError(Outcome.FORBIDDEN if code in _CLOSED else Outcome.REJECTED, said)
