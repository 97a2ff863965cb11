"""What `paperbot doctor` looks at: each check says what it found and, where wrong, what to do.

What needs something that was found wrong is not looked at, so that each cause is told once.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import text

from bot.adopted import library_of_last_time
from bot.config import Reading, Settings
from bot.errors import LOGIN_REFUSED, PaperbotError
from bot.home import database_url, prepare_home
from bot.services.standing import Standing, standing, summary, troubles
from bot.state import adoptions, sources
from bot.state.adoptions import Adoption
from bot.state.database import Database, open_database
from bot.state.errors import damaged
from bot.transport import DISCORD_API
from index.catalog import Catalog, CatalogError, totals
from index.categories import load_categories
from index.data import DataError, shipped_catalog
from index.reviewed import load_reviewed
from index.search.library import open_library
from index.search.results import SearchUnavailableError
from index.sync.http import Client, Limits
from index.sync.message import FetchError, Request, Response
from index.sync.retry import ONCE
from index.sync.sources import Source
from index.text.lexicon import LexiconFiles

SECONDS = 6.0
"""How long an address may take to answer while somebody waits for the report."""


class Level(StrEnum):
    """How bad a finding is; a warning is worth knowing and stops nothing."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; a wrong one makes the whole diagnosis a bad one."""

    name: str
    text: str
    level: Level = Level.OK

    @property
    def fine(self) -> bool:
        """Whether nothing need be done."""
        return self.level is not Level.WRONG


@dataclass(frozen=True, slots=True)
class _State:
    """What the database holds; nothing where there is none yet."""

    adopted: Adoption | None = None
    catalog: Catalog | None = None
    followed: Mapping[str, Source] = field(default_factory=dict)
    announcing: Sequence[Standing] = ()


async def diagnose(reading: Reading) -> list[Finding]:
    """Every finding, in order."""
    settings = reading.settings
    reachable = reading.knows("upstream", "sync_minutes")
    # The network is asked while the rest is looked at.
    async with asyncio.TaskGroup() as tasks:
        readme = (
            tasks.create_task(_ask(Request(settings.upstream)))
            if reachable and settings.sync_minutes
            else None
        )
        login = (
            tasks.create_task(_ask(_login(settings)))
            if reading.knows("discord_api", "discord_token")
            else None
        )
        here = tasks.create_task(_look_here(reading))
    findings, state = here.result()
    findings = [*check_settings(reading), *findings]
    if state is not None:
        findings += [*check_announcing(state.announcing), *check_sources(settings, state.followed)]
    if reachable:
        findings.append(check_upstream(settings, readme.result() if readme else None, state))
    if login is not None:
        findings.append(check_discord(settings, login.result()))
    return findings


async def _look_here(reading: Reading) -> tuple[list[Finding], _State | None]:
    """The checks of this machine, each as far as those before allow.

    The state is None where it was not seen: then nothing is known of what needs it.
    """
    settings, state = reading.settings, None
    home = check_configuration(reading) if reading.knows("home") else None
    data = check_data()
    findings = [home, data] if home else [data]
    homely = home is not None and home.fine
    if reading.knows("database_url") and (homely or settings.database_url is not None):
        database, state = await check_database(settings)
        findings.append(database)
    if data.fine:
        if state is not None:
            findings.append(check_catalogue(state.catalog or shipped_catalog(), state.adopted))
        if homely:
            findings.append(await check_index(settings, state))
    return findings, state


def check_settings(reading: Reading) -> Iterator[Finding]:
    """What was set and cannot be used, and what looks like a setting and is none."""
    for problem in reading.problems:
        yield Finding("settings", problem, Level.WRONG)
    for warning in reading.warnings:
        yield Finding("settings", warning, Level.WARNING)


def check_configuration(reading: Reading) -> Finding:
    """Where state lies, whether it can be written, and whether there is a token."""
    try:
        home = prepare_home(reading.settings.home)
    except PaperbotError as error:
        return Finding("configuration", str(error), Level.WRONG)
    text = f"state lies in {home}"
    if reading.knows("discord_token"):
        token = "set" if reading.settings.discord_token else "not set (`paperbot run` needs it)"
        text = f"{text}; DISCORD_TOKEN is {token}"
    return Finding("configuration", text)


def check_data() -> Finding:
    """Whether what comes with the program is whole."""
    try:
        counts, categories = totals(shipped_catalog()), load_categories()
        load_reviewed()
        LexiconFiles().read()
    except DataError as error:
        return Finding("data", str(error), Level.WRONG)
    return Finding(
        "data",
        f"{counts.episodes} episodes, {counts.papers} papers and {len(categories)} categories"
        " come with the program",
    )


async def check_database(settings: Settings) -> tuple[Finding, _State | None]:
    """Whether the state opens, where it lies and how to back it up; and what it holds."""
    file = settings.home / "paperbot.sqlite3"
    if settings.database_url is None and not await asyncio.to_thread(os.path.exists, file):
        text = f"none yet; `paperbot run`, `sync` and `import` make {file}"
        return Finding("database", text), _State()
    try:
        database = await open_database(database_url(settings))
        try:
            return await _look_into(database)
        finally:
            await database.close()
    except (PaperbotError, CatalogError) as error:
        return Finding("database", str(error), Level.WRONG), None


async def _look_into(database: Database) -> tuple[Finding, _State | None]:
    async with database.reading() as connection:
        sqlite = connection.dialect.name == "sqlite"
        damage = await connection.scalar(text("PRAGMA quick_check")) if sqlite else "ok"
        if damage != "ok":
            return Finding("database", damaged(database.place, str(damage)), Level.WRONG), None
        adopted = await adoptions.latest(connection)
        catalog = await adoptions.catalog_of(connection, adopted.id) if adopted else None
        followed = await sources.all_sources(connection)
        announcing = await standing(connection)
    copy = f'`sqlite3 "{database.place}" ".backup copy.sqlite3"`' if sqlite else "`pg_dump`"
    found = Finding("database", f"state is in {database.place}; back it up with {copy}")
    return found, _State(adopted, catalog, followed, announcing)


def check_catalogue(catalog: Catalog, adopted: Adoption | None) -> Finding:
    """What is searched and announced from."""
    counts = totals(catalog)
    since = f"adopted {adopted.adopted_at:%Y-%m-%d %H:%M} UTC" if adopted else "as shipped"
    return Finding(
        "catalogue",
        f"{counts.episodes} episodes, {counts.papers} papers, {counts.recorded} recorded; {since}",
    )


async def check_index(settings: Settings, state: _State | None) -> Finding:
    """Whether the index opens, or can be built anew, and answers.

    Of a state that was not seen it is the index that a search would fall back on.
    """
    try:
        if state is None:
            library = await library_of_last_time(settings)
        else:
            library = await open_library(settings.home, state.catalog or shipped_catalog())
    except (SearchUnavailableError, DataError) as error:
        return Finding("index", str(error), Level.WRONG)
    try:
        title = next((entry.title for entry in library.catalog.entries.values()), "")
        if title and not (await library.search(title, limit=1)).total:
            advice = f"does not find {title}; delete {settings.home}/index"
            return Finding("index", advice, Level.WRONG)
        return Finding("index", f"generation {library.generation} answers")
    except SearchUnavailableError as error:
        return Finding("index", str(error), Level.WRONG)
    finally:
        library.close()


def check_announcing(places: Sequence[Standing]) -> Iterator[Finding]:
    """Who follows, and what is paused, in doubt or given up."""
    yield Finding("announcements", summary(places))
    for trouble in troubles(places):
        yield Finding("announcements", trouble, Level.WARNING)


def check_sources(settings: Settings, followed: Mapping[str, Source]) -> Iterator[Finding]:
    """The documents of the user's own, and those whose newest content was not taken."""
    own = [source for source in followed.values() if source.path and not source.is_folder]
    if own:
        told = f"{len(own)} of your own are followed; `paperbot import --list` shows them"
        yield Finding("sources", told)
    for source in own:
        if source.refused:
            advice = f"{source.name}: {source.refused}; `paperbot import --forget` ends following"
            yield Finding("sources", advice, Level.WARNING)
    readme = followed.get(settings.upstream)
    # Without an answer `failures` counts; then `check_upstream` says how it is now.
    if readme and readme.refused and not readme.failures:
        advice = f"{readme.name}: {readme.refused}; `paperbot sync --accept` takes what is there"
        yield Finding("sources", advice, Level.WARNING)


def check_upstream(
    settings: Settings, answer: Response | FetchError | None, state: _State | None
) -> Finding:
    """Whether upstream's document can be read now, and when it last was, if that is known."""
    last = ""
    if state is not None:
        known = state.followed.get(settings.upstream)
        fetched = known.fetched_at if known else None
        last = f", last read {fetched:%Y-%m-%d %H:%M} UTC" if fetched else ", never read so far"
    place = settings.upstream
    if answer is None:
        return Finding("upstream", f"PAPERBOT_SYNC_MINUTES is 0: nothing is looked at{last}")
    if isinstance(answer, FetchError):
        advice = "what was known stays; check the network and PAPERBOT_UPSTREAM"
        text = f"{place} cannot be read ({answer.reason}){last}; {advice}"
        return Finding("upstream", text, Level.WARNING)
    if not answer.ok:
        text = f"{place} answers {answer.status}{last}; what was known stays"
        return Finding("upstream", f"{text}; check PAPERBOT_UPSTREAM", Level.WARNING)
    return Finding("upstream", f"{place} answers{last}")


def check_discord(settings: Settings, answer: Response | FetchError) -> Finding:
    """Whether Discord can be reached and accepts the token; without one nobody needs it."""
    api, token = settings.discord_api or DISCORD_API, settings.discord_token
    bad = Level.WRONG if token else Level.WARNING
    if isinstance(answer, FetchError):
        return Finding("discord", f"cannot reach {api} ({answer.reason}); check the network", bad)
    if answer.status == 401:
        return Finding("discord", LOGIN_REFUSED, Level.WRONG)
    if not answer.ok:
        return Finding("discord", f"{api} answers {answer.status}; try later", bad)
    return Finding("discord", f"{api} answers" + (", and accepts the token" if token else ""))


def _login(settings: Settings) -> Request:
    """What only the bot of the token may ask; without a token, what everybody may."""
    api, token = settings.discord_api or DISCORD_API, settings.discord_token
    if token is None:
        return Request(f"{api}/gateway")
    return Request(f"{api}/users/@me", headers={"Authorization": f"Bot {token.get_secret_value()}"})


async def _ask(request: Request) -> Response | FetchError:
    async with Client(limits=Limits(total=SECONDS, connect=SECONDS), policy=ONCE) as client:
        try:
            return await client.send(request)
        except FetchError as error:
            return error
