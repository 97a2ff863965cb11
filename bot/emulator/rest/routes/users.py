"""Users, the bot itself, its guilds and direct messages, and where the gateway is."""

from __future__ import annotations

from bot.emulator import payloads
from bot.emulator.errors import Json
from bot.emulator.rest.routing import Call, Routes, snowflake

routes = Routes()


@routes.add("GET", "/users/@me")
def me(call: Call) -> Json:
    """The bot."""
    return payloads.own_user(call.world.bot)


@routes.add("GET", "/users/@me/guilds")
def my_guilds(call: Call) -> list[Json]:
    """The guilds that the bot is in."""
    world = call.world
    return [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": guild.owner is world.bot,
            "permissions": str(guild.permissions_of(world.bot)),
            "features": [],
        }
        for guild in world.guilds.values()
        if guild.installed
    ]


@routes.add("POST", "/users/@me/channels")
def open_dm(call: Call) -> Json:
    """Direct messages with a user."""
    user = call.world.user(snowflake(call.form.get("recipient_id"), "recipient_id"))
    payload = payloads.channel(call.world.dm(user))
    payload["recipients"] = [payloads.user(user)]
    return payload


@routes.add("GET", "/users/{user_id}")
def get_user(call: Call) -> Json:
    """Any user."""
    return payloads.user(call.world.user(call.id("user_id")))


@routes.add("GET", "/gateway")
def gateway(call: Call) -> Json:
    """Where the gateway is."""
    return {"url": call.gateway_url}


@routes.add("GET", "/gateway/bot")
def gateway_bot(call: Call) -> Json:
    """Where the gateway is, and how many shards to open."""
    return {
        "url": call.gateway_url,
        "shards": 1,
        "session_start_limit": {
            "total": 1000,
            "remaining": 1000,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        },
    }
