"""Views as bytes for workers: quickly, and what many pages show once.

Pickle takes a frozen dataclass apart and puts it together in Python, field by field; here its slots are read and set
as they are. Lines of lists, links to terms and what packages say are bytes of their own, which are made once by who
sends them, and read once by who gets them, as long as they are remembered.
"""

from __future__ import annotations

import dataclasses
import io
import pickle
from collections import OrderedDict
from collections.abc import Callable
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from plugins.framework.outputs.parts import Parts
from plugins.framework.outputs.views import ArticleLine, AxisLink, TermLine, TermLink, Uses

__all__ = ["ViewPickler", "read"]

SHARED = frozenset({ArticleLine, AxisLink, TermLine, TermLink, Uses})
"""What many views have in common."""
REMEMBERED = 512
"""How many of them are remembered."""


class ViewPickler:
    """Makes bytes of values, and remembers those of what they share."""

    def __init__(self) -> None:
        self._wholes: OrderedDict[int, tuple[object, bytes]] = OrderedDict()

    def bytes_of(self, value: object) -> bytes:
        """Return a value as bytes."""
        stream = io.BytesIO()
        _Pickler(stream, self, value).dump(value)
        return stream.getvalue()

    def whole(self, value: object) -> bytes:
        """Return the bytes of a value that others share."""
        found = self._wholes.get(id(value))
        if found is None:
            found = self._wholes[id(value)] = value, self.bytes_of(value)  # what is held keeps its identity
            if len(self._wholes) > REMEMBERED:
                self._wholes.popitem(last=False)
        return found[1]


class _Pickler(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, views: ViewPickler, root: object) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._views, self._root = views, root

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if kind in SHARED and value is not self._root:
            return read, (self._views.whole(value),)
        if kind is Parts:
            return _parts, ({name: self._views.whole(said) for name, said in value.plain_().items()},)
        taken = _fields(kind)  # type: ignore[arg-type]  # a class can be hashed
        return NotImplemented if taken is None else (_made, (kind, taken(value)))


@cache
def _fields(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what reads the fields of a dataclass with slots; None for anything else."""
    if not dataclasses.is_dataclass(kind) or not hasattr(kind, "__slots__"):
        return None
    names = [one.name for one in dataclasses.fields(kind)]
    if not names or any(not hasattr(getattr(kind, name, None), "__set__") for name in names):
        return None
    if len(names) > 1:
        return attrgetter(*names)
    get = attrgetter(names[0])
    return lambda value: (get(value),)


@cache
def _slots(kind: type) -> tuple[Callable[[Any, Any], None], ...]:
    return tuple(getattr(kind, one.name).__set__ for one in dataclasses.fields(kind))


def _made(kind: type, values: tuple[Any, ...]) -> Any:
    """Return a frozen value of its fields."""
    value: Any = object.__new__(kind)
    for put, field in zip(_slots(kind), values, strict=True):
        put(value, field)
    return value


def _parts(said: dict[str, bytes]) -> Parts:
    return Parts({name: read(data) for name, data in said.items()})


@lru_cache(maxsize=REMEMBERED)
def read(data: bytes) -> Any:
    """Return what :meth:`ViewPickler.bytes_of` was given; the same bytes are the same value."""
    return pickle.loads(data)  # noqa: S301 - of the process that started this one
