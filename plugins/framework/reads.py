"""What an output is made of: the names of what was read while it was made.

An output that a build made is made again only if something that it read is other than it was. Names are ``face:`` and
a path for what lists show of a text, ``own:`` and a path for what only its reader sees, ``records:`` and an id for a
conversation. What has no name counts as read by all: when it changes, every output is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

__all__ = ["Memo", "note", "reading"]

_open: list[set[str]] = []
"""The outputs that are being made, the innermost last."""

Key = TypeVar("Key")
Value = TypeVar("Value")


def note(name: str) -> None:
    """Note that what is being made has read something."""
    if _open:
        _open[-1].add(name)


@contextmanager
def reading() -> Iterator[set[str]]:
    """Return a set that holds the names of what is read meanwhile; it counts for what is around as well.

    >>> with reading() as outer:
    ...     note("face:a.md")
    ...     with reading() as inner:
    ...         note("own:a.md")
    >>> sorted(outer), sorted(inner)
    (['face:a.md', 'own:a.md'], ['own:a.md'])
    """
    found: set[str] = set()
    _open.append(found)
    try:
        yield found
    finally:
        _open.pop()
        if _open:
            _open[-1] |= found


class Memo(Generic[Key, Value]):
    """A function of one argument whose values are kept; whoever asks for one has read what it was made of.

    Args:
        make: The function.
        by: Returns the key of an argument that is none itself.

    >>> lengths = Memo(lambda name: note(name) or len(name))
    >>> lengths("abc")
    3
    >>> with reading() as found:
    ...     lengths("abc")
    3
    >>> found
    {'abc'}
    """

    def __init__(self, make: Callable[[Key], Value], by: Callable[[Key], Hashable] = lambda key: key) -> None:
        self._make, self._by = make, by
        self._known: dict[Hashable, tuple[Value, set[str]]] = {}

    def __call__(self, argument: Key) -> Value:
        """Return the value of an argument."""
        key = self._by(argument)
        known = self._known.get(key)
        if known is None:
            with reading() as found:
                value = self._make(argument)
            known = self._known[key] = value, found
        elif _open:
            _open[-1] |= known[1]
        return known[0]
