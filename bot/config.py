"""Settings: what the environment and a `.env` file say, checked once.

Nothing is read when this module is imported; whoever starts the program calls
`load_settings` with the environment to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Annotated

import platformdirs
from dotenv.parser import parse_stream
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from bot.errors import UsageProblemError
from index.sync import addresses


class ConfigError(UsageProblemError):
    """A setting that cannot be used; the message is one sentence that names it."""


def _web(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    return address.rstrip("/")


def _socket(address: str) -> str:
    if not address.startswith(("ws://", "wss://")):
        raise ValueError("must start with ws:// or wss://")
    return address


def _secret_web(address: SecretStr) -> SecretStr:
    _web(address.get_secret_value())
    return address


def _endpoint(text: object) -> object:
    host, colon, port = str(text).rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (colon and host and port.isascii() and port.isdigit() and int(port) < 65536):
        raise ValueError("must be host:port, such as 127.0.0.1:8080")
    return host, int(port)


def _minutes(text: object) -> object:
    try:
        minutes = float(str(text))
    except ValueError:
        minutes = -1.0
    if not 0 <= minutes < float("inf"):
        raise ValueError("must be a number of minutes, such as 30 or 0.5; 0 turns the looks off")
    return minutes


def _directory(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise ValueError("begins with ~ and the name of no user here") from error


Directory = Annotated[Path, AfterValidator(_directory)]
WebAddress = Annotated[str, AfterValidator(_web)]
SecretAddress = Annotated[SecretStr, AfterValidator(_secret_web)]
Minutes = Annotated[float, BeforeValidator(_minutes)]
Endpoint = Annotated[tuple[str, int], BeforeValidator(_endpoint)]
SocketAddress = Annotated[str, AfterValidator(_socket)]


def _default_home() -> Path:
    return Path(platformdirs.user_data_dir("paperbot", appauthor=False))


class Settings(BaseModel):
    """Every setting, by the environment variable its alias names. Addresses end without `/`."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )

    discord_token: SecretStr | None = Field(None, alias="DISCORD_TOKEN")
    home: Directory = Field(default_factory=_default_home, alias="PAPERBOT_HOME")
    discord_api: WebAddress | None = Field(None, alias="PAPERBOT_DISCORD_API")
    discord_gateway: SocketAddress | None = Field(None, alias="PAPERBOT_DISCORD_GATEWAY")
    database_url: SecretStr | None = Field(None, alias="PAPERBOT_DATABASE_URL")
    upstream: WebAddress = Field(addresses.README, alias="PAPERBOT_UPSTREAM")
    bilibili_api: WebAddress = Field(addresses.BILIBILI, alias="PAPERBOT_BILIBILI_API")
    semantic_scholar_api: WebAddress = Field(
        addresses.SEMANTIC_SCHOLAR, alias="PAPERBOT_SEMANTIC_SCHOLAR_API"
    )
    semantic_scholar_key: SecretStr | None = Field(None, alias="PAPERBOT_SEMANTIC_SCHOLAR_KEY")
    sync_minutes: Minutes = Field(30.0, alias="PAPERBOT_SYNC_MINUTES")
    feishu_webhook: SecretAddress | None = Field(None, alias="PAPERBOT_FEISHU_WEBHOOK")
    feishu_secret: SecretStr | None = Field(None, alias="PAPERBOT_FEISHU_WEBHOOK_SECRET")
    wecom_webhook: SecretAddress | None = Field(None, alias="PAPERBOT_WECOM_WEBHOOK")
    dingtalk_webhook: SecretAddress | None = Field(None, alias="PAPERBOT_DINGTALK_WEBHOOK")
    dingtalk_secret: SecretStr | None = Field(None, alias="PAPERBOT_DINGTALK_WEBHOOK_SECRET")
    http: Endpoint | None = Field(None, alias="PAPERBOT_HTTP")


@dataclass(frozen=True, slots=True)
class Reading:
    """Settings as far as they can be used, for whoever can go on with what is left.

    `problems` says of each thing that cannot be used what it is and how to right it;
    `warnings` what looks odd and stops nothing. `lost` are the fields of the settings that
    stand at their defaults though something else was, or may have been, meant.
    """

    settings: Settings
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    lost: frozenset[str] = frozenset()

    def knows(self, *fields: str) -> bool:
        """Whether all of some fields are as they were meant."""
        return self.lost.isdisjoint(fields)


def load_settings(environment: Mapping[str, str], directory: Path | None = None) -> Settings:
    """Settings from an environment, with the `.env` of a directory filling what it leaves out.

    An empty variable counts as unset. Raises `ConfigError` for the first value that cannot
    be used, and for a `.env` that cannot be read: every command checks all settings, so that
    a mistake shows at once, and not when the bot first needs the value.
    """
    reading = read_settings(environment, directory)
    if reading.problems:
        raise ConfigError(reading.problems[0])
    return reading.settings


def read_settings(environment: Mapping[str, str], directory: Path | None = None) -> Reading:
    """What `load_settings` reads, with all that is wrong told instead of raised."""
    fields = {field.alias or name: name for name, field in Settings.model_fields.items()}
    problems, lost = [], set()
    written: dict[str, str] = {}
    try:
        written = _written(directory)
    except ConfigError as error:
        problems.append(str(error))
        # The file may have said anything that the environment does not.
        lost = {field for alias, field in fields.items() if not environment.get(alias)}
    given = {name: value for name, value in (written | dict(environment)).items() if value}
    wrong: dict[str, str] = {}
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False):
            wrong[str(each["loc"][0])] = each["msg"].removeprefix("Value error, ")
        settings = Settings.model_validate({k: v for k, v in given.items() if k not in wrong})
    problems += [f"The setting {name} cannot be used: {why}." for name, why in wrong.items()]
    lost |= {fields[name] for name in wrong}
    warnings = (*_unknown(given, list(fields)), *_unread(directory))
    return Reading(settings, tuple(problems), warnings, frozenset(lost))


def _unknown(given: Mapping[str, str], known: list[str]) -> Iterator[str]:
    """The variables named like settings of ours that are none; `PAPERBOT_TEST_…` are of tests."""
    for name in sorted(given):
        if not name.startswith("PAPERBOT_") or name.startswith("PAPERBOT_TEST_") or name in known:
            continue
        from difflib import get_close_matches

        # What all of them begin with says nothing of how near two are: NOPE is not HOME.
        ends = {alias.removeprefix("PAPERBOT_"): alias for alias in known}
        near = get_close_matches(name.removeprefix("PAPERBOT_"), ends, n=1, cutoff=0.75)
        hint = f": is {ends[near[0]]} meant?" if near else ""
        yield f"{name} is no setting{hint}"


def _unread(directory: Path | None) -> Iterator[str]:
    """A directory `.env`: a virtual environment of somebody's, or a mount gone wrong."""
    if directory is not None and (directory / ".env").is_dir():
        yield f"{directory}/.env is a directory, and not read"


def _written(directory: Path | None) -> dict[str, str]:
    """The variables of a directory's `.env`. Raises `ConfigError` naming the file and the line."""
    if directory is None or not (directory / ".env").is_file():
        return {}
    file = directory / ".env"
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not UTF-8 text: save it as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{file} cannot be read ({error.strerror}): see whose it is.") from error
    found: dict[str, str] = {}
    for binding in parse_stream(StringIO(text)):
        if binding.error:
            # The line itself stays unsaid: it may hold a token.
            blank = binding.original.string
            line = binding.original.line + blank[: len(blank) - len(blank.lstrip())].count("\n")
            raise ConfigError(f"{file}, line {line}, is not of the form NAME=value.")
        if binding.key and binding.value:
            found[binding.key] = binding.value
    return found
