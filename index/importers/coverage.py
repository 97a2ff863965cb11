"""Which papers an episode reads, and how closely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from index.catalog import Link
from index.folding import fold
from index.importers.document import Reference
from index.importers.episodes import EpisodeClaim, EpisodeGroup
from index.importers.names import core, subject
from index.importers.papers import PaperGroup, PaperIndex
from index.reviewed import EpisodeFacts

_READS, _NAMES, _SURVEYS = range(3)


@dataclass
class Coverage:
    """Papers of each episode by paper id, with how closely it reads them (0 is closest).

    `pages` are the addresses that episode rows give for papers, for papers that no table
    links; `links` the pages of an episode that are no papers of the catalogue.
    """

    papers: dict[str, dict[str, int]] = field(default_factory=dict)
    links: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    def of_episode(self, episode: str) -> tuple[str, ...]:
        """The papers an episode reads, closest first, else in the order found."""
        closeness = self.papers.get(episode, {})
        return tuple(sorted(closeness, key=closeness.__getitem__))

    def of_paper(
        self, paper: str, dates: Mapping[str, date | None] | None = None
    ) -> tuple[str, ...]:
        """The episodes that read a paper: closest first, then oldest first."""
        found = [
            (closeness[paper], (dates or {}).get(episode) or date.max, episode)
            for episode, closeness in self.papers.items()
            if paper in closeness
        ]
        return tuple(episode for _, _, episode in sorted(found))


class Reader:
    """Finds what episodes read among the papers of one catalogue."""

    def __init__(self, index: PaperIndex, ids: Mapping[int, str]) -> None:
        """`ids` are those of the index's papers, by the identity of their group."""
        self._index = index
        self._ids = ids
        self.coverage = Coverage()

    def episode(self, episode: str, group: EpisodeGroup, facts: EpisodeFacts | None) -> None:
        """Gather the papers and links of an episode from its claims and reviewed facts."""
        papers: dict[str, int] = {}
        links: dict[str, Reference] = {}
        for claim in group.speaking:
            for mark in claim.row.marks:
                self._mark(claim, mark, papers, links)
            for mark in claim.row.footnotes:
                _fill(links, mark)
            self._title(claim, papers)
            self._known(claim, papers)
        listed = set(self._ids.values())
        for paper in facts.covers if facts else ():
            if paper in listed:
                papers.setdefault(paper, _SURVEYS)
        for link in facts.links if facts else ():
            _fill(links, Reference(link.title, link.url))
        self.coverage.papers[episode] = papers
        self.coverage.links[episode] = tuple(
            Link(mark.text, mark.url) for mark in links.values() if mark.url
        )

    def _mark(
        self,
        claim: EpisodeClaim,
        mark: Reference,
        papers: dict[str, int],
        links: dict[str, Reference],
    ) -> None:
        if mark.url and mark.url.startswith("#"):
            heading = claim.layer.document.anchors.get(mark.url[1:], mark.text)
            for paper in self._recorded_in(heading, claim):
                papers.setdefault(paper, _SURVEYS)
            return
        group = (mark.url and self._index.at(mark.url)) or self._index.named(mark.text)
        if not group:
            _fill(links, mark)
            return
        paper = self._ids[id(group)]
        whole = core(claim.row.title) in (core(mark.text), *_names(group))
        papers[paper] = min(papers.get(paper, _SURVEYS), _READS if whole else _NAMES)
        if mark.url:
            self.coverage.pages.setdefault(paper, mark.url)

    def _recorded_in(self, heading: str, claim: EpisodeClaim) -> Iterator[str]:
        """The papers a survey of a category reads: those not marked as still to come."""
        for group in self._index.groups:
            rows = [c.row for c in group.claims if c.layer is claim.layer]
            if any(row.category == heading and row.recorded is not False for row in rows):
                yield self._ids[id(group)]

    def _title(self, claim: EpisodeClaim, papers: dict[str, int]) -> None:
        """A title that is a paper's name and stock words: `ViLT 论文精读`, or begins so."""
        title = claim.row.title
        group = self._index.named(core(title)) or self._index.named(subject(title))
        if group:
            papers[self._ids[id(group)]] = _READS

    def _known(self, claim: EpisodeClaim, papers: dict[str, int]) -> None:
        """What an earlier catalogue knew the episode to read."""
        for earlier in claim.known.papers if claim.known else ():
            group = self._index.of_id(earlier)
            if group:
                papers.setdefault(self._ids[id(group)], _SURVEYS)


def _names(group: PaperGroup) -> list[str]:
    return [fold(claim.row.title) for claim in group.claims]


def _fill(links: dict[str, Reference], mark: Reference) -> None:
    """The newest wording of a link, with the newest address that any source gives it."""
    before = links.get(fold(mark.text))
    if before is None or not before.url:
        links[fold(mark.text)] = Reference(before.text if before else mark.text, mark.url)
