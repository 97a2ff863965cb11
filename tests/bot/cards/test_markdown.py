"""Text of others, made safe for Discord."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.markdown import escape, plain, readable


@pytest.mark.parametrize(
    "name", ["GPT-3", "R(2+1)D", "C#", "DALL·E 2", "a > b", "1 - 2", "two [three]", "x < 3"]
)
def test_names_stay_as_they_are(name: str) -> None:
    """What Discord would not read as a mark is not escaped."""
    assert escape(name) == name


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**bold**", r"\*\*bold\*\*"),
        ("a_b_c", r"a\_b\_c"),
        ("`code`", r"\`code\`"),
        ("||spoiler||", r"\|\|spoiler\|\|"),
        ("# heading", r"\# heading"),
        ("  ## heading", r"  \## heading"),
        ("-# small", r"\-# small"),
        ("> quote", r"\> quote"),
        ("- item", r"\- item"),
        ("[text](https://example.org)", r"\[text](https://example.org)"),
        ("<@123456789012345678>", "\\<@\u200b123456789012345678>"),
        ("</paper:1>", r"\</paper:1>"),
        ("<t:0:R>", r"\<t:0:R>"),
        ("@everyone", "@\u200beveryone"),
        ("\\*", r"\\\*"),
    ],
)
def test_marks_lose_their_meaning(typed: str, shown: str) -> None:
    """Emphasis, code, headings, quotes, lists, masked links and pings are shown as typed."""
    assert escape(typed) == shown


@given(st.text(alphabet="*_~|`\\a ", max_size=40))
def test_no_inline_mark_stays_bare(typed: str) -> None:
    """Every emphasis character of an escaped text has its own backslash."""
    assert not re.sub(r"\\.", "", escape(typed)).strip("a ")


def test_control_characters_go() -> None:
    """NULs, direction marks, zero-width spaces and lone surrogates are dropped, lines are not."""
    assert readable("a\x00b\u202ec\u200bd\ud800e\nf\tg") == "abcde\nf\tg"


def test_a_note_becomes_its_words() -> None:
    """Headings, lists, links, images and formulas of a note leave their words."""
    note = "## 训练\n- **对抗** 的 [`GAN`](https://e.org)\n![图](x.png) $D(x)=\\frac{1}{2}$"
    assert plain(note) == "训练\n对抗 的 GAN\n图 D(x)=\\frac{1}{2}"
