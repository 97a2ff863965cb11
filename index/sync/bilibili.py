"""Plays of a video on Bilibili: `/x/web-interface/view`, as upstream's own badges ask it.

The codes are those of the community's description of the API (SocialSisterYi's
bilibili-API-collect, "video/info" and "misc/errcode"); Bilibili documents none itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from index.sync.message import DecodeError, Request, Response, decode_json

# -404: no such video; 62002: hidden; 62004: under review; 62012: visible to its owner alone;
# -403: not visible to us. Asking again soon changes nothing about one video.
GONE = frozenset({-404, -403, 62002, 62004, 62012})
# -412: the request was intercepted; -352: risk control; -799: too many requests. The whole
# service wants us to stay away, and insisting makes it worse.
RISK_CONTROL = frozenset({-412, -352, -799, -509})

_BVID = re.compile(r"BV[0-9A-Za-z]{10}")


@dataclass(frozen=True, slots=True)
class View:
    """One answer: `plays`, or why there are none.

    `gone` says that this video cannot be seen now; `refused` that the whole service
    refuses us, for `retry_after` seconds where it says so. `code` is Bilibili's own.
    """

    code: int
    plays: int | None = None
    retry_after: float | None = None

    @property
    def gone(self) -> bool:
        """Whether this one video is not to be seen."""
        return self.code in GONE

    @property
    def refused(self) -> bool:
        """Whether the service wants us to stay away for long."""
        return self.code in RISK_CONTROL


def is_bvid(text: str) -> bool:
    """Whether a text is a video id of Bilibili."""
    return _BVID.fullmatch(text) is not None


def request(bvid: str, base: str) -> Request:
    """The view of one video."""
    return Request(
        f"{base.rstrip('/')}/x/web-interface/view?bvid={quote(bvid, safe='')}",
        headers={"Accept": "application/json"},
    )


def decode(response: Response, now: datetime) -> View:
    """What an answer says. Raises `DecodeError` when it is none of the documented ones.

    Risk control answers with HTTP 412 as well as with code -412, and its page may be HTML;
    the status alone is enough then.
    """
    if response.status in {412, 429}:
        return View(-412, retry_after=response.retry_after(now))
    answer = decode_json(response.body)
    code = answer.get("code") if isinstance(answer, dict) else None
    if type(code) is not int:
        raise DecodeError("the answer has no code")
    if code != 0:
        return View(code)
    try:
        plays = answer["data"]["stat"]["view"]
    except (KeyError, TypeError) as error:
        raise DecodeError("the answer has no data.stat.view") from error
    # Hidden counters came as "--".
    if type(plays) is not int or plays < 0:
        raise DecodeError("data.stat.view is not a number of plays")
    return View(0, plays)
