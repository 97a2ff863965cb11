"""What a reader is told about two catalogues."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from index.catalog import Catalog, Episode, Paper, Platform, Video
from index.sync.diff import FieldChange, diff, to_json

FIRST = Episode("BV1aaaaaaaaa", "ResNet", date(2021, 10, 22), plays=10)
SECOND = Episode("BV1bbbbbbbbb", "GAN", date(2021, 11, 9), plays=20)
GAN = Paper("gan", "GAN", year=2014)


def test_the_same_is_no_difference() -> None:
    """Two equal catalogues differ in nothing."""
    catalog = Catalog((SECOND, FIRST), (GAN,))
    assert not diff(catalog, catalog)
    assert diff(catalog, catalog).summary == "nothing new"


def test_order_is_no_difference() -> None:
    """A row that moved is neither new nor changed."""
    other = Paper("bert", "BERT")
    assert not diff(Catalog((), (GAN, other)), Catalog((), (other, GAN)))


def test_an_episode_is_new_by_its_id_whatever_its_date() -> None:
    """A late row with an old date is new."""
    late = Episode("BV1ccccccccc", "Late", date(2021, 1, 1))
    found = diff(Catalog((SECOND, FIRST)), Catalog((SECOND, FIRST, late)))
    assert found.added == (late,)
    assert found.summary == "1 new episode"


def test_a_change_shows_old_and_new() -> None:
    """A renamed episode is the same one, with its old and new title."""
    found = diff(Catalog((SECOND,)), Catalog((replace(SECOND, title="GAN 论文"),)))
    assert not found.added
    assert found.changed[0].fields == (FieldChange("title", "GAN", "GAN 论文"),)
    assert not found.changed[0].counters_only


def test_a_counter_alone_is_told_apart() -> None:
    """Plays that moved are not news like a new title."""
    found = diff(Catalog((SECOND,)), Catalog((replace(SECOND, plays=21),)))
    assert found.changed[0].counters_only
    assert found.summary == "1 refreshed counter"


def test_an_id_that_was_redirected_is_the_same_entry() -> None:
    """An episode that gets its video, and with it another id, is changed and not new."""
    soon = Episode("e-soon", "Soon")
    video = Video(Platform.BILIBILI, "https://www.bilibili.com/video/BV1ddddddddd")
    there = Episode("BV1ddddddddd", "Soon", videos=(video,))
    found = diff(Catalog((soon,)), Catalog((there,), redirects={"e-soon": "BV1ddddddddd"}))
    assert not found.added
    assert not found.withdrawn
    assert [f.field for f in found.changed[0].fields] == ["id", "videos"]


def test_two_entries_that_became_one_are_not_withdrawn() -> None:
    """A double that was merged into its twin is gone without being withdrawn."""
    double = Paper("gan-2", "GAN")
    found = diff(Catalog((), (GAN, double)), Catalog((), (GAN,), {"gan-2": "gan"}))
    assert not found


def test_what_went_is_withdrawn() -> None:
    """An entry that is nowhere any more is told as withdrawn."""
    found = diff(Catalog((SECOND, FIRST)), Catalog((SECOND,)))
    assert found.withdrawn == (FIRST,)
    assert found.summary == "1 withdrawn entry"


def test_json_holds_every_change() -> None:
    """The machine's form names entries, fields, old and new, in JSON's own terms."""
    video = Video(Platform.YOUTUBE, "https://youtu.be/x")
    after = replace(SECOND, date=date(2021, 11, 10), videos=(video,))
    raw = json.loads(json.dumps(to_json(diff(Catalog((SECOND, FIRST)), Catalog((after,), (GAN,))))))
    assert raw["added"] == [{"id": "gan", "kind": "paper", "title": "GAN"}]
    assert raw["changed"][0]["fields"]["date"] == {"old": "2021-11-09", "new": "2021-11-10"}
    assert raw["changed"][0]["fields"]["videos"]["new"][0]["platform"] == "youtube"
    assert raw["withdrawn"][0]["id"] == FIRST.id
