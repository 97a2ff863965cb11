"""Forum channels of Discord: one post per episode, tagged by its categories."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import discord

from bot.cards.announcement import post_title
from bot.cards.wording import category_name
from bot.destinations.channels import card_for, is_marked, mentions
from bot.destinations.outlet import DeliveryError, News, Outcome, Receipt
from bot.destinations.refusals import ARCHIVED, understood
from bot.destinations.single_attempt import single_attempt
from bot.i18n import LOCALES
from bot.places import Destination
from bot.views.reply import CardView
from index.catalog import Catalog, Episode

_TAGS = 5
_ARCHIVE = 100


class ForumOutlet:
    """Makes posts, finds them again by the marker of their first message, and edits them."""

    confirms = True
    remembers_nonces = False

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def send(self, place: Destination, news: News, *, key: str) -> Receipt:
        """Make a post, in one request that is not repeated."""
        forum = await self._forum(place)
        card = card_for(self._client, place, news, key=key)
        episode = news.episodes[0]
        with understood(), single_attempt():
            made = await forum.create_thread(
                name=post_title(episode),
                view=CardView(card),
                applied_tags=tags_for(forum, news.catalog, episode),
                allowed_mentions=mentions(place, news),
            )
        return Receipt(made.message.id, made.thread.id)

    async def find(self, place: Destination, *, key: str, since: datetime) -> Receipt | None:
        """Look at the first messages of the posts that were made since then."""
        forum = await self._forum(place)
        with understood():
            async for thread in _posts(forum, since):
                if self._client.user is None or thread.owner_id != self._client.user.id:
                    continue
                try:
                    first = await thread.fetch_message(thread.id)
                except discord.NotFound:
                    continue
                if is_marked(self._client, first, key):
                    return Receipt(first.id, thread.id)
        return None

    async def edit(self, place: Destination, receipt: Receipt, news: News, *, key: str) -> None:
        """Replace the first message and, where it changed, the title of the post."""
        assert receipt.message_id is not None
        assert receipt.thread_id is not None
        card = card_for(self._client, place, news, key=key)
        with understood():
            thread = await self._client.fetch_channel(receipt.thread_id)
            if not isinstance(thread, discord.Thread):
                raise DeliveryError(Outcome.MISSING, "the post is no thread any more")
            message = thread.get_partial_message(receipt.message_id)
            title = post_title(news.episodes[0])
            try:
                if thread.name != title:
                    await thread.edit(name=title)
                await message.edit(view=CardView(card))
            except discord.HTTPException as error:
                if error.code != ARCHIVED:
                    raise
                await thread.edit(archived=False, name=title)
                await message.edit(view=CardView(card))

    async def publish(self, place: Destination, receipt: Receipt) -> None:
        """Posts have no followers of their own."""

    async def _forum(self, place: Destination) -> discord.ForumChannel:
        with understood():
            channel = await self._client.fetch_channel(place.channel_id or 0)
        if not isinstance(channel, discord.ForumChannel):
            raise DeliveryError(Outcome.FORBIDDEN, "wrong_kind")
        return channel


def tags_for(
    forum: discord.ForumChannel, catalog: Catalog, episode: Episode
) -> list[discord.ForumTag]:
    """The forum's tags that are named like the episode's categories, in any language.

    A forum that demands a tag and has none of these names gets its first one, because
    Discord would refuse the post otherwise.
    """
    wanted = {
        name.casefold()
        for category in catalog.categories_of(episode)
        for name in (category, *(category_name(category, locale) for locale in LOCALES))
    }
    usable = [tag for tag in forum.available_tags if not tag.moderated]
    found = [tag for tag in usable if tag.name.casefold() in wanted][:_TAGS]
    if not found and forum.flags.require_tag:
        return usable[:1]
    return found


async def _posts(forum: discord.ForumChannel, since: datetime) -> AsyncIterator[discord.Thread]:
    first_id = discord.utils.time_snowflake(since)
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id and thread.id >= first_id:
            yield thread
    async for thread in forum.archived_threads(limit=_ARCHIVE):
        if thread.id >= first_id:
            yield thread
