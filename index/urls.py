"""What a URL identifies: an arXiv paper, a Semantic Scholar paper, a video.

Addresses come as people paste them, with versions, tracking parameters and short hosts;
each function answers the bare identifier, or None for any other address. None raises.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlencode, urlsplit

from index.catalog import Platform

# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.NNNNN since 2007, before that
# an archive's name and YYMMNNN; a version is no part of the identity.
_ARXIV = re.compile(
    r"(?:abs|pdf|html|format|ps)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?$",
    re.ASCII,
)
_S2 = re.compile(r"\b([0-9a-f]{40})\b", re.ASCII)
_BV = re.compile(r"\b(BV[0-9A-Za-z]{10})\b", re.ASCII)
_YOUTUBE = re.compile(r"[\w-]{11}", re.ASCII)
_ZVIDEO = re.compile(r"/zvideo/(\d+)", re.ASCII)
# Who shared a link, not what it leads to.
_TRACKING = re.compile(r"utm_\w+|share_\w+|spm_id_from|vd_source|from_spmid|ab_channel|feature|si")


def _split(url: str) -> SplitResult:
    """The parts of an address; an unreadable one (`http://[`) has none."""
    try:
        return urlsplit(url.strip())
    except ValueError:
        return urlsplit("")


def _host(url: str) -> str:
    """The lower-case host of an address without `www.` and `m.`; empty where it has none."""
    name = _split(url).netloc.rpartition("@")[2].partition(":")[0].lower()
    return name.removeprefix("www.").removeprefix("m.")


def _on(url: str, *domains: str) -> bool:
    found = _host(url)
    return any(found == domain or found.endswith("." + domain) for domain in domains)


def arxiv_id(url: str) -> str | None:
    """`https://arxiv.org/pdf/1311.2524v5.pdf` → `1311.2524`."""
    match = _ARXIV.search(_split(url).path) if _on(url, "arxiv.org") else None
    return match[1] if match else None


def s2_id(url: str) -> str | None:
    """The 40 hexadecimal digits of a Semantic Scholar address."""
    match = _S2.search(_split(url).path) if _on(url, "semanticscholar.org") else None
    return match[1] if match else None


def bilibili_id(url: str) -> str | None:
    """`https://www.bilibili.com/video/BV1rb4y187vD/?p=1` → `BV1rb4y187vD`."""
    match = _BV.search(_split(url).path) if _on(url, "bilibili.com", "b23.tv") else None
    return match[1] if match else None


def youtube_id(url: str) -> str | None:
    """The 11 characters of a watch, short, embed or shorts address."""
    if not _on(url, "youtube.com", "youtu.be", "youtube-nocookie.com"):
        return None
    parts = _split(url)
    try:
        watched = parse_qs(parts.query).get("v", [])
    except ValueError:  # more fields than urllib takes in one query
        watched = []
    last = parts.path.rstrip("/").rpartition("/")[2]
    found = watched[0] if watched else last
    return found if _YOUTUBE.fullmatch(found) else None


def zhihu_id(url: str) -> str | None:
    """The number of a Zhihu video."""
    match = _ZVIDEO.search(_split(url).path) if _on(url, "zhihu.com") else None
    return match[1] if match else None


_VIDEO_ID = {
    Platform.BILIBILI: bilibili_id,
    Platform.ZHIHU: zhihu_id,
    Platform.YOUTUBE: youtube_id,
}


def video_id(url: str) -> tuple[Platform, str] | None:
    """The platform and the platform's own identifier of a video's address."""
    for platform, identify in _VIDEO_ID.items():
        found = identify(url)
        if found:
            return platform, found
    return None


def without_tracking(url: str) -> str:
    """An address without the parameters that only say who shared it."""
    parts = _split(url)
    try:
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url
    kept = [(name, value) for name, value in query if not _TRACKING.fullmatch(name)]
    return url if len(kept) == len(query) else parts._replace(query=urlencode(kept)).geturl()


def link_key(url: str) -> str:
    """What two addresses of one page share, whatever their scheme, `www.` or last slash."""
    parts = _split(without_tracking(url))
    page = _host(url) + parts.path.rstrip("/")
    return f"{page}?{parts.query}" if parts.query else page
