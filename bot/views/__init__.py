"""Buttons and menus: what a press of each kind does."""

from __future__ import annotations

from collections.abc import Mapping

from bot.views.browsing import show_another, show_recent
from bot.views.choosing import search_again, show_chosen, show_entry, show_similar
from bot.views.dispatch import Handler
from bot.views.notify import toggle_role
from bot.views.unfollowing import end_chosen

HANDLERS: Mapping[str, Handler] = {
    "pick": show_chosen,
    "show": show_entry,
    "similar": show_similar,
    "try": search_again,
    "recent": show_recent,
    "random": show_another,
    "notify": toggle_role,
    "unfollow": end_chosen,
}
