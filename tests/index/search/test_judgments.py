"""The quality gate: judged queries of the project's own, and the sample where it is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.evaluation import Report, evaluate, parse
from index.search.reader import Reader
from index.search.results import Filters

JUDGMENTS = Path(__file__).parents[2] / "judgments"
OWN = sorted(JUDGMENTS.glob("*.tsv"))
SENTENCES = JUDGMENTS / "sentences"
SAMPLE = os.environ.get("PAPERBOT_TEST_QUERIES")


def judged(reader: Reader, paths: list[Path]) -> Report:
    """The report of some files of judgments."""
    judgments = [j for path in paths for j in parse(path.read_text(encoding="utf-8"))]
    answers = {
        j.query: [hit.entry.title for hit in reader.search(j.query, Filters(), 10).hits]
        for j in judgments
    }
    return evaluate(judgments, answers)


def test_own_judgments_do_not_drop(reader: Reader) -> None:
    """Of the project's own judgments 95 % have the best answer first, 98 % among three."""
    report = judged(reader, OWN)
    assert report.overall.queries >= 150
    assert report.overall.success_at_1 >= 0.95, str(report)
    assert report.overall.success_at_3 >= 0.98, str(report)


def test_descriptions_do_not_drop(reader: Reader) -> None:
    """Of half-remembered sentences and rare phrasings three of four have the best answer first."""
    report = judged(reader, [SENTENCES / "described.tsv"])
    assert report.overall.success_at_1 >= 0.77, str(report)
    assert report.overall.success_at_3 >= 0.81, str(report)


def test_sentences_about_anything_else_find_nothing(reader: Reader) -> None:
    """Neither everyday chat nor support questions, whatever words of the field they hold."""
    report = judged(reader, [SENTENCES / "elsewhere.tsv"])
    assert report.overall.queries >= 200
    assert report.overall.success_at_1 >= 0.99, str(report)


@pytest.mark.skipif(not SAMPLE, reason="PAPERBOT_TEST_QUERIES names no sample of queries")
def test_sample_does_not_drop(reader: Reader) -> None:
    """The sample reaches the same, and nothing is answered where nothing should be."""
    report = judged(reader, [Path(str(SAMPLE)) / "queries.tsv"])
    assert report.overall.success_at_1 >= 0.95, str(report)
    assert report.overall.success_at_3 >= 0.98, str(report)
    assert report.by_kind["negative"].success_at_1 == 1.0, str(report)
