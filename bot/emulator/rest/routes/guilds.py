"""Guilds: their channels, roles and members."""

from __future__ import annotations

from bot.emulator import errors, payloads
from bot.emulator.errors import ApiError, Json
from bot.emulator.model import ChannelType, Guild, Member, Role, Tag
from bot.emulator.permissions import Permission
from bot.emulator.rest.routing import Call, Routes

routes = Routes()

_ONE = "/guilds/{guild_id}"
_MEMBER = _ONE + "/members/{user_id}"
_MEMBER_ROLE = _MEMBER + "/roles/{role_id}"


def _guild(call: Call, *needed: Permission) -> Guild:
    guild = call.world.guild(call.id("guild_id"))
    if call.world.bot.id not in guild.members:
        raise ApiError(errors.MISSING_ACCESS)
    bits = guild.permissions_of(call.world.bot)
    if any(not bits & bit for bit in needed):
        raise ApiError(errors.MISSING_PERMISSIONS)
    return guild


@routes.add("GET", _ONE)
def get(call: Call) -> Json:
    """One guild."""
    guild = _guild(call)
    payload = payloads.guild(guild)
    if call.flag("with_counts"):
        payload["approximate_member_count"] = len(guild.members)
        payload["approximate_presence_count"] = len(guild.members)
    return payload


@routes.add("GET", _ONE + "/channels")
def channels(call: Call) -> list[Json]:
    """The channels of a guild, without threads."""
    guild = _guild(call)
    return [payloads.channel(c) for c in guild.channels.values() if not c.is_thread]


@routes.add("POST", _ONE + "/channels", status=201)
def create_channel(call: Call) -> Json:
    """Create a channel."""
    guild = _guild(call, Permission.MANAGE_CHANNELS)
    kind = ChannelType(call.form.get("type") or 0)
    channel = call.world.add_channel(
        guild,
        kind,
        call.form["name"],
        topic=call.form.get("topic"),
        tags=[
            Tag(call.world.new_id(), tag["name"], bool(tag.get("moderated")))
            for tag in call.form.get("available_tags") or []
        ],
    )
    return payloads.channel(channel)


@routes.add("GET", _ONE + "/roles")
def roles(call: Call) -> list[Json]:
    """The roles of a guild."""
    return [payloads.role(role) for role in _guild(call).roles.values()]


@routes.add("POST", _ONE + "/roles")
def create_role(call: Call) -> Json:
    """Create a role, at the bottom."""
    guild = _guild(call, Permission.MANAGE_ROLES)
    body = call.form
    role = call.world.add_role(
        guild,
        body.get("name") or "new role",
        int(body.get("permissions") or 0),
        mentionable=bool(body.get("mentionable")),
    )
    return payloads.role(role)


def _role(call: Call, guild: Guild) -> Role:
    role = guild.roles.get(call.id("role_id"))
    if role is None:
        raise ApiError(errors.UNKNOWN_ROLE)
    return role


def _below(call: Call, guild: Guild, role: Role) -> None:
    """Refuse what only a higher role may do: Discord's hierarchy of roles."""
    if role.position >= guild.rank_of(call.world.bot) or role.managed:
        raise ApiError(errors.MISSING_PERMISSIONS)


@routes.add("DELETE", _ONE + "/roles/{role_id}")
def delete_role(call: Call) -> None:
    """Delete a role below the bot's own."""
    guild = _guild(call, Permission.MANAGE_ROLES)
    role = _role(call, guild)
    _below(call, guild, role)
    call.world.delete_role(guild, role)


def _member(call: Call, guild: Guild) -> Member:
    user = call.world.user(call.id("user_id"))
    member = guild.members.get(user.id)
    if member is None:
        raise ApiError(errors.UNKNOWN_MEMBER)
    return member


@routes.add("GET", _MEMBER)
def get_member(call: Call) -> Json:
    """One member."""
    return payloads.member(_member(call, _guild(call)))


def _assignment(call: Call) -> tuple[Guild, Member, Role]:
    """The member and the role of a request to give or take it, where the bot may."""
    guild = _guild(call, Permission.MANAGE_ROLES)
    member, role = _member(call, guild), _role(call, guild)
    _below(call, guild, role)
    return guild, member, role


@routes.add("PUT", _MEMBER_ROLE)
def give_role(call: Call) -> None:
    """Give a member a role below the bot's own."""
    guild, member, role = _assignment(call)
    call.world.add_member(guild, member.user, role)


@routes.add("DELETE", _MEMBER_ROLE)
def take_role(call: Call) -> None:
    """Take a role below the bot's own from a member."""
    guild, member, role = _assignment(call)
    call.world.take_role(guild, member.user, role)
