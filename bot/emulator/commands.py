"""The application's commands: what it registered, globally and in single guilds."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from bot.emulator.errors import UNKNOWN_COMMAND, ApiError, Form, Json

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2

_NAME = re.compile(r"^[-_'\w]{1,32}$")
_DEFAULTS: Json = {
    "type": CHAT_INPUT,
    "description": "",
    "default_member_permissions": None,
    "name_localizations": None,
    "description_localizations": None,
    "nsfw": False,
}


class Commands:
    """Commands by scope: None for global ones, a guild's id for its own.

    A command keeps its id while type and name stay, and gets a new ``version`` only when
    something changed, as on Discord.
    """

    def __init__(self, application_id: int, new_id: Callable[[], int]) -> None:
        self._application_id = application_id
        self._new_id = new_id
        self._scopes: dict[int | None, dict[int, Json]] = {}
        self._changed = asyncio.Event()

    def all(self, scope: int | None = None) -> list[Json]:
        """The commands of ``scope``, in the order of registration."""
        return list(self._scopes.get(scope, {}).values())

    def get(self, command_id: int, scope: int | None = None) -> Json:
        """The command with this id; raises 10063 Unknown application command."""
        try:
            return self._scopes[scope][command_id]
        except KeyError:
            raise ApiError(UNKNOWN_COMMAND) from None

    async def changed(self) -> None:
        """Wait for the next registration."""
        await self._changed.wait()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def overwrite(self, bodies: list[Json], scope: int | None = None) -> list[Json]:
        """Register exactly ``bodies`` in ``scope``."""
        form = Form()
        for index, body in enumerate(bodies):
            _check(form, (index,), body)
        seen: set[tuple[int, str]] = set()
        for index, body in enumerate(bodies):
            key = (body.get("type", CHAT_INPUT), str(body.get("name")))
            if key in seen:
                form.add(
                    (index,),
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                )
            seen.add(key)
        form.check()
        made = [self._make(body, scope) for body in bodies]
        self._scopes[scope] = {int(command["id"]): command for command in made}
        self._tell()
        return made

    def upsert(self, body: Json, scope: int | None = None) -> Json:
        """Register one command, in place of one of the same type and name."""
        form = Form()
        _check(form, (), body)
        form.check()
        command = self._make(body, scope)
        self._scopes.setdefault(scope, {})[int(command["id"])] = command
        self._tell()
        return command

    def edit(self, command_id: int, body: Json, scope: int | None = None) -> Json:
        """Change some fields of a command."""
        old = self.get(command_id, scope)
        form = Form()
        _check(form, (), old | body)
        form.check()
        command = old | body | {"version": str(self._new_id())}
        self._scopes[scope][command_id] = command
        return command

    def delete(self, command_id: int, scope: int | None = None) -> None:
        """Unregister a command."""
        self.get(command_id, scope)
        del self._scopes[scope][command_id]

    def _make(self, body: Json, scope: int | None) -> Json:
        given = {key: value for key, value in body.items() if key != "id" and value is not None}
        fields = _DEFAULTS | given
        if fields["default_member_permissions"] is not None:
            # Clients may send a number, Discord always returns text.
            fields["default_member_permissions"] = str(fields["default_member_permissions"])
        if scope is None:
            fields.setdefault("integration_types", [0])
            fields.setdefault("contexts", None)
            fields.setdefault("dm_permission", True)
        else:
            fields["guild_id"] = str(scope)
        fields["application_id"] = str(self._application_id)
        for old in self.all(scope):
            if (old["type"], old["name"]) == (fields["type"], fields["name"]):
                if all(old.get(key) == value for key, value in fields.items()):
                    return old
                return fields | {"id": old["id"], "version": str(self._new_id())}
        return fields | {"id": str(self._new_id()), "version": str(self._new_id())}


def _check(form: Form, path: tuple[str | int, ...], body: Json) -> None:
    kind = body.get("type", CHAT_INPUT)
    name = body.get("name")
    if kind == CHAT_INPUT:
        _check_name(form, (*path, "name"), name)
        form.length((*path, "description"), body.get("description"), 1, 100)
        _check_options(form, (*path, "options"), body.get("options") or [])
    else:
        form.length((*path, "name"), name, 1, 32)
        if body.get("description"):
            form.add(
                (*path, "description"),
                "APPLICATION_COMMANDS_CONTEXT_MENU_NO_DESCRIPTION",
                "Context menu commands cannot have description",
            )


def _check_name(form: Form, path: tuple[str | int, ...], name: Any) -> None:
    if form.length(path, name, 1, 32) and (not _NAME.match(name) or name != name.lower()):
        form.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_options(form: Form, path: tuple[str | int, ...], options: list[Json]) -> None:
    form.count(path, options, 0, 25)
    optional_seen = False
    names: set[str] = set()
    for index, option in enumerate(options):
        here = (*path, index)
        _check_name(form, (*here, "name"), option.get("name"))
        form.length((*here, "description"), option.get("description"), 1, 100)
        if option.get("name") in names:
            form.add(
                here, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Option names must be unique"
            )
        names.add(str(option.get("name")))
        if option.get("required") and optional_seen:
            form.add(
                here,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        if option.get("type") in (SUBCOMMAND, SUBCOMMAND_GROUP):
            _check_options(form, (*here, "options"), option.get("options") or [])
        else:
            optional_seen = optional_seen or not option.get("required")
        choices = option.get("choices") or []
        form.count((*here, "choices"), choices, 0, 25)
        for number, choice in enumerate(choices):
            form.length((*here, "choices", number, "name"), choice.get("name"), 1, 100)
