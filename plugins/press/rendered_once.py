"""Macros rendered once: what is the same on many pages, by its arguments."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from markupsafe import Markup

from plugins.framework.plain_data import plain_bytes

__all__ = ["RenderedOnce"]


class RenderedOnce:
    """Renders a macro with some arguments the first time, and returns the same markup after that.

    Macros read no globals, so that their arguments are all that they depend on. Plain data counts by its value, other
    arguments by identity: they must not change while pages are written.
    """

    def __init__(self) -> None:
        self._rendered: dict[tuple[object, ...], tuple[Markup, list[object]]] = {}

    def __call__(self, macro: Callable[..., Markup], *arguments: Any) -> Markup:
        """Return the markup of a macro of the theme's.

        >>> calls = []
        >>> def macro(name):
        ...     calls.append(name)
        ...     return Markup(name)
        >>> once = RenderedOnce()
        >>> once(macro, "a"), once(macro, "a"), calls
        (Markup('a'), Markup('a'), ['a'])
        """
        name = getattr(macro, "name", None) or macro
        others: list[object] = []
        key = (name, *(_key(one, others) for one in arguments))
        if key not in self._rendered:
            self._rendered[key] = macro(*arguments), others  # what is kept has an identity that nothing else gets
        return self._rendered[key][0]


def _key(argument: object, others: list[object]) -> object:
    """Return what stands for an argument; one that counts by identity is added to the others."""
    if argument is None or isinstance(argument, str | int | float):
        return argument
    try:
        return blake2b(plain_bytes(argument), digest_size=16).digest()
    except (TypeError, ValueError, OverflowError, RecursionError):  # no plain data
        others.append(argument)
        return id(argument)
