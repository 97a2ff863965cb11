"""Discord's Markdown as the page draws it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.emulator import LocalDiscord
from bot.emulator.playground import Playground, set_stage
from tests.e2e.playground.conftest import CHROMIUM
from tests.e2e.playground.test_page import offline

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

Render = Callable[[str], Awaitable[str]]

CASES = {
    "plain 中文": "<p>plain 中文</p>",
    "one\ntwo": "<p>one<br>two</p>",
    "**bold** *it* _it_ __under__ ~~no~~": (
        "<p><strong>bold</strong> <em>it</em> <em>it</em> <u>under</u> <s>no</s></p>"
    ),
    "**bold *both***": "<p><strong>bold <em>both</em></strong></p>",
    "***both***": "<p><strong><em>both</em></strong></p>",
    "snake_case_name and 2 * 3 * 4": "<p>snake_case_name and 2 * 3 * 4</p>",
    r"\*not\* \_it\_ 1\. x": r"<p>*not* _it_ 1. x</p>",
    "`**code**` ``a`b``": "<p><code>**code**</code> <code>a`b</code></p>",
    "**a `**` b**": "<p><strong>a <code>**</code> b</strong></p>",
    "**open": "<p>**open</p>",
    "**two\nlines**": "<p><strong>two<br>lines</strong></p>",
    "# One\n## Two\n### Three\n#### Four": "<h3>One</h3><h4>Two</h4><h5>Three</h5><p>#### Four</p>",
    "#hashtag": "<p>#hashtag</p>",
    "-# small *text*": "<p>small <em>text</em></p>",
    "- a\n- b\n  - c\n- d": "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>",
    "3. c\n4. d": '<ol start="3"><li>c</li><li>d</li></ol>',
    "> quoted\n> **more**\nafter": (
        "<blockquote><p>quoted<br><strong>more</strong></p></blockquote><p>after</p>"
    ),
    ">>> all\nof it": "<blockquote><p>all<br>of it</p></blockquote>",
    "```py\nx = 1\n```after": "<pre><code>x = 1</code></pre><p>after</p>",
    "before ```x``` after": "<p>before </p><pre><code>x</code></pre><p> after</p>",
    '[GAN](https://arxiv.org/abs/1406.2661 "paper")': (
        '<p><a href="https://arxiv.org/abs/1406.2661" title="paper" target="_blank" '
        'rel="noopener noreferrer">GAN</a></p>'
    ),
    "[x](javascript:alert(1))": "<p>[x](javascript:alert(1))</p>",
    "https://a.example/x_(y).": (
        '<p><a href="https://a.example/x_(y)" target="_blank" rel="noopener noreferrer">'
        "https://a.example/x_(y)</a>.</p>"
    ),
    "<https://a.example>": (
        '<p><a href="https://a.example" target="_blank" rel="noopener noreferrer">'
        "https://a.example</a></p>"
    ),
    "<@1> <@&2> @everyone <:gan:3>": (
        "<p><span>@1</span> <span>@unknown-role</span> <span>@everyone</span> "
        "<span>:gan:</span></p>"
    ),
    "</list show:4>": '<p><button type="button">/list show</button></p>',
    "<b>&amp;</b>": "<p>&lt;b&gt;&amp;amp;&lt;/b&gt;</p>",
    "": "",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def render(browser: Browser) -> AsyncIterator[Render]:
    """Renders Markdown in the browser; classes are left out, as they are for looks."""
    async with LocalDiscord() as discord:
        playground = Playground(
            discord, set_stage(discord.world), fetch=offline, restart=_no_restart
        )
        await playground.start(0)
        page = await browser.new_page()
        await page.goto(playground.url)

        async def render(text: str) -> str:
            return str(
                await page.evaluate(
                    """async (text) => {
                        const { markdown } = await import('/static/js/markdown.js');
                        const box = document.createElement('div');
                        const user = (id) => id;
                        box.append(markdown(text, { user, locale: 'en-US' }));
                        for (const node of box.querySelectorAll('[class]'))
                            node.removeAttribute('class');
                        return box.innerHTML;
                    }""",
                    text,
                )
            )

        yield render
        await page.close()
        await playground.close()


async def _no_restart() -> None:
    raise AssertionError("nothing restarts here")


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=list(CASES))
async def test_cases(render: Render, text: str, expected: str) -> None:
    """Each mark becomes its element, and what is no mark stays as written."""
    assert await render(text) == expected


async def test_timestamps(render: Render) -> None:
    """A timestamp is a time element in the reader's language; an impossible one stays text."""
    shown = await render("<t:1636416000:D>")
    assert shown.startswith('<p><time datetime="2021-11-09T00:00:00.000Z"')
    assert "November 9, 2021" in shown
    assert "year" in await render("<t:1636416000:R>")
    assert "&lt;t:9999999999999:D&gt;" in await render("<t:9999999999999:D>")


async def test_spoilers(render: Render) -> None:
    """A spoiler can be reached and opened by keyboard, and is silent until then."""
    shown = await render("||secret||")
    assert 'role="button"' in shown
    assert 'tabindex="0"' in shown
    assert '<span aria-hidden="true" inert="">secret</span>' in shown


async def test_any_text_keeps_its_words(render: Render) -> None:
    """However marks are nested or broken, words stay and no foreign element appears."""
    marks = ["**", "*", "__", "_", "~~", "||", "`", "```", "> ", "- ", "# ", "[", "](", ")", "\n"]
    marks += ["<", ">", "\\", "<@", "https://a.example/"]
    for number in range(len(marks) ** 2):
        first, second = marks[number % len(marks)], marks[number // len(marks)]
        text = f"{first}甲{second}乙{first}丙{second}{first}丁"
        shown = await render(text)
        assert all(word in shown for word in "甲乙丙丁"), (text, shown)
