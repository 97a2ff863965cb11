"""Answers to interactions: the callback, and the webhook for follow-ups and edits."""

from __future__ import annotations

from bot.emulator import errors, payloads
from bot.emulator.errors import ApiError, Json
from bot.emulator.interactions.interaction import Interaction
from bot.emulator.rest.routing import Call, Routes

routes = Routes()

_CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = _HOOK + "/messages/@original"
_MESSAGE = _HOOK + "/messages/{message_id}"


# Callbacks have no rate limit; hikari complains when one announces a bucket.
@routes.add("POST", _CALLBACK, public=True, limited=False)
def respond(call: Call) -> Json | None:
    """Acknowledge an interaction."""
    token = call.path["interaction_token"]
    answer = call.interactions.respond(call.id("interaction_id"), token, call.form, call.uploads)
    return answer if call.flag("with_response") else None


def _interaction(call: Call) -> Interaction:
    if call.id("webhook_id") != call.world.application_id:
        raise ApiError(errors.UNKNOWN_WEBHOOK)
    return call.interactions.by_token(call.path["webhook_token"])


@routes.add("POST", _HOOK, public=True)
def follow_up(call: Call) -> Json | None:
    """Send a follow-up; interaction webhooks always answer with the message."""
    interaction = _interaction(call)
    return payloads.message(call.interactions.follow_up(interaction, call.form, call.uploads))


@routes.add("GET", _ORIGINAL, public=True)
@routes.add("GET", _MESSAGE, public=True)
def get(call: Call) -> Json:
    """One of the interaction's messages."""
    return payloads.message(call.interactions.message(_interaction(call), _which(call)))


@routes.add("PATCH", _ORIGINAL, public=True)
@routes.add("PATCH", _MESSAGE, public=True)
def edit(call: Call) -> Json:
    """Change one of the interaction's messages."""
    interaction = _interaction(call)
    message = call.interactions.message(interaction, _which(call))
    call.interactions.edit(interaction, message, call.form, call.uploads)
    return payloads.message(message)


@routes.add("DELETE", _ORIGINAL, public=True)
@routes.add("DELETE", _MESSAGE, public=True)
def delete(call: Call) -> None:
    """Delete one of the interaction's messages."""
    interaction = _interaction(call)
    call.interactions.delete(interaction, call.interactions.message(interaction, _which(call)))


def _which(call: Call) -> str:
    return call.path.get("message_id", "@original")
