"""Settings: what the environment and a `.env` file say, checked once.

Nothing is read when this module is imported; whoever starts the program calls
`load_settings` with the environment to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Self

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
    model_validator,
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
    home: Path = Field(default_factory=_default_home, alias="PAPERBOT_HOME")
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

    @model_validator(mode="after")
    def _expand_home(self) -> Self:
        object.__setattr__(self, "home", self.home.expanduser().absolute())
        return self


def load_settings(environment: Mapping[str, str], directory: Path | None = None) -> Settings:
    """Settings from an environment, with the `.env` of a directory filling what it leaves out.

    An empty variable counts as unset. Raises `ConfigError` for the first value that cannot
    be used, and for a `.env` that cannot be read: every command checks all settings, so that
    a mistake shows at once, and not when the bot first needs the value.
    """
    try:
        return Settings.model_validate(_given(environment, directory))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"The setting {name} cannot be used: {reason}.") from error


def unknown_settings(environment: Mapping[str, str], directory: Path | None = None) -> list[str]:
    """The variables named like settings of ours that are none, in alphabetic order.

    `PAPERBOT_TEST_…` are what tests read. Raises `ConfigError` as `load_settings` does.
    """
    known = {field.alias for field in Settings.model_fields.values()}
    return sorted(
        name
        for name in _given(environment, directory)
        if name.startswith("PAPERBOT_") and not name.startswith("PAPERBOT_TEST_")
        if name not in known
    )


def _given(environment: Mapping[str, str], directory: Path | None) -> dict[str, Any]:
    """What is set to something, the environment over the file."""
    # A directory `.env` is a virtual environment of somebody's, or a mount gone wrong: `doctor`
    # speaks of it.
    written = {}
    if directory is not None and (directory / ".env").is_file():
        written = _written(directory / ".env")
    return {name: value for name, value in (written | dict(environment)).items() if value}


def _written(file: Path) -> dict[str, str]:
    """The variables of a `.env` file. Raises `ConfigError` naming the file and the line."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not UTF-8 text.") from error
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from error
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
