"""Search beside what an afternoon would build: `python -m tests.benchmarks.search [PLOT]`.

On the shipped catalogue and on made ones, in one process and one run: cold distinct
queries (no answer is cached) and repeated ones, for ours with all its understanding, plain
Whoosh through MultifieldParser, SQLite FTS5 and tantivy, all over jieba's words. Each query
goes to every engine before the next one, so that a slow moment of the machine hits all
alike, and processor time is taken beside the clock's. Prints a Markdown table, progress on
standard error; with a path, draws the table too (needs matplotlib).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import jieba

from index import data, evaluation
from index.catalog import Catalog
from index.search import library as ours
from index.search.results import Filters
from tests.benchmarks import rivals
from tests.benchmarks.made import grown, queries

JUDGED = Path(__file__).parent.parent / "judgments" / "judgments.tsv"
OURS = "paperbot"
WARMED, REPEATED = 50, 20
# Where a rival takes long, fewer queries are asked of all of them.
SECONDS, REPEAT_SECONDS = 60.0, 2.0

Search = Callable[[str], object]


@dataclass
class Times:
    """Milliseconds of each query, by the clock and of the processor."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def ask(self, search: Search, query: str) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        search(query)
        self.cpu.append((time.process_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)


@dataclass
class Row:
    """An engine's figures; memory in megabytes by which the process grew in building."""

    papers: int
    engine: str
    search: Search
    build_s: float
    build_cpu_s: float
    memory_mb: float
    cold: Times = field(default_factory=Times)
    again: Times = field(default_factory=Times)


def p(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def built(papers: int, engine: str, make: Callable[[], Search]) -> Row:
    gc.collect()
    before, wall, cpu = resident(), time.perf_counter(), time.process_time()
    search = make()
    took, spent = time.perf_counter() - wall, time.process_time() - cpu
    gc.collect()
    say(f"{papers} papers: {engine} is built in {took:.1f} s")
    return Row(papers, engine, search, took, spent, resident() - before)


def resident() -> float:
    """Megabytes this process has in memory, Rust's and SQLite's included; 0 off Linux."""
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text().split()[1]) if statm.exists() else 0
    return pages * resource.getpagesize() / 1e6


def run(catalog: Catalog, asked: list[str], home: Path) -> tuple[list[Row], Times]:
    """Every engine's figures, and those of our completions of halves of the queries."""
    count, unfiltered = len(catalog.papers), Filters()
    opened: list[ours.Library] = []

    def search_ours() -> Search:
        opened.append(asyncio.run(ours.open_library(home / "ours", catalog, warm=False)))
        reader = opened[0].reader
        reader.prepare()
        return lambda query: reader.search(query, unfiltered, 10)

    makers: dict[str, Callable[[], Search]] = {
        OURS: search_ours,
        "plain Whoosh": lambda: rivals.plain_whoosh(catalog, home / "whoosh"),
        "SQLite FTS5": lambda: rivals.sqlite_fts5(catalog, home / "fts5"),
        "tantivy": lambda: rivals.tantivy_jieba(catalog, home / "tantivy"),
    }
    rows = []
    for name, make in makers.items():
        try:
            rows.append(built(count, name, make))
        except rivals.UnavailableError as missing:
            say(f"{name} is left out: {missing}")
    for row in rows:
        for query in asked[:WARMED]:
            row.search(query)  # dictionaries, pages, lazy tables; these are not asked again
    begun = time.perf_counter()
    for number, query in enumerate(asked[WARMED:], start=1):
        for row in rows:
            row.cold.ask(row.search, query)
        if number % 50 == 0:
            say(f"{count} papers: {number} of {len(asked) - WARMED} queries")
        if time.perf_counter() - begun > SECONDS:
            say(f"{count} papers: {number} queries are enough")
            break
    for row in rows:
        begun = time.perf_counter()
        while len(row.again.wall) < 400 and time.perf_counter() - begun < REPEAT_SECONDS:
            for query in asked[WARMED : WARMED + REPEATED]:
                row.again.ask(row.search, query)
    completer, completed = opened[0].reader.completer, Times()
    for query in asked:
        half = query[: max(2, len(query) // 2)]
        completed.ask(lambda text: completer.complete(text, "zh-CN", 25), half)
    opened[0].close()
    return rows, completed


def table(rows: list[Row], completed: dict[int, Times]) -> str:
    lines = [
        "| papers | engine | build s | memory MB | cold p50 ms | p99 ms | cold p50 CPU ms "
        "| p99 CPU ms | repeated p50 ms | repeated ÷ cold | p50 ÷ ours | p50 CPU ÷ ours |",
        "|--:|--|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    own = {row.papers: row.cold for row in rows if row.engine == OURS}
    for row in rows:
        wall, cpu, again = p(row.cold.wall, 0.5), p(row.cold.cpu, 0.5), p(row.again.wall, 0.5)
        cells = [
            str(row.papers),
            row.engine,
            f"{row.build_s:.1f}",
            f"{row.memory_mb:.0f}",
            f"{wall:.3f}",
            f"{p(row.cold.wall, 0.99):.2f}",
            f"{cpu:.3f}",
            f"{p(row.cold.cpu, 0.99):.2f}",
            f"{again:.4f}",
            f"{again / wall:.3f}",
            f"{wall / p(own[row.papers].wall, 0.5):.2f}",
            f"{cpu / p(own[row.papers].cpu, 0.5):.2f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    lines.append("")
    for papers, times in completed.items():
        lines.append(
            f"Completing halves of the queries in {papers} papers: "
            f"p50 {p(times.wall, 0.5):.3f} ms, p99 {p(times.wall, 0.99):.2f} ms "
            f"({p(times.cpu, 0.5):.3f} and {p(times.cpu, 0.99):.2f} ms of the processor)."
        )
    return "\n".join(lines)


def plot(rows: list[Row], path: Path) -> None:
    try:
        import matplotlib
    except ImportError:
        say("No plot: matplotlib is not installed (pip install matplotlib).")
        return
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.5))
    for engine in dict.fromkeys(row.engine for row in rows):
        held = [row for row in rows if row.engine == engine]
        papers = [r.papers for r in held]
        (line,) = axes.plot(papers, [p(r.cold.wall, 0.5) for r in held], "o-", label=engine)
        axes.plot(papers, [p(r.cold.wall, 0.99) for r in held], ":", color=line.get_color())
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="papers",
        ylabel="ms",
        title="Cold queries: p50, and p99 dotted",
    )
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)
    say(f"Plot: {path}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("plot", nargs="?", type=Path, help="where to draw the plot")
    parser.add_argument(
        "--papers",
        type=int,
        nargs="*",
        default=[0, 1000, 10_000],
        help="sizes of catalogues; 0 is the shipped one, asked the project's judged queries",
    )
    parser.add_argument("--queries", type=int, default=400, help="made queries for a made one")
    chosen = parser.parse_args()
    jieba.setLogLevel(60)
    jieba.initialize()
    shipped = data.shipped_catalog()
    rows: list[Row] = []
    completed: dict[int, Times] = {}
    for papers in chosen.papers:
        catalog = grown(shipped, papers)
        if papers:
            asked = queries(catalog, chosen.queries)
        else:
            judged = evaluation.parse(JUDGED.read_text(encoding="utf-8"))
            asked = list(dict.fromkeys(j.query for j in judged))
            random.Random(5).shuffle(asked)  # they stand by class
        with tempfile.TemporaryDirectory() as home:
            measured, completions = run(catalog, asked, Path(home))
        rows += measured
        completed[len(catalog.papers)] = completions
    print(f"Load average at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    print(table(rows, completed))
    if chosen.plot:
        plot(rows, chosen.plot)


if __name__ == "__main__":
    main()
