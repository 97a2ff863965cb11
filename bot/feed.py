"""The newest episodes as Atom (RFC 4287) and RSS 2.0, for readers who cannot open Discord."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as ET

from bot.cards import wording
from bot.i18n import translator
from bot.state.seen import Seen
from index.catalog import Catalog, Episode

LOCALE = "zh-CN"
HOME_PAGE = "https://github.com/mli/paper-reading"

_ATOM = "http://www.w3.org/2005/Atom"
_LENGTH = 30
# Dates of episodes are days in China, where they are published.
_CHINA = timezone(timedelta(hours=8))
# Characters that XML 1.0 cannot hold, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode as a feed tells it. `id` never changes; `updated` moves when it is edited."""

    id: str
    title: str
    published: datetime
    updated: datetime
    links: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    content: str


def entries(catalog: Catalog, seen: Mapping[str, Seen]) -> list[Entry]:
    """The newest episodes, newest first, with when they changed according to `seen`."""
    return [_entry(catalog, e, seen.get(e.id)) for e in catalog.episodes[:_LENGTH]]


def _entry(catalog: Catalog, episode: Episode, known: Seen | None) -> Entry:
    say = translator(LOCALE)
    published = (
        datetime.combine(episode.date, time(), _CHINA)
        if episode.date
        else (known.seen_at if known else _EPOCH)
    )
    edited = known is not None and known.changed_at > known.seen_at
    links = tuple((say(f"platform.{v.platform.value}"), v.url) for v in episode.videos)
    papers = ", ".join(paper.title for paper in catalog.papers_of(episode))
    paragraphs = [
        wording.facts([wording.day(episode), wording.length(episode, LOCALE)]),
        say("card.reads", papers=papers) if papers else "",
    ]
    lines = [f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs if paragraph]
    anchors = [f'<a href="{escape(url)}">{escape(label)}</a>' for label, url in links]
    if anchors:
        lines.append(f"<p>{' · '.join(anchors)}</p>")
    return Entry(
        id=_identity(catalog, episode),
        title=episode.title,
        published=published,
        updated=max(published, known.changed_at) if known and edited else published,
        links=links,
        categories=catalog.categories_of(episode),
        content="".join(lines),
    )


def _identity(catalog: Catalog, episode: Episode) -> str:
    """A URN of the episode's first id: a new Bilibili id must not look like a new entry."""
    former = sorted(old for old, new in catalog.redirects.items() if new == episode.id)
    name = former[0] if former else episode.id
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{HOME_PAGE}#{name}").urn


def atom(found: list[Entry], *, address: str) -> bytes:
    """An Atom document; `address` is where it can be fetched."""
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": LOCALE})
    title = translator(LOCALE)("feed.title")
    _add(feed, "id", uuid.uuid5(uuid.NAMESPACE_URL, HOME_PAGE).urn)
    _add(feed, "title", title)
    _add(feed, "updated", max((e.updated for e in found), default=_EPOCH).isoformat())
    _add(feed, "link", rel="self", href=address, type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=HOME_PAGE)
    _add(_add(feed, "author"), "name", translator(LOCALE)("feed.author"))
    for entry in found:
        item = _add(feed, "entry")
        _add(item, "id", entry.id)
        _add(item, "title", entry.title)
        _add(item, "published", entry.published.isoformat())
        _add(item, "updated", entry.updated.isoformat())
        # RFC 4287 allows one alternate of a type and language; the other platforms relate.
        for number, (label, url) in enumerate(entry.links):
            _add(item, "link", rel="related" if number else "alternate", href=url, title=label)
        for category in entry.categories:
            _add(item, "category", term=category)
        _add(item, "content", entry.content, type="html")
    return _document(feed)


def rss(found: list[Entry], *, address: str) -> bytes:
    """An RSS 2.0 document; `address` is where it can be fetched."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    say = translator(LOCALE)
    newest = max((e.updated for e in found), default=_EPOCH)
    for name, text in (
        ("title", say("feed.title")),
        ("link", HOME_PAGE),
        ("description", say("feed.description")),
        ("language", LOCALE.lower()),
        ("lastBuildDate", format_datetime(newest)),
    ):
        ET.SubElement(channel, name).text = text
    _add(channel, "link", rel="self", href=address, type="application/rss+xml")
    for entry in found:
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "title").text = _legal(entry.title)
        if entry.links:
            ET.SubElement(item, "link").text = _legal(entry.links[0][1])
        ET.SubElement(item, "guid", isPermaLink="false").text = entry.id
        ET.SubElement(item, "pubDate").text = format_datetime(entry.published)
        for category in entry.categories:
            ET.SubElement(item, "category").text = _legal(category)
        ET.SubElement(item, "description").text = _legal(entry.content)
    return _document(root)


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    legal = {key: _legal(value) for key, value in attributes.items()}
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", legal)
    child.text = _legal(text) if text is not None else None
    return child


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _document(root: ET.Element) -> bytes:
    # Under this prefix in both: as a default namespace it would take in RSS's own elements.
    ET.register_namespace("atom", _ATOM)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
