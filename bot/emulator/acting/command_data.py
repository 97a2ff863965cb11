"""From what a person typed to a command's interaction data, checked as Discord's client does."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from typing import Any

from bot.emulator import payloads
from bot.emulator.acting.offers import NotOfferedError
from bot.emulator.commands import CHAT_INPUT, SUBCOMMAND, SUBCOMMAND_GROUP
from bot.emulator.composing import Upload
from bot.emulator.errors import Json
from bot.emulator.model import Attachment, Channel, Role, User
from bot.emulator.world import World

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)

_TYPES: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    NUMBER: (int, float),
    USER: (User,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (User, Role),
    ATTACHMENT: (Upload,),
}


def slash_data(
    world: World,
    command: Json,
    path: list[str],
    values: Mapping[str, Any],
    *,
    channel: Channel,
    focused: str | None = None,
) -> Json:
    """The data of a slash command or, with ``focused``, of its autocomplete.

    ``path`` leads through subcommand groups and subcommands. Raises ``ValueError`` for
    what Discord's client would refuse to send.
    """
    level = command
    for step in path:
        kinds = (SUBCOMMAND, SUBCOMMAND_GROUP)
        options = level.get("options") or []
        level = next((o for o in options if o["name"] == step and o["type"] in kinds), {})
        if not level:
            raise NotOfferedError(f"/{command['name']} has no subcommand {step!r}")
    declared: list[Json] = level.get("options") or []
    unknown = set(values) - {option["name"] for option in declared}
    if unknown:
        raise ValueError(f"/{command['name']} has no option {', '.join(sorted(unknown))}")
    resolved: Json = {}
    given: list[Json] = []
    for option in declared:
        name = option["name"]
        if name not in values:
            if option.get("required") and focused is None:
                raise ValueError(f"/{command['name']} needs the option {name}")
            continue
        value = values[name]
        if focused is None:
            _check(option, value)
        entry: Json = {"name": name, "type": option["type"]}
        entry["value"] = _resolve(world, value, resolved, channel)
        if name == focused:
            entry["focused"] = True
        given.append(entry)
    for step in reversed(path):
        kind = SUBCOMMAND if step == path[-1] else SUBCOMMAND_GROUP
        given = [{"name": step, "type": kind, "options": given}]
    return _data(command, given, resolved)


def target_data(world: World, command: Json, target_id: int, kind: str, payload: Json) -> Json:
    """The data of a user or message command on its target."""
    data = _data(command, [], {kind: {str(target_id): payload}})
    return data | {"target_id": str(target_id)}


def _data(command: Json, options: list[Json], resolved: Json) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if command["type"] == CHAT_INPUT:
        data["options"] = options
    if resolved:
        data["resolved"] = resolved
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data


def _check(option: Json, value: Any) -> None:
    name, kind = option["name"], option["type"]
    if not isinstance(value, _TYPES[kind]) or (kind != BOOLEAN and isinstance(value, bool)):
        raise ValueError(f"{value!r} is no value for the option {name}")
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise ValueError(f"{value!r} is none of the choices of {name}")
    size: Any = len(value) if isinstance(value, str) else value
    low = option.get("min_length" if kind == STRING else "min_value")
    high = option.get("max_length" if kind == STRING else "max_value")
    if kind in (STRING, INTEGER, NUMBER):
        if low is not None and size < low:
            raise ValueError(f"{name} is less than {low}")
        # 6000 is what Discord's client lets a string option hold.
        if (high is not None and size > high) or (kind == STRING and size > 6000):
            raise ValueError(f"{name} is more than {high or 6000}")


def _resolve(world: World, value: Any, resolved: Json, channel: Channel) -> Any:
    if isinstance(value, User):
        resolved.setdefault("users", {})[str(value.id)] = payloads.user(value)
        member = channel.guild.members.get(value.id) if channel.guild else None
        if member is not None:
            payload = payloads.member(member, with_user=False)
            payload["permissions"] = str(channel.permissions_of(value))
            resolved.setdefault("members", {})[str(value.id)] = payload
        return str(value.id)
    if isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = payloads.role(value)
        return str(value.id)
    if isinstance(value, Channel):
        payload = payloads.channel(value)
        payload["permissions"] = str(value.permissions_of(world.owner))
        resolved.setdefault("channels", {})[str(value.id)] = payload
        return str(value.id)
    if isinstance(value, Upload):
        attachment = _uploaded(world, value, channel)
        resolved.setdefault("attachments", {})[str(attachment.id)] = payloads.attachment(attachment)
        return str(attachment.id)
    return value


def _uploaded(world: World, upload: Upload, channel: Channel) -> Attachment:
    number = world.new_id()
    content_type = mimetypes.guess_type(upload.filename)[0] or upload.content_type
    url = world.attachment_url(channel, number, upload.filename)
    attachment = Attachment(number, upload.filename, upload.data, content_type, url, ephemeral=True)
    world.attachments[number] = attachment
    return attachment
