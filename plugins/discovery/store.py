"""Drawn pictures, kept by what they are drawn from. Contains no Pelican.

A file holds the SHA-256 of the picture in its first line, then the picture: one that was cut off or changed is drawn
anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from plugins.files import replace_file

__all__ = ["Store"]

SUFFIX = ".picture"


class Store:
    """A folder of pictures.

    Args:
        folder: Made when something is first kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used: set[str] = set()

    def get(self, source: str, draw: Callable[[], bytes]) -> bytes:
        """Return a picture, drawn only when it is not there yet.

        Args:
            source: All that the picture depends on.
            draw: Returns its bytes.
        """
        name = f"{hashlib.sha256(source.encode()).hexdigest()}{SUFFIX}"
        self._used.add(name)
        kept = self._read(self.folder / name)
        if kept is None:
            kept = draw()
            replace_file(self.folder / name, hashlib.sha256(kept).hexdigest().encode() + b"\n" + kept)
        return kept

    def _read(self, path: Path) -> bytes | None:
        try:
            digest, _, picture = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        return picture if hashlib.sha256(picture).hexdigest().encode() == digest else None

    def forget_the_rest(self) -> None:
        """Remove the pictures that nothing asked for."""
        for path in self.folder.glob(f"*{SUFFIX}"):
            if path.name not in self._used:
                path.unlink(missing_ok=True)
