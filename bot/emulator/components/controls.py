"""Components that people use: buttons, selects and the inputs of modals."""

from __future__ import annotations

from typing import Any

from bot.emulator.components.types import LINK, PREMIUM, STRING_SELECT
from bot.emulator.errors import Form, Json

Path = tuple[str | int, ...]


class Controls:
    """Checks controls one by one; their custom ids are unique in a message or modal."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.custom_ids: set[str] = set()

    def custom_id(self, component: Json, path: Path) -> str:
        """The custom id: 1 to 100 characters, used once."""
        custom_id = component.get("custom_id")
        if not self.form.length((*path, "custom_id"), custom_id, 1, 100):
            return ""
        assert isinstance(custom_id, str)
        if custom_id in self.custom_ids:
            self.form.add(
                (*path, "custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        self.custom_ids.add(custom_id)
        return custom_id

    def optional(self, component: Json, path: Path, key: str, most: int) -> Json:
        """A text that may be missing, of ``most`` characters at most."""
        value = component.get(key)
        if value is None:
            return {}
        self.form.length((*path, key), value, 0, most)
        return {key: value}

    def button(self, component: Json, path: Path) -> Json:
        """A button: with a custom id, a link or a product, and a face."""
        style = component.get("style")
        if not isinstance(style, int) or style not in range(1, 7):
            self.form.add(
                (*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6)."
            )
        made: Json = {"style": style, **self.optional(component, path, "label", 80)}
        for key in ("emoji", "disabled"):
            if component.get(key):
                made[key] = component[key]
        if style == LINK:
            url = component.get("url")
            if self.form.length((*path, "url"), url, 1, 512) and not str(url).startswith(
                ("http://", "https://", "discord://")
            ):
                self.form.add(
                    (*path, "url"),
                    "URL_TYPE_INVALID_SCHEME",
                    "Scheme must be one of ('http', 'https', 'discord').",
                )
            if component.get("custom_id"):
                self.form.add(
                    path,
                    "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                    "A custom id and url cannot both be specified",
                )
            return made | {"url": url}
        if style == PREMIUM:
            return made | {"sku_id": component.get("sku_id")}
        if not component.get("label") and not component.get("emoji"):
            self.form.add(
                path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or emoji is required"
            )
        return made | {"custom_id": self.custom_id(component, path)}

    def select(self, component: Json, path: Path) -> Json:
        """A select menu of any kind."""
        made: Json = {"custom_id": self.custom_id(component, path)}
        made |= self.optional(component, path, "placeholder", 150)
        made["min_values"] = low = _whole(component.get("min_values"), 1)
        made["max_values"] = high = _whole(component.get("max_values"), 1)
        for key in ("disabled", "required", "default_values", "channel_types"):
            if component.get(key) is not None:
                made[key] = component[key]
        if component["type"] == STRING_SELECT:
            made["options"] = self.options(component, path)
            if high > len(made["options"]) or low > high:
                self.form.add(
                    (*path, "max_values"),
                    "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE",
                    "max_values must be between min_values and the number of options",
                )
        return made

    def options(self, component: Json, path: Path) -> list[Json]:
        """The options of a string select: 1 to 25, each value once."""
        here = (*path, "options")
        options = component.get("options")
        if not self.form.count(here, options, 1, 25):
            return []
        assert isinstance(options, list)
        values: set[str] = set()
        for index, option in enumerate(options):
            if not isinstance(option, dict):
                self.form.add((*here, index), "DICT_TYPE_CONVERT", "Only dictionaries may be used")
                return []
            self.form.length((*here, index, "label"), option.get("label"), 1, 100)
            self.form.length((*here, index, "value"), option.get("value"), 1, 100)
            self.optional(option, (*here, index), "description", 100)
            if str(option.get("value")) in values:
                self.form.add(
                    (*here, index, "value"),
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used",
                )
            values.add(str(option.get("value")))
        return options

    def text_input(self, component: Json, path: Path) -> Json:
        """A text input, short or long."""
        style = component.get("style")
        if style not in (1, 2):
            self.form.add((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
        made: Json = {"custom_id": self.custom_id(component, path), "style": style}
        for key, most in (("label", 45), ("placeholder", 100), ("value", 4000)):
            made |= self.optional(component, path, key, most)
        for key in ("min_length", "max_length"):
            if component.get(key) is not None:
                made[key] = component[key]
        made["required"] = component.get("required", True)
        return made

    def input(self, component: Json, path: Path) -> Json:
        """Any other input, which needs a custom id."""
        made = {k: v for k, v in component.items() if k not in ("type", "id")}
        return made | {"custom_id": self.custom_id(component, path)}

    def choices(self, component: Json, path: Path) -> Json:
        """Radio buttons or checkboxes: 1 to 10 of them."""
        made = self.input(component, path)
        self.form.count((*path, "options"), component.get("options"), 1, 10)
        return made


def _whole(value: Any, default: int) -> int:
    return value if isinstance(value, int) else default
