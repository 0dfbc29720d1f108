"""The manifest of an output folder: the files that builds wrote, with their SHA-256 digests.

It is stored outside the output, since it names drafts and other unlisted URLs.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from plugins.base.files import replace_file

VERSION = 1

Digests = tuple[str, ...]
"""The digests that a file may have: one, or the old and the new one after an interrupted commit."""


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
        stored = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
        return {}
    if not isinstance(stored, dict) or stored.get("version") != VERSION or not isinstance(stored.get("files"), dict):
        return {}
    return {
        str(name): tuple(map(str, digests)) for name, digests in stored["files"].items() if isinstance(digests, list)
    }


def write_manifest(path: Path, files: Mapping[str, Digests]) -> None:
    """Write the files with their digests, atomically."""
    text = json.dumps({"version": VERSION, "files": dict(sorted(files.items()))})
    replace_file(path, text.encode())
