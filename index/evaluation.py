"""How good answers are: success at a rank, reciprocal rank and nDCG over judged queries.

A judgment names a query's class, the query, and which titles answer it how well; it may
demand that nothing is answered. Judgments are lines of tab-separated class, query and
`pattern:grade[;pattern:grade...]`, or `EMPTY`; patterns are searched in folded titles.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.text.normalize import key

DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Judgment:
    """What answers a query; no `grades` where nothing should be answered."""

    kind: str
    query: str
    grades: tuple[tuple[re.Pattern[str], int], ...]

    def grade(self, title: str) -> int:
        """How well an entry of this title answers; 0 is not at all."""
        folded = key(title)
        return max((g for pattern, g in self.grades if pattern.search(folded)), default=0)

    def rank(self, titles: Sequence[str]) -> int | None:
        """The rank of the first of the best answers; 1 where rightly nothing is answered."""
        if not self.grades:
            return None if titles else 1
        best = max(grade for _, grade in self.grades)
        ranks = (n for n, t in enumerate(titles[:DEEPEST], start=1) if self.grade(t) == best)
        return next(ranks, None)


def parse(text: str) -> tuple[Judgment, ...]:
    """The judgments of a file's text; `#` begins a comment line. Raises `ValueError`."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            kind, query, judged = line.split("\t")
            pieces = [] if judged == "EMPTY" else [p.rpartition(":") for p in judged.split(";")]
            grades = tuple((re.compile(pattern), int(grade)) for pattern, _, grade in pieces)
        except (ValueError, re.error) as error:
            raise ValueError(f"line {number} is no judgment: {error}") from error
        found.append(Judgment(kind, query, grades))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over queries, each between 0 and 1."""

    queries: int
    success_at_1: float
    success_at_3: float
    reciprocal_rank: float
    ndcg: float


@dataclass(frozen=True, slots=True)
class Report:
    """Figures in all and by class, and each query whose best answer was not first."""

    overall: Figures
    by_kind: Mapping[str, Figures]
    misses: tuple[str, ...]

    def __str__(self) -> str:
        rows = [("all", self.overall), *self.by_kind.items()]
        table = [
            f"{name:<11} n={f.queries:<4} s@1={f.success_at_1:.3f} s@3={f.success_at_3:.3f} "
            f"mrr={f.reciprocal_rank:.3f} ndcg={f.ndcg:.3f}"
            for name, f in rows
        ]
        return "\n".join([*table, *self.misses])


def evaluate(judgments: Iterable[Judgment], answers: Mapping[str, Sequence[str]]) -> Report:
    """Score the titles answered to each query, best first; a missing answer is empty."""
    rows: dict[str, list[tuple[int | None, float]]] = {}
    misses = []
    for judgment in judgments:
        titles = answers.get(judgment.query, ())
        rank = judgment.rank(titles)
        rows.setdefault(judgment.kind, []).append((rank, ndcg(judgment, titles)))
        if rank != 1:
            misses.append(f"{judgment.kind}: {judgment.query} at {rank}, got {list(titles[:3])}")
    every = [row for held in rows.values() for row in held]
    by_kind = {kind: _figures(held) for kind, held in rows.items()}
    return Report(_figures(every), by_kind, tuple(misses))


def _figures(rows: Sequence[tuple[int | None, float]]) -> Figures:
    count = len(rows) or 1
    ranks = [rank for rank, _ in rows if rank]
    return Figures(
        queries=len(rows),
        success_at_1=sum(rank == 1 for rank in ranks) / count,
        success_at_3=sum(rank <= 3 for rank in ranks) / count,
        reciprocal_rank=sum(1 / rank for rank in ranks) / count,
        ndcg=sum(gain for _, gain in rows) / count,
    )


def ndcg(judgment: Judgment, titles: Sequence[str]) -> float:
    """Normalised discounted cumulative gain of the first ten (Järvelin, Kekäläinen 2002).

    The ideal order is that of the titles answered, since a judgment does not say how many
    entries there are; an answer without any that was judged gains nothing.
    """
    if not judgment.grades:
        return float(not titles)
    grades = [judgment.grade(title) for title in titles[:DEEPEST]]
    best = max(grade for _, grade in judgment.grades)
    ideal = sorted([*grades, best], reverse=True)[: max(1, len(grades))]
    return _gain(grades) / _gain(ideal) if any(grades) else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
