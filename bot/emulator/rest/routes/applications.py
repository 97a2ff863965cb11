"""The application and its commands."""

from __future__ import annotations

from typing import Any

from bot.emulator import errors, payloads
from bot.emulator.errors import ApiError, Json
from bot.emulator.rest.routing import Call, Routes

routes = Routes()

_ALL = "/applications/{application_id}/commands"
_ONE = _ALL + "/{command_id}"
_GUILD_ALL = "/applications/{application_id}/guilds/{guild_id}/commands"
_GUILD_ONE = _GUILD_ALL + "/{command_id}"


@routes.add("GET", "/applications/@me")
@routes.add("GET", "/oauth2/applications/@me")
def application(call: Call) -> Json:
    """The application itself."""
    world = call.world
    return {
        "id": str(world.application_id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot": payloads.user(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 1 << 23,
        "flags_new": str(1 << 23),
        "owner": payloads.user(world.owner),
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": sum(g.installed for g in world.guilds.values()),
        "approximate_user_install_count": sum(u.installed for u in world.users.values()),
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {"0": {}, "1": {}},
    }


def _scope(call: Call) -> int | None:
    if call.id("application_id") != call.world.application_id:
        raise ApiError(errors.MISSING_ACCESS)
    if "guild_id" not in call.path:
        return None
    guild = call.world.guild(call.id("guild_id"))
    if not guild.installed:
        raise ApiError(errors.MISSING_ACCESS)
    return guild.id


@routes.add("GET", _ALL)
@routes.add("GET", _GUILD_ALL)
def list_commands(call: Call) -> list[Json]:
    """The registered commands."""
    commands = call.world.commands.all(_scope(call))
    if call.flag("with_localizations"):
        return commands
    hidden = ("name_localizations", "description_localizations")
    return [{k: v for k, v in each.items() if k not in hidden} for each in commands]


@routes.add("PUT", _ALL)
@routes.add("PUT", _GUILD_ALL)
def overwrite_commands(call: Call) -> list[Json]:
    """Register exactly these commands."""
    bodies: Any = call.body
    return call.world.commands.overwrite(list(bodies or []), _scope(call))


@routes.add("POST", _ALL, status=201)
@routes.add("POST", _GUILD_ALL, status=201)
def create_command(call: Call) -> Json:
    """Register one command."""
    return call.world.commands.upsert(call.form, _scope(call))


@routes.add("GET", _ONE)
@routes.add("GET", _GUILD_ONE)
def get_command(call: Call) -> Json:
    """One command."""
    return call.world.commands.get(call.id("command_id"), _scope(call))


@routes.add("PATCH", _ONE)
@routes.add("PATCH", _GUILD_ONE)
def edit_command(call: Call) -> Json:
    """Change one command."""
    return call.world.commands.edit(call.id("command_id"), call.form, _scope(call))


@routes.add("DELETE", _ONE)
@routes.add("DELETE", _GUILD_ONE)
def delete_command(call: Call) -> None:
    """Unregister one command."""
    call.world.commands.delete(call.id("command_id"), _scope(call))
