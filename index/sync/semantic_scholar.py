"""Citations, abstracts, TLDRs and authors from Semantic Scholar's Academic Graph API.

Follows https://api.semanticscholar.org/api-docs/graph, `POST /graph/v1/paper/batch`: up to
500 ids, answered in their order, with null for those it does not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.catalog import Paper
from index.sync.message import DecodeError, Request, decode_json, json_request

FIELDS = "title,abstract,tldr,authors,citationCount"
LARGEST_BATCH = 500


@dataclass(frozen=True, slots=True)
class Record:
    """What the service says of one paper; empty where it says nothing."""

    citations: int | None = None
    title: str = ""
    abstract: str = ""
    tldr: str = ""
    authors: tuple[str, ...] = ()


def lookup_id(paper: Paper) -> str | None:
    """How to ask for a paper: by its own id there, else by arXiv's; None when neither is known."""
    if paper.s2_id:
        return paper.s2_id
    return f"ARXIV:{paper.arxiv}" if paper.arxiv else None


def request(ids: Sequence[str], base: str, *, key: str = "") -> Request:
    """One batch. Raises `ValueError` when it is empty or larger than the service takes."""
    if not 0 < len(ids) <= LARGEST_BATCH:
        raise ValueError(f"a batch holds 1 to {LARGEST_BATCH} ids, not {len(ids)}")
    return json_request(
        f"{base.rstrip('/')}/graph/v1/paper/batch?fields={FIELDS}",
        {"ids": list(ids)},
        headers={"Accept": "application/json"} | ({"x-api-key": key} if key else {}),
        idempotent=True,
    )


def decode(body: bytes, ids: Sequence[str]) -> dict[str, Record | None]:
    """Records by the id they were asked with; None for what the service does not know.

    Raises `DecodeError` when the answer is not one record or null for each id.
    """
    answer = decode_json(body)
    if not isinstance(answer, list) or len(answer) != len(ids):
        raise DecodeError(f"the answer is not a list of {len(ids)} records")
    return {asked: _record(raw) for asked, raw in zip(ids, answer, strict=True)}


def _record(raw: Any) -> Record | None:
    if not isinstance(raw, dict):
        return None
    citations = raw.get("citationCount")
    tldr = raw.get("tldr")
    return Record(
        citations=citations if type(citations) is int and citations >= 0 else None,
        title=_text(raw.get("title")),
        abstract=_text(raw.get("abstract")),
        tldr=_text(tldr.get("text")) if isinstance(tldr, dict) else "",
        authors=tuple(
            name
            for a in _list(raw.get("authors"))
            if isinstance(a, dict)
            if (name := _text(a.get("name")))
        ),
    )


def _text(raw: Any) -> str:
    return " ".join(raw.split()) if isinstance(raw, str) else ""


def _list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []
