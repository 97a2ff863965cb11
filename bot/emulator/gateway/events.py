"""What the gateway tells one session alone, as JSON: its beginning, and members it asked for."""

from __future__ import annotations

from bot.emulator import payloads
from bot.emulator.errors import Json
from bot.emulator.gateway.sessions import Session
from bot.emulator.model import Guild
from bot.emulator.world import World


def ready(world: World, session: Session, guilds: list[Guild], url: str) -> Json:
    """``READY``: who the client is, and its ``guilds``, which follow one by one.

    ``url`` is where the session can be resumed.
    """
    return {
        "v": 10,
        "user": payloads.own_user(world.bot),
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": url,
        "shard": list(session.shard),
        "application": {"id": str(world.application_id), "flags": 1 << 23},
        "private_channels": [],
        "presences": [],
        "relationships": [],
        "user_settings": {},
        "_trace": ["local"],
    }


def members_chunk(guild: Guild, request: Json) -> Json:
    """``GUILD_MEMBERS_CHUNK``: the members that ``request`` names, by id or by prefix."""
    wanted = request.get("user_ids")
    query, limit = str(request.get("query") or ""), int(request.get("limit") or 0)
    members = list(guild.members.values())
    if wanted is not None:
        ids = {str(each) for each in (wanted if isinstance(wanted, list) else [wanted])}
        members = [m for m in members if str(m.user.id) in ids]
    elif query:
        members = [m for m in members if m.user.name.startswith(query)]
    chunk: Json = {
        "guild_id": str(guild.id),
        "members": [payloads.member(m) for m in members[: limit or None]],
        "chunk_index": 0,
        "chunk_count": 1,
    }
    if request.get("nonce"):
        chunk["nonce"] = request["nonce"]
    return chunk
