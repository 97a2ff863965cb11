"""The three services: what is asked, and what each documented answer means."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.catalog import Paper
from index.sync import bilibili, github, semantic_scholar
from index.sync.message import DecodeError, Response
from tests.recorded import body

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_the_readme_is_asked_for_only_when_it_changed() -> None:
    """Both validators of the copy at hand go along."""
    request = github.request("https://example.invalid/README.md", etag='"a"', last_modified="then")
    assert request.method == "GET"
    assert request.headers["If-None-Match"] == '"a"'
    assert request.headers["If-Modified-Since"] == "then"
    assert "If-None-Match" not in github.request("https://example.invalid").headers


def test_the_readme_is_text() -> None:
    """A byte order mark is dropped, Chinese stays."""
    assert github.decode("\ufeff# 论文精读".encode()) == "# 论文精读"


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfe\x00", b"PK\x03\x04\x00\x00", b"<!DOCTYPE html><title>Sign in</title>", b" <html>"],
)
def test_other_files_are_no_readme(raw: bytes) -> None:
    """An archive, another encoding or a login page in place of the document is refused."""
    with pytest.raises(DecodeError):
        github.decode(raw)


def test_asks_bilibili_as_upstreams_badges_do() -> None:
    """The view of one video by its id, under the base that is configured."""
    request = bilibili.request("BV1rb4y187vD", "http://127.0.0.1:1/")
    assert request.url == "http://127.0.0.1:1/x/web-interface/view?bvid=BV1rb4y187vD"


def test_reads_plays() -> None:
    """A view answers with the plays of the video."""
    view = bilibili.decode(Response(200, body=body("bilibili/view.json")), NOW)
    assert (view.plays, view.gone, view.refused) == (412345, False, False)


@pytest.mark.parametrize("name", ["not_found", "hidden", "reviewing"])
def test_a_video_may_be_gone(name: str) -> None:
    """A video that is deleted, hidden or under review says so, and only of itself."""
    view = bilibili.decode(Response(200, body=body(f"bilibili/{name}.json")), NOW)
    assert (view.plays, view.gone, view.refused) == (None, True, False)


@pytest.mark.parametrize(
    ("name", "status"),
    [("banned", 412), ("banned", 200), ("risk_control", 200), ("too_frequent", 200)],
)
def test_risk_control_is_about_the_whole_service(name: str, status: int) -> None:
    """Its three codes are one wish: stay away."""
    view = bilibili.decode(Response(status, body=body(f"bilibili/{name}.json")), NOW)
    assert view.refused
    assert not view.gone


def test_risk_control_may_answer_with_a_page() -> None:
    """HTTP 412 is enough, whatever the body."""
    assert bilibili.decode(Response(412, body=b"<html>"), NOW).refused
    later = bilibili.decode(Response(429, {"retry-after": "90"}), NOW)
    assert later.retry_after == 90


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"code":"0"}',
        b'{"code":0}',
        b'{"code":0,"data":{"stat":{"view":"--"}}}',
        b'{"code":0,"data":{"stat":{"view":-1}}}',
        b'{"code":0,"data":{"stat":{"view":true}}}',
    ],
)
def test_what_bilibili_never_answers_is_no_number(raw: bytes) -> None:
    """Nothing else is taken for plays."""
    with pytest.raises(DecodeError):
        bilibili.decode(Response(200, body=raw), NOW)


def test_asks_semantic_scholar_in_batches() -> None:
    """One POST with all ids, the documented fields, and the key where there is one."""
    request = semantic_scholar.request(["a" * 40, "ARXIV:1706.03762"], "http://s2", key="secret")
    assert request.method == "POST"
    assert request.url.startswith("http://s2/graph/v1/paper/batch?fields=title,abstract,tldr,")
    assert "citationCount" in request.url
    assert json.loads(request.body or b"") == {"ids": ["a" * 40, "ARXIV:1706.03762"]}
    assert request.headers["x-api-key"] == "secret"
    assert request.repeatable
    assert "x-api-key" not in semantic_scholar.request(["a" * 40], "http://s2").headers


@pytest.mark.parametrize("number", [0, 501])
def test_a_batch_has_a_size(number: int) -> None:
    """More ids than the service takes, or none, is a mistake of the program."""
    with pytest.raises(ValueError, match="1 to 500"):
        semantic_scholar.request(["x"] * number, "http://s2")


def test_reads_records_in_their_order() -> None:
    """Each id gets its record, an unknown one none, and missing fields stay empty."""
    records = semantic_scholar.decode(body("semantic_scholar/batch.json"), ["t", "x", "g"])
    transformer, gan = records["t"], records["g"]
    assert transformer is not None
    assert gan is not None
    assert records["x"] is None
    assert transformer.citations == 151234
    assert transformer.authors[0] == "Ashish Vaswani"
    assert transformer.tldr.startswith("A new simple network")
    assert (gan.abstract, gan.tldr) == ("", "")


@pytest.mark.parametrize("name", ["too_many", "no_ids"])
def test_an_error_of_semantic_scholar_is_no_record(name: str) -> None:
    """An error body is not taken for an answer."""
    with pytest.raises(DecodeError):
        semantic_scholar.decode(body(f"semantic_scholar/{name}.json"), ["a"])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "citationCount",
                        "tldr",
                        "authors",
                        "text",
                        "name",
                        "code",
                        "data",
                        "stat",
                        "view",
                        "title",
                        "abstract",
                    ]
                ),
                inner,
            )
        ),
    )
)
def test_any_json_is_decoded_or_refused(value: object) -> None:
    """No JSON at all makes a decoder fail in another way than by refusing it."""
    raw = json.dumps(value).encode()
    for decode in (
        lambda: bilibili.decode(Response(200, body=raw), NOW),
        lambda: semantic_scholar.decode(raw, ["a"]),
    ):
        with suppress(DecodeError):
            decode()


def test_how_a_paper_is_asked_for() -> None:
    """Its own id there comes first, then arXiv's; a paper with neither cannot be asked for."""
    assert semantic_scholar.lookup_id(Paper("a", "A", s2_id="f" * 40, arxiv="1")) == "f" * 40
    assert semantic_scholar.lookup_id(Paper("a", "A", arxiv="1706.03762")) == "ARXIV:1706.03762"
    assert semantic_scholar.lookup_id(Paper("a", "A")) is None
