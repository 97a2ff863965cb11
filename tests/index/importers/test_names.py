"""Names as identities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.folding import fold
from index.importers.names import core, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("为什么Momentum有效", "为什么 Momentum 有效"),
        ("DALL·E 2", "DALL.E 2"),
        ("ＧＰＴ－３", "gpt 3"),
        ("如何讲好故事【研究的艺术·三】", "如何讲好故事【研究的艺术· 三】"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    """Width, case, spaces and punctuation make no other name."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ViT 论文逐段精读", "vit"),
        ("DALL·E 2 逐段精读", "dalle2"),
        ("Anthropic LLM 论文精读【论文精读 ·51】", "anthropicllm"),
        ("多模态论文串讲 · 上", "多模态上"),
        ("CLIP 改进工作串讲（下）", "clip改进工作下"),
        ("撑起计算机视觉半边天的 ResNet【上】", "撑起计算机视觉半边天的resnet上"),
    ],
)
def test_core(title: str, expected: str) -> None:
    """Stock words and series labels go, the part of a series stays."""
    assert core(title) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GAN", "gan"),
        ("AlphaFold 2", "alphafold-2"),
        ("R2+1D", "r2-1d"),
        ("DALL·E 2", "dall-e-2"),
        ("Chain of Thought", "chain-of-thought"),
        ("Poincaré", "poincare"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    """An id is the name in ASCII, its words joined by hyphens."""
    assert slug(name) == expected


@given(st.text(min_size=1))
def test_every_name_has_an_ascii_id(name: str) -> None:
    """Names in any script, or of punctuation alone, get an id that fits a button."""
    assert slug(name).isascii()
    assert slug(name)
    assert slug(name) == slug(name)
