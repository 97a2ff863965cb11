"""A browser that watches: what it logs, what it asks for, and pictures of what it shows."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    async_playwright,
    expect,
)

# What takes a second where nobody else works may take many on two busy cores. None of these
# is a measure of speed: they turn a hang into a failure.
STARTING = 180_000
ANSWERING = 60_000
COMPLETE = "[...document.images].every((image) => image.complete)"

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, one for all tests of a module."""
    if CHROMIUM is None:
        pytest.skip("Debian's chromium is not installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: PAPERBOT_TEST_SCREENSHOTS, else a temporary directory."""
    chosen = os.environ.get("PAPERBOT_TEST_SCREENSHOTS")
    folder = Path(chosen) if chosen else tmp_path_factory.mktemp("screens")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class Screen:
    """The page as a visitor has it in front of them."""

    page: Page
    context: BrowserContext
    folder: Path
    complaints: list[str] = field(default_factory=list)
    abroad: list[str] = field(default_factory=list)

    @property
    def composer(self) -> Locator:
        """The box for messages and commands."""
        return self.page.locator(".composer-text")

    @property
    def last(self) -> Locator:
        """The newest message."""
        return self.page.locator(".message").last

    async def online(self) -> None:
        """Wait until the bot is there and its commands are offered."""
        await self.page.locator(".bot-state.online").wait_for(timeout=STARTING)
        await self.page.locator(".suggestion").first.wait_for()

    async def run(self, line: str) -> Locator:
        """Type a command with its words, send it, and return the answer's message."""
        before = await self.page.locator(".message[data-id]").count()
        await self.composer.fill(f"{line} ")
        await self.page.keyboard.press("Enter")
        answer = self.page.locator(".message[data-id]").nth(before)
        await answer.locator(".markdown, .embed").first.wait_for()
        return answer

    async def choose(self, setting: str, value: str) -> None:
        """Set the user, the language or the appearance."""
        await self.page.locator(f"#setting-{setting}").select_option(value)

    async def picture(self, name: str) -> None:
        """Keep a picture of what is seen now, without a mouse over it."""
        await self.page.mouse.move(0, 0)
        async with asyncio.timeout(ANSWERING / 1000):
            # Not `wait_for_function`: it evaluates text in the page, which the page forbids.
            while not await self.page.evaluate(COMPLETE):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await self.page.screenshot(path=self.folder / f"{name}.png", animations="disabled")


@pytest_asyncio.fixture(loop_scope="module")
async def screen(browser: Browser, screens: Path) -> AsyncIterator[Screen]:
    """A fresh visitor, Chinese and dark; fails where the console or a request complains."""
    context = await browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN", color_scheme="dark"
    )
    context.set_default_timeout(ANSWERING)
    expect.set_options(timeout=ANSWERING)
    page = await context.new_page()
    screen = Screen(page, context, screens)
    page.on(
        "console",
        lambda message: (
            screen.complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: screen.complaints.append(str(error)))
    page.on("request", lambda request: _note(screen, request.url))
    yield screen
    await context.close()
    assert screen.complaints == []
    assert screen.abroad == []


def _note(screen: Screen, url: str) -> None:
    if urlsplit(url).hostname not in ("127.0.0.1", None):
        screen.abroad.append(url)


def address(line: str) -> str:
    """The address that `paperbot try` printed."""
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert found, line
    return found[0]
