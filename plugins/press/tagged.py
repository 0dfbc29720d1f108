"""Settings as MessagePack and back, exactly: tuples stay tuples, and what has no such form is refused."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import PurePath
from typing import Any

__all__ = ["NotPlainError", "tagged", "untagged"]


class NotPlainError(TypeError):
    """A value is no plain data."""


def tagged(value: object) -> Any:
    """Return a value as lists, strings, numbers and None, each with what it is.

    >>> untagged(tagged({"a": (1, [2.5, None]), ("b",): {"c"}})) == {"a": (1, [2.5, None]), ("b",): {"c"}}
    True

    Raises:
        NotPlainError: It is, or holds, something else.
    """
    if value is None or isinstance(value, str | bytes | bool | int | float):
        return value
    if isinstance(value, list):
        return ["list", *map(tagged, value)]
    if isinstance(value, tuple):
        return ["tuple", *map(tagged, value)]
    if isinstance(value, set):
        return ["set", *map(tagged, sorted(value, key=repr))]
    if isinstance(value, frozenset):
        return ["frozenset", *map(tagged, sorted(value, key=repr))]
    if isinstance(value, dict):
        return ["dict", *(part for pair in value.items() for part in map(tagged, pair))]
    if isinstance(value, datetime):
        raise NotPlainError("a moment")
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, PurePath):
        return ["path", str(value)]
    raise NotPlainError(type(value).__name__)


def untagged(value: Any) -> Any:
    """Return what :func:`tagged` was given.

    Raises:
        ValueError, TypeError: It is something else.
    """
    if not isinstance(value, list):
        return value
    kind, *rest = value
    if kind == "date":
        return date.fromisoformat(rest[0])
    if kind == "path":
        from pathlib import Path

        return Path(rest[0])
    inside = map(untagged, rest)
    if kind == "dict":
        return dict(zip(inside, inside, strict=True))
    return {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}[kind](inside)
