"""Gateway opcodes and close codes by name ("Opcodes and Status Codes")."""

from __future__ import annotations

from enum import IntEnum


class Op(IntEnum):
    """What a gateway message is about."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    ACK = 11


def name_of(opcode: object) -> str:
    """What a client's opcode is called, such as ``HEARTBEAT``; ``OP 99`` where Discord has none."""
    return next((op.name for op in Op if op == opcode), f"OP {opcode}")


class Close(IntEnum):
    """Why the gateway closes a connection."""

    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    SESSION_TIMED_OUT = 4009
    INVALID_SHARD = 4010
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014
