"""Which rows speak of the same paper, and the paper they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.catalog import Paper
from index.identifiers import arxiv_id, link_key
from index.importers.document import PaperRow, Problem
from index.importers.layers import Claim, Group, Layer, known_papers
from index.importers.names import fold, slug
from index.reviewed import PaperFacts, Reviewed

PaperGroup = Group[PaperRow, Paper]
PaperClaim = Claim[PaperRow, Paper]


class PaperIndex:
    """Papers by what identifies them: Semantic Scholar id, arXiv id or link, then name."""

    def __init__(self, reviewed: Reviewed) -> None:
        self.groups: list[PaperGroup] = []
        self.problems: list[Problem] = []
        self._reviewed = reviewed
        self._by_key: dict[str, PaperGroup] = {}
        self._by_name: dict[str, PaperGroup] = {}
        self._facts: dict[str, PaperFacts] = {}
        for facts in reviewed.papers:
            for name in facts.names:
                self._facts.setdefault(fold(name), facts)

    def layer(self, layer: Layer) -> None:
        """Take in the rows of a layer that is newer than all before."""
        rows = self._without_doubtful_links(layer)
        for row, known in zip(rows, known_papers(layer), strict=True):
            group = self._find(row, known)
            if group is None:
                group = PaperGroup()
                self.groups.append(group)
            group.add(PaperClaim(layer, row, known))
            for key in _keys(row, known):
                self._by_key[key] = group
            for name in self._names(row):
                self._by_name[name] = group

    def at(self, url: str) -> PaperGroup | None:
        """The paper that an address leads to."""
        return next((g for key in _url_keys(url) if (g := self._by_key.get(key))), None)

    def named(self, name: str) -> PaperGroup | None:
        """The paper of a name, as a row or a reviewed file spells it."""
        facts = self._facts.get(fold(name))
        names = [fold(name)] + ([fold(other) for other in facts.names] if facts else [])
        return next((g for one in names if (g := self._by_name.get(one))), None)

    def settle(self) -> None:
        """Forget the papers that no source speaks of any more."""
        self.groups = [group for group in self.groups if group.speaking]

    def of_id(self, one: str) -> PaperGroup | None:
        """The paper that had an id in an earlier catalogue."""
        return next((g for g in self.groups if any(k.id == one for k in g.known)), None)

    def facts(self, group: PaperGroup) -> PaperFacts | None:
        """The reviewed facts of a paper."""
        names = (fold(claim.row.title) for claim in group.claims)
        by_name = next((f for name in names if (f := self._facts.get(name))), None)
        ids = {known.id for known in group.known}
        by_id = (facts for facts in self._reviewed.papers if facts.id in ids)
        return by_name or next(by_id, None)

    def _names(self, row: PaperRow) -> Iterator[str]:
        yield fold(row.title)
        facts = self._facts.get(fold(row.title))
        if facts:
            yield from map(fold, facts.names)

    def _find(self, row: PaperRow, known: Paper | None) -> PaperGroup | None:
        for key in _keys(row, known):
            if key in self._by_key:
                return self._by_key[key]
        group = next((g for n in self._names(row) if (g := self._by_name.get(n))), None)
        if group is None:
            return None
        # Two papers may share a name; then neither their year nor their address is the same.
        years = {claim.row.year for claim in group.claims if claim.row.year}
        theirs = {key for claim in group.claims for key in _keys(claim.row, claim.known)}
        apart = theirs and any(_keys(row, known)) and row.year and row.year not in years
        return None if apart and years else group

    def _without_doubtful_links(self, layer: Layer) -> list[PaperRow]:
        """A layer's rows, none with an address that another of its rows has by right."""
        rows = list(layer.document.papers)
        by_key: defaultdict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            for key in _keys(row, None):
                by_key[key].append(at)
        for key, places in by_key.items():
            if len({fold(rows[at].title) for at in places}) < 2:
                continue
            owner = self._owner(key, [rows[at] for at in places])
            for at in places:
                if fold(rows[at].title) != fold(owner.title):
                    reason = f"“{rows[at].title}” has the address of “{owner.title}”: {key}"
                    self.problems.append(layer.problem(rows[at].line, reason))
                    rows[at] = _without(rows[at], key)
        return rows

    def _owner(self, key: str, rows: Sequence[PaperRow]) -> PaperRow:
        group = self._by_key.get(key)
        names = {fold(claim.row.title) for claim in group.claims} if group else set()
        for row in rows:
            facts = self._facts.get(fold(row.title))
            if fold(row.title) in names or (
                facts and facts.arxiv and key == "arxiv:" + facts.arxiv
            ):
                return row
        return rows[0]


def _url_keys(url: str) -> Iterator[str]:
    arxiv = arxiv_id(url)
    yield f"arxiv:{arxiv}" if arxiv else "link:" + link_key(url)


def _keys(row: PaperRow, known: Paper | None) -> Iterator[str]:
    if row.s2_id:
        yield "s2:" + row.s2_id
    if known and known.arxiv:
        yield "arxiv:" + known.arxiv
    if row.url:
        yield from _url_keys(row.url)


def _without(row: PaperRow, key: str) -> PaperRow:
    if key.startswith("s2:"):
        return replace(row, s2_id=None, s2_url=None)
    return replace(row, url=None)


def paper_ids(index: PaperIndex) -> dict[int, str]:
    """An id for every paper, by the identity of its group.

    The reviewed file decides, then the id that an earlier catalogue gave, then the name.
    """
    ids: dict[int, str] = {}
    taken: set[str] = set()
    unnamed: list[PaperGroup] = []
    for group in index.groups:
        facts = index.facts(group)
        earlier = next((known.id for known in group.known), None)
        chosen = facts.id if facts else earlier
        if chosen is None or chosen in taken:
            unnamed.append(group)
        else:
            ids[id(group)] = chosen
            taken.add(chosen)
    for group in unnamed:
        oldest = group.claims[-1].row
        candidates = [slug(oldest.title), slug(f"{oldest.title} {oldest.year or ''}")]
        chosen = next((c for c in candidates if c not in taken), None)
        number = 2
        while chosen is None or chosen in taken:
            chosen = f"{candidates[0]}-{number}"
            number += 1
        ids[id(group)] = chosen
        taken.add(chosen)
    return ids
