"""What was computed before, by all that it is computed from."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Protocol

from plugins.framework.plain_data import plain_bytes

__all__ = ["Remembered"]


class Values(Protocol):
    """Values by key, such as :class:`~plugins.base.kept_values.KeptValues`."""

    def get(self, key: bytes) -> bytes | None:
        """Return a value, or None."""

    def put(self, key: bytes, data: bytes) -> None:
        """Keep a value."""


class Remembered:
    """The memory of a build; one without kept values computes everything.

    Args:
        kept: The values of earlier builds.
        code: The digest of the code and of what else all values depend on.
    """

    def __init__(self, kept: Values | None = None, code: bytes = b"") -> None:
        self._kept, self._code = kept, code

    def text_of(self, made_of: object, make: Callable[[], str]) -> str:
        """Return a text, likewise."""
        return self.bytes_of(made_of, lambda: make().encode()).decode()

    def bytes_of(self, made_of: object, make: Callable[[], bytes]) -> bytes:
        """Return what a function makes, or has made before.

        Args:
            made_of: All that it depends on but the code, as plain data that begins with a name of its own.
            make: The function.
        """
        if self._kept is None:
            return make()
        key = blake2b(self._code + plain_bytes(made_of), digest_size=20).digest()
        found = self._kept.get(key)
        if found is None:
            found = make()
            self._kept.put(key, found)
        return found
