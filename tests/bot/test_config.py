"""Settings from the environment and a `.env` file."""

from pathlib import Path

import pytest

from bot.config import ConfigError, load_settings, read_settings


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


@pytest.mark.parametrize("value", ["abc", "-1", "inf", "nan"])
def test_minutes_are_explained(value: str) -> None:
    """What is no pause in minutes is answered with what one looks like."""
    with pytest.raises(ConfigError, match=r"PAPERBOT_SYNC_MINUTES .* number of minutes, such as"):
        load_settings({"PAPERBOT_SYNC_MINUTES": value})


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"A=\xff\xfe\n", "is not UTF-8 text: save it as UTF-8."),
        (b"A=1\n\nsecret stuff = : {\nB=2", "line 3, is not of the form NAME=value."),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    content: bytes, complaint: str, tmp_path: Path
) -> None:
    """One sentence names the file, and the line, without repeating what may be a secret."""
    file = tmp_path / ".env"
    file.write_bytes(content)
    with pytest.raises(ConfigError) as error:
        load_settings({}, tmp_path)
    assert str(error.value).startswith(str(file))
    assert str(error.value).endswith(complaint)
    assert error.value.exit_code == 2


def test_a_file_is_read_as_shells_write_it(tmp_path: Path) -> None:
    """Comments, quotes, `export` and a byte order mark are understood."""
    (tmp_path / ".env").write_bytes(
        b"\xef\xbb\xbf# mine\nexport DISCORD_TOKEN='a b'\nPAPERBOT_SYNC_MINUTES=0.5 # half\n"
    )
    settings = load_settings({}, tmp_path)
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "a b"
    assert settings.sync_minutes == 0.5


def test_misspelt_settings_are_known(tmp_path: Path) -> None:
    """Names like ours that are none are told, wherever they stand; those of tests are not."""
    (tmp_path / ".env").write_text("PAPERBOT_HOMES=/x\nOTHER=1\n")
    environment = {"PAPERBOT_SYNC_MINUTE": "5", "PAPERBOT_HOME": "/y", "PAPERBOT_TEST_SEEDS": "/z"}
    assert read_settings(environment, tmp_path).warnings == (
        "PAPERBOT_HOMES is no setting: is PAPERBOT_HOME meant?",
        "PAPERBOT_SYNC_MINUTE is no setting: is PAPERBOT_SYNC_MINUTES meant?",
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("PAPERBOT_NOPE", None),
        ("PAPERBOT_PORT", None),
        ("PAPERBOT_HTPP", "PAPERBOT_HTTP"),
        ("PAPERBOT_DISCORD_TOKEN", "DISCORD_TOKEN"),
        ("PAPERBOT_FEISHU_WEBHOOKS", "PAPERBOT_FEISHU_WEBHOOK"),
    ],
)
def test_only_what_is_near_is_suggested(name: str, meant: str | None) -> None:
    """That all names begin alike makes none of them a likely meaning."""
    hint = f": is {meant} meant?" if meant else ""
    assert read_settings({name: "1"}).warnings == (f"{name} is no setting{hint}",)


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Each value that cannot be used is told and stands at its default; the others hold."""
    reading = read_settings(
        {"PAPERBOT_HTTP": "8080", "PAPERBOT_SYNC_MINUTES": "abc", "DISCORD_TOKEN": "x"}
    )
    assert ["PAPERBOT_SYNC_MINUTES" in text for text in reading.problems] == [True, False]
    assert "PAPERBOT_HTTP" in reading.problems[1]
    assert reading.lost == {"http", "sync_minutes"}
    assert reading.knows("discord_token", "home")
    assert not reading.knows("discord_token", "http")
    assert reading.settings.sync_minutes == 30


def test_what_an_unreadable_file_may_have_said_is_not_known(tmp_path: Path) -> None:
    """Beside a `.env` that cannot be read, only what the environment says is known."""
    (tmp_path / ".env").write_bytes(b"# \xd6\xd0\nDISCORD_TOKEN=x\n")
    reading = read_settings({"PAPERBOT_HOME": "/y"}, tmp_path)
    assert reading.knows("home")
    assert not reading.knows("discord_token")
    assert len(reading.problems) == 1


def test_a_home_of_nobody_is_named() -> None:
    """`~name/…` of a user that does not exist is a setting that cannot be used."""
    with pytest.raises(ConfigError, match="PAPERBOT_HOME cannot be used"):
        load_settings({"PAPERBOT_HOME": "~nobody-of-this-name/x"})
