"""Cards that list entries: the newest episodes, and what is similar to one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import wording
from bot.cards.components import Card, button, container, row, section, text, thumbnail
from bot.cards.entry import choices
from bot.cards.limits import ADDRESS, Component, cut
from bot.cards.markdown import escape
from bot.custom_id import State, encode
from bot.i18n import Translate, spoken, translator
from index.catalog import Catalog, Entry, Episode
from index.search.results import Hit

PAGE = 5
TITLE = 90
DETAIL = 60
# A masked link counts in full against the message's 4,000 characters.
LINK = 200


def recent_card(catalog: Catalog, *, count: int, page: int, locale: str, owner: int) -> Card:
    """A page of the newest episodes with date, length, plays and video links."""
    say = translator(spoken(locale))
    episodes = catalog.episodes[:count]
    pages = max(1, -(-len(episodes) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = episodes[page * PAGE : (page + 1) * PAGE]
    parts = [text(f"## {say('list.recent')}")]
    parts += [_line(episode, locale, say) for episode in shown]
    below = [choices(catalog, None, shown, locale=locale, owner=owner)] if shown else []
    if pages > 1:
        parts.append(text(f"-# {say('list.page', page=page + 1, pages=pages)}"))
        below.append(_turn(count, page, pages, owner, say))
    return Card((container(parts, accent=wording.PLAIN_ACCENT), *below))


def similar_card(
    catalog: Catalog, entry: Entry, hits: Sequence[Hit], *, locale: str, owner: int
) -> Card:
    """What to read next to an entry, best first, with a menu to open one."""
    say = translator(spoken(locale))
    title = escape(cut(entry.title, TITLE))
    back = row([button(say("nothing.show", title=entry.title), show_id(entry, owner))])
    if not hits:
        return Card((container([text(say("nothing.similar", title=title))]), back))
    lines = [f"## {say('list.similar', title=title)}"]
    lines += [_similar_line(catalog, hit, locale) for hit in hits]
    lines.append(f"-# {say('list.marks')}")
    return Card(
        (
            container(
                [text("\n".join(lines))], accent=wording.accent(catalog.categories_of(entry))
            ),
            choices(catalog, None, [hit.entry for hit in hits], locale=locale, owner=owner),
            back,
        )
    )


def show_id(entry: Entry, owner: int) -> str:
    """The custom id of a button that shows an entry's card."""
    return encode(State("show", owner, (entry.id,)))


def _line(episode: Episode, locale: str, say: Translate) -> Component:
    links = [
        f"[{say(f'platform.{video.platform.value}')}]({video.url})"
        for video in episode.videos
        if len(video.url) <= LINK
    ]
    lines = [
        f"**{escape(cut(episode.title, TITLE))}**",
        wording.episode_facts(episode, locale),
        " · ".join(links),
    ]
    content = "\n".join(line for line in lines if line)
    if episode.cover and len(episode.cover) <= ADDRESS:
        return section(content, thumbnail(episode.cover, say("card.cover", title=episode.title)))
    return text(content)


def _similar_line(catalog: Catalog, hit: Hit, locale: str) -> str:
    names = catalog.categories_of(hit.entry)
    mark, gist = wording.mark(hit.entry), wording.gist(hit.entry, names, locale)
    about = wording.facts([gist, cut(hit.detail, DETAIL)])
    return f"{mark} **{escape(cut(hit.entry.title, TITLE))}** · {escape(cut(about, TITLE))}"


def _turn(count: int, page: int, pages: int, owner: int, say: Translate) -> Component:
    def to(target: int, key: str) -> Component:
        state = State("recent", owner, (str(count), str(target)))
        return button(say(key), encode(state), disabled=not 0 <= target < pages)

    return row([to(page - 1, "list.previous"), to(page + 1, "list.next")])
