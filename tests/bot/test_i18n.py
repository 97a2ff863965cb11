"""Texts in the languages the bot speaks."""

import string

import pytest

from bot.i18n import LOCALES, spoken, texts, translator


def fields(text: str) -> set[str]:
    """The names of the values a text wants."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_every_text(locale: str) -> None:
    """All files hold the same keys, each with the same named values, and no empty text."""
    english, other = texts("en"), texts(locale)
    assert other.keys() == english.keys()
    for key, text in other.items():
        assert text.strip(), key
        assert fields(text) == fields(english[key]), key


@pytest.mark.parametrize("locale", LOCALES)
def test_descriptions_fit_discord(locale: str) -> None:
    """Descriptions of commands and options have at most 100 characters."""
    for key, text in texts(locale).items():
        if key.startswith("commands."):
            assert len(text) <= 100, key


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("zh-CN", "zh-CN"), ("zh-TW", "zh-TW"), ("en-US", "en"), ("fr", "en"), ("", "en")],
)
def test_other_languages_read_english(asked: str, answered: str) -> None:
    """A locale the bot does not speak is answered in English."""
    assert spoken(asked) == answered


def test_values_are_filled_in() -> None:
    """A text takes its named values; a brace in a value stays one."""
    assert translator("en")("nothing.title", query="{x}") == "Nothing found for “{x}”"


def test_an_unknown_key_is_an_error() -> None:
    """A key that no file has is a fault of the program."""
    with pytest.raises(KeyError):
        translator("en")("no.such.key")
