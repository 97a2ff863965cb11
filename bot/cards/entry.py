"""The card of one paper or episode."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.cards import wording
from bot.cards.components import (
    Card,
    Option,
    button,
    container,
    link,
    menu,
    option,
    row,
    section,
    separator,
    text,
    thumbnail,
)
from bot.cards.footer import Reason, footer
from bot.cards.limits import ADDRESS, BUTTONS_A_ROW, Component, cut
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
    facts, last = _facts(entry, _joined(catalog, entry), spoken(locale))
    parts = [*facts, *_rows(last, [*_paper_link(entry, say), _similar(entry, owner, say), *extra])]
    if reason and (why := footer(entry, reason, locale)):
        parts.append(text(why))
    components = [container(parts, accent=wording.accent(catalog.categories_of(entry)))]
    if others:
        components.append(choices(catalog, entry, others, locale=locale, owner=owner))
    return Card(tuple(components))


def choices(
    catalog: Catalog, shown: Entry | None, others: Sequence[Entry], *, locale: str, owner: int
) -> Component:
    """A menu of other entries; choosing one shows its card and keeps the rest on offer."""
    state = State("pick", owner, (shown.id,) if shown else ())
    placeholder = translator(spoken(locale))("card.others" if shown else "list.open")
    return menu(
        placeholder,
        encode(state),
        [_option(e, catalog.categories_of(e), spoken(locale)) for e in others],
    )


@lru_cache(maxsize=2048)
def _option(entry: Entry, categories: tuple[str, ...], locale: str) -> Option:
    gist = wording.gist(entry, categories, locale)
    return option(entry.title, entry.id, wording.facts([wording.mark(entry), gist]))


def _joined(catalog: Catalog, entry: Entry) -> tuple[Paper, ...] | tuple[Episode, ...]:
    """The other side of the join: a paper's episodes, or an episode's papers."""
    return catalog.episodes_of(entry) if isinstance(entry, Paper) else catalog.papers_of(entry)


def _rows(links: Sequence[Component], buttons: Sequence[Component]) -> list[Component]:
    """Links of the last video and buttons of the card side by side, in two rows where many."""
    if not links or len(links) + len(buttons) <= BUTTONS_A_ROW:
        return [row([*links, *buttons])]
    return [row(links), row(buttons)]


@lru_cache(maxsize=1024)
def _facts(
    entry: Entry, joined: tuple[Paper, ...] | tuple[Episode, ...], locale: str
) -> tuple[tuple[Component, ...], tuple[Component, ...]]:
    """What a card says of an entry to everyone, and the links of its last video.

    Kept, for it costs more than a search.
    """
    say = translator(locale)
    if isinstance(entry, Paper):
        episodes = tuple(each for each in joined if isinstance(each, Episode))
        parts = [_with_cover(_paper_head(entry, locale), entry, episodes, say)]
        parts += _texts([escape(cut(plain(entry.summary), SUMMARY)), _missing(entry, say)])
        links: tuple[Component, ...] = ()
        for episode in episodes[:EPISODES]:
            parts += [row(links)] if links else []
            title = f"**{escape(cut(episode.title, TITLE))}**"
            parts += [separator(), *_texts([title, wording.episode_facts(episode, locale)])]
            links = _videos(episode, say)
        return tuple(parts), links
    papers = tuple(each for each in joined if isinstance(each, Paper))
    head = _with_cover(_episode_head(entry, papers, locale), entry, (entry,), say)
    titles = escape(cut(say("card.comma").join(paper.title for paper in papers), SUMMARY))
    reads = _texts([say("card.reads", papers=titles)]) if papers else []
    return (head, *reads), _videos(entry, say)


def _paper_head(paper: Paper, locale: str) -> str:
    lines = [f"## {escape(cut(paper.title, TITLE))}"]
    if paper.full_title and paper.full_title != paper.title:
        lines.append(f"**{escape(cut(paper.full_title, FULL_TITLE))}**")
    names = cut(wording.authors(paper, locale), TITLE)
    category = cut(wording.category_name(paper.category, locale), CATEGORY)
    known = [str(paper.year or ""), category, wording.citations(paper, locale)]
    lines += [escape(names), escape(wording.facts(known))]
    return "\n".join(line for line in lines if line)


def _episode_head(episode: Episode, papers: tuple[Paper, ...], locale: str) -> str:
    upstream = dict.fromkeys([episode.category, *(paper.category for paper in papers)])
    names = [cut(wording.category_name(name, locale), CATEGORY) for name in upstream if name]
    lines = [
        f"## {escape(cut(episode.title, TITLE))}",
        wording.episode_facts(episode, locale),
        escape(cut(wording.facts(names), TITLE)),
    ]
    return "\n".join(line for line in lines if line)


def _with_cover(
    content: str, entry: Entry, episodes: Sequence[Episode], say: Translate
) -> Component:
    cover = next((e.cover for e in episodes if e.cover and len(e.cover) <= ADDRESS), None)
    if cover is None:
        return text(content)
    return section(content, thumbnail(cover, say("card.cover", title=entry.title)))


def _missing(paper: Paper, say: Translate) -> str:
    return "" if paper.recorded else say("card.not_recorded")


def _texts(lines: Sequence[str]) -> list[Component]:
    content = "\n".join(line for line in lines if line)
    return [text(content)] if content else []


def _videos(episode: Episode, say: Translate) -> tuple[Component, ...]:
    return tuple(
        link(say(f"platform.{video.platform.value}"), video.url)
        for video in episode.videos
        if len(video.url) <= ADDRESS
    )


def _paper_link(entry: Entry, say: Translate) -> list[Component]:
    if not isinstance(entry, Paper) or not entry.url or len(entry.url) > ADDRESS:
        return []
    return [link(say("card.paper_link"), entry.url)]


def _similar(entry: Entry, owner: int, say: Translate) -> Component:
    return button(say("card.similar"), encode(State("similar", owner, (entry.id,))))
