"""The page itself, against an application of a few lines on the local Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.emulator import LocalDiscord
from bot.emulator.playground import Playground, Stage, Status, set_stage
from tests.bot.emulator.waiting import until
from tests.e2e.playground.app import EPHEMERAL, Application, Json, components, message
from tests.e2e.playground.conftest import CHROMIUM, Screen

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

COMMANDS: list[Json] = [
    {"name": "ask", "description": "Answers", "description_localizations": {"zh-CN": "会回答"}},
    {
        "name": "find",
        "description": "Finds",
        "options": [
            {
                "type": 3,
                "name": "query",
                "description": "What",
                "required": True,
                "autocomplete": True,
            },
            {"type": 4, "name": "year", "description": "When", "min_value": 1990},
            {"type": 5, "name": "recorded", "description": "Only recorded"},
            {"type": 7, "name": "channel", "description": "Where"},
        ],
    },
    {
        "name": "list",
        "description": "A list",
        "options": [
            {"type": 1, "name": "show", "description": "Shows it"},
            {"type": 1, "name": "forget", "description": "Forgets it"},
        ],
    },
    {
        "name": "follow",
        "description": "For managers",
        "default_member_permissions": "32",
        "options": [
            {"type": 7, "name": "channel", "description": "Where", "required": True},
            {
                "type": 3,
                "name": "category",
                "description": "Only these",
                "choices": [{"name": "GAN", "value": "gan"}, {"name": "GNN", "value": "gnn"}],
            },
            {"type": 5, "name": "test", "description": "A sample"},
        ],
    },
    {"name": "Look up", "type": 3},
]


USABLE = ("- button", "- combobox", "- textbox", "- link", "- checkbox", "- listbox", "- log")


@dataclass
class Scene:
    """A playground without a bot process, its application, and the page."""

    discord: LocalDiscord
    stage: Stage
    playground: Playground
    app: Application
    screen: Screen
    restarted: asyncio.Event

    @property
    def page(self) -> Page:
        """The page."""
        return self.screen.page


async def offline(url: str) -> tuple[str, bytes]:
    """A machine without a network."""
    raise OSError(url)


@pytest.fixture
def deadline() -> float:
    """How long the application has to answer, in seconds: no test waits for the end of it."""
    return 60.0


@pytest_asyncio.fixture(loop_scope="module")
async def scene(screen: Screen, deadline: float) -> AsyncIterator[Scene]:
    """An open page on a local Discord."""
    async with LocalDiscord(deadline=deadline) as discord:
        stage = set_stage(discord.world, tags=("生成模型",))
        restarted = asyncio.Event()

        async def restart() -> None:
            restarted.set()

        playground = Playground(discord, stage, fetch=offline, restart=restart)
        app = Application(discord, COMMANDS)
        app.answers["ask"] = message("Hello **you**")
        await playground.start(0)
        playground.report(Status("online"))
        await screen.page.goto(playground.url)
        await screen.page.locator(".intro").wait_for()
        scene = Scene(discord, stage, playground, app, screen, restarted)
        try:
            yield scene
        finally:
            await scene.playground.close()


async def test_options_fill_as_chips(scene: Scene) -> None:
    """Tab goes from the command to its options; each value reaches the application typed."""
    keys = scene.page.keyboard
    scene.app.answers["find"] = lambda interaction: (
        {"type": 8, "data": {"choices": [{"name": "GAN · 2014", "value": "gan"}]}}
        if interaction["type"] == 4
        else message("found")
    )
    await scene.screen.composer.focus()
    await keys.type("/fi")
    await keys.press("Tab")
    await keys.type("ga")
    await scene.page.get_by_role("option", name="GAN · 2014").wait_for()
    await keys.press("Tab")  # takes the choice
    await keys.press("Tab")  # goes on to the options that are left
    await scene.page.get_by_role("option", name="year").wait_for()
    await keys.press("Enter")
    await keys.type("1989")
    await keys.press("Enter")
    await expect(scene.page.locator(".composer-error")).to_have_text("不能小于 1990。")
    for _ in "1989":
        await keys.press("Backspace")
    await keys.type("2014")
    await keys.press("Tab")
    await scene.page.get_by_role("option", name="recorded").click()
    await scene.page.get_by_role("option", name="是").click()
    await scene.page.locator(".more-options").click()
    await scene.page.get_by_role("option", name="channel").click()
    await scene.page.get_by_role("option", name="#reading-room").click()
    await keys.press("Enter")
    await expect(scene.screen.last).to_contain_text("found")
    sent = scene.app.seen[-1]
    room = next(c for c in scene.discord.world.channels.values() if c.name == "reading-room")
    assert [(o["name"], o["value"]) for o in sent["options"]] == [
        ("query", "gan"),
        ("year", 2014),
        ("recorded", True),
        ("channel", str(room.id)),
    ]
    assert sent["resolved"]["channels"][str(room.id)]["name"] == "reading-room"


def options(data: Json) -> list[tuple[str, object]]:
    """The options of a command as the application got them."""
    return [(option["name"], option["value"]) for option in data["options"]]


async def sent(scene: Scene, answer: str) -> Json:
    """The command that the application has just answered."""
    await expect(scene.screen.last).to_contain_text(answer)
    return next(data for data in reversed(scene.app.seen) if data.get("type") == 1)


def channel(scene: Scene, name: str) -> str:
    """The id of a channel."""
    channels = scene.discord.world.channels.values()
    return str(next(c.id for c in channels if c.name == name))


async def manager(scene: Scene) -> None:
    """Become the administrator, whose `/follow` is answered."""
    scene.app.answers["follow"] = message("followed")
    await scene.screen.choose("user", str(scene.stage.people[1].id))
    await scene.page.get_by_role("button", name="general").click()
    await expect(scene.screen.composer).to_be_focused()


TYPED = {
    "/find deep gan recorded:true year:2014": [
        ("query", "deep gan"),
        ("recorded", True),
        ("year", 2014),
    ],
    "/find query:gan recorded:是": [("query", "gan"), ("recorded", True)],
    "/find recorded：false query:https://a.example/x year: 2014": [
        ("query", "https://a.example/x"),
        ("recorded", False),
        ("year", 2014),
    ],
    "/find year:2014 query:why: a note": [("query", "why: a note"), ("year", 2014)],
}


@pytest.mark.parametrize("way", ["typed", "pasted", "pasted into the option"])
@pytest.mark.parametrize("line", TYPED, ids=range(len(TYPED)))
async def test_names_become_chips(scene: Scene, line: str, way: str) -> None:
    """`name:value` fills the option of that name, up to the next name, however it got there."""
    scene.app.answers["find"] = lambda interaction: (
        {"type": 8, "data": {"choices": []}} if interaction["type"] == 4 else message("found")
    )
    await scene.screen.composer.focus()
    keys = scene.page.keyboard
    if way == "typed":
        await keys.type(line)
    elif way == "pasted":
        await keys.insert_text(line)
    else:
        command, _, rest = line.partition(" ")
        await keys.type(f"{command} ")
        await keys.insert_text(rest)
    await keys.press("Enter")
    assert dict(options(await sent(scene, "found"))) == dict(TYPED[line])


async def test_following_by_name(scene: Scene) -> None:
    """`/follow channel:#reading-room test:true`, typed as the help writes it, means just that."""
    await manager(scene)
    await scene.page.keyboard.type("/follow channel:#reading-room test:true")
    await scene.page.keyboard.press("Enter")
    room = channel(scene, "reading-room")
    assert options(await sent(scene, "followed")) == [("channel", room), ("test", True)]


async def test_a_chosen_value_is_whole(scene: Scene) -> None:
    """What is typed after a chosen value looks for the next option; Backspace takes it whole."""
    await manager(scene)
    keys = scene.page.keyboard
    await keys.type("/follow ")
    await scene.page.get_by_role("option", name="#announcements").wait_for()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        await keys.press(key)
    chosen = scene.page.locator('input[data-option="channel"]')
    await expect(chosen).to_have_value("#announcements")
    await keys.type("test")
    await expect(chosen).to_have_value("#announcements")
    await expect(scene.page.locator(".option:visible")).to_have_count(1)
    await keys.press("Enter")  # takes the option that the word has highlighted
    await expect(scene.page.locator('input[data-option="test"]')).to_be_focused()
    await keys.type("true ")  # the space ends the value
    await expect(scene.page.locator(".more-options")).to_be_focused()
    await chosen.click()
    await keys.press("End")
    await keys.type("x")  # typed behind it, goes on as well
    await expect(chosen).to_have_value("#announcements")
    await keys.press("Backspace")
    await chosen.click()
    await keys.press("End")
    await keys.press("Backspace")
    await expect(chosen).to_have_value("")
    await keys.type("general")
    await keys.press("Enter")
    general = channel(scene, "general")
    assert options(await sent(scene, "followed")) == [("channel", general), ("test", True)]


async def test_enter_takes_only_what_is_highlighted(scene: Scene) -> None:
    """Neither the list of options nor a list of values gives Enter anything by itself."""
    await manager(scene)
    keys = scene.page.keyboard
    await keys.type("/follow ")
    await scene.page.get_by_role("option", name="#general").wait_for()
    await keys.press("Enter")
    await expect(scene.page.locator(".composer-error")).to_have_text("此选项为必填。")
    await keys.type("general ")
    await scene.page.get_by_role("option", name="category").wait_for()
    await keys.type("nonsense")
    await keys.press("Enter")
    await expect(scene.page.locator(".composer-error")).to_contain_text("没有这个选项")
    for _ in "nonsense":
        await keys.press("Backspace")
    await keys.type("category:")
    await scene.page.get_by_role("option", name="GNN").wait_for()
    await keys.press("Enter")
    await expect(scene.page.locator(".composer-error")).to_contain_text("请填写此选项")
    await keys.press("Backspace")  # takes the empty option away
    await expect(scene.page.locator('input[data-option="category"]')).to_have_count(0)
    await keys.press("Enter")
    assert options(await sent(scene, "followed")) == [("channel", channel(scene, "general"))]


async def test_the_server_speaks_the_pages_language(scene: Scene) -> None:
    """The server prefers Chinese at first, and then what its page is set to."""
    guild = scene.stage.guild
    assert guild.locale == "zh-CN"
    changes: list[str] = []
    scene.discord.world.observe(
        lambda change: (
            changes.append(change.payload["preferred_locale"])
            if change.kind == "GUILD_UPDATE"
            else None
        )
    )
    for locale in ("en-US", "zh-TW"):
        await scene.screen.choose("locale", locale)
        await until(lambda locale=locale: guild.locale == locale)  # type: ignore[misc]
    assert changes == ["en-US", "zh-TW"]


async def test_leaving_a_command(scene: Scene) -> None:
    """Escape drops a half-filled command; a missing required option is named, not sent."""
    await scene.screen.composer.fill("/find ")
    await scene.page.keyboard.press("Enter")
    await expect(scene.page.locator(".composer-error")).to_have_text("此选项为必填。")
    await scene.page.keyboard.press("Escape")
    await expect(scene.screen.composer).to_be_focused()
    assert [data for data in scene.app.seen if "options" in data and data["type"] == 2] == []


async def test_typing_asks_once(scene: Scene) -> None:
    """Autocomplete waits for a pause in typing instead of asking for every letter."""
    scene.app.answers["find"] = lambda interaction: {
        "type": 8,
        "data": {
            "choices": [
                {"name": f"<{o['value']}>", "value": "x"} for o in interaction["data"]["options"]
            ]
        },
    }
    await scene.screen.composer.fill("/find ")
    await scene.page.get_by_role("option", name="<>").wait_for()
    await scene.page.keyboard.type("transformer")
    await scene.page.get_by_role("option", name="<transformer>").wait_for()
    asked = [data["options"][0]["value"] for data in scene.app.seen]
    assert asked[0] == ""
    assert len(asked) < len("transformer")


async def test_who_sees_what(scene: Scene) -> None:
    """Managers' commands are offered to the administrator alone, in the chosen language."""
    await scene.screen.composer.fill("/")
    names = scene.page.locator(".option-label:visible")
    await expect(names).to_have_text(["/ask", "/find", "/list forget", "/list show"])
    await expect(scene.page.get_by_role("option", name="/ask")).to_contain_text("会回答")
    await scene.screen.choose("user", str(scene.stage.people[1].id))
    await scene.screen.choose("locale", "en-US")
    await scene.screen.composer.fill("/")
    await expect(names).to_have_text(["/ask", "/find", "/follow", "/list forget", "/list show"])
    await expect(scene.page.get_by_role("option", name="/ask")).to_contain_text("Answers")


@pytest.mark.parametrize("deadline", [2.0])
async def test_no_answer(scene: Scene) -> None:
    """A command, a button and a menu without an answer say that the interaction failed."""
    scene.app.answers["list"] = None
    await scene.screen.composer.fill("/list show ")
    await scene.page.keyboard.press("Enter")
    await expect(scene.screen.last).to_contain_text("正在发送命令…")
    await expect(scene.screen.last).to_contain_text("该交互失败")
    button = {"type": 2, "style": 1, "label": "Go", "custom_id": "dead"}
    scene.app.answers["ask"] = components({"type": 1, "components": [button]})
    await scene.screen.composer.fill("/ask ")
    await scene.page.keyboard.press("Enter")
    await scene.page.get_by_role("button", name="Go").click()
    await expect(scene.screen.last.get_by_role("alert")).to_have_text("该交互失败")


async def test_an_answer_for_one(scene: Scene) -> None:
    """An ephemeral answer says so, is unseen by others, and can be dismissed."""
    scene.app.answers["ask"] = message("psst", flags=EPHEMERAL)
    answer = await scene.screen.run("/ask")
    await expect(answer).to_contain_text("只有你能看到此消息")
    member, admin = scene.stage.people
    await scene.screen.choose("user", str(admin.id))
    await expect(scene.page.get_by_text("psst")).to_have_count(0)
    await scene.screen.choose("user", str(member.id))
    await scene.page.get_by_role("button", name="忽略此消息").click()
    await expect(scene.page.get_by_text("psst")).to_have_count(0)


async def test_thinking(scene: Scene) -> None:
    """A deferred answer is “thinking” until it comes."""
    tokens: list[str] = []

    def defer(interaction: Json) -> Json:
        tokens.append(interaction["token"])
        return {"type": 5}

    scene.app.answers["ask"] = defer
    await scene.screen.composer.fill("/ask ")
    await scene.page.keyboard.press("Enter")
    await expect(scene.screen.last).to_contain_text("paperbot 正在思考…")
    interactions = scene.discord.interactions
    interaction = interactions.by_token(tokens[0])
    assert interaction.original is not None
    interactions.edit(interaction, interaction.original, {"content": "done"}, [])
    await expect(scene.screen.last).to_contain_text("done")


async def test_a_form(scene: Scene) -> None:
    """A modal is filled by keyboard, sent with every value, and closes once it was taken."""
    fields = [
        ("Title", {"type": 4, "custom_id": "title", "style": 1}),
        ("Why", {"type": 4, "custom_id": "why", "style": 2, "required": False}),
        (
            "Kind",
            {
                "type": 3,
                "custom_id": "kind",
                "options": [{"label": "Paper", "value": "p"}, {"label": "Survey", "value": "s"}],
            },
        ),
    ]
    labels = [{"type": 18, "label": label, "component": field} for label, field in fields]
    scene.app.answers["ask"] = {
        "type": 9,
        "data": {"custom_id": "form", "title": "Request", "components": labels},
    }
    scene.app.answers["form"] = message("taken")
    await scene.screen.composer.fill("/ask ")
    await scene.page.keyboard.press("Enter")
    dialog = scene.page.get_by_role("dialog", name="Request")
    await dialog.get_by_label("Title").fill("GAN")
    await dialog.get_by_label("Kind").focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        await scene.page.keyboard.press(key)
    await dialog.get_by_role("button", name="提交").click()
    await expect(scene.screen.last).to_contain_text("taken")
    await expect(dialog).to_have_count(0)
    filled = [part["component"] for part in scene.app.seen[-1]["components"]]
    assert [part.get("value", part.get("values")) for part in filled] == ["GAN", "", ["s"]]


async def test_a_menu_by_keyboard(scene: Scene) -> None:
    """Arrow keys and Enter choose in a select; the message changes and keeps the focus."""

    def menu(shown: str, *, update: bool) -> Json:
        options = [{"label": f"Paper {name}", "value": name} for name in "ab"]
        pick = {"type": 3, "custom_id": "pick", "placeholder": "Others", "options": options}
        text = {"type": 10, "content": f"shown: {shown}"}
        return components(text, {"type": 1, "components": [pick]}, update=update)

    scene.app.answers["ask"] = menu("none", update=False)
    scene.app.answers["pick"] = lambda i: menu(i["data"]["values"][0], update=True)
    answer = await scene.screen.run("/ask")
    head = answer.get_by_role("combobox", name="Others")
    await head.focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        await scene.page.keyboard.press(key)
    await expect(answer).to_contain_text("shown: b")
    await expect(answer).to_contain_text("（已编辑）")
    await expect(head).to_be_focused()


async def test_a_command_for_a_message(scene: Scene) -> None:
    """The menu of a message offers the commands for messages and names the message."""
    scene.app.answers["Look up"] = message("nothing", flags=EPHEMERAL)
    await scene.screen.composer.fill("read 1706.03762")
    await scene.page.keyboard.press("Enter")
    said = scene.page.locator(".message", has_text="1706.03762")
    await said.hover()
    await said.get_by_role("button", name="应用").click()
    await scene.page.get_by_role("menuitem", name="Look up").click()
    await expect(scene.screen.last).to_contain_text("nothing")
    target = scene.app.seen[-1]["target_id"]
    assert scene.app.seen[-1]["resolved"]["messages"][target]["content"] == "read 1706.03762"


async def test_a_card_offline(scene: Scene) -> None:
    """Every kind of component is drawn, its cover by a placeholder, and a link leads outside."""
    cover = {"url": "https://covers.example.org/gan.jpg"}
    button = {
        "type": 2,
        "style": 5,
        "label": "Bilibili",
        "url": "https://www.bilibili.com/video/BV1",
    }
    scene.app.answers["ask"] = components(
        {
            "type": 17,
            "accent_color": 0xEB459E,
            "components": [
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "## GAN"}],
                    "accessory": {"type": 11, "media": cover, "description": "Cover"},
                },
                {"type": 14, "divider": True, "spacing": 2},
                {"type": 12, "items": [{"media": cover, "description": "Figure"}]},
                {"type": 1, "components": [button]},
            ],
        }
    )
    answer = await scene.screen.run("/ask")
    card = answer.locator(".container")
    await expect(card).to_have_css("border-left-color", "rgb(235, 69, 158)")
    for name in ("Cover", "Figure"):
        image = card.get_by_role("img", name=name)
        await image.scroll_into_view_if_needed()
        await expect(image).to_have_js_property("naturalWidth", 320)
    await expect(card.get_by_role("link", name="Bilibili")).to_have_attribute("href", button["url"])
    await scene.screen.picture("components-dark-1280")


async def test_posts_and_threads(scene: Scene) -> None:
    """A forum shows its posts as cards; opening one shows its messages and leads back."""
    world = scene.discord.world
    forum = next(c for c in world.channels.values() if c.name == "announcements")
    post = world.start_thread(forum, "Whisper 论文精读", owner=world.bot, tags=[forum.tags[0].id])
    scene.discord.say(world.bot, post, "**New**: Whisper")
    await scene.page.get_by_role("button", name="announcements").click()
    card = scene.page.get_by_role("button", name="Whisper 论文精读")
    await expect(card).to_contain_text("New: Whisper")
    await card.click()
    await expect(scene.page.locator(".message")).to_contain_text("New: Whisper")
    await scene.page.get_by_role("button", name="返回 announcements").click()
    await expect(card).to_be_visible()


async def test_the_log(scene: Scene) -> None:
    """The drawer shows what was sent and answered, one kind at a time if wished."""
    await scene.page.locator("#toggle-log").click()
    scene.discord.traffic.request("POST /x", "/x", 200, 0.01, {"a": 1}, {"b": 2})
    scene.discord.traffic.event("MESSAGE_CREATE", {"content": "hi"})
    log = scene.page.locator("#log")
    await expect(log.locator("summary")).to_have_count(2)
    await log.get_by_label("网关").uncheck()
    await expect(log.locator("summary")).to_have_count(1)
    await log.locator("summary").click()
    await expect(log.locator("pre")).to_contain_text('"answer"')
    await scene.page.keyboard.press("Escape")
    await expect(log).to_be_hidden()


async def test_a_bot_that_died(scene: Scene) -> None:
    """The page says why the bot has stopped, and its button starts it anew."""
    scene.playground.report(Status("stopped", "the disk is full."))
    await expect(scene.page.get_by_role("status")).to_contain_text("the disk is full.")
    await scene.page.get_by_role("button", name="重启机器人").click()
    await asyncio.wait_for(scene.restarted.wait(), 10)


async def test_a_press_during_a_restart(scene: Scene) -> None:
    """The header tells of a restart, and a press made meanwhile says that it waits for the bot."""
    button = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
    text = {"type": 10, "content": "ready?"}
    scene.app.answers["ask"] = components(text, {"type": 1, "components": [button]})
    scene.app.answers["go"] = message("went")
    answer = await scene.screen.run("/ask")
    scene.playground.report(Status("restarting"))
    await expect(scene.page.get_by_role("status")).to_have_text("机器人正在重启…")
    await answer.get_by_role("button", name="Go").click()
    note = answer.get_by_role("alert")
    await expect(note).to_have_text("机器人正在启动，就绪后会马上回应…")
    scene.playground.report(Status("online"))
    await expect(scene.screen.last).to_contain_text("went")
    await expect(note).to_have_text("")


async def test_another_run_on_the_same_port(scene: Scene) -> None:
    """A page that was left open begins anew once another run of the playground answers."""
    await scene.screen.composer.fill("of the old world")
    await scene.page.keyboard.press("Enter")
    await expect(scene.screen.last).to_contain_text("of the old world")
    port = urlsplit(scene.playground.url).port
    assert port is not None
    await scene.playground.close()
    async with LocalDiscord() as discord:
        stage = set_stage(discord.world)
        Application(discord, COMMANDS)
        scene.playground = Playground(discord, stage, fetch=offline, restart=scene.playground.close)
        await scene.playground.start(port)
        scene.playground.report(Status("online"))
        await expect(scene.page.locator(".message")).to_have_count(0)
        await scene.page.locator(".bot-state.online").wait_for()
    # A browser logs each attempt that found nobody.
    scene.screen.complaints[:] = [
        one for one in scene.screen.complaints if "WebSocket connection" not in one
    ]


async def test_a_command_for_others(scene: Scene) -> None:
    """A command that this reader lacks says what it takes, who may use it, and where."""
    follow = next(c for c in scene.discord.world.commands.all() if c["name"] == "follow")
    scene.app.answers["ask"] = message(f"</follow:{follow['id']}>")
    answer = await scene.screen.run("/ask")
    await answer.get_by_text("/follow").click()
    note = scene.page.locator(".listbox-note:visible")
    await expect(note).to_have_text(
        "使用 /follow 需要“管理服务器”权限。Adam 可以使用：请在“用户”处切换。"
    )
    await scene.page.keyboard.press("Enter")
    await expect(scene.page.locator(".composer-error")).to_contain_text("“管理服务器”")
    scene.discord.world.commands.overwrite([follow | {"contexts": [0]}, COMMANDS[0]])
    await scene.screen.choose("locale", "en-US")
    await scene.page.get_by_role("button", name="paperbot").click()
    await expect(scene.screen.composer).to_have_attribute(
        "placeholder", "Message @paperbot · Type / for commands"
    )
    await scene.screen.composer.fill("/follow")
    await expect(note).to_have_text("/follow is for servers: it does not work in direct messages.")


async def test_nothing_becomes_markup(scene: Scene) -> None:
    """What people and the bot write stays text wherever the page shows it."""
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    scene.app.answers["ask"] = message(
        f"{evil} [{evil}](https://a.example) ||{evil}||",
        embeds=[{"title": evil, "description": evil, "fields": [{"name": evil, "value": evil}]}],
    )
    answer = await scene.screen.run("/ask")
    assert await answer.locator("script, img").count() == 0
    await expect(answer).to_contain_text(evil)
    await scene.screen.composer.fill(evil)
    await scene.page.keyboard.press("Enter")
    await expect(scene.screen.last).to_contain_text(evil)
    assert await scene.page.locator(".messages script, .messages img").count() == 0


async def test_a_page_of_elsewhere(scene: Scene) -> None:
    """A page without this run's key is turned away at the WebSocket."""
    url = scene.playground.url.replace("http", "ws") + "socket"
    code = await scene.page.evaluate(
        """url => new Promise((resolve) => {
            const socket = new WebSocket(url);
            socket.onopen = () => socket.send('{"op": "hello", "key": "guess"}');
            socket.onclose = (event) => resolve(event.code);
        })""",
        url,
    )
    assert code == 4004


async def test_three_languages(scene: Scene) -> None:
    """The page says everything in each of its languages."""
    chinese, taiwanese, english = await scene.page.evaluate(
        """async () => {
            const { keys } = await import('/static/js/strings.js');
            return ['zh-CN', 'zh-TW', 'en'].map(keys);
        }"""
    )
    assert len(english) > 40
    assert chinese == taiwanese == english


async def test_names_for_screen_readers(scene: Scene) -> None:
    """Whatever can be used has a name, also while a command is filled and a card is shown."""
    button = {"type": 2, "style": 2, "emoji": {"name": "▶"}, "custom_id": "next"}
    scene.app.answers["ask"] = components({"type": 1, "components": [button]}, flags=EPHEMERAL)
    await scene.screen.composer.fill("/ask ")
    await scene.page.keyboard.press("Enter")
    await scene.page.get_by_role("button", name="▶").wait_for()
    await scene.page.locator("#toggle-log").click()
    await scene.screen.composer.fill("/find ")
    await expect(scene.page.get_by_role("combobox", name="query: What")).to_be_focused()
    tree = await scene.page.locator("body").aria_snapshot()
    usable = [line.strip() for line in tree.splitlines() if line.strip().startswith(USABLE)]
    assert len(usable) > 10
    assert [line for line in usable if '"' not in line] == []
