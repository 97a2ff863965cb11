"""Figures over judged queries."""

from __future__ import annotations

import pytest

from index.evaluation import evaluate, parse

JUDGMENTS = parse(
    "# a comment\nexact\tGAN\t^gan$:3;gan:1\nexact\tVGG\t^vgg:3\nnegative\tsoup\tEMPTY\n"
)


def test_ranks_count_the_best_grade_only() -> None:
    """A lesser answer before the best one costs rank."""
    report = evaluate(JUDGMENTS, {"GAN": ["WGAN", "GAN"], "VGG": ["VGG"], "soup": []})
    assert report.overall.success_at_1 == pytest.approx(2 / 3)
    assert report.overall.success_at_3 == 1.0
    assert report.overall.reciprocal_rank == pytest.approx((1 / 2 + 1 + 1) / 3)
    assert 0.5 < report.by_kind["exact"].ndcg < 1.0
    assert len(report.misses) == 1


def test_an_answer_where_none_should_be_is_a_miss() -> None:
    """Anything under an empty judgment counts as wrong, and so does a missing answer."""
    report = evaluate(JUDGMENTS, {"soup": ["GAN"]})
    assert report.overall.success_at_1 == 0.0
    assert report.overall.ndcg == 0.0
    assert len(report.misses) == 3


@pytest.mark.parametrize("line", ["one\ttwo", "a\tb\t[:3", "a\tb\tpattern:x"])
def test_a_malformed_line_is_named(line: str) -> None:
    """The error says which line is no judgment."""
    with pytest.raises(ValueError, match="line 1"):
        parse(line)
