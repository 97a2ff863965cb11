"""Where state lies: the home directory, and the database that is under it unless told."""

from __future__ import annotations

from pathlib import Path

from bot.config import Settings
from bot.errors import UsageProblemError


def prepare_home(home: Path) -> Path:
    """The directory of the bot's state, made where missing.

    Raises `UsageProblemError` where nothing can be written there.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UsageProblemError(
            f"Nothing can be written to {home} ({error.strerror}):"
            " set PAPERBOT_HOME to a directory of your own."
        ) from error
    return home


def database_url(settings: Settings) -> str:
    """The configured database, or a file under the home."""
    from bot.state.database import default_url

    configured = settings.database_url
    return configured.get_secret_value() if configured else default_url(settings.home)
