"""What addresses identify."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import urls
from index.catalog import Platform


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://arxiv.org/abs/1706.03762", "1706.03762"),
        ("https://arxiv.org/pdf/1311.2524v5.pdf", "1311.2524"),
        ("http://www.arxiv.org/pdf/2407.21783", "2407.21783"),
        ("https://export.arxiv.org/abs/math/0309136v1", "math/0309136"),
        ("https://example.com/abs/1706.03762", None),
        ("https://notarxiv.org/abs/1706.03762", None),
        ("https://arxiv.org/list/cs.CL/2401", None),
    ],
)
def test_arxiv_id(url: str, expected: str | None) -> None:
    """arXiv's addresses give the bare identifier; nobody else's do."""
    assert urls.arxiv_id(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.bilibili.com/video/BV1rb4y187vD/?p=1", (Platform.BILIBILI, "BV1rb4y187vD")),
        ("https://m.bilibili.com/video/BV1rb4y187vD", (Platform.BILIBILI, "BV1rb4y187vD")),
        ("https://youtu.be/gK7AGO6okhc?t=3", (Platform.YOUTUBE, "gK7AGO6okhc")),
        ("https://www.youtube.com/watch?list=A&v=txjl_Q4jCyQ", (Platform.YOUTUBE, "txjl_Q4jCyQ")),
        ("https://www.youtube.com/embed/-PztagF3wQE", (Platform.YOUTUBE, "-PztagF3wQE")),
        (
            "https://www.zhihu.com/zvideo/1490959755963666432",
            (Platform.ZHIHU, "1490959755963666432"),
        ),
        ("https://www.youtube.com/@MuLi", None),
        ("https://example.com/video/BV1rb4y187vD", None),
    ],
)
def test_video_id(url: str, expected: tuple[Platform, str] | None) -> None:
    """A video is known by its platform's own identifier, whatever else the address says."""
    assert urls.video_id(url) == expected


def test_link_key_ignores_how_a_page_is_reached() -> None:
    """Scheme, `www.`, a last slash and tracking make no other page; a query does."""
    key = urls.link_key("https://www.openai.com/blog/clip/?utm_source=x")
    assert key == urls.link_key("http://openai.com/blog/clip")
    assert urls.link_key("https://a.example/?id=1") != urls.link_key("https://a.example/")


def test_without_tracking_keeps_what_leads_somewhere() -> None:
    """Who shared a link is dropped, the part of the video is not."""
    url = "https://www.bilibili.com/video/BV1rb4y187vD?p=2&vd_source=5d03&share_source=copy_web"
    assert urls.without_tracking(url) == "https://www.bilibili.com/video/BV1rb4y187vD?p=2"


@given(st.text() | st.text().map("https://arxiv.org/".__add__) | st.text().map("http://[".__add__))
def test_no_address_raises(url: str) -> None:
    """Any text is an address of something, or of nothing."""
    urls.arxiv_id(url)
    urls.s2_id(url)
    urls.video_id(url)
    urls.link_key(url)
