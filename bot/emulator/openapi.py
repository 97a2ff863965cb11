"""Checks bodies against Discord's published OpenAPI document.

The document is OpenAPI 3.1, whose schemas are JSON Schema 2020-12, so its schemas are used
as they are. Needs the ``jsonschema`` distribution, which only development installs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from bot.emulator.errors import Json

_MAX_PROBLEMS = 8


@dataclass(frozen=True, slots=True)
class Violation:
    """A body that does not fit: the client's ``request`` or this server's ``response``."""

    side: Literal["request", "response"]
    route: str
    problems: tuple[str, ...]
    body: Any

    def __str__(self) -> str:
        return f"{self.side} of {self.route}: {'; '.join(self.problems)}"


class OpenApi:
    """The validators of one OpenAPI document, made when first needed.

    Raises ``RuntimeError`` when ``jsonschema`` is not installed, ``OSError`` or
    ``ValueError`` when the document cannot be read.
    """

    def __init__(self, document: Path) -> None:
        try:
            import jsonschema
            import referencing
            from referencing.jsonschema import DRAFT202012
        except ImportError:
            raise RuntimeError(
                "checking against Discord's OpenAPI document needs the jsonschema package"
            ) from None
        contents = json.loads(document.read_text(encoding="utf-8"))
        self._paths: Json = contents["paths"]
        registry: Any = referencing.Registry()
        self._registries = {
            "request": registry.with_resource(
                "discord:api", DRAFT202012.create_resource(_lenient(contents))
            ),
            "response": registry.with_resource(
                "discord:api", DRAFT202012.create_resource(contents)
            ),
        }
        self._validator: Any = jsonschema.Draft202012Validator
        self._known: dict[tuple[str, str], Any] = {}

    def request(self, method: str, template: str, body: Any) -> Violation | None:
        """Check a request's JSON body (None for no body)."""
        operation = self._paths.get(template, {}).get(method.lower())
        if operation is None:
            return Violation(
                "request", f"{method} {template}", ("no such operation in the document",), body
            )
        expected = operation.get("requestBody")
        if body is None:
            if expected and expected.get("required"):
                return Violation("request", f"{method} {template}", ("a body is required",), None)
            return None
        pointer = ("requestBody", "content", "application/json", "schema")
        return self._check("request", method, template, pointer, body)

    def response(self, method: str, template: str, status: int, body: Any) -> Violation | None:
        """Check the JSON body of an answer."""
        pointer = ("responses", str(status), "content", "application/json", "schema")
        return self._check("response", method, template, pointer, body)

    def _check(
        self,
        side: Literal["request", "response"],
        method: str,
        template: str,
        pointer: tuple[str, ...],
        body: Any,
    ) -> Violation | None:
        key = (f"{method} {template}", "/".join(pointer))
        if key not in self._known:
            self._known[key] = self._make(side, template, method.lower(), pointer)
        validator = self._known[key]
        if validator is None:
            return None
        problems = tuple(
            _explain(error) for error in list(validator.iter_errors(body))[:_MAX_PROBLEMS]
        )
        return Violation(side, key[0], problems, body) if problems else None

    def _make(self, side: str, template: str, method: str, pointer: tuple[str, ...]) -> Any:
        node = self._paths.get(template, {}).get(method, {})
        for step in pointer:
            node = node.get(step)
            if node is None:
                return None
        steps = ("paths", template, method, *pointer)
        escaped = "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
        reference = {"$ref": f"discord:api#/{quote(escaped, safe='/~@')}"}
        return self._validator(reference, registry=self._registries[side])


def _lenient(contents: Json) -> Json:
    """The document as Discord reads requests: a snowflake may be a number too.

    discord.py numbers attachments so (``"attachments": [{"id": 0}]``), and Discord takes it.
    """
    components = contents["components"]
    schemas = dict(components["schemas"])
    schemas["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer"}]}
    return contents | {"components": components | {"schemas": schemas}}


def _explain(error: Any) -> str:
    """The reason that counts: of a failed union, that of the branch that came closest.

    "is not valid under any of the given schemas" says nothing, and most branches fail
    because they are for another ``type``.
    """
    while error.context:
        branches: dict[Any, list[Any]] = {}
        for each in error.context:
            branches.setdefault(each.schema_path[0], []).append(each)
        error = max(branches.values(), key=_closeness)[0]
    where = "/".join(str(step) for step in error.absolute_path) or "body"
    return f"{where}: {error.message[:300]}"


def _closeness(problems: list[Any]) -> tuple[bool, int, int]:
    # A branch for another kind of component, or for another kind of JSON value.
    of_other_type = any(
        tuple(each.path)[-1:] == ("type",) or (each.validator == "type" and not each.path)
        for each in problems
    )
    deepest = max(len(each.absolute_path) for each in problems)
    return (not of_other_type, deepest, -len(problems))
