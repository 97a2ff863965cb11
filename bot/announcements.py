"""Announcing, wired from settings: the outlets, the announcer, and who may subscribe."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random

import discord
from pydantic import SecretStr

from bot.announcer import Announcer
from bot.config import Settings
from bot.courier import Courier
from bot.destinations.admins import Admins
from bot.destinations.channels import ChannelOutlet
from bot.destinations.dingtalk import DingTalk
from bot.destinations.feishu import Feishu
from bot.destinations.forums import ForumOutlet
from bot.destinations.outlet import Outlet
from bot.destinations.robots import Robot, RobotOutlet
from bot.destinations.wecom import WeCom
from bot.places import Kind
from bot.services.subscribing import Subscriptions
from bot.state.database import Database
from index.sync.http import Client, now
from index.sync.message import Transport
from index.sync.retry import ONCE


@dataclass(frozen=True, slots=True)
class Announcements:
    """What announces, and what commands and buttons need of it."""

    announcer: Announcer
    subscriptions: Subscriptions
    outlets: Mapping[Kind, Outlet]

    @asynccontextmanager
    async def delivering(self) -> AsyncIterator[None]:
        """Deliver while the block runs; it begins once the bot is online."""
        task = asyncio.create_task(self.announcer.run(), name="announcer")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def announcements(
    settings: Settings, database: Database, client: discord.Client, *, command: Callable[[str], str]
) -> AsyncIterator[Announcements]:
    """Announcing as the settings say, over an open database.

    `command` gives the clickable mention of a command by its name.
    """
    # Once only: what may have arrived at a robot is never sent again.
    async with Client(policy=ONCE) as transport:
        wired = _wire(settings, database, client, transport, command)
        robots = [(robot.kind, _key(robot)) for robot in robots_of(settings)]
        await wired.subscriptions.configure(robots)
        yield wired


def _wire(
    settings: Settings,
    database: Database,
    client: discord.Client,
    transport: Transport,
    command: Callable[[str], str],
) -> Announcements:
    channels = ChannelOutlet(client)
    outlets: dict[Kind, Outlet] = {
        Kind.TEXT: channels,
        Kind.ANNOUNCEMENT: channels,
        Kind.THREAD: channels,
        Kind.FORUM: ForumOutlet(client),
    }
    for robot in robots_of(settings):
        outlets[robot.kind] = RobotOutlet(robot, transport, clock=now)
    courier = Courier(
        database,
        outlets,
        Admins(client, command=command),
        clock=now,
        random=Random(),  # noqa: S311
    )
    announcer = Announcer(database, courier, clock=now)
    return Announcements(
        announcer=announcer,
        subscriptions=Subscriptions(database, clock=now, wake=announcer.wake),
        outlets=outlets,
    )


def robots_of(settings: Settings) -> list[Robot]:
    """The robots that the settings name."""
    robots: list[Robot] = []
    if settings.feishu_webhook:
        robots.append(Feishu(*_secrets(settings.feishu_webhook, settings.feishu_secret)))
    if settings.wecom_webhook:
        robots.append(WeCom(settings.wecom_webhook.get_secret_value()))
    if settings.dingtalk_webhook:
        robots.append(DingTalk(*_secrets(settings.dingtalk_webhook, settings.dingtalk_secret)))
    return robots


def _secrets(address: SecretStr, secret: SecretStr | None) -> tuple[str, str]:
    return address.get_secret_value(), secret.get_secret_value() if secret else ""


def _key(robot: Robot) -> str:
    """Names a robot in the database, which must not hold the address: that is a key to it."""
    return f"{robot.kind.value}:{hashlib.sha256(robot.address.encode()).hexdigest()[:16]}"
