"""Settings from the environment and a `.env` file."""

from pathlib import Path

import pytest

from bot.config import ConfigError, load_settings


def test_nothing_set_is_fine(tmp_path: Path) -> None:
    """Without any variable there is a home and no token."""
    settings = load_settings({}, tmp_path)
    assert settings.discord_token is None
    assert settings.home.is_absolute()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A `.env` file fills what the environment leaves out."""
    (tmp_path / ".env").write_text("DISCORD_TOKEN=from-file\nPAPERBOT_HOME=/somewhere\n")
    settings = load_settings({"DISCORD_TOKEN": "from-environment"}, tmp_path)
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "from-environment"
    assert settings.home == Path("/somewhere")


def test_an_empty_variable_is_unset(tmp_path: Path) -> None:
    """`DISCORD_TOKEN=` is no token."""
    assert load_settings({"DISCORD_TOKEN": ""}, tmp_path).discord_token is None


def test_a_token_is_never_printed(tmp_path: Path) -> None:
    """Settings can be logged without giving the token away."""
    assert "hunter2" not in repr(load_settings({"DISCORD_TOKEN": "hunter2"}, tmp_path))


@pytest.mark.parametrize(
    ("name", "value"),
    [("PAPERBOT_DISCORD_API", "127.0.0.1:8080"), ("PAPERBOT_DISCORD_GATEWAY", "http://x")],
)
def test_a_wrong_value_is_named(name: str, value: str, tmp_path: Path) -> None:
    """One sentence says which setting cannot be used, without repeating its value."""
    with pytest.raises(ConfigError, match=f"^The setting {name} cannot be used: .*\\.$") as error:
        load_settings({name: value}, tmp_path)
    assert value not in str(error.value)
