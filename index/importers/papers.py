"""Which rows speak of the same paper, and the paper they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.catalog import Paper
from index.folding import fold
from index.importers.document import PaperRow, Problem
from index.importers.layers import Claim, Group, Layer, known_papers
from index.importers.names import slug
from index.reviewed import PaperFacts, Reviewed
from index.urls import arxiv_id, link_key

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
        self._settled: dict[int, PaperFacts] = {}
        self._facts: dict[str, PaperFacts] = {}
        self._facts_at: dict[str, PaperFacts] = {}
        for facts in reviewed.papers:
            for name in facts.names:
                self._facts.setdefault(fold(name), facts)
            if facts.arxiv:
                self._facts_at["arxiv:" + facts.arxiv] = facts

    def layer(self, layer: Layer) -> None:
        """Take in the rows of a layer that is newer than all before."""
        rows = self._without_doubtful_links(layer)
        for row, known in zip(rows, known_papers(layer), strict=True):
            if known is None:
                row = self._without_foreign_links(layer, row)
            group = self._find(row, known)
            if group is None:
                group = PaperGroup()
                self.groups.append(group)
            group.add(PaperClaim(layer, row, known))
            for key in _keys(row, known):
                self._by_key[key] = group
            for name in self._names(row):
                self._by_name[name] = group
            facts = self._facts.get(fold(row.title))
            if facts and facts.arxiv:
                self._by_key.setdefault("arxiv:" + facts.arxiv, group)

    def at(self, url: str) -> PaperGroup | None:
        """The paper that an address leads to."""
        return next((g for key in _url_keys(url) if (g := self._by_key.get(key))), None)

    def named(self, name: str) -> PaperGroup | None:
        """The paper of a name, as a row or a reviewed file spells it."""
        facts = self._facts.get(fold(name))
        names = [fold(name)] + ([fold(other) for other in facts.names] if facts else [])
        return next((g for one in names if (g := self._by_name.get(one))), None)

    def settle(self) -> None:
        """Forget the papers that no source speaks of any more, and share out the facts."""
        self.groups = [group for group in self.groups if group.speaking]
        for found in (self._by_key, self._by_name):
            for key in [key for key, group in found.items() if not group.speaking]:
                del found[key]
        self._settle_facts()

    def of_id(self, one: str) -> PaperGroup | None:
        """The paper that had an id in an earlier catalogue."""
        return next((g for g in self.groups if any(k.id == one for k in g.known)), None)

    def facts(self, group: PaperGroup) -> PaperFacts | None:
        """The reviewed facts of a paper; of two that share a name, one alone has them."""
        return self._settled.get(id(group))

    def _candidate(self, group: PaperGroup) -> PaperFacts | None:
        names = (fold(claim.row.title) for claim in group.claims)
        by_name = next((f for name in names if (f := self._facts.get(name))), None)
        ids = {known.id for known in group.known}
        by_id = (facts for facts in self._reviewed.papers if facts.id in ids)
        return by_name or next(by_id, None)

    def _settle_facts(self) -> None:
        """Give each paper's facts to the group with its address, else to the first."""
        wanted: defaultdict[str, list[PaperGroup]] = defaultdict(list)
        by_id = {facts.id: facts for facts in self._reviewed.papers}
        for group in self.groups:
            facts = self._candidate(group)
            if facts:
                wanted[facts.id].append(group)
        for one, groups in wanted.items():
            key = f"arxiv:{by_id[one].arxiv}"
            with_address = [
                group
                for group in groups
                if any(key in _keys(claim.row, claim.known) for claim in group.claims)
            ]
            self._settled[id((with_address or groups)[0])] = by_id[one]

    def _names(self, row: PaperRow) -> Iterator[str]:
        """All folded names of the paper a row is about, its own first."""
        yield fold(row.title)
        reviewed = (self._facts_at.get(key) for key in _keys(row, None))
        facts = self._facts.get(fold(row.title)) or next(filter(None, reviewed), None)
        if facts:
            yield from map(fold, facts.names)

    def _without_foreign_links(self, layer: Layer, row: PaperRow) -> PaperRow:
        """A row without the addresses of a paper that is known under another name.

        Name and address lead to different papers: a link was copied from another row, and
        the name is what a person typed.
        """
        name, named = fold(row.title), self.named(row.title)
        facts = self._candidate(named) if named else self._facts.get(name)
        for key in list(_keys(row, None)):
            owner, right = self._by_key.get(key), self._facts_at.get(key)
            if owner and any(fold(claim.row.title) == name for claim in owner.claims):
                continue  # two papers of one name, and this is the one
            another = named is not None and owner is not None and owner is not named
            if another or (right and right != facts and (named or facts)):
                other = right.names[0] if right else owner.claims[0].row.title if owner else ""
                reason = f"“{row.title}” has the address of “{other}”: {key}"
                self.problems.append(layer.problem(row.line, reason))
                row = _without(row, key)
        return row

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
