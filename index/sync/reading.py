"""From a source's bytes to the document they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from index.catalog import Catalog
from index.importers import readme
from index.importers.document import Document
from index.importers.recognise import Recognised, recognise
from index.reviewed import Reviewed
from index.sync.github import decode
from index.sync.sources import Source


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, and what it says."""

    text: str
    document: Document


def read(source: Source, body: bytes, taken: datetime) -> Reading:
    """What a body of a source says. Raises `DecodeError` when it is no text.

    Notes have no date of their own: they speak of the day they were taken in.
    """
    text = decode(body)
    document = readme.read(text, source=source.name, base=_base(source))
    if not document.episodes and not document.papers:
        document = replace(document, seen=taken.date())
    return Reading(text, document)


def recognised(source: Source, catalog: Catalog, reviewed: Reviewed) -> Recognised:
    """What a source's last good body gives a catalogue; nothing where it has none."""
    if source.body is None:
        return Recognised()
    taken = source.fetched_at or datetime.now(UTC)
    return recognise(read(source, source.body, taken).document, catalog, reviewed)


def _base(source: Source) -> str:
    """What relative addresses start from: where the document came from, as others see it.

    Covers are fetched by Discord and by readers' browsers, so a file, or a mirror on this
    machine or its network, stands for upstream's own place.
    """
    host = urlsplit(source.name).hostname or ""
    if source.path is not None or host == "localhost" or _private(host):
        return readme.UPSTREAM
    return source.name


def _private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host
