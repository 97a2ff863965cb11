"""`paperbot try`: what the bot that is tried shares with the one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.try_ import environment, has_display


def tried(**outer: str) -> dict[str, str]:
    """The environment of a bot that is tried, where the outer one is `outer`."""
    return environment(outer, Path("/h/try"), Path("/run"), "http://api", "ws://gateway", "token")


def test_nothing_of_a_real_bot() -> None:
    """A real bot's token, state, webhooks and ports stay out of it."""
    outer = {
        "DISCORD_TOKEN": "real",
        "PAPERBOT_DATABASE_URL": "postgresql://real",
        "PAPERBOT_HOME": "/real",
        "PAPERBOT_FEISHU_WEBHOOK": "https://real",
        "PAPERBOT_HTTP": "0.0.0.0:80",
        "PATH": "/bin",
    }
    made = tried(**outer)
    assert made["DISCORD_TOKEN"] == "token"
    assert made["PAPERBOT_DISCORD_API"] == "http://api"
    assert made["PAPERBOT_DISCORD_GATEWAY"] == "ws://gateway"
    assert made["PAPERBOT_HOME"].endswith("try")
    assert made["PATH"] == "/bin"
    assert not [value for value in made.values() if "real" in value]
    assert "PAPERBOT_HTTP" not in made


def test_no_network_unless_asked() -> None:
    """It looks at no upstream by itself; an explicit pause between looks is kept."""
    assert tried()["PAPERBOT_SYNC_MINUTES"] == "0"
    assert tried(PAPERBOT_SYNC_MINUTES="5")["PAPERBOT_SYNC_MINUTES"] == "5"


@pytest.mark.parametrize(
    ("outer", "platform", "there"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_display(outer: dict[str, str], platform: str, *, there: bool) -> None:
    """A browser is opened only where there is a screen for it."""
    assert has_display(outer, platform) is there
