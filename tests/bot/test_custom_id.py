"""Custom ids hold a press's whole state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.custom_id import LIMIT, StaleError, State, decode, encode

KINDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
ARGUMENTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=4).map(tuple)


@given(KINDS, st.integers(0, 2**64 - 1), ARGUMENTS)
def test_what_goes_in_comes_out(kind: str, owner: int, arguments: tuple[str, ...]) -> None:
    """A state that fits is the same after its way through Discord."""
    state = State(kind, owner, arguments)
    try:
        text = encode(state)
    except ValueError:
        assert sum(map(len, arguments)) > 20
        return
    assert len(text) <= LIMIT
    assert decode(text) == state


@given(st.text(max_size=120))
def test_any_text_is_read_or_stale(text: str) -> None:
    """Whatever stands in a custom id, reading it gives a state or says it is stale."""
    try:
        state = decode(text)
    except StaleError:
        return
    assert state.kind.isascii()


@pytest.mark.parametrize(
    "text", ["", "1", "1:pick", "0:pick:a", "2:pick:a", "1:PICK:a", "1:pick:-1", "pick"]
)
def test_other_forms_are_stale(text: str) -> None:
    """Another version, a missing part or a foreign form no longer applies."""
    with pytest.raises(StaleError):
        decode(text)


def test_a_state_too_long_is_refused() -> None:
    """Discord's 100 characters are kept by refusing, never by cutting."""
    with pytest.raises(ValueError, match="too long"):
        encode(State("try", 2**63, ("a" * 90,)))
