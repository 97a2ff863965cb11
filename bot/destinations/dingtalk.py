"""DingTalk (钉钉) custom robots.

Message: https://open.dingtalk.com/document/robots/custom-robot-access
Signature: https://open.dingtalk.com/document/robots/customize-robot-security-settings
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from yarl import URL

from bot.destinations.outlet import DeliveryError, Outcome
from bot.destinations.robots import Notice
from bot.places import Kind
from index.sync.message import Request, json_request

# More than 20 messages a minute shut the robot up for ten minutes.
_TOO_OFTEN = {130101, 410100}
_SHUT_UP = 600.0
_CLOSED = {300001, 300005, 310000, 400013, 400101, 400102}


@dataclass(frozen=True)
class DingTalk:
    """A robot by its webhook address, with the secret where it verifies signatures."""

    address: str
    secret: str = ""
    kind = Kind.DINGTALK

    def request(self, notice: Notice, at: datetime) -> Request:
        """A Markdown message; its title is what a phone's preview shows."""
        links = " · ".join(f"[{label}]({url})" for label, url in notice.links)
        lines = [f"### {notice.title}", *notice.paragraphs, links]
        text = "\n\n".join(line for line in lines if line)
        address = self.address
        if self.secret:
            timestamp = str(int(at.timestamp() * 1000))
            query = {"timestamp": timestamp, "sign": signature(timestamp, self.secret)}
            address = str(URL(address).update_query(query))
        return json_request(
            address, {"msgtype": "markdown", "markdown": {"title": notice.title, "text": text}}
        )

    def refusal(self, code: int, said: str) -> DeliveryError:
        """Too often, closed to us (token, keywords, signature), or a message it dislikes."""
        if code in _TOO_OFTEN:
            return DeliveryError(Outcome.LATER, said, retry_after=_SHUT_UP)
        return DeliveryError(Outcome.FORBIDDEN if code in _CLOSED else Outcome.REJECTED, said)


def signature(timestamp: str, secret: str) -> str:
    """HMAC-SHA256 of timestamp (milliseconds) and secret, keyed with the secret, in Base64."""
    said = f"{timestamp}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest()).decode()
