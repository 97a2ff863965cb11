"""What clients' opcodes are called in the log."""

from __future__ import annotations

from bot.emulator.gateway.opcodes import name_of


def test_every_opcode_has_a_name() -> None:
    """Discord's opcodes go by their names; whatever else a client sends, by itself."""
    assert name_of(2) == "IDENTIFY"
    assert name_of(99) == "OP 99"
    assert name_of(["2"]) == "OP ['2']"
