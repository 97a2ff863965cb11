"""Dates, lengths and counters as cells write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.importers import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7/8/22", dt.date(2022, 7, 8)),
        ("10/06/21", dt.date(2021, 10, 6)),
        ("9/04/2024", dt.date(2024, 9, 4)),
        ("2022-07-15", dt.date(2022, 7, 15)),
        ("1/?/22", None),
        ("13/1/22", None),
        ("2/30/22", None),
        ("录制中", None),
    ],
)
def test_day(text: str, expected: dt.date | None) -> None:
    """Months come first, as upstream writes; what is no day is none."""
    assert values.day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1:03:40", 3820),
        ("43:56", 2636),
        ("06:39", 399),
        ("87:05", 5225),
        ("1:99:00", None),
        ("12", None),
        ("1:2:3:4", None),
        ("0:60", None),
        ("1：03：40", 3820),
    ],
)
def test_seconds(text: str, expected: int | None) -> None:
    """Lengths have hours or not, and may have more than sixty minutes."""
    assert values.seconds(text) == expected


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_every_length_reads_back(hours: int, minutes: int, seconds: int) -> None:
    """A length written out is read as the same number of seconds."""
    written = f"{hours}:{minutes:02}:{seconds:02}"
    assert values.seconds(written) == hours * 3600 + minutes * 60 + seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("51.4 万", 514000),
        ("8.2万", 82000),
        ("0 万", 0),
        ("78836", 78836),
        ("1,234", 1234),
        ("1.2亿", 120000000),
        ("3.5k", 3500),
        ("很多", None),
        ("", None),
        ("1.2.3", None),
    ],
)
def test_count(text: str, expected: int | None) -> None:
    """Counters are whole numbers, whatever unit they are written in."""
    assert values.count(text) == expected


@given(st.integers(1, 99_999))
def test_ten_thousands_are_exact(tenths: int) -> None:
    """A number with one decimal in 万 loses nothing to binary fractions."""
    assert values.count(f"{tenths // 10}.{tenths % 10} 万") == tenths * 1000


@given(st.text())
def test_no_text_raises(text: str) -> None:
    """Any text at all is a value or none."""
    for parse in (values.day, values.seconds, values.count, values.year):
        parse(text)
