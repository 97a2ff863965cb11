"""Feishu (Lark) custom robots.

Message and signature: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.destinations.outlet import DeliveryError, Outcome
from bot.destinations.robots import Notice
from bot.places import Kind
from index.sync.message import Request, json_request

_TOO_OFTEN = 11232
# The signature, the keywords or the address list of the robot refuse us.
_CLOSED = {19001, 19021, 19022, 19024}


@dataclass(frozen=True)
class Feishu:
    """A robot by its webhook address, with the secret where it verifies signatures."""

    address: str
    secret: str = ""
    kind = Kind.FEISHU

    def request(self, notice: Notice, at: datetime) -> Request:
        """An interactive card with one button per link."""
        body: dict[str, Any] = {"msg_type": "interactive", "card": _card(notice)}
        if self.secret:
            timestamp = str(int(at.timestamp()))
            body = {"timestamp": timestamp, "sign": signature(timestamp, self.secret), **body}
        return json_request(self.address, body)

    def refusal(self, code: int, said: str) -> DeliveryError:
        """Too often, closed to us, or a message it dislikes."""
        if code == _TOO_OFTEN:
            return DeliveryError(Outcome.LATER, said, retry_after=60.0)
        return DeliveryError(Outcome.FORBIDDEN if code in _CLOSED else Outcome.REJECTED, said)


def signature(timestamp: str, secret: str) -> str:
    """HMAC-SHA256 of nothing, keyed with timestamp (seconds) and secret, in Base64."""
    key = f"{timestamp}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def _card(notice: Notice) -> dict[str, Any]:
    elements: list[dict[str, Any]] = [
        {"tag": "div", "text": {"tag": "plain_text", "content": paragraph}}
        for paragraph in notice.paragraphs
    ]
    if notice.links:
        buttons = [
            {
                "tag": "button",
                "text": {"tag": "plain_text", "content": label},
                "url": url,
                "type": "default",
            }
            for label, url in notice.links
        ]
        elements.append({"tag": "action", "actions": buttons})
    return {
        "config": {"wide_screen_mode": True},
        "header": {"template": "blue", "title": {"tag": "plain_text", "content": notice.title}},
        "elements": elements,
    }
