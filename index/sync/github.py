"""The upstream README as a raw file: asked for only when it changed (RFC 9110, 13.1)."""

from __future__ import annotations

from index.sync.message import DecodeError, Request, Response


def request(url: str, *, etag: str = "", last_modified: str = "") -> Request:
    """A conditional GET: `etag` and `last_modified` are what came with the copy we hold."""
    headers = {"Accept": "text/plain, text/markdown;q=0.9, */*;q=0.1"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return Request(url, headers=headers)


def decode(body: bytes) -> str:
    """The document's text. Raises `DecodeError` when it is no text, or a web page instead."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DecodeError("the document is not UTF-8 text") from error
    if "\0" in text:
        raise DecodeError("the document is not text")
    # What a login wall or a captive portal sends in place of the file, with status 200.
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        raise DecodeError("a web page came instead of the document")
    return text


def validators(response: Response) -> tuple[str, str]:
    """The `ETag` and `Last-Modified` of an answer, empty where it gives none."""
    return response.headers.get("etag", ""), response.headers.get("last-modified", "")
