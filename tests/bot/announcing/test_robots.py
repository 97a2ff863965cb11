import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from yarl import URL

from bot.destinations.dingtalk import DingTalk
from bot.destinations.feishu import Feishu
from bot.destinations.outlet import DeliveryError, News, Outcome
from bot.destinations.robots import Notice, Robot, notice_of, verdict
from bot.destinations.wecom import LIMIT, WeCom
from index.sync.message import Response
from tests.catalogs import catalog, episode

AT = datetime(2021, 9, 7, 8, 0, 12, 345000, tzinfo=UTC)
NEWS = News(catalog(episode(1, "GAN [精读]")), (episode(1, "GAN [精读]"),))
ROBOTS: list[Robot] = [
    Feishu("https://open.feishu.cn/open-apis/bot/v2/hook/x"),
    WeCom("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x"),
    DingTalk("https://oapi.dingtalk.com/robot/send?access_token=x"),
]


def _body(robot: Robot, notice: Notice) -> dict[str, object]:
    request = robot.request(notice, AT)
    assert request.method == "POST"
    assert request.headers["Content-Type"].startswith("application/json")
    assert not request.repeatable
    loaded: dict[str, object] = json.loads(request.body or b"")
    return loaded


def test_feishu_takes_an_interactive_card() -> None:
    """The card has a title, plain text and one button per link."""
    card = {
        "config": {"wide_screen_mode": True},
        "header": {
            "template": "blue",
            "title": {"tag": "plain_text", "content": "📺 新视频 · GAN (精读)"},
        },
        "elements": [
            {"tag": "div", "text": {"tag": "plain_text", "content": "2026-01-02 · 30 分钟"}},
            {
                "tag": "action",
                "actions": [
                    {
                        "tag": "button",
                        "text": {"tag": "plain_text", "content": "B站"},
                        "url": "https://www.bilibili.com/video/BV1000000001",
                        "type": "default",
                    }
                ],
            },
        ],
    }
    assert _body(ROBOTS[0], notice_of(NEWS)) == {"msg_type": "interactive", "card": card}


def test_feishu_signs_with_seconds() -> None:
    """The signature is an HMAC-SHA256 of nothing under the key "timestamp, newline, secret"."""
    body = _body(Feishu("https://open.feishu.cn/x", "s3"), notice_of(NEWS))
    stamp = "1631001612"
    wanted = hmac.new(f"{stamp}\ns3".encode(), digestmod=hashlib.sha256).digest()
    assert (body["timestamp"], body["sign"]) == (stamp, base64.b64encode(wanted).decode())


def test_wecom_takes_markdown_within_its_limit() -> None:
    """Markdown in UTF-8 of at most 4096 bytes, however much there is to say."""
    long = Notice("标题", tuple("很长的一段" * 20 for _ in range(30)), (("B站", "https://x.y"),))
    body = _body(ROBOTS[1], long)
    markdown = body["markdown"]
    assert body["msgtype"] == "markdown"
    assert isinstance(markdown, dict)
    assert len(markdown["content"].encode()) <= LIMIT
    assert markdown["content"].startswith("**标题**\n> 很长")


def test_dingtalk_takes_markdown_and_signs_in_the_address() -> None:
    """Title and text; timestamp in milliseconds and signature are query parameters."""
    robot = DingTalk("https://oapi.dingtalk.com/robot/send?access_token=x", "SEC1")
    request = robot.request(notice_of(NEWS), AT)
    query = URL(request.url).query
    stamp = "1631001612345"
    wanted = hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()
    assert dict(query) == {
        "access_token": "x",
        "timestamp": stamp,
        "sign": base64.b64encode(wanted).decode(),
    }
    assert json.loads(request.body or b"") == {
        "msgtype": "markdown",
        "markdown": {
            "title": "📺 新视频 · GAN (精读)",
            "text": "### 📺 新视频 · GAN (精读)\n\n2026-01-02 · 30 分钟\n\n"
            "[B站](https://www.bilibili.com/video/BV1000000001)",
        },
    }


def test_a_digest_names_each_episode() -> None:
    """Several episodes are one notice with a line and a link each."""
    several = (episode(1, "A"), episode(2, "B"))
    notice = notice_of(News(catalog(*several), several))
    assert [p.partition(" ")[0] for p in notice.paragraphs] == ["A", "B"]
    assert [label for label, _ in notice.links] == ["A", "B"]


@pytest.mark.parametrize("robot", ROBOTS, ids=lambda r: r.kind.value)
@pytest.mark.parametrize(
    "body",
    [
        b'{"code":0,"msg":"success","data":{}}',
        b'{"errcode":0,"errmsg":"ok"}',
        b'{"StatusCode":0,"StatusMessage":"success"}',
    ],
)
def test_success_is_code_zero(robot: Robot, body: bytes) -> None:
    """Each vendor's way to say yes is understood."""
    verdict(Response(200, {}, body), robot, AT)


@pytest.mark.parametrize(
    ("robot", "status", "body", "outcome"),
    [
        (ROBOTS[0], 200, b'{"code":19021,"msg":"sign match fail"}', Outcome.FORBIDDEN),
        (ROBOTS[0], 200, b'{"code":11232,"msg":"frequency limited"}', Outcome.LATER),
        (ROBOTS[0], 200, b'{"code":9499,"msg":"Bad Request"}', Outcome.REJECTED),
        (ROBOTS[1], 200, b'{"errcode":93000,"errmsg":"invalid webhook url"}', Outcome.FORBIDDEN),
        (ROBOTS[1], 200, b'{"errcode":45009,"errmsg":"api freq out of limit"}', Outcome.LATER),
        (ROBOTS[2], 200, b'{"errcode":310000,"errmsg":"sign not match"}', Outcome.FORBIDDEN),
        (ROBOTS[2], 200, b'{"errcode":130101,"errmsg":"send too fast"}', Outcome.LATER),
        (ROBOTS[2], 429, b"", Outcome.LATER),
        (ROBOTS[1], 502, b"<html>", Outcome.UNKNOWN),
        (ROBOTS[1], 200, b"<html>", Outcome.UNKNOWN),
        (ROBOTS[1], 404, b"<html>", Outcome.FORBIDDEN),
    ],
)
def test_refusals_are_told_apart(robot: Robot, status: int, body: bytes, outcome: Outcome) -> None:
    """What may be tried again, what is closed, and what nobody knows."""
    with pytest.raises(DeliveryError) as refusal:
        verdict(Response(status, {}, body), robot, AT)
    assert refusal.value.outcome is outcome
