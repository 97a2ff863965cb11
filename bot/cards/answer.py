"""The card that answers a search: the best hit, or why there is none."""

from __future__ import annotations

from bot.cards.components import Card
from bot.cards.entry import entry_card
from bot.cards.footer import Reason
from bot.cards.nothing import nothing_card
from index.catalog import Catalog, Entry
from index.search.results import Results


def answer_card(
    catalog: Catalog,
    results: Results,
    *,
    locale: str,
    owner: int,
    listed: Entry | None = None,
    unrecorded: bool = False,
) -> Card:
    """The first hit with the others on offer.

    Without hits, or where filters leave out the entry that was named (`listed`), it says so
    and offers what there is; see `nothing_card`.
    """
    if listed is not None or not results.hits:
        return nothing_card(
            catalog,
            results.query,
            locale=locale,
            owner=owner,
            others=[hit.entry for hit in results.hits],
            suggestion=results.suggestion,
            notice=results.notice,
            listed=listed,
            unrecorded=unrecorded,
        )
    best, *rest = results.hits
    return entry_card(
        catalog,
        best.entry,
        locale=locale,
        owner=owner,
        others=[hit.entry for hit in rest],
        reason=Reason(best, results.corrected, results.notice, results.unmet),
    )
