"""Macros rendered once: what is the same on many pages, by its arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

__all__ = ["RenderedOnce"]


class RenderedOnce:
    """Renders a macro with some arguments the first time, and returns the same markup after that.

    Macros read no globals, so that their arguments are all that they depend on. Texts and numbers are compared by
    value, other arguments by identity: they must not change while pages are written.
    """

    def __init__(self) -> None:
        self._rendered: dict[tuple[object, ...], tuple[Markup, tuple[object, ...]]] = {}

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
        key = (name, *(one if one is None or isinstance(one, str | int | float) else id(one) for one in arguments))
        if key not in self._rendered:
            self._rendered[key] = macro(*arguments), arguments  # what is kept has an identity that nothing else gets
        return self._rendered[key][0]
