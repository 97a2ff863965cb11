"""Identifiers and links of papers and videos, in every form a reader may paste.

Forms: arXiv (https://info.arxiv.org/help/arxiv_identifier.html: YYMM.NNNNN with an
optional version, and the older archive/YYMMNNN), Bilibili BV ids, YouTube's 11-character
video ids, Zhihu's zvideo numbers, Semantic Scholar's 40 hexadecimal digits. An arXiv id
stands in the addresses of arXiv itself (abs, pdf, html), of its DOIs, and of mirrors.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from index.catalog import Entry, Paper

_URL = re.compile(
    r"(?:https?://|www\.|(?<![\w.])(?=(?:[\w-]+\.)*(?:arxiv\.org|bilibili\.com|b23\.tv|youtu\.be"
    r"|youtube\.com|youtube-nocookie\.com|zhihu\.com|semanticscholar\.org|alphaxiv\.org"
    r"|huggingface\.co|doi\.org|github\.com)/))"
    r"[^\s<>\"'（）【】《》，。；、！？\u3400-\u9fff]+",
    re.IGNORECASE,
)
_ARXIV_NEW = r"(?:0[7-9]|[1-4]\d)(?:0[1-9]|1[0-2])\.\d{4,5}"
_ARXIV_OLD = r"[a-z-]+(?:\.[a-z]{2})?/\d{7}"
# Every address and every number holds a digit, a point or a slash.
_HINT = re.compile(r"[\d./]|[a-f]{40}", re.IGNORECASE)
_PATTERNS = (
    ("bilibili", re.compile(r"(?<![0-9a-z])(bv1[0-9a-z]{9})(?![0-9a-z])", re.IGNORECASE)),
    # Bilibili's older numbers, and the Corpus ID of Semantic Scholar's API: the catalogue
    # knows none, but whoever pastes one means that page and no word in it.
    ("bilibili", re.compile(r"(?<![0-9a-z])(av\d{5,})(?![0-9a-z])", re.IGNORECASE)),
    ("corpus", re.compile(r"corpus\s*id\s*[:：]?\s*(\d{5,})", re.IGNORECASE)),
    (
        "arxiv",
        re.compile(
            # A DOI joins them by a point: 10.48550/arXiv.1706.03762.
            rf"(?:arxiv\s*[:：.]?\s*|(?<![\d.]))({_ARXIV_NEW})(?:v\d+)?(?![\d])(?:\.pdf)?",
            re.IGNORECASE,
        ),
    ),
    ("arxiv", re.compile(rf"(?:arxiv\s*[:：]|abs/|pdf/)\s*({_ARXIV_OLD})(?:v\d+)?", re.IGNORECASE)),
    ("s2", re.compile(r"(?<![0-9a-f])([0-9a-f]{40})(?![0-9a-f])", re.IGNORECASE)),
    (
        "youtube",
        re.compile(
            r"(?:youtu\.be/|youtube(?:-nocookie)?\.com/(?:watch/?\?(?:[^\s#]*&)?v=|embed/|shorts/"
            r"|live/|v/))([\w-]{11})(?![\w-])",
            re.IGNORECASE,
        ),
    ),
    ("zhihu", re.compile(r"zhihu\.com/zvideo/(\d+)", re.IGNORECASE)),
)


class Identifier(NamedTuple):
    """An identifier: `scheme` is arxiv, bilibili, youtube, zhihu, s2, corpus or url."""

    scheme: str
    value: str

    @property
    def term(self) -> str:
        """Its form in the index; case is folded, since clients change it."""
        return f"{self.scheme}:{self.value}".lower()


class Found(NamedTuple):
    """What a text names by address: the identifiers, and the rest of the text."""

    identifiers: tuple[Identifier, ...]
    rest: str


def find(text: str) -> Found:
    """The identifiers of a text, in order, and the text without them and without links."""
    if _HINT.search(text) is None:
        return Found((), text)
    found: list[Identifier] = []
    rest = text
    for link in _URL.finditer(text):
        url = unquote(link.group())
        found.extend(_in(url) or [Identifier("url", canonical(url)), *_article(url)])
        rest = rest.replace(link.group(), " ", 1)
    for scheme, pattern in _PATTERNS:
        found.extend(Identifier(scheme, match.group(1)) for match in pattern.finditer(rest))
        rest = pattern.sub(" ", rest)
    return Found(tuple(dict.fromkeys(found)), rest)


def _in(url: str) -> list[Identifier]:
    return [Identifier(s, m.group(1)) for s, p in _PATTERNS for m in p.finditer(url)]


def canonical(url: str) -> str:
    """A link without scheme, `www.`, query and fragment, as two spellings of it share."""
    bare = re.sub(r"^(?:https?://)?(?:www\.|m\.)?", "", url.strip(), flags=re.IGNORECASE)
    return re.split(r"[?#]", bare)[0].rstrip("/.").lower()


_ARTICLE = re.compile(r"/(s\d{5}-\d{3}-\d{5}-[\dxw]|nature\d{5})(?=[/._?#]|$)", re.IGNORECASE)


def _article(url: str) -> list[Identifier]:
    """Nature's article id, which its pages and its files share."""
    return [Identifier("nature", m.group(1)) for m in _ARTICLE.finditer(url)]


def of_entry(entry: Entry) -> set[str]:
    """The index terms of everything that identifies an entry, its own id included."""
    found: list[Identifier] = [Identifier("id", entry.id)]
    if isinstance(entry, Paper):
        urls = [entry.url] if entry.url else []
        if entry.arxiv:
            found.append(Identifier("arxiv", entry.arxiv))
        if entry.s2_id:
            found.append(Identifier("s2", entry.s2_id))
    else:
        # A page it is about leads to it, too: the paper of an episode whose paper is not
        # listed has no other address here.
        urls = [v.url for v in entry.videos] + [page.url for page in entry.links]
        found.extend(_in(entry.id))
    for url in urls:
        found.extend(_in(url))
        found.append(Identifier("url", canonical(url)))
        found.extend(_article(url))
    return {identifier.term for identifier in found}
