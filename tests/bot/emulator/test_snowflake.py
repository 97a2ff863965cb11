"""Ids in the order of time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.snowflake import EPOCH, SnowflakeSource


@given(st.lists(st.floats(1.5e9, 2e9), min_size=2, max_size=20))
def test_ids_grow_whatever_the_clock_does(moments: list[float]) -> None:
    """Ids are unique and increasing, even where the clock goes back."""
    ticks = iter(moments)
    new_id = SnowflakeSource(lambda: next(ticks))
    made = [new_id() for _ in moments]
    assert made == sorted(set(made))
    assert abs(((made[0] >> 22) + EPOCH) / 1000 - moments[0]) < 0.002
