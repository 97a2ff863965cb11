"""Cards for queries without an answer: what was wrong or missing, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.components import Card, button, container, row, text
from bot.cards.entry import choices
from bot.cards.limits import Component, cut
from bot.cards.lists import show_id
from bot.cards.markdown import escape
from bot.custom_id import State, encode
from bot.i18n import Translate, spoken, translator
from index.catalog import Catalog, Entry

ECHO = 100


def nothing_card(
    catalog: Catalog,
    query: str,
    *,
    locale: str,
    owner: int,
    others: Sequence[Entry] = (),
    suggestion: str | None = None,
    notice: str = "",
    listed: Entry | None = None,
    unrecorded: bool = False,
) -> Card:
    """Says that nothing was found, and why.

    `listed` is what the query means but its filters leave out; `unrecorded` when it was the
    wish for a recording. `others` fit the filters and are offered in a menu. `suggestion` is
    a better query, `notice` a filter that was not understood.
    """
    say = translator(spoken(locale))
    lines = [f"### {say('nothing.title', query=escape(cut(query, ECHO)))}"]
    buttons: list[Component] = []
    if notice:
        lines.append(say("card.why.notice", text=escape(cut(notice, ECHO))))
    if listed is not None:
        key = "nothing.not_recorded" if unrecorded else "nothing.filtered"
        lines.append(say(key, title=escape(cut(listed.title, ECHO))))
        buttons.append(button(say("nothing.show", title=listed.title), show_id(listed, owner)))
    else:
        lines.append(say("nothing.not_listed"))
    if suggestion:
        lines.append(say("nothing.suggestion", suggestion=escape(cut(suggestion, ECHO))))
        buttons += _try(suggestion, owner, say("nothing.try", suggestion=suggestion))
    parts = [text("\n".join(lines)), row(buttons or _ways_on(owner, say))]
    components = [container(parts)]
    if others:
        components.append(choices(catalog, None, others, locale=locale, owner=owner))
    return Card(tuple(components))


def message_card(key: str, *, locale: str, **values: object) -> Card:
    """A card of one sentence, by its key in `locales/`."""
    return Card((container([text(translator(spoken(locale))(key, **values))]),))


def _ways_on(owner: int, say: Translate) -> list[Component]:
    """What a reader may do who has nothing better to try."""
    recent = encode(State("recent", owner, ("5", "0")))
    drawn = encode(State("random", owner, ("", "", "", "")))
    return [button(say("list.recent"), recent), button(say("nothing.draw"), drawn)]


def _try(suggestion: str, owner: int, label: str) -> list[Component]:
    try:
        return [button(label, encode(State("try", owner, (suggestion,))))]
    except ValueError:  # too long for a custom id: it can still be read and typed
        return []
