"""Discord's error bodies: a JSON code, a message and, for invalid forms, where and why.

Codes follow "Opcodes and Status Codes / JSON Error Codes" of Discord's documentation;
the nested ``errors`` object follows "Reference / Error Messages".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

Json = dict[str, Any]


class Failure(NamedTuple):
    """One kind of refusal: HTTP status, Discord's JSON error code and its message."""

    status: int
    code: int
    message: str


UNAUTHORIZED = Failure(401, 0, "401: Unauthorized")
BAD_JSON = Failure(400, 50109, "The request body contains invalid JSON.")
INVALID_FORM = Failure(400, 50035, "Invalid Form Body")

UNKNOWN_CHANNEL = Failure(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = Failure(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = Failure(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = Failure(404, 10008, "Unknown Message")
UNKNOWN_ROLE = Failure(404, 10011, "Unknown Role")
UNKNOWN_USER = Failure(404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = Failure(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = Failure(404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = Failure(404, 10063, "Unknown application command")
UNKNOWN_TAG = Failure(404, 10087, "Unknown tag")

ALREADY_CROSSPOSTED = Failure(400, 40033, "This message has already been crossposted.")
ALREADY_ACKNOWLEDGED = Failure(400, 40060, "Interaction has already been acknowledged.")
TAG_REQUIRED = Failure(400, 40067, "A tag is required to create a forum post in this channel")

MISSING_ACCESS = Failure(403, 50001, "Missing Access")
NOT_AUTHOR = Failure(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = Failure(400, 50006, "Cannot send an empty message")
USER_UNREACHABLE = Failure(403, 50007, "Cannot send messages to this user")
NOT_TEXT_CHANNEL = Failure(400, 50008, "Cannot send messages in a non-text channel")
MISSING_PERMISSIONS = Failure(403, 50013, "Missing Permissions")
WRONG_CHANNEL_TYPE = Failure(400, 50024, "Cannot execute action on this channel type")
TOKEN_EXPIRED = Failure(401, 50027, "Invalid Webhook Token")
THREAD_ARCHIVED = Failure(400, 50083, "Thread is archived")
THREAD_EXISTS = Failure(400, 160004, "A thread has already been created for this message")


class ApiError(Exception):
    """A request refused with ``failure``; ``errors`` says where a form is wrong."""

    def __init__(self, failure: Failure, errors: Json | None = None) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.errors = errors

    def body(self) -> Json:
        """The JSON body Discord would answer with."""
        body: Json = {"message": self.failure.message, "code": self.failure.code}
        if self.errors:
            body["errors"] = self.errors
        return body


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a form: ``path`` leads there from the body's root."""

    path: tuple[str | int, ...]
    code: str
    message: str


class Form:
    """Collects the problems of one request body; ``check`` refuses it if there are any."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        """Note a problem at ``path``."""
        self.problems.append(Problem(path, code, message))

    def length(self, path: tuple[str | int, ...], text: object, low: int, high: int) -> bool:
        """Note a problem unless ``text`` is a string of ``low`` to ``high`` characters."""
        if not isinstance(text, str):
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif len(text) > high:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        elif len(text) < low:
            self.add(path, "BASE_TYPE_MIN_LENGTH", f"Must be {low} or more in length.")
        else:
            return True
        return False

    def count(self, path: tuple[str | int, ...], items: object, low: int, high: int) -> bool:
        """Note a problem unless ``items`` is a list of ``low`` to ``high`` entries."""
        if not isinstance(items, list):
            self.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        elif not low <= len(items) <= high:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        else:
            return True
        return False

    def check(self) -> None:
        """Raise `ApiError` 50035 when anything was noted."""
        if self.problems:
            raise ApiError(INVALID_FORM, nested(self.problems))


def nested(problems: list[Problem]) -> Json:
    """Discord's nested shape: keys of the path, then ``_errors`` with code and message."""
    root: Json = {}
    for problem in problems:
        node = root
        for key in problem.path:
            node = node.setdefault(str(key), {})
        node.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
    return root


def invalid(path: tuple[str | int, ...], code: str, message: str) -> ApiError:
    """An `ApiError` 50035 with a single problem."""
    return ApiError(INVALID_FORM, nested([Problem(path, code, message)]))
