"""What was made of pictures, kept from one build to the next. Contains no Pelican.

A file holds the digest of what it keeps, then the bytes: one that was cut off or changed is as good as none, and is
made anew. Writing is atomic, so two builds at once do no harm.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from plugins.files import replace_file

__all__ = ["Store"]

DIGEST = hashlib.sha256().digest_size


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

    def has(self, key: str) -> bool:
        """Tell whether something is kept under a key, without reading it."""
        return self.path(key).is_file()

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""
        replace_file(self.path(key), hashlib.sha256(data).digest() + data)
