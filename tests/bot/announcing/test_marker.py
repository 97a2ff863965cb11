import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.destinations.marker import NONCE_LIMIT, carries, marker, message_key

KEYS = st.builds(
    message_key, st.text("0123456789abcdef", min_size=8, max_size=8), st.integers(1, 2**31)
)


@given(KEYS)
def test_a_key_fits_a_nonce_and_its_marker_a_component(key: str) -> None:
    """Both stay within what Discord allows, and away from ids that it numbers itself."""
    assert len(key) <= NONCE_LIMIT
    assert 2**30 <= marker(key) < 2**31
    assert carries([1, None, marker(key), 2], key)


@given(st.lists(KEYS, min_size=2, max_size=50, unique=True))
def test_messages_are_told_apart(keys: list[str]) -> None:
    """A message carries no key but its own."""
    first, *others = keys
    assert not carries([marker(key) for key in others], first)


def test_a_key_that_no_nonce_can_hold_is_an_error() -> None:
    """A nonce cut short would make two rows one."""
    with pytest.raises(ValueError, match="25"):
        message_key("0" * 24, 1)
