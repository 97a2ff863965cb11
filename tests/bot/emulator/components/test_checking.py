"""What Discord takes as components, and what it says to the rest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.components.checking import normalise
from bot.emulator.components.tree import flattened
from bot.emulator.errors import Form

Json = dict[str, Any]


def _resolve(url: str) -> Json:
    if url.startswith("attachment://"):
        raise KeyError(url)
    return {"url": url}


def _problems(components: object, mode: str = "v2") -> dict[str, str]:
    form = Form()
    normalise(form, components, mode=mode, resolve=_resolve)
    return {"/".join(map(str, problem.path)): problem.code for problem in form.problems}


def text(words: str = "x") -> Json:
    """A text display."""
    return {"type": 10, "content": words}


def row(*children: Json) -> Json:
    """An action row."""
    return {"type": 1, "components": list(children)}


def button(custom_id: str = "b", **more: Any) -> Json:
    """A button."""
    return {"type": 2, "style": 1, "label": "b", "custom_id": custom_id} | more


def select(*values: str, **more: Any) -> Json:
    """A string select."""
    options = [{"label": value, "value": value} for value in values]
    return {"type": 3, "custom_id": "s", "options": options} | more


GOOD = [
    [],
    [text("x" * 4000)],
    [text() for _ in range(40)],
    [{"type": 17, "components": [row(button()), row(select(*"abc", max_values=3))]}],
    [row({"type": 2, "style": 5, "label": "l", "url": "https://example.org"})],
    [row({"type": 2, "style": 2, "emoji": {"name": "🎲"}, "custom_id": "e"})],
    [
        {
            "type": 9,
            "components": [text(), text(), text()],
            "accessory": {"type": 11, "media": {"url": "https://example.org/a.png"}},
        }
    ],
    [{"type": 12, "items": [{"media": {"url": "https://example.org/a.png"}}]}],
    [{"type": 14, "divider": False, "spacing": 2}],
]


@pytest.mark.parametrize("components", GOOD)
def test_what_discord_takes(components: list[Json]) -> None:
    """Components at their limits are taken."""
    assert _problems(components) == {}


BAD = [
    ([text("x" * 4001)], "components/0/content", "BASE_TYPE_MAX_LENGTH"),
    ([text("")], "components/0/content", "BASE_TYPE_MIN_LENGTH"),
    (
        [text("x" * 2001), text("x" * 2000)],
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    (
        [{"type": 17, "components": [text() for _ in range(40)]}],
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    (
        [row(button("x" * 101))],
        "components/0/components/0/custom_id",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        [row(button(), button())],
        "components/0/components/1/custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    ([row(button(label="x" * 81))], "components/0/components/0/label", "BASE_TYPE_MAX_LENGTH"),
    (
        [row(button(label=None))],
        "components/0/components/0",
        "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
    ),
    (
        [row(*(button(str(n)) for n in range(6)))],
        "components/0/components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    ([row()], "components/0/components", "BASE_TYPE_BAD_LENGTH"),
    ([row(button(), select("a"))], "components/0", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    (
        [row({"type": 2, "style": 5, "label": "l", "url": "javascript:x"})],
        "components/0/components/0/url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    (
        [row({"type": 2, "style": 5, "label": "l", "url": "https://" + "x" * 505})],
        "components/0/components/0/url",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        [row(select(*map(str, range(26))))],
        "components/0/components/0/options",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        [row(select("a", "a"))],
        "components/0/components/0/options/1/value",
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    (
        [row(select("a", max_values=2))],
        "components/0/components/0/max_values",
        "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE",
    ),
    (
        [{"type": 17, "components": [{"type": 17, "components": [text()]}]}],
        "components/0/components/0/type",
        "BASE_TYPE_CHOICES",
    ),
    ([{"type": 9, "components": [text()]}], "components/0/accessory/type", "BASE_TYPE_CHOICES"),
    (
        [{"type": 13, "file": {"url": "attachment://missing.png"}}],
        "components/0/file/url",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    (["nonsense"], "components/0/type", "BASE_TYPE_CHOICES"),
    ("nonsense", "components", "LIST_TYPE_CONVERT"),
]


@pytest.mark.parametrize(("components", "place", "code"), BAD)
def test_what_discord_refuses(components: object, place: str, code: str) -> None:
    """What is over a limit is refused, with the place and Discord's reason."""
    assert _problems(components).get(place) == code


def test_old_messages_take_rows_alone() -> None:
    """Without the Components V2 flag only action rows may stand at the top, five of them."""
    assert _problems([text()], mode="legacy") == {"components/0/type": "BASE_TYPE_CHOICES"}
    rows = [row(button(str(number))) for number in range(6)]
    assert _problems(rows[:5], mode="legacy") == {}
    assert _problems(rows, mode="legacy") == {"components": "BASE_TYPE_BAD_LENGTH"}


LEAVES = st.one_of(
    st.builds(text, st.text(min_size=1, max_size=5)),
    st.builds(lambda number: {"type": 14, "id": number}, st.integers(0, 9)),
)
TREES = st.lists(
    st.one_of(
        LEAVES,
        st.builds(
            lambda parts: {"type": 17, "components": parts},
            st.lists(LEAVES, min_size=1, max_size=4),
        ),
    ),
    max_size=8,
)


@given(TREES)
def test_every_component_is_numbered_once(components: list[Json]) -> None:
    """What is taken comes back numbered: the app's numbers kept, no number twice."""
    form = Form()
    made = normalise(form, components, mode="v2", resolve=_resolve)
    if form.problems:
        assert {problem.code for problem in form.problems} == {"COMPONENT_ID_DUPLICATED"}
        return
    numbers = [part["id"] for part in flattened(made)]
    assert len(set(numbers)) == len(numbers)
    assert 0 not in numbers
    given_numbers = {part["id"] for part in flattened(components) if part.get("id")}
    assert given_numbers <= set(numbers)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "components",
                    "content",
                    "custom_id",
                    "options",
                    "style",
                    "items",
                    "accessory",
                    "id",
                ]
            ),
            children,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_nonsense_is_refused_not_choked_on(body: object) -> None:
    """Any JSON value as components is either taken or refused with a reason."""
    _problems(body)
