"""A suggestion is drawn from what fits, and nothing else."""

from __future__ import annotations

from random import Random

import pytest

from bot.services.suggesting import Wish, fits, suggest
from index.catalog import Catalog, Paper
from index.data import shipped_catalog

CATALOG = shipped_catalog()


@pytest.mark.parametrize(
    "wish",
    [
        Wish(),
        Wish(category="生成模型"),
        Wish(recorded=True),
        Wish(recorded=False),
        Wish(max_minutes=20),
        Wish(category="生成模型", recorded=True, max_minutes=90),
    ],
)
def test_a_suggestion_fits(wish: Wish) -> None:
    """Whatever is drawn is within the wish."""
    for seed in range(50):
        entry = suggest(CATALOG, wish, Random(seed))
        assert entry is not None
        assert fits(CATALOG, entry, wish)


def test_everything_has_its_turn() -> None:
    """Papers are drawn, and the episodes that read none."""
    drawn = {suggest(CATALOG, Wish(), random) for random in [Random(7)] for _ in range(3000)}
    assert len([entry for entry in drawn if isinstance(entry, Paper)]) > 80
    assert any(not isinstance(entry, Paper) for entry in drawn)


def test_another_is_another() -> None:
    """What is shown already is not drawn again, unless nothing else fits."""
    for seed in range(100):
        drawn = suggest(CATALOG, Wish(category="生成模型"), Random(seed), besides={"gan"})
        assert drawn is not None
        assert drawn.id != "gan"
    alone = Paper(id="gan", title="GAN")
    assert suggest(Catalog(papers=(alone,)), Wish(), Random(0), besides={"gan"}) == alone


def test_nothing_may_fit() -> None:
    """A minute is too short for every episode."""
    assert suggest(CATALOG, Wish(max_minutes=1), Random(0)) is None
