"""A content-addressed store of computed files: bytes under the SHA-256 of everything that they depend on.

A file holds the digest of its bytes, then the bytes: a truncated or changed one counts as missing, and is computed
again. Writes are atomic, so two builds may share a store.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path

from plugins.base.files import replace_file, written_file

__all__ = ["Store", "key_of"]

DIGEST = hashlib.sha256().digest_size


def key_of(*parts: str | bytes) -> str:
    """Return the key of a result that depends on these parts: a hexadecimal SHA-256; each part is delimited.

    >>> key_of("a", "bc") == key_of("ab", "c"), len(key_of("a"))
    (False, 64)
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


class _StoredAlreadyError(Exception):
    """Nothing is to be written."""


class Store:
    """A folder of files by key.

    Args:
        folder: The store's folder; made at the first write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, key: str) -> Path:
        """Return the path of the file that holds a key's bytes."""
        return self._folder / key[:2] / key[2:]

    def get(self, key: str) -> bytes | None:
        """Return the bytes stored under a key; None when there are none or their digest differs."""
        try:
            kept = self.path(key).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None
        return kept[DIGEST:] if hashlib.sha256(kept[DIGEST:]).digest() == kept[:DIGEST] else None

    def put(self, key: str, data: bytes) -> None:
        """Store bytes under a key, unless the key is stored already."""
        if self.get(key) != data:
            replace_file(self.path(key), hashlib.sha256(data).digest() + data)

    def put_pieces(self, key: str, pieces: Iterable[bytes]) -> None:
        """Store bytes that come in pieces and need not fit into memory, unless the key is stored already."""
        digest = hashlib.sha256()
        with contextlib.suppress(_StoredAlreadyError), written_file(self.path(key)) as file:
            file.write(bytes(DIGEST))
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
            if self._digest(key) == digest.digest():
                raise _StoredAlreadyError
            file.seek(0)
            file.write(digest.digest())

    def _digest(self, key: str) -> bytes | None:
        """Return the digest of what is stored under a key; None when there is nothing, or something else."""
        try:
            with self.path(key).open("rb") as file:
                said = file.read(DIGEST)
                return said if hashlib.file_digest(file, "sha256").digest() == said else None
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None

    def keep_only(self, keys: Collection[str]) -> None:
        """Remove the bytes of all keys but these."""
        kept = {self.path(key) for key in keys}
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if path not in kept:
                path.unlink(missing_ok=True)
                with contextlib.suppress(OSError):  # the folder holds other keys
                    path.parent.rmdir()
