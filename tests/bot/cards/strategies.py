"""Catalogues of the worst texts a document could hold, for the limits of cards."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from index.catalog import Catalog, Episode, Paper, Platform, Video

NASTY = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="*_~|`[]()<>#@\\-\n 中文e\u0301👨‍👩‍👧🇨🇳", max_size=60),
    st.sampled_from(
        ["*" * 900, "字" * 6000, "e" + "\u0301" * 5000, "👩‍👩‍👧‍👦" * 800, "a b " * 2000]
    ),
)
ADDRESS = st.sampled_from(
    ["https://example.org/a", "https://example.org/" + "x" * 150, "https://e.org/" + "y" * 900]
)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """One paper read in up to eight episodes, and a dozen more papers of the first of them."""
    episodes = [f"BV{number}" for number in range(draw(st.integers(1, 8)))]
    papers = [f"paper-{number}" for number in range(draw(st.integers(1, 12)))]

    def paper(number: int, entry_id: str) -> Paper:
        return Paper(
            id=entry_id,
            title=draw(NASTY),
            full_title=draw(NASTY),
            authors=tuple(draw(st.lists(NASTY, max_size=5))),
            year=draw(st.none() | st.integers(1900, 2100)),
            category=draw(st.just("生成模型") | NASTY),
            summary=draw(NASTY),
            url=draw(st.none() | ADDRESS),
            citations=draw(st.none() | st.integers(0, 10**9)),
            citations_seen=draw(st.none() | st.just(date(2022, 7, 1))),
            episodes=tuple(episodes) if number == 0 else (episodes[0],),
            recorded=True,
        )

    def episode(number: int, entry_id: str) -> Episode:
        return Episode(
            id=entry_id,
            title=draw(NASTY),
            date=draw(st.none() | st.dates()),
            seconds=draw(st.none() | st.integers(0, 10**6)),
            cover=draw(st.none() | ADDRESS),
            plays=draw(st.none() | st.integers(0, 10**9)),
            plays_seen=draw(st.none() | st.just(date(2022, 7, 1))),
            videos=tuple(Video(platform, draw(ADDRESS)) for platform in Platform),
            papers=tuple(papers) if number == 0 else (papers[0],),
        )

    return Catalog(
        episodes=tuple(episode(n, i) for n, i in enumerate(episodes)),
        papers=tuple(paper(n, i) for n, i in enumerate(papers)),
    )
