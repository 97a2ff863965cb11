"""Checks bodies against Discord's published OpenAPI document.

The document is OpenAPI 3.1, whose schemas are JSON Schema 2020-12, so its schemas are used
as they are. Needs the ``jsonschema`` distribution, which only development installs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from bot.emulator.errors import Json

_MAX_PROBLEMS = 8
_JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "null": type(None),
    "boolean": bool,
    "integer": (int, float),
    "number": (int, float),
    "string": str,
    "array": list,
    "object": dict,
}


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
        unions = {word: partial(self._union, word) for word in ("oneOf", "anyOf")}
        self._plain: Any = jsonschema.Draft202012Validator
        self._validator: Any = jsonschema.validators.extend(self._plain, unions)
        self._schemas: Json = contents["components"]["schemas"]
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

    def _union(
        self, keyword: str, validator: Any, branches: list[Json], instance: Any, schema: Json
    ) -> Any:
        """Check ``oneOf`` and ``anyOf`` on the branches that the value can be meant for.

        Components, interactions and the like are unions by ``type``, in which the branches
        for other types cannot fit: leaving them out changes no verdict, is several times
        faster, and tells what is wrong inside the branch instead of "is not valid under any
        of the given schemas".
        """
        meant = [branch for branch in branches if self._admits(branch, instance)]
        if len(meant) == 1:
            yield from validator.descend(instance, meant[0])
        else:
            yield from self._plain.VALIDATORS[keyword](validator, branches, instance, schema)

    def _admits(self, branch: Json, instance: Any) -> bool:
        """Whether ``branch`` is for this kind of JSON value and, of objects, this ``type``."""
        schema = branch
        if "$ref" in branch:
            schema = self._schemas[branch["$ref"].rpartition("/")[2]]
        kinds = schema.get("type", list(_JSON_TYPES))
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if not any(isinstance(instance, _JSON_TYPES[kind]) for kind in kinds):
            return False
        if not isinstance(instance, dict):
            return True
        allowed = schema.get("properties", {}).get("type", {}).get("enum")
        return allowed is None or instance.get("type") in allowed


def _lenient(contents: Json) -> Json:
    """The document as Discord reads requests: a snowflake may be a number too.

    discord.py numbers attachments so (``"attachments": [{"id": 0}]``), and Discord takes it.
    """
    components = contents["components"]
    schemas = dict(components["schemas"])
    schemas["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer"}]}
    return contents | {"components": components | {"schemas": schemas}}


def _explain(error: Any) -> str:
    where = "/".join(str(step) for step in error.absolute_path) or "body"
    return f"{where}: {error.message[:300]}"
