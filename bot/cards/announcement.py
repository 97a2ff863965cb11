"""The message that tells of a new episode, or of several."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import wording
from bot.cards.components import Card, button, container, link, row, section, text, thumbnail
from bot.cards.limits import ADDRESS, BUTTONS_A_ROW, Component, cut, size
from bot.cards.markdown import escape
from bot.custom_id import State, encode
from bot.i18n import Translate, spoken, translator
from index.catalog import Catalog, Episode

_TITLE = 120
_PAPERS = 300
_LIST = 3400
# Discord's limit of a post's name, in characters; a Chinese one counts as one.
_POST_TITLE = 100


def announcement_card(
    catalog: Catalog,
    episodes: Sequence[Episode],
    *,
    locale: str,
    role_id: int | None = None,
    marker: int | None = None,
    sample: bool = False,
) -> Card:
    """One episode with its links, or several as a list, oldest first.

    It begins with kind and title, which is all that a phone's preview shows. `marker` is
    the component id by which the message is recognised later; readers never see it.
    """
    say = translator(spoken(locale))
    if len(episodes) == 1:
        first, parts = _one(catalog, episodes[0], locale, say)
        accent = wording.accent(catalog.categories_of(episodes[0]))
    else:
        first, parts = _several(episodes, locale, say)
        accent = wording.PLAIN_ACCENT
    if role_id is not None:
        first += f"\n<@&{role_id}>"
        parts.append(row([_notify(role_id, say)]))
    if sample:
        parts.append(text(f"-# {say('announcing.sample')}"))
    frame = dict(container(parts, accent=accent))
    if marker is not None:
        frame["id"] = marker
    return Card((text(first), frame))


def post_title(episode: Episode) -> str:
    """The name of a forum post about an episode."""
    return cut(episode.title, 2 * _POST_TITLE, characters=_POST_TITLE) or episode.id


def _one(
    catalog: Catalog, episode: Episode, locale: str, say: Translate
) -> tuple[str, list[Component]]:
    title = escape(cut(episode.title, _TITLE))
    papers = ", ".join(paper.title for paper in catalog.papers_of(episode))
    categories = [wording.category_name(n, locale) for n in catalog.categories_of(episode)]
    lines = [
        wording.facts([wording.day(episode), wording.length(episode, locale)]),
        escape(cut(wording.facts(categories), _TITLE)),
        say("card.reads", papers=escape(cut(papers, _PAPERS))) if papers else "",
        say("announcing.notes") if episode.notes else "",
    ]
    content = "\n".join(line for line in lines if line) or title
    cover = episode.cover if episode.cover and len(episode.cover) <= ADDRESS else None
    shown = (
        section(content, thumbnail(cover, say("card.cover", title=episode.title)))
        if cover
        else text(content)
    )
    links = [
        link(say(f"platform.{video.platform.value}"), video.url)
        for video in episode.videos
        if len(video.url) <= ADDRESS
    ]
    links += [
        link(say("card.paper_link"), paper.url)
        for paper in catalog.papers_of(episode)[:1]
        if paper.url and len(paper.url) <= ADDRESS
    ]
    parts = [shown]
    if links:
        parts.append(row(links[:BUTTONS_A_ROW]))
    return f"**{say('announcing.new', title=title)}**", parts


def _several(
    episodes: Sequence[Episode], locale: str, say: Translate
) -> tuple[str, list[Component]]:
    titles = "; ".join(cut(episode.title, _TITLE // 2) for episode in episodes)
    first = say("announcing.digest", count=len(episodes), titles=escape(cut(titles, _TITLE)))
    # Three long addresses a line may be too much for one message: the last platforms give way.
    for platforms in (3, 2, 1, 0):
        lines = [f"- {_line(episode, platforms, locale, say)}" for episode in episodes]
        if size("\n".join(lines)) <= _LIST:
            break
    return f"**{first}**", [text("\n".join(lines))]


def _line(episode: Episode, platforms: int, locale: str, say: Translate) -> str:
    title = escape(cut(episode.title, _TITLE // 2)).replace("[", "(").replace("]", ")")
    videos = [
        f"[{say(f'platform.{video.platform.value}')}](<{video.url}>)"
        for video in episode.videos[:platforms]
        if len(video.url) <= ADDRESS and ">" not in video.url
    ]
    notes = "📝" if episode.notes else ""
    return wording.facts(
        [f"**{title}**", wording.day(episode), wording.length(episode, locale), *videos, notes]
    )


def _notify(role_id: int, say: Translate) -> Component:
    return button(say("announcing.notify"), encode(State("notify", 0, (str(role_id),))))
