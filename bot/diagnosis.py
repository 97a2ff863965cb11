"""What `paperbot doctor` looks at: each check says what it found and, where wrong, what to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from bot.adopted import catalog_in_force
from bot.config import Settings
from bot.errors import LOGIN_REFUSED
from bot.home import database_url, prepare_home
from bot.state import adoptions, sources
from bot.state.database import open_database
from bot.transport import DISCORD_API
from index.catalog import totals
from index.categories import load_categories
from index.data import shipped_catalog
from index.search.library import open_library
from index.sync.http import Client, Limits, now
from index.sync.message import FetchError, Request
from index.sync.retry import ONCE

STALE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `fine` False makes the whole diagnosis a bad one."""

    name: str
    text: str
    fine: bool = True


Check = Callable[[Settings], Awaitable[Finding]]


async def diagnose(settings: Settings, checks: Sequence[Check] | None = None) -> list[Finding]:
    """Run every check, in order; what a check raises becomes its finding."""
    findings = []
    for check in CHECKS if checks is None else checks:
        try:
            findings.append(await check(settings))
        except Exception as error:
            name = check.__name__.removeprefix("check_")
            findings.append(Finding(name, str(error) or type(error).__name__, fine=False))
    return findings


async def check_configuration(settings: Settings) -> Finding:
    """Where state lies, whether it can be written, and whether there is a token."""
    home = prepare_home(settings.home)
    token = "set" if settings.discord_token else "not set (`paperbot run` needs it)"
    return Finding("configuration", f"state lies in {home}; DISCORD_TOKEN is {token}")


async def check_data(settings: Settings) -> Finding:
    """Whether the shipped catalogue and categories are whole."""
    counts = totals(shipped_catalog())
    return Finding(
        "data",
        f"{counts.episodes} episodes, {counts.papers} papers, {counts.recorded} recorded,"
        f" {len(load_categories())} categories",
    )


async def check_index(settings: Settings) -> Finding:
    """Whether the index opens, or can be built anew, and answers."""
    catalog = await catalog_in_force(settings)
    library = await open_library(settings.home, catalog)
    try:
        title = catalog.papers[0].title
        found = (await library.search(title, limit=1)).total
        if not found:
            return Finding(
                "index", f"does not find {title}; delete {settings.home}/index", fine=False
            )
        return Finding("index", f"generation {library.generation} answers")
    finally:
        library.close()


async def check_database(settings: Settings) -> Finding:
    """Whether the state opens, and where it lies and how to back it up."""
    database = await open_database(database_url(settings))
    try:
        async with database.reading() as connection:
            adopted = await adoptions.latest(connection)
            sqlite = connection.dialect.name == "sqlite"
            damage = await connection.scalar(text("PRAGMA quick_check")) if sqlite else "ok"
    finally:
        await database.close()
    if damage != "ok":
        advice = f"{database.place} is damaged ({damage}); put a backup in its place"
        return Finding("database", advice, fine=False)
    copy = f'`sqlite3 "{database.place}" ".backup copy.sqlite3"`' if sqlite else "`pg_dump`"
    held = f"catalogue {adopted.id} of {adopted.adopted_at:%Y-%m-%d}" if adopted else "nothing yet"
    return Finding("database", f"{database.place} holds {held}; back it up with {copy}")


async def check_upstream(settings: Settings) -> Finding:
    """How the followed documents fared when they were last looked at."""
    database = await open_database(database_url(settings))
    try:
        async with database.reading() as connection:
            followed = await sources.all_sources(connection)
    finally:
        await database.close()
    troubled = [
        f"{source.name}: {source.refused}" for source in followed.values() if source.refused
    ]
    if not troubled:
        return Finding("upstream", f"{len(followed)} documents are followed")
    # A day without upstream is its own affair; longer than that, somebody should look.
    stale = any(
        source.refused and now() - (source.fetched_at or source.checked_at or now()) > STALE
        for source in followed.values()
    )
    advice = "; `paperbot sync --accept` takes what is there" if stale else ""
    return Finding("upstream", "; ".join(troubled) + advice, fine=not stale)


async def check_discord(settings: Settings) -> Finding:
    """Whether Discord can be reached and accepts the token."""
    api, token = settings.discord_api or DISCORD_API, settings.discord_token
    headers = {"Authorization": f"Bot {token.get_secret_value()}"} if token else {}
    page = "/users/@me" if token else "/gateway"
    async with Client(limits=Limits(total=10), policy=ONCE) as client:
        try:
            response = await client.send(Request(api + page, headers=headers))
        except FetchError as error:
            text = f"cannot reach {api} ({error.reason}); check the network"
            return Finding("discord", text, fine=False)
    if response.status == 401:
        return Finding("discord", LOGIN_REFUSED, fine=False)
    if not response.ok:
        return Finding("discord", f"{api} answers {response.status}; try later", fine=False)
    return Finding("discord", f"{api} answers" + (", and accepts the token" if token else ""))


CHECKS: tuple[Check, ...] = (
    check_configuration,
    check_data,
    check_database,
    check_index,
    check_upstream,
    check_discord,
)
