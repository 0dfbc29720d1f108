"""The manifest: which files a build wrote, and with what bytes.

It lies outside the output, since it names drafts and other addresses that nobody links to.
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
"""The digests that a file may have: one, or two when a commit was cut off between them."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def manifest_path(state: Path, output: Path) -> Path:
    """Return where the manifest of an output folder is kept below the state folder."""
    name = hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:16]
    return state / "press" / f"{output.name}-{name}.json"


def read_manifest(path: Path) -> dict[str, Digests]:
    """Return the files of the last build with their digests; empty when there is none that can be read."""
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
    """Store the files with their digests, whole or not at all."""
    text = json.dumps({"version": VERSION, "files": dict(sorted(files.items()))}, indent=0)
    replace_file(path, text.encode())
