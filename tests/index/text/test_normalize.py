"""Folding: two spellings of one name meet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.normalize import fold, key


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＧＰＴ－３", "gpt-3"),
        ("對抗網絡", "对抗网络"),
        ("影片理解", "视频理解"),
        ("G\u200bA\u202eN\x00", "gan"),
        ("Poincaré", "poincare"),
        ("  a \n b\t", "a b"),
    ],
)
def test_folds(typed: str, folded: str) -> None:
    """Width, case, traditional terms, marks that are not seen, accents and spaces fold."""
    assert fold(typed) == folded


@pytest.mark.parametrize("typed", ["DALL·E 2", "Dall.E2", "dall-e 2", "ＤＡＬＬＥ２"])
def test_names_share_a_key(typed: str) -> None:
    """However a name is punctuated, its key is the same."""
    assert key(typed) == "dalle2"


@settings(deadline=None)
@given(st.text())
def test_folding_is_total(text: str) -> None:
    """Any text folds without an error, to text without controls or double spaces."""
    folded = fold(text)
    assert "\x00" not in folded
    assert "  " not in folded


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="ascii")))
def test_folding_ascii_is_idempotent(text: str) -> None:
    """Folding what is folded changes nothing."""
    assert fold(fold(text)) == fold(text)
