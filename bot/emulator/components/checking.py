"""What Discord accepts as message and modal components, and what it makes of them.

`normalise` checks a body's ``components`` against the limits of "Components Reference" and
returns them as Discord gives them back: numbered, defaults filled in, media resolved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.emulator.components.controls import Controls, Path
from bot.emulator.components.types import (
    BUTTON,
    CHECKBOX,
    CHECKBOX_GROUP,
    CONTAINER,
    FILE,
    FILE_UPLOAD,
    GALLERY,
    LABEL,
    RADIO_GROUP,
    ROW,
    SECTION,
    SELECTS,
    SEPARATOR,
    TEXT,
    TEXT_INPUT,
    THUMBNAIL,
)
from bot.emulator.errors import Form, Json

MAX_COMPONENTS = 40
MAX_TEXT = 4000

_IN_CONTAINER = frozenset({ROW, TEXT, SECTION, GALLERY, SEPARATOR, FILE})
_TOP_LEVEL = {
    "legacy": frozenset({ROW}),
    "v2": _IN_CONTAINER | {CONTAINER},
    "modal": frozenset({ROW, TEXT, LABEL}),
}
_IN_LABEL = SELECTS | {TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX}

Resolve = Callable[[str], Json]
"""Turns a media address (``https://…`` or ``attachment://name``) into an unfurled item.

Raises ``KeyError`` for a file that is not attached.
"""


def normalise(
    form: Form, components: Any, *, mode: str, resolve: Resolve, path: Path = ("components",)
) -> list[Json]:
    """Check ``components`` and return them as Discord would; problems go to ``form``.

    ``mode`` is ``legacy`` (action rows only), ``v2`` or ``modal``.
    """
    limit = 5 if mode in ("legacy", "modal") else MAX_COMPONENTS
    if not form.count(path, components, 0, limit):
        return []
    walk = _Walk(form, resolve, mode)
    result = [
        walk.component(each, (*path, index), _TOP_LEVEL[mode])
        for index, each in enumerate(components)
    ]
    if walk.count > MAX_COMPONENTS:
        form.add(
            path,
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components cannot exceed {MAX_COMPONENTS}",
        )
    if walk.text > MAX_TEXT:
        form.add(
            path,
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"The total size of displayable text in components cannot exceed {MAX_TEXT}",
        )
    return [] if form.problems else walk.numbered(result)


class _Walk(Controls):
    """One pass over a tree of components, with what must be unique or limited in sum."""

    def __init__(self, form: Form, resolve: Resolve, mode: str) -> None:
        super().__init__(form)
        self.resolve = resolve
        self.mode = mode
        self.count = 0
        self.text = 0
        self.ids: set[int] = set()
        self.checks: dict[int, Callable[[Json, Path], Json]] = dict.fromkeys(SELECTS, self.select)
        self.checks |= {
            ROW: self.row,
            BUTTON: self.button,
            TEXT_INPUT: self.text_input,
            SECTION: self.section,
            TEXT: self.text_display,
            THUMBNAIL: self.thumbnail,
            GALLERY: self.gallery,
            FILE: self.file,
            SEPARATOR: self.separator,
            CONTAINER: self.container,
            LABEL: self.label,
            FILE_UPLOAD: self.input,
            RADIO_GROUP: self.choices,
            CHECKBOX_GROUP: self.choices,
            CHECKBOX: self.input,
        }

    def component(self, component: Any, path: Path, allowed: frozenset[int]) -> Json:
        kind = component.get("type") if isinstance(component, dict) else None
        if not isinstance(kind, int) or kind not in allowed or kind not in self.checks:
            values = ", ".join(str(each) for each in sorted(allowed))
            self.form.add((*path, "type"), "BASE_TYPE_CHOICES", f"Value must be one of ({values}).")
            return {"type": kind}
        self.count += 1
        if number := component.get("id"):
            if not isinstance(number, int):
                self.form.add((*path, "id"), "NUMBER_TYPE_COERCE", "Value is not an integer")
                return {"type": kind}
            if number in self.ids:
                self.form.add(
                    (*path, "id"), "COMPONENT_ID_DUPLICATED", "Component ids must be unique"
                )
            self.ids.add(number)
        made = self.checks[kind](component, path)
        return {"type": kind, "id": component.get("id") or 0} | made

    def children(
        self, component: Json, path: Path, allowed: frozenset[int], most: int
    ) -> list[Json]:
        here = (*path, "components")
        items = component.get("components")
        if not self.form.count(here, items, 1, most):
            return []
        assert isinstance(items, list)
        return [self.component(each, (*here, i), allowed) for i, each in enumerate(items)]

    def numbered(self, components: list[Json]) -> list[Json]:
        """Number the components that the app did not, in order, as Discord does."""
        free = iter(n for n in range(1, 1000) if n not in self.ids)

        def visit(component: Json) -> None:
            component["id"] = component["id"] or next(free)
            for child in component.get("components", []):
                visit(child)
            for key in ("accessory", "component"):
                if key in component:
                    visit(component[key])

        for component in components:
            visit(component)
        return components

    def media(self, item: Any, path: Path) -> Json:
        url = item.get("url") if isinstance(item, dict) else None
        if not self.form.length((*path, "url"), url, 1, 2048):
            return {}
        assert isinstance(url, str)
        if not url.startswith(("http://", "https://", "attachment://")):
            self.form.add(
                (*path, "url"),
                "URL_TYPE_INVALID_SCHEME",
                "Scheme must be one of ('http', 'https', 'attachment').",
            )
            return {}
        try:
            return self.resolve(url)
        except KeyError:
            self.form.add(
                (*path, "url"),
                "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                "The referenced attachment was not found",
            )
            return {}

    def row(self, component: Json, path: Path) -> Json:
        if self.mode == "modal":
            return {"components": self.children(component, path, frozenset({TEXT_INPUT}), 1)}
        children = self.children(component, path, SELECTS | {BUTTON}, 5)
        if len(children) > 1 and any(child["type"] != BUTTON for child in children):
            self.form.add(
                path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select fills a row of its own"
            )
        return {"components": children}

    def text_display(self, component: Json, path: Path) -> Json:
        content = component.get("content")
        if self.form.length((*path, "content"), content, 1, MAX_TEXT):
            self.text += len(str(content))
        return {"content": content}

    def section(self, component: Json, path: Path) -> Json:
        texts = self.children(component, path, frozenset({TEXT}), 3)
        accessory = self.component(
            component.get("accessory"), (*path, "accessory"), frozenset({BUTTON, THUMBNAIL})
        )
        return {"components": texts, "accessory": accessory}

    def thumbnail(self, component: Json, path: Path) -> Json:
        self.optional(component, path, "description", 1024)
        return {
            "media": self.media(component.get("media"), (*path, "media")),
            "description": component.get("description"),
            "spoiler": bool(component.get("spoiler")),
        }

    def gallery(self, component: Json, path: Path) -> Json:
        items = component.get("items")
        if not self.form.count((*path, "items"), items, 1, 10):
            return {"items": []}
        assert isinstance(items, list)
        made = []
        for index, item in enumerate(items):
            here = (*path, "items", index)
            if not isinstance(item, dict):
                self.form.add(here, "DICT_TYPE_CONVERT", "Only dictionaries may be used")
                continue
            made.append(self.thumbnail(item, here))
        return {"items": made}

    def file(self, component: Json, path: Path) -> Json:
        media = self.media(component.get("file"), (*path, "file"))
        return {
            "file": media,
            "name": media.pop("name", None),
            "size": media.pop("size", None),
            "spoiler": bool(component.get("spoiler")),
        }

    def separator(self, component: Json, path: Path) -> Json:
        divider = component.get("divider")
        return {
            "divider": True if divider is None else divider,
            "spacing": component.get("spacing") or 1,
        }

    def container(self, component: Json, path: Path) -> Json:
        return {
            "components": self.children(component, path, _IN_CONTAINER, MAX_COMPONENTS),
            "accent_color": component.get("accent_color"),
            "spoiler": bool(component.get("spoiler")),
        }

    def label(self, component: Json, path: Path) -> Json:
        self.form.length((*path, "label"), component.get("label"), 1, 45)
        return {
            "label": component.get("label"),
            **self.optional(component, path, "description", 100),
            "component": self.component(
                component.get("component"), (*path, "component"), _IN_LABEL
            ),
        }
