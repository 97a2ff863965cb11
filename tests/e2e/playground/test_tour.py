"""A newcomer's tour of `paperbot try`, in Debian's Chromium, with the real bot."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from index.catalog import Catalog
from tests.e2e.playground.conftest import CHROMIUM, STARTING, Screen, address

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


PATIENT = """
from bot.cli import main
from bot.emulator import LocalDiscord

LocalDiscord.__init__.__kwdefaults__["deadline"] = 60.0
main()
"""
"""The program, on a Discord that gives the bot a minute instead of three seconds to answer."""


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """`paperbot try` as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", PATIENT, "try", "--no-browser", *arguments],
        env=os.environ | {"PAPERBOT_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> str:
    """End it as a terminal would; returns what it wrote to standard error."""
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return errors


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    """The address of a running playground."""
    process = start(home, "--port", "0")
    assert process.stdout is not None
    yield address(process.stdout.readline())
    assert finish(process) == ""


async def first_visit(screen: Screen, url: str) -> Page:
    """The page, with the bot online."""
    await screen.page.goto(url)
    await screen.online()
    return screen.page


async def test_a_paper_by_its_topic(screen: Screen, url: str, catalog: Catalog) -> None:
    """Typing `/pa`, picking paper and a choice for 对比 shows a card with its three videos."""
    page = await first_visit(screen, url)
    await page.keyboard.type("/pa")
    command = page.get_by_role("option", name="/paper")
    await expect(command).to_have_attribute("aria-selected", "true")
    await expect(command).to_contain_text("查找")
    await page.keyboard.press("Tab")
    await page.keyboard.type("对比")
    choice = page.get_by_role("option", name="对比学习")
    await choice.first.wait_for()
    await screen.picture("choices-dark-1280")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".chip input")).to_have_value(re.compile("对比学习 论文综述"))
    await page.keyboard.press("Enter")
    card = screen.last.locator(".container")
    await expect(card.get_by_role("heading")).to_have_text("对比学习 论文综述")
    episode = next(e for e in catalog.episodes if e.title == "对比学习 论文综述")
    assert len(episode.videos) == 3
    for name, video in zip(("B站", "知乎", "YouTube"), episode.videos, strict=True):
        await expect(card.get_by_role("link", name=name)).to_have_attribute("href", video.url)
    for link in await card.get_by_role("link").all():
        assert await link.get_attribute("target") == "_blank"
        assert "noopener" in (await link.get_attribute("rel") or "")
    await screen.picture("card-dark-1280")


async def test_another_suggestion(screen: Screen, url: str) -> None:
    """The button under `/random` brings another paper in its place."""
    page = await first_visit(screen, url)
    answer = await screen.run("/random")
    before = await answer.get_by_role("heading").inner_text()
    for _ in range(5):  # chance may suggest the same paper again
        await answer.get_by_role("button", name="换一篇").click()
        await page.locator(".busy").wait_for(state="detached")
        if await answer.get_by_role("heading").inner_text() != before:
            break
    assert await answer.get_by_role("heading").inner_text() != before
    await expect(answer.locator(".edited")).to_be_visible()


async def test_pages_of_recent_episodes(screen: Screen, url: str) -> None:
    """`/recent` lists the newest episodes, and its buttons page through older ones."""
    page = await first_visit(screen, url)
    answer = await screen.run("/recent count:25")
    first = await answer.locator(".container").inner_text()
    await answer.get_by_role("button", name="较早的").click()
    await page.locator(".busy").wait_for(state="detached")
    second = await answer.locator(".container").inner_text()
    assert second != first
    await answer.get_by_role("button", name="较新的").click()
    await expect(answer.locator(".container")).to_have_text(first, use_inner_text=True)


async def test_english(screen: Screen, url: str) -> None:
    """In English the page, the commands' descriptions and the bot's answers are English."""
    page = await first_visit(screen, url)
    await screen.choose("locale", "en-US")
    await expect(page.locator("#restart")).to_have_text("Restart the bot")
    await page.keyboard.press("Escape")
    await screen.composer.fill("/rec")
    await expect(page.get_by_role("option", name="/recent")).to_contain_text("episodes")
    answer = await screen.run("/random")
    await expect(answer.get_by_role("button", name="Another")).to_be_visible()


async def test_a_sample_in_the_servers_language(screen: Screen, url: str) -> None:
    """Who may follow sees a sample in the page's language, tagged; who may not finds no command."""
    page = await first_visit(screen, url)
    await page.keyboard.type("/fol")
    await expect(page.get_by_role("option", name="/follow")).to_have_count(0)
    await screen.composer.fill("")
    admin = page.locator("#setting-user option", has_text="Adam")
    await screen.choose("user", await admin.get_attribute("value") or "")
    await page.get_by_role("button", name="reading-room").click()
    await page.keyboard.type("/fol")
    await page.get_by_role("option", name="/follow").wait_for()
    await page.keyboard.type("low channel:#announcements test:true")
    await page.keyboard.press("Enter")
    await expect(screen.last).to_contain_text("#announcements")
    await page.get_by_role("button", name="announcements", exact=True).click()
    post = page.locator(".main").get_by_role("button", name="新视频")
    await expect(post.locator(".tag").first).to_be_visible()


async def test_an_end_of_announcements(screen: Screen, url: str) -> None:
    """What `/follow` began, the menu of `/unfollow` ends."""
    page = await first_visit(screen, url)
    admin = page.locator("#setting-user option", has_text="Adam")
    await screen.choose("user", await admin.get_attribute("value") or "")
    await page.get_by_role("button", name="reading-room").click()
    followed = await screen.run("/follow channel:#general")
    await expect(followed.locator(".edited")).to_have_count(0)
    listed = await screen.run("/unfollow")
    await expect(listed).to_contain_text("general")
    await listed.get_by_role("combobox").click()
    await listed.get_by_role("option", name="general").click()
    await page.locator(".busy").wait_for(state="detached")
    await expect(listed).not_to_contain_text("general")
    await expect(listed.get_by_role("alert")).to_have_text("")


async def test_an_old_button_at_a_restart(screen: Screen, url: str) -> None:
    """A button of before a restart, pressed at once after it began, works as soon as it can."""
    page = await first_visit(screen, url)
    answer = await screen.run("/random")
    await page.locator("#restart").click()
    await answer.get_by_role("button", name="换一篇").click()
    await expect(answer.locator(".edited")).to_be_visible(timeout=STARTING)
    await page.locator(".bot-state.online").wait_for()


async def test_pictures_of_every_look(screen: Screen, url: str) -> None:
    """Dark and light, wide and narrow: nothing lies outside the window."""
    page = await first_visit(screen, url)
    await screen.run("/paper GAN")
    for width, height in ((1280, 800), (375, 740)):
        await page.set_viewport_size({"width": width, "height": height})
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
            await screen.picture(f"gan-{scheme}-{width}")
    await page.get_by_role("button", name="打开频道列表").click()
    await expect(page.locator("#sidebar")).to_be_in_viewport()
    await screen.picture("drawer-light-375")
    await page.keyboard.press("Escape")
    await expect(page.locator("#sidebar")).not_to_be_in_viewport()


async def test_a_taken_port(home: Path) -> None:
    """Where the port is taken, the page is on another, and Ctrl-C ends all of it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start(home, "--port", str(port))
        assert process.stdout is not None
        url = address(process.stdout.readline())
        assert f":{port}/" not in url
        assert f"Port {port} is taken" in finish(process, signal.SIGINT)
