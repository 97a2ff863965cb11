"""Which events the bot is sent: by intent, membership and visibility ("Gateway Intents")."""

from __future__ import annotations

from bot.emulator.changes import Change
from bot.emulator.errors import Json
from bot.emulator.model import User
from bot.emulator.permissions import Permission

GUILDS, GUILD_MEMBERS, PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, GUILD_REACTIONS, GUILD_TYPING = 1 << 9, 1 << 10, 1 << 11
DIRECT_MESSAGES, DIRECT_REACTIONS, DIRECT_TYPING = 1 << 12, 1 << 13, 1 << 14
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT

_INTENTS: dict[str, tuple[int, int]] = {
    "MESSAGE_CREATE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_UPDATE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_DELETE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_REACTION_ADD": (GUILD_REACTIONS, DIRECT_REACTIONS),
    "MESSAGE_REACTION_REMOVE": (GUILD_REACTIONS, DIRECT_REACTIONS),
    "TYPING_START": (GUILD_TYPING, DIRECT_TYPING),
    "GUILD_MEMBER_ADD": (GUILD_MEMBERS, 0),
    "GUILD_MEMBER_UPDATE": (GUILD_MEMBERS, 0),
}
"""Events that need an intent other than GUILDS: in guilds, in direct messages."""

_FOR_PEOPLE = frozenset(
    {
        "INTERACTION_SUCCESS",
        "INTERACTION_FAILURE",
        "INTERACTION_MODAL_CREATE",
        "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE",
    }
)


def reaches(change: Change, bot: User) -> bool:
    """Whether ``bot`` may hear of ``change`` at all."""
    if change.kind == "INTERACTION_CREATE":
        return True
    if change.kind in _FOR_PEOPLE or change.audience is not None:
        return False
    if change.guild is None:
        return change.channel is not None and bot in change.channel.recipients
    if bot.id not in change.guild.members:
        return False
    if change.kind in ("CHANNEL_UPDATE", "CHANNEL_DELETE") or change.channel is None:
        return True
    return bool(change.channel.permissions_of(bot) & Permission.VIEW_CHANNEL)


def asked_for(change: Change, intents: int, bot: User) -> bool:
    """Whether a client with these ``intents`` is sent ``change``."""
    if change.kind == "INTERACTION_CREATE":
        return True
    if change.kind == "GUILD_MEMBER_UPDATE" and change.payload["user"]["id"] == str(bot.id):
        # The bot hears of its own roles without any intent.
        return True
    in_guild, in_dm = _INTENTS.get(change.kind, (GUILDS, 0))
    return bool(intents & (in_guild if change.guild else in_dm))


def hides_content(change: Change, intents: int, bot: User) -> bool:
    """Whether a message's words are withheld: neither the bot's own, nor to it."""
    if change.guild is None or not change.kind.startswith("MESSAGE_"):
        return False
    if intents & MESSAGE_CONTENT or "content" not in change.payload:
        return False
    me = str(bot.id)
    mentioned = any(user["id"] == me for user in change.payload["mentions"])
    return not mentioned and change.payload["author"]["id"] != me


def without_content(payload: Json) -> Json:
    """A message event without what the message content intent guards."""
    return payload | {"content": "", "embeds": [], "attachments": [], "components": []}
