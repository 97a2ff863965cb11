"""Bodies checked against Discord's published OpenAPI document."""

from __future__ import annotations

import re

import pytest

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel
from bot.emulator.rest.openapi import OpenApi
from tests.bot.emulator.requests import send

SEND = ("POST", "/channels/{channel_id}/messages")


@pytest.fixture
def document(openapi: OpenApi | None) -> OpenApi:
    """The document; the test is skipped where it is not at hand."""
    if openapi is None:
        pytest.skip("PAPERBOT_TEST_OPENAPI does not name Discord's OpenAPI document")
    return openapi


def test_good_bodies_pass(document: OpenApi) -> None:
    """A body as Discord documents it is no violation."""
    assert document.request(*SEND, {"content": "hello", "flags": 4}) is None
    assert document.request(*SEND, {"attachments": [{"id": 0}]}) is None
    assert document.request("GET", "/users/@me", None) is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"content": 7}, "content: 7 is not of type"),
        ({"nonce": "x" * 26}, "nonce: 'xxxxx.* is too long"),
        (
            {
                "components": [
                    {"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "x" * 101}]}
                ]
            },
            "components/0/components/0/custom_id: 'xxxxx.* is too long",
        ),
        (None, "a body is required"),
    ],
)
def test_bad_bodies_are_explained(document: OpenApi, body: object, reason: str) -> None:
    """A violation names the place and the reason, however deep in unions."""
    violation = document.request(*SEND, body)
    assert violation is not None
    [problem] = violation.problems
    assert re.search(reason, problem), problem
    assert str(violation).startswith("request of POST /channels/{channel_id}/messages: ")


def test_unknown_operations_are_violations(document: OpenApi) -> None:
    """A request that the document does not know is reported."""
    violation = document.request("PUT", "/users/@me", {})
    assert violation is not None
    assert violation.problems == ("no such operation in the document",)


def test_own_answers_are_checked(document: OpenApi) -> None:
    """An answer that lacks a required field is a violation of the response."""
    violation = document.response("GET", "/gateway", 200, {})
    assert violation is not None
    assert violation.side == "response"
    assert violation.problems == ("body: 'url' is a required property",)


async def test_violations_are_collected(
    document: OpenApi, local: LocalDiscord, channel: Channel
) -> None:
    """What a client sends wrongly is collected, so that tests can fail on it."""
    await send(local, channel, content="hello")
    assert local.violations == []
    await send(local, channel, content="hello", tts="no")
    [violation] = local.violations
    assert violation.problems == ("tts: 'no' is not of type 'boolean', 'null'",)
    local.violations.clear()
