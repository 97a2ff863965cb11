"""Many sources made into one catalogue.

The same thing is recognised across sources (`episodes`, `papers`), a newer source wins
the fields it has and older ones fill the rest, and episodes and papers are joined
(`coverage`, `annotate`). Contradictions are reported, and never stop the join.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from index.catalog import Catalog
from index.importers.annotate import Subject, match_document, reviewed_headings
from index.importers.coverage import Coverage, Reader
from index.importers.document import Document, Problem
from index.importers.episodes import (
    EpisodeGroup,
    episode_id,
    group_episodes,
    shared_videos,
)
from index.importers.layers import Layer, in_order
from index.importers.merge import make_episode, make_paper
from index.importers.papers import PaperGroup, PaperIndex, paper_ids
from index.importers.recognise import nearest
from index.reviewed import Reviewed

G = TypeVar("G", EpisodeGroup, PaperGroup)


@dataclass(frozen=True, slots=True)
class Joined:
    """A catalogue and every problem met on the way, those of the documents included."""

    catalog: Catalog
    problems: tuple[Problem, ...]


def join(
    documents: Sequence[Document],
    reviewed: Reviewed,
    *,
    base: Catalog | None = None,
    previous: Catalog | None = None,
) -> Joined:
    """One catalogue of many documents.

    Documents come in any order: their ages decide, and only between equals the order
    given, later over earlier. `base` is an earlier catalogue taken as one more document
    (the shipped one, under what was followed since); a document of its age wins over it.
    `previous` is the catalogue in use: its ids go on, as redirects where they changed, and
    so do its counters and abstracts, while an entry that only it has is gone.
    """
    return _Join(in_order(documents, base, previous), reviewed).joined()


class _Join:
    def __init__(self, layers: Sequence[Layer], reviewed: Reviewed) -> None:
        self._layers = layers
        self._reviewed = reviewed
        self._problems = [p for layer in layers for p in layer.document.problems]

    def joined(self) -> Joined:
        episodes = self._episode_groups()
        papers, index = self._paper_groups()
        coverage = self._coverage(episodes, papers, index)
        dates = {one: group.newest(lambda row: row.date) for one, group in episodes.items()}
        notes = self._notes(episodes)
        made_papers = [
            make_paper(one, group, index.facts(group), self._reviewed, coverage, dates)
            for one, group in papers.items()
        ]
        self._marks(papers, episodes, coverage)
        made_episodes = [
            make_episode(one, group, self._reviewed.episodes.get(one), coverage, notes)
            for one, group in episodes.items()
        ]
        catalog = Catalog(
            episodes=tuple(sorted(made_episodes, key=lambda e: e.date or date.min, reverse=True)),
            papers=tuple(made_papers),
            redirects=self._redirects(episodes, papers, index),
        )
        return Joined(catalog, tuple(sorted(set(self._problems))))

    def _episode_groups(self) -> dict[str, EpisodeGroup]:
        """Episodes by id, in the order of the newest table that has them."""
        groups, problems = group_episodes(self._layers)
        groups = [group for group in groups if group.speaking]
        self._problems += [*problems, *shared_videos(groups)]
        found: dict[str, EpisodeGroup] = {}
        for group in _newest_order(groups, self._layers):
            one = episode_id(group)
            number = 2
            while one in found:  # two of one name, and nothing to tell them apart
                one, number = f"{episode_id(group)}-{number}", number + 1
            found[one] = group
        return found

    def _paper_groups(self) -> tuple[dict[str, PaperGroup], PaperIndex]:
        """Papers by id, in the order of the newest tables, category by category."""
        index = PaperIndex(self._reviewed)
        for layer in self._layers:
            index.layer(layer)
        self._problems += index.problems
        index.settle()
        ids = paper_ids(index)
        by_category: dict[str, list[PaperGroup]] = {}
        for group in _newest_order(index.groups, self._layers):
            heading = group.newest(lambda row: row.category) or ""
            by_category.setdefault(self._reviewed.category_name(heading), []).append(group)
        return {ids[id(g)]: g for groups in by_category.values() for g in groups}, index

    def _coverage(
        self,
        episodes: Mapping[str, EpisodeGroup],
        papers: Mapping[str, PaperGroup],
        index: PaperIndex,
    ) -> Coverage:
        reader = Reader(index, {id(group): one for one, group in papers.items()})
        for one, group in episodes.items():
            reader.episode(one, group, self._reviewed.episodes.get(one))
        return reader.coverage

    def _notes(self, episodes: Mapping[str, EpisodeGroup]) -> dict[str, str]:
        """The newest source's notes of each episode."""
        subjects = [
            Subject(
                id=one,
                names=tuple(dict.fromkeys(claim.row.title for claim in group.claims)),
                date=group.newest(lambda row: row.date),
                seconds=group.newest(lambda row: row.seconds),
            )
            for one, group in episodes.items()
        ]
        found: dict[str, str] = {}
        for layer in reversed(self._layers):
            if layer.catalog is None:
                texts = self._document_notes(layer, subjects)
            elif layer.speaking:
                texts = {
                    one: claim.known.notes
                    for one, group in episodes.items()
                    for claim in group.claims
                    if claim.layer is layer and claim.known
                }
            else:
                continue
            for one, text in texts.items():
                if text:
                    found.setdefault(one, text)
        return found

    def _document_notes(self, layer: Layer, subjects: Sequence[Subject]) -> dict[str, str]:
        headings = reviewed_headings(self._reviewed)
        sections, matched = match_document(layer.document, subjects, headings)
        texts: dict[str, str] = {}
        for at, section in enumerate(sections):
            one = matched.get(at)
            if one is None:
                near = nearest(section.title, (name for s in subjects for name in s.names))
                hint = f"; is “{near}” meant?" if near else ""
                reason = f"notes on no known episode: “{section.title}”{hint}"
                self._problems.append(layer.problem(section.line, reason))
            elif section.text:
                before = texts.get(one, "")
                texts[one] = f"{before}\n\n{section.text}" if before else section.text
        return texts

    def _marks(
        self,
        papers: Mapping[str, PaperGroup],
        episodes: Mapping[str, EpisodeGroup],
        coverage: Coverage,
    ) -> None:
        """Report where a source's recorded mark and its own episodes disagree."""
        for one, group in papers.items():
            readers = coverage.of_paper(one)
            for claim in group.speaking:
                here = [
                    reader
                    for reader in readers
                    if any(c.layer is claim.layer for c in episodes[reader].claims)
                ]
                if claim.row.recorded is False and here:
                    title = episodes[here[0]].claims[0].row.title
                    reason = f"“{claim.row.title}” is not marked recorded, but “{title}” reads it"
                elif claim.row.recorded and not readers:
                    reason = f"“{claim.row.title}” is marked recorded, but no episode reads it"
                else:
                    continue
                self._problems.append(claim.layer.problem(claim.row.line, reason))

    def _redirects(
        self,
        episodes: Mapping[str, EpisodeGroup],
        papers: Mapping[str, PaperGroup],
        index: PaperIndex,
    ) -> dict[str, str]:
        """Every id that was in use and is no more, to what it is now."""
        found: dict[str, str] = {}
        for layer in self._layers:
            if layer.catalog:
                found.update(layer.catalog.redirects)
        for one, paper in papers.items():
            facts = index.facts(paper)
            found.update(dict.fromkeys(facts.formerly if facts else (), one))
            found.update((known.id, one) for known in paper.known)
        for one, episode in episodes.items():
            found.update((known.id, one) for known in episode.known)
        live = episodes.keys() | papers.keys()
        return {
            old: target
            for old in found
            if old not in live and (target := _followed(old, found)) in live
        }


def _followed(old: str, redirects: Mapping[str, str]) -> str:
    seen = {old}
    target = redirects[old]
    while target in redirects and target not in seen:
        seen.add(target)
        target = redirects[target]
    return target


def _newest_order(groups: Sequence[G], layers: Sequence[Layer]) -> list[G]:
    """Groups as the newest source lists them; what it lacks comes after, likewise."""
    rank = {id(layer): at for at, layer in enumerate(reversed(layers))}

    def place(group: G) -> tuple[int, int]:
        newest = group.speaking[0]
        return rank[id(newest.layer)], newest.row.line

    return sorted((group for group in groups if group.speaking), key=place)
