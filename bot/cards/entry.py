"""The card of one paper or episode."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import wording
from bot.cards.components import (
    Card,
    Option,
    button,
    container,
    link,
    menu,
    row,
    section,
    separator,
    text,
    thumbnail,
)
from bot.cards.footer import Reason, footer
from bot.cards.limits import ADDRESS, Component, cut
from bot.cards.markdown import escape, plain
from bot.custom_id import State, encode
from bot.i18n import Translate, spoken, translator
from index.catalog import Catalog, Entry, Episode, Paper

# Columns, wide enough to be read and narrow enough that the worst card, escaped, fits.
TITLE = 120
FULL_TITLE = 240
SUMMARY = 400
CATEGORY = 60
# A paper read in more episodes than this shows the first ones; AlexNet and the surveys have two.
EPISODES = 3


def entry_card(
    catalog: Catalog,
    entry: Entry,
    *,
    locale: str,
    owner: int,
    others: Sequence[Entry] = (),
    reason: Reason | None = None,
    extra: Sequence[Component] = (),
) -> Card:
    """A paper with the videos that read it, or an episode with the papers it reads.

    `others` are offered in a menu, `reason` says below why this one was found, and `extra`
    are further buttons. `owner` is the user whose presses change the message.
    """
    say = translator(spoken(locale))
    episodes = catalog.episodes_of(entry) if isinstance(entry, Paper) else (entry,)
    parts = [_head(catalog, entry, episodes, locale, say), *_body(catalog, entry, locale, say)]
    for episode in episodes[:EPISODES]:
        parts += _videos(episode, locale, say, named=isinstance(entry, Paper))
    parts.append(row([*_paper_link(entry, say), *extra, _similar(entry, owner, say)]))
    if reason and (why := footer(entry, reason, say)):
        parts.append(text(why))
    components = [container(parts, accent=wording.accent(catalog, entry))]
    if others:
        components.append(choices(catalog, entry, others, locale=locale, owner=owner))
    return Card(tuple(components))


def choices(
    catalog: Catalog, shown: Entry | None, others: Sequence[Entry], *, locale: str, owner: int
) -> Component:
    """A menu of other entries; choosing one shows its card and keeps the rest on offer."""
    say = translator(spoken(locale))
    state = State("pick", owner, (shown.id,) if shown else ())
    key = "card.others" if shown else "list.open"
    return menu(
        say(key),
        encode(state),
        [Option(e.title, e.id, wording.gist(catalog, e, locale)) for e in others],
    )


def _head(
    catalog: Catalog, entry: Entry, episodes: Sequence[Episode], locale: str, say: Translate
) -> Component:
    lines = [f"## {escape(cut(entry.title, TITLE))}"]
    names = catalog.categories_of(entry)
    categories = [cut(wording.category_name(name, locale), CATEGORY) for name in names]
    if isinstance(entry, Paper):
        if entry.full_title and entry.full_title != entry.title:
            lines.append(f"**{escape(cut(entry.full_title, FULL_TITLE))}**")
        known = [cut(wording.authors(entry, locale), TITLE), str(entry.year or ""), *categories]
        lines.append(escape(wording.facts([*known, wording.citations(entry, locale)])))
    else:
        lines.append(escape(_episode_facts(entry, locale)))
        lines.append(escape(cut(wording.facts(categories), TITLE)))
    content = "\n".join(line for line in lines if line)
    cover = next((e.cover for e in episodes if e.cover and len(e.cover) <= ADDRESS), None)
    if cover is None:
        return text(content)
    return section(content, thumbnail(cover, say("card.cover", title=entry.title)))


def _body(catalog: Catalog, entry: Entry, locale: str, say: Translate) -> list[Component]:
    if isinstance(entry, Paper):
        body = [escape(cut(plain(entry.summary), SUMMARY))]
        if not entry.recorded:
            body.append(say("card.not_recorded"))
    else:
        papers = [paper.title for paper in catalog.papers_of(entry)]
        joined = escape(cut(", ".join(papers), SUMMARY))
        body = [say("card.reads", papers=joined)] if papers else []
    content = "\n".join(line for line in body if line)
    return [text(content)] if content else []


def _episode_facts(episode: Episode, locale: str) -> str:
    return wording.facts(
        [wording.day(episode), wording.length(episode, locale), wording.plays(episode, locale)]
    )


def _videos(episode: Episode, locale: str, say: Translate, *, named: bool) -> list[Component]:
    parts: list[Component] = []
    if named:
        title = f"**{escape(cut(episode.title, TITLE))}**"
        parts += [separator(), text("\n".join([title, _episode_facts(episode, locale)]).rstrip())]
    links = [
        link(say(f"platform.{video.platform.value}"), video.url)
        for video in episode.videos
        if len(video.url) <= ADDRESS
    ]
    if links:
        parts.append(row(links))
    return parts


def _paper_link(entry: Entry, say: Translate) -> list[Component]:
    if not isinstance(entry, Paper) or not entry.url or len(entry.url) > ADDRESS:
        return []
    return [link(say("card.paper_link"), entry.url)]


def _similar(entry: Entry, owner: int, say: Translate) -> Component:
    return button(say("card.similar"), encode(State("similar", owner, (entry.id,))))
