"""The one store of what is dear to make: bytes by a key that is made from all that they depend on.

A file holds the digest of what it keeps, then the bytes: one that was cut off or changed is as good as none, and is
made anew. Writing is atomic, so two builds at once do no harm.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection
from pathlib import Path

from plugins.base.files import replace_file

__all__ = ["Store", "key_of"]

DIGEST = hashlib.sha256().digest_size


def key_of(*parts: str | bytes) -> str:
    """Return the key for what depends on these parts: a SHA-256 in hexadecimal, each part told from the next.

    >>> key_of("a", "bc") == key_of("ab", "c"), len(key_of("a"))
    (False, 64)
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


class Store:
    """Bytes by key, in a folder.

    Args:
        folder: Where; made when something is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, key: str) -> Path:
        """Return the file of a key: a digest in hexadecimal."""
        return self._folder / key[:2] / key[2:]

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key; None when it is not there or not whole."""
        try:
            kept = self.path(key).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None
        return kept[DIGEST:] if hashlib.sha256(kept[DIGEST:]).digest() == kept[:DIGEST] else None

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key; what is there already is not written again."""
        if self.get(key) != data:
            replace_file(self.path(key), hashlib.sha256(data).digest() + data)

    def forget_others(self, keys: Collection[str]) -> None:
        """Remove all that is kept under other keys than these."""
        kept = {self.path(key) for key in keys}
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if path not in kept:
                path.unlink(missing_ok=True)
                with contextlib.suppress(OSError):  # others are in it
                    path.parent.rmdir()
