"""The manifest of an output folder: the files that builds wrote, with their SHA-256 digests.

It is stored outside the output, since it names drafts and other unlisted URLs.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from plugins.base.files import replace_file

VERSION = 1

Digests = tuple[str, ...]
"""The digests that a file may have: one, or the old and the new one after an interrupted commit."""


class Stored(msgspec.Struct):
    """The manifest's file."""

    version: int
    files: dict[str, Digests]


DECODER = msgspec.json.Decoder(Stored)


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def manifest_path(state: Path, output: Path) -> Path:
    """Return the path of an output folder's manifest below the state folder."""
    name = hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:16]
    return state / "press" / f"{output.name}-{name}.json"


def read_manifest(path: Path) -> dict[str, Digests]:
    """Return the files of the last build with their digests; empty when there is no valid manifest."""
    try:
        stored = DECODER.decode(path.read_bytes())
    except (FileNotFoundError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}
    return stored.files if stored.version == VERSION else {}


def write_manifest(path: Path, files: Mapping[str, Digests]) -> None:
    """Write the files with their digests, atomically."""
    replace_file(path, msgspec.json.encode(Stored(VERSION, dict(sorted(files.items())))))
