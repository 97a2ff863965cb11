"""Which rows speak of the same episode, and the episode they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.catalog import Episode, Platform, Video
from index.folding import fold
from index.importers.document import EpisodeRow, Problem
from index.importers.layers import Claim, Group, Layer, known_episodes
from index.importers.names import digest
from index.urls import bilibili_id, video_id

EpisodeGroup = Group[EpisodeRow, Episode]
EpisodeClaim = Claim[EpisodeRow, Episode]


def bilibili_of(row: EpisodeRow) -> str | None:
    """The Bilibili id of a row's video."""
    return next((found for video in row.videos if (found := bilibili_id(video.url))), None)


def group_episodes(layers: Sequence[Layer]) -> tuple[list[EpisodeGroup], list[Problem]]:
    """Rows of all layers grouped: the same Bilibili video, else the same name."""
    grouping = _Grouping()
    for layer in layers:
        grouping.layer(layer)
    return grouping.groups, grouping.problems


class _Grouping:
    def __init__(self) -> None:
        self.groups: list[EpisodeGroup] = []
        self.problems: list[Problem] = []
        self._by_video: dict[str, EpisodeGroup] = {}
        self._by_name: defaultdict[str, list[EpisodeGroup]] = defaultdict(list)

    def layer(self, layer: Layer) -> None:
        rows = self._without_doubtful_links(layer)
        claimed: set[int] = set()
        for row, known in zip(rows, known_episodes(layer), strict=True):
            group = self._find(row, claimed)
            if group is None:
                group = EpisodeGroup()
                self.groups.append(group)
            elif id(group) in claimed:
                reason = f"“{row.title}” stands here a second time"
                self.problems.append(layer.problem(row.line, reason))
            claimed.add(id(group))
            self._conflicts(group, layer, row)
            group.add(EpisodeClaim(layer, row, known))
            self._register(group, row)

    def _register(self, group: EpisodeGroup, row: EpisodeRow) -> None:
        video = bilibili_of(row)
        if video:
            self._by_video[video] = group
        if group not in self._by_name[fold(row.title)]:
            self._by_name[fold(row.title)].append(group)

    def _find(self, row: EpisodeRow, claimed: set[int]) -> EpisodeGroup | None:
        video = bilibili_of(row)
        if video and video in self._by_video:
            return self._by_video[video]
        named = [g for g in self._by_name.get(fold(row.title), ()) if _may_be(g, row)]
        if len(named) > 1:
            named = [group for group in named if _same_day(group, row)] or named
        if len(named) == 1:
            return named[0]
        # A row that was renamed before it had a link is still that day's row.
        same_day = [
            group
            for group in self.groups
            if row.date and row.seconds and not named and id(group) not in claimed
            if not (video and _videos(group))
            if any((c.row.date, c.row.seconds) == (row.date, row.seconds) for c in group.claims)
        ]
        return same_day[0] if len(same_day) == 1 else None

    def _without_doubtful_links(self, layer: Layer) -> list[EpisodeRow]:
        """A layer's rows, none with a Bilibili video that another of its rows has by right.

        New rows are typed over copies of old ones, and the old link sometimes stays.
        """
        rows = list(layer.document.episodes)
        by_video: defaultdict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            video = bilibili_of(row)
            if video:
                by_video[video].append(at)
        for video, places in by_video.items():
            if len({fold(rows[at].title) for at in places}) < 2:
                continue
            owner = self._owner(video, [rows[at] for at in places])
            for at in places:
                if rows[at] is not owner and fold(rows[at].title) != fold(owner.title):
                    reason = (
                        f"“{rows[at].title}” has the Bilibili video of “{owner.title}”, {video}"
                    )
                    self.problems.append(layer.problem(rows[at].line, reason))
                    kept = tuple(v for v in rows[at].videos if bilibili_id(v.url) != video)
                    rows[at] = replace(rows[at], videos=kept)
        return rows

    def _owner(self, video: str, rows: Sequence[EpisodeRow]) -> EpisodeRow:
        group = self._by_video.get(video)
        names = {fold(claim.row.title) for claim in group.claims} if group else set()
        # Tables run from new to old: without other evidence the oldest row is the original.
        return next((row for row in rows if fold(row.title) in names), rows[-1])

    def _conflicts(self, group: EpisodeGroup, layer: Layer, row: EpisodeRow) -> None:
        if not layer.speaking:
            return
        for claim in group.speaking[:1]:
            if claim.row.date and row.date and claim.row.date != row.date:
                older = f"{claim.row.date} in {claim.layer.document.source}"
                reason = f"“{row.title}” is dated {row.date}, but {older}"
                self.problems.append(layer.problem(row.line, reason))
            before, now = bilibili_of(claim.row), bilibili_of(row)
            if before and now and before != now:
                reason = f"“{row.title}” has the Bilibili video {now}, but had {before}"
                self.problems.append(layer.problem(row.line, reason))


def _videos(group: EpisodeGroup) -> set[str]:
    return {video for claim in group.claims if (video := bilibili_of(claim.row))}


def _may_be(group: EpisodeGroup, row: EpisodeRow) -> bool:
    """Whether a row of a group's name can be its episode: two videos need the same date."""
    video = bilibili_of(row)
    if video is None or not _videos(group):
        return True
    return _same_day(group, row)


def _same_day(group: EpisodeGroup, row: EpisodeRow) -> bool:
    return row.date is not None and any(claim.row.date == row.date for claim in group.claims)


def shared_videos(groups: Iterable[EpisodeGroup]) -> list[Problem]:
    """Videos, of Zhihu and YouTube too, that stand at more than one episode."""
    found: defaultdict[tuple[Platform, str], dict[int, EpisodeClaim]] = defaultdict(dict)
    for group in groups:
        for claim in group.speaking:
            for video in claim.row.videos:
                identity = video_id(video.url)
                if identity:
                    found[identity].setdefault(id(group), claim)
    problems = []
    for (platform, video_number), claims in found.items():
        if len(claims) > 1:
            first, *rest = claims.values()
            titles = ", ".join(f"“{claim.row.title}”" for claim in rest)
            reason = f"“{first.row.title}” has the {platform} video {video_number}, as has {titles}"
            problems.append(first.layer.problem(first.row.line, reason))
    return problems


def episode_id(group: EpisodeGroup) -> str:
    """The Bilibili id, where there is one; an id once given stays, also over a new upload."""
    earlier = [known.id for known in group.known]
    lasting = [one for one in earlier if not one.startswith("ep-")]
    video = next((v for claim in group.speaking if (v := bilibili_of(claim.row))), None)
    fallback = earlier[0] if earlier else "ep-" + digest(group.claims[-1].row.title)
    return lasting[0] if lasting else video or fallback


def videos_of(group: EpisodeGroup) -> tuple[Video, ...]:
    """For each platform the videos of the newest source that gives any."""
    found: list[Video] = []
    for platform in Platform:

        def here(row: EpisodeRow, platform: Platform = platform) -> list[Video]:
            return [video for video in row.videos if video.platform == platform]

        found += group.newest(here) or []
    return tuple(found)
