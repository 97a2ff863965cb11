from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest

from bot import feed
from bot.state.seen import Seen
from index.catalog import Catalog, Platform, Video
from tests.catalogs import catalog, episode

NOW = datetime(2026, 11, 22, tzinfo=UTC)
YOUTUBE = Video(Platform.YOUTUBE, "https://www.youtube.com/watch?v=a&t=1")
E1 = replace(episode(1, "A < B & 『C』\x0b"), videos=(*episode(1).videos, YOUTUBE))
E2 = episode(2)
ADDRESS = "http://127.0.0.1:8080/feed"
ATOM = "{http://www.w3.org/2005/Atom}"


def _entries(edited: timedelta = timedelta(0)) -> list[feed.Entry]:
    seen = Seen(E1.id, 1, "", NOW, NOW + edited)
    return feed.entries(catalog(E1, E2, categories={E1.id: "视频理解"}), {E1.id: seen})


@pytest.mark.parametrize("make", [feed.atom, feed.rss])
def test_both_kinds_are_well_formed_and_say_the_same(make: object) -> None:
    """A strict parser reads titles, links, ids and dates of either document."""
    parsed = feedparser.parse(make(_entries(), address=ADDRESS))  # type: ignore[operator]
    assert not parsed.bozo
    assert [entry.title for entry in parsed.entries] == [E2.title, "A < B & 『C』"]
    assert parsed.entries[1].link == E1.videos[0].url
    assert parsed.entries[1].published_parsed[:5] == (2026, 1, 1, 16, 0)
    assert all(entry.id.startswith("urn:uuid:") for entry in parsed.entries)
    assert any(link.rel == "self" and link.href == ADDRESS for link in parsed.feed.links)
    assert YOUTUBE.url.replace("&", "&amp;") in parsed.entries[1].summary


def test_atom_has_what_the_standard_requires() -> None:
    """RFC 4287: one id, title and updated each; an author; one alternate link per entry."""
    root = ET.fromstring(feed.atom(_entries(), address=ADDRESS))
    assert root.tag == f"{ATOM}feed"
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    for holder in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = holder.findall(f"{ATOM}{name}")
            assert found.text
        updated = datetime.fromisoformat(holder.findtext(f"{ATOM}updated", ""))
        assert updated.tzinfo is not None
        links = [link for link in holder.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(links) == 1
    ids = [e.findtext(f"{ATOM}id") for e in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)


def test_rss_has_what_the_standard_requires() -> None:
    """RSS 2.0: channel with title, link and description; a guid that is no address."""
    root = ET.fromstring(feed.rss(_entries(), address=ADDRESS))
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    for name in ("title", "link", "description"):
        assert root.findtext(f"channel/{name}")
    for item in root.iter("item"):
        guid = item.find("guid")
        assert guid is not None
        assert guid.get("isPermaLink") == "false"


def test_an_edit_moves_updated_and_a_new_id_changes_nothing() -> None:
    """Readers are told of a change, and an episode that gets its video id is no new entry."""
    before, after = _entries()[1], _entries(timedelta(hours=1))[1]
    assert (before.updated, after.updated) == (before.published, NOW + timedelta(hours=1))
    old = feed.entries(catalog(replace(E2, id="zhihu-2")), {})[0]
    new = feed.entries(Catalog(episodes=(E2,), redirects={"zhihu-2": E2.id}), {})[0]
    assert old.id == new.id


def test_an_empty_catalogue_is_a_valid_feed() -> None:
    """Nothing to tell is no error."""
    assert not feedparser.parse(feed.atom([], address=ADDRESS)).bozo
    assert not feedparser.parse(feed.rss([], address=ADDRESS)).bozo
