"""Search beside what an afternoon would build: `python -m tests.benchmarks.search [PLOT]`.

On the shipped catalogue and on made ones, in one process and one run: cold distinct
queries (no answer is cached) and repeated ones, for ours with all its understanding, plain
Whoosh through MultifieldParser, SQLite FTS5 and tantivy, all over jieba's words. Prints a
Markdown table; with a path, draws it too (needs matplotlib).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jieba

from index import data
from index.catalog import Catalog
from index.search import library as ours
from index.search.results import Filters
from tests.benchmarks import rivals
from tests.benchmarks.made import grown, queries

REPEATS = 20


@dataclass(frozen=True)
class Row:
    """Times in milliseconds, memory in megabytes by which the process grew in building."""

    papers: int
    engine: str
    build_s: float
    memory_mb: float
    cold_p50: float
    cold_p99: float
    again_p50: float
    complete_p50: float | None = None


def p(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def timed(search: Callable[[str], object], asked: list[str]) -> list[float]:
    took = []
    for query in asked:
        started = time.perf_counter()
        search(query)
        took.append((time.perf_counter() - started) * 1000)
    return took


def measure(
    papers: int, engine: str, make: Callable[[], Callable[[str], object]], asked: list[str]
) -> Row:
    gc.collect()
    before, started = resident(), time.perf_counter()
    search = make()
    took, held = time.perf_counter() - started, resident() - before
    for query in asked[:50]:
        search(query)  # warm: dictionaries, pages, lazy tables; these are not asked again
    cold = timed(search, asked[50:])
    again = timed(search, asked[-20:] * REPEATS)
    return Row(papers, engine, took, held, p(cold, 0.5), p(cold, 0.99), p(again, 0.5))


def resident() -> float:
    """Megabytes this process has in memory, Rust's and SQLite's included; 0 off Linux."""
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text().split()[1]) if statm.exists() else 0
    return pages * resource.getpagesize() / 1e6


def run(catalog: Catalog, asked: list[str], home: Path) -> list[Row]:
    count = len(catalog.papers)
    unfiltered = Filters()
    reader = asyncio.run(ours.open_library(home / "ours", catalog, warm=False)).reader

    def search_ours() -> Callable[[str], object]:
        place = home / "timed"
        library = asyncio.run(ours.open_library(place, catalog, warm=False))
        library.reader.analyzer.tokenizer.load()
        return lambda query: library.reader.search(query, unfiltered, 10)

    makers: dict[str, Callable[[], Callable[[str], object]]] = {
        "paperbot": search_ours,
        "plain Whoosh": lambda: rivals.plain_whoosh(catalog, home / "whoosh"),
        "SQLite FTS5": lambda: rivals.sqlite_fts5(catalog, home / "fts5"),
        "tantivy": lambda: rivals.tantivy_jieba(catalog, home / "tantivy"),
    }
    rows = []
    for name, make in makers.items():
        try:
            rows.append(measure(count, name, make, asked))
        except rivals.UnavailableError as missing:
            print(f"{name} is left out: {missing}")
    halves = [text[: max(2, len(text) // 2)] for text in asked]
    complete = timed(lambda text: reader.completer.complete(text, "zh-CN", 25), halves)
    first, *others = rows
    own = Row(**(first.__dict__ | {"complete_p50": statistics.median(complete)}))
    return [own, *others]


def table(rows: list[Row]) -> str:
    lines = [
        "| papers | engine | build s | memory MB | cold p50 ms | cold p99 ms | repeated p50 ms "
        "| repeated ÷ cold | complete p50 ms | cold p50 of ours ÷ this |",
        "|--:|--|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    own = {row.papers: row for row in rows if row.engine == "paperbot"}
    for row in rows:
        complete = f"{row.complete_p50:.3f}" if row.complete_p50 is not None else ""
        held = f"{row.memory_mb:.1f}" if row.memory_mb else ""
        lines.append(
            f"| {row.papers} | {row.engine} | {row.build_s:.1f} | {held} | {row.cold_p50:.3f} "
            f"| {row.cold_p99:.3f} | {row.again_p50:.4f} | {row.again_p50 / row.cold_p50:.3f} "
            f"| {complete} | {own[row.papers].cold_p50 / row.cold_p50:.2f} |"
        )
    return "\n".join(lines)


def plot(rows: list[Row], path: Path) -> None:
    try:
        import matplotlib
    except ImportError:
        print("No plot: matplotlib is not installed (pip install matplotlib).")
        return
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.5))
    for engine in dict.fromkeys(row.engine for row in rows):
        held = [row for row in rows if row.engine == engine]
        axes.plot([r.papers for r in held], [r.cold_p50 for r in held], "o-", label=engine)
    axes.set(xscale="log", yscale="log", xlabel="papers", ylabel="cold p50, ms")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)
    print(f"Plot: {path}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("plot", nargs="?", type=Path, help="where to draw the plot")
    parser.add_argument("--papers", type=int, nargs="*", default=[0, 1000, 10_000])
    parser.add_argument("--queries", type=int, default=600)
    chosen = parser.parse_args()
    jieba.setLogLevel(60)
    jieba.initialize()
    shipped = data.shipped_catalog()
    rows: list[Row] = []
    for papers in chosen.papers:
        catalog = grown(shipped, papers)
        with tempfile.TemporaryDirectory() as home:
            rows += run(catalog, queries(catalog, chosen.queries), Path(home))
    print(table(rows))
    if chosen.plot:
        plot(rows, chosen.plot)


if __name__ == "__main__":
    main()
