"""What packages say of a page, a listed article or a term, each under its own name."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import plugins

__all__ = ["NO_PARTS", "Parts"]


@lru_cache(maxsize=1)
def house() -> frozenset[str]:
    """Return the names of the packages that there are."""
    return frozenset(module.name for module in pkgutil.iter_modules(plugins.__path__) if module.ispkg)


class Parts:
    """Frozen values by package: ``parts.drawings``; None where a package says nothing or is not in ``PLUGINS``.

    >>> parts = Parts({"drawings": "a pot"})
    >>> parts.drawings, parts.seo
    ('a pot', None)
    >>> parts.drawing
    Traceback (most recent call last):
    AttributeError: no package is called 'drawing'
    """

    __slots__ = ("_parts",)
    _parts: Mapping[str, Any]

    def __init__(self, parts: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_parts", dict(parts))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._parts:
            return self._parts[name]
        if name in house():
            return None
        raise AttributeError(f"no package is called {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} cannot be set: parts are frozen")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parts) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(frozenset(self._parts))

    def __reduce__(self) -> tuple[type[Parts], tuple[Mapping[str, Any]]]:
        return Parts, (self._parts,)

    def plain_(self) -> Mapping[str, Any]:
        """Return what packages say, by package."""
        return self._parts

    def __repr__(self) -> str:
        return f"Parts({self._parts!r})"


NO_PARTS = Parts({})
