"""User objects ("Resources / User")."""

from __future__ import annotations

from bot.emulator.errors import Json
from bot.emulator.model import User


def user(value: User) -> Json:
    """A user object."""
    payload: Json = {
        "id": str(value.id),
        "username": value.name,
        "discriminator": "0001" if value.bot else "0",
        "global_name": None if value.bot else value.display_name or value.name,
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    if value.bot:
        payload["bot"] = True
    return payload


def own_user(value: User) -> Json:
    """The user object of ``/users/@me``, with what only its owner sees."""
    return user(value) | {
        "mfa_enabled": False,
        "locale": value.locale,
        "verified": True,
        "email": None,
    }
