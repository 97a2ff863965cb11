from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.announcement import announcement_card, post_title
from bot.cards.limits import size, walk
from index.catalog import Platform, Video
from tests.catalogs import catalog, episode


@pytest.mark.parametrize(
    ("locale", "begins"),
    [
        ("zh-CN", "**📺 新视频 · GAN"),
        ("zh-TW", "**📺 新影片 · GAN"),
        ("de", "**📺 New episode · GAN"),
    ],
)
def test_it_begins_with_kind_and_title(locale: str, begins: str) -> None:
    """A phone's preview shows the first words only."""
    one = episode(1, "GAN 论文逐段精读")
    card = announcement_card(catalog(one), [one], locale=locale)
    assert card.text.startswith(begins)


def test_the_marker_is_there_and_not_shown() -> None:
    """A component carries it, and no text does."""
    one = episode(1)
    card = announcement_card(catalog(one), [one], locale="en", marker=1 << 30)
    assert [c["id"] for c in walk(card.components) if "id" in c] == [1 << 30]
    assert str(1 << 30) not in card.text


def test_without_a_role_nobody_is_mentioned_and_nothing_to_press() -> None:
    """The button comes with the role."""
    one = episode(1)
    for role, there in ((None, False), (5, True)):
        card = announcement_card(catalog(one), [one], locale="en", role_id=role)
        assert ("<@&5>" in card.text) is there
        assert any("custom_id" in c for c in walk(card.components)) is there


@given(
    titles=st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=12),
    tail=st.text("abc/", max_size=460),
    role=st.none() | st.integers(1, 2**63),
)
def test_any_news_fits_into_a_message(titles: list[str], tail: str, role: int | None) -> None:
    """Whatever upstream writes, Discord takes the card (`Card` checks its limits)."""
    videos = tuple(Video(p, f"https://v.example/{tail}") for p in Platform)
    episodes = [
        replace(episode(n, title), title=title, videos=videos, notes="x")
        for n, title in enumerate(titles)
    ]
    card = announcement_card(catalog(*episodes), episodes, locale="zh-CN", role_id=role, marker=9)
    assert card.text


@given(st.text(max_size=300))
def test_a_post_title_is_never_empty_or_too_long(title: str) -> None:
    """Discord wants 1 to 100 characters."""
    assert 0 < size(post_title(replace(episode(1), title=title))) <= 100
