"""What queries ask for in words: lengths, dates, recordings."""

from __future__ import annotations

from datetime import date

import pytest

from index.catalog import Episode, Paper
from index.search import dates, durations
from index.search.filters import natural
from index.search.reader import Reader
from index.search.results import UNFILTERED, Filters, results_json
from index.text.normalize import fold

HALF, HOUR = 1800, 3600


def loose(text: str) -> Filters:
    """The filters that a text states in words."""
    return natural(fold(text)).loose


@pytest.mark.parametrize("unit", ["90 minutes", "90 min", "an hour and a half", "1.5 hours"])
@pytest.mark.parametrize(
    ("said", "most"),
    [
        ("{} or less", True),
        ("under {}", True),
        ("less than {}", True),
        ("shorter than {}", True),
        ("within {}", True),
        ("at most {}", True),
        ("no more than {}", True),
        ("no longer than {}", True),
        ("not over {}", True),
        ("longer than {}", False),
        ("more than {}", False),
        ("over {}", False),
        ("at least {}", False),
        ("no less than {}", False),
        ("not shorter than {}", False),
        ("{} or more", False),
        ("{} or longer", False),
        ("{} and up", False),
    ],
)
def test_bounds_of_length_in_english(said: str, most: bool, unit: str) -> None:
    """Every comparison bounds its own side, and nothing of it is left to search for."""
    stated = natural(fold(said.format(unit)))
    bound = "max_seconds" if most else "min_seconds"
    assert stated.loose == Filters(**{bound: 5400})
    assert (stated.rest, stated.order) == ("", None)


@pytest.mark.parametrize("unit", ["90分钟", "90 分钟", "一个半小时", "1.5小时", "1小时30分钟"])
@pytest.mark.parametrize(
    ("said", "most"),
    [
        ("{}以内", True),
        ("{}之内", True),
        ("{}以下", True),
        ("不超过{}", True),
        ("不到{}", True),
        ("少于{}", True),
        ("短于{}", True),
        ("最多{}", True),
        ("至多{}", True),
        ("{}以上", False),
        ("超过{}", False),
        ("多于{}", False),
        ("长于{}", False),
        ("至少{}", False),
        ("不少于{}", False),
        ("不低于{}", False),
        (">={}", False),
    ],
)
def test_bounds_of_length_in_chinese(said: str, most: bool, unit: str) -> None:
    """不超过 is no 超过, and 不少于 no 少于."""
    stated = natural(fold(said.format(unit)))
    bound = "max_seconds" if most else "min_seconds"
    assert stated.loose == Filters(**{bound: 5400})
    assert stated.rest == ""


@pytest.mark.parametrize(
    "said", ["30-60 minutes", "between 30 and 60 minutes", "30到60分钟", "半小时到一小时"]
)
def test_a_length_between_two(said: str) -> None:
    """Two lengths bound both sides."""
    assert loose(said) == Filters(min_seconds=HALF, max_seconds=HOUR)


@pytest.mark.parametrize(
    "text",
    ["两个分布", "十个分类", "gpt-3", "minimax", "more than 3 papers", "stuck for two hours"],
)
def test_other_numbers_are_no_lengths(text: str) -> None:
    """A count of something else bounds nothing, nor does a time told in passing."""
    assert durations.find(fold(text)) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021年", 2021, 2021),
        ("in 2021.", 2021, 2021),
        ("关于2021年的论文", 2021, 2021),
        ("2020年之前", None, 2019),
        ("2020年以前的", None, 2019),
        ("before 2015", None, 2014),
        ("until 2015", None, 2015),
        ("2015 or earlier", None, 2015),
        ("since 2022", 2022, None),
        ("2022年以来", 2022, None),
        ("自2022年起", 2022, None),
        ("2022 onwards", 2022, None),
        ("after 2022", 2023, None),
        ("published after 2022", 2023, None),
        ("2022年之后", 2023, None),
        ("2021到2022", 2021, 2022),
        ("2021-2022", 2021, 2022),
        ("2021–2022年", 2021, 2022),
        ("2021年至2022年之间", 2021, 2022),
        ("between 2021 and 2022", 2021, 2022),
        ("from 2021 to 2022", 2021, 2022),
        ("2022年后训练量化", 2022, 2022),
        ("2021年前馈网络", 2021, 2021),
    ],
)
def test_years(text: str, first: int | None, last: int | None) -> None:
    """Before and after leave the year out, since and until take it in."""
    assert loose(text) == Filters(year_from=first, year_to=last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021年10月", date(2021, 10, 1), date(2021, 10, 31)),
        ("2021年十月份的", date(2021, 10, 1), date(2021, 10, 31)),
        ("October 2021", date(2021, 10, 1), date(2021, 10, 31)),
        ("in Oct. 2021", date(2021, 10, 1), date(2021, 10, 31)),
        ("2021-10", date(2021, 10, 1), date(2021, 10, 31)),
        ("2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021年10月27日", date(2021, 10, 27), date(2021, 10, 27)),
        ("2021年下半年", date(2021, 7, 1), date(2021, 12, 31)),
        ("2022年上半年的", date(2022, 1, 1), date(2022, 6, 30)),
        ("before October 2021", None, date(2021, 9, 30)),
        ("2021年10月之后", date(2021, 11, 1), None),
        ("2021年10月到2022年1月", date(2021, 10, 1), date(2022, 1, 31)),
    ],
)
def test_months(text: str, first: date | None, last: date | None) -> None:
    """A month goes from its first day to its last, and is bounded like a year."""
    stated = natural(fold(text))
    assert stated.loose == Filters(first_day=first, last_day=last)
    assert stated.rest == ""


@pytest.mark.parametrize("text", ["2012.11111", "a2021", "20210", "2021k", "1024 tokens"])
def test_other_numbers_are_no_years(text: str) -> None:
    """A year stands by itself."""
    assert list(dates.find(text)) == []


@pytest.mark.parametrize("text", ["October 2021", "2021年10月", "2021-10"])
def test_a_month_alone_is_its_episodes(reader: Reader, text: str) -> None:
    """All episodes of the month and no other entry."""
    found = {hit.entry.id for hit in reader.search(text, UNFILTERED, 50).hits}
    episodes = reader.catalog.episodes
    assert found == {e.id for e in episodes if e.date and (e.date.year, e.date.month) == (2021, 10)}


def test_years_bound_what_is_found(reader: Reader) -> None:
    """Papers from before a year are those, each of them."""
    hits = reader.search("before 2015", UNFILTERED, 100).hits
    years = {p.year for p in reader.catalog.papers if p.year and p.year < 2015}
    assert {hit.entry.year for hit in hits if isinstance(hit.entry, Paper)} == years


@pytest.mark.parametrize(
    ("text", "entry", "said"),
    [
        ("under half an hour transformer", "transformer", "at most 30 minutes"),
        ("5分钟以内的 BERT", "bert", "at most 5 minutes"),
        ("GAN over 2 hours", "gan", "at least 120 minutes"),
        ("BERT 未录制", "bert", "without a recording"),
        ("BERT 2015", "bert", "from 2015"),
        ("BERT 2015年之前", "bert", "until 2014"),
        ("BERT 2019年3月", "bert", "from 2019-03"),
    ],
)
def test_a_wish_that_gives_way_is_told(reader: Reader, text: str, entry: str, said: str) -> None:
    """What there is on the subject is shown, and the answer says what it is not."""
    results = reader.search(text, UNFILTERED, 10)
    best = results.hits[0].entry
    assert entry in ((best.id,) if isinstance(best, Paper) else best.papers)
    assert results_json(reader.catalog, results)["notice"] == f"none found: {said}"


@pytest.mark.parametrize(
    "text",
    ["BERT 半小时以上", "2017 transformer 下", "gan 2021年", "BERT 已录制", "AlexNet 20分钟以内"],
)
def test_a_wish_that_is_met_needs_no_word(reader: Reader, text: str) -> None:
    """A video may be of the year of its paper, and one of a paper's videos is short enough."""
    results = reader.search(text, UNFILTERED, 10)
    assert results.hits
    assert results.unmet == UNFILTERED


def test_both_notices_are_told(reader: Reader) -> None:
    """A malformed filter and a wish that gave way stand side by side."""
    results = reader.search("year:abc BERT 5分钟以内", UNFILTERED, 10)
    notice = results_json(reader.catalog, results)["notice"]
    assert notice == "year:abc; none found: at most 5 minutes"


def test_a_length_of_an_episode_is_its_own(reader: Reader) -> None:
    """What is found for a length between two is as long as that."""
    hits = reader.search("30到60分钟的视频", UNFILTERED, 100).hits
    assert hits
    for hit in hits:
        assert isinstance(hit.entry, Episode)
        assert hit.entry.seconds is not None
        assert HALF <= hit.entry.seconds <= HOUR
