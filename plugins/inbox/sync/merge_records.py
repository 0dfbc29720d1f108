"""The three-way merge of sync: local file, digest of the last synchronised version, and the inbox's new version.

A file that is unmodified since the last sync is replaced or removed as the inbox says. One that was edited, written or
removed by hand meanwhile is a conflict: it stays as it is, and is reported until both agree. Before a file is written,
the digests of its old and of its new version are saved, so that after a crash in between the next run takes neither for
a local edit.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from plugins.base.files import replace_file

__all__ = ["NOTHING", "Choice", "State", "choose_version", "digest_file", "load_state", "save_state"]

NOTHING = ""
"""The digest that stands for a file that does not exist."""
Choice = Literal["same", "take", "keep"]


@dataclass(slots=True)
class State:
    """The state of sync between runs; without it, the next run starts from the first change.

    Attributes:
        url: The URL of the inbox.
        cursor: The cursor after the last applied page.
        records: By ``article/id``: the digests that an unmodified file may have here.
        kept: The conflicts, by ``article/id``, with the digest of the inbox's version.
    """

    url: str
    cursor: str
    records: dict[str, list[str]]
    kept: dict[str, str]


class _StateFile(BaseModel):
    """The schema of the state file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    version: Literal[1]
    url: str
    cursor: str
    records: dict[str, list[str]]
    kept: dict[str, str]


def choose_version(local: str, known: list[str] | None, new: str) -> Choice:
    """Return the outcome of the merge of one file: nothing to do, take the inbox's version, or keep the local one.

    Args:
        local: Digest of the file here.
        known: Digests that an unmodified file may have; None for a file that was never synchronised.
        new: Digest of the inbox's version.

    >>> choose_version("", None, "a"), choose_version("a", ["a"], "b"), choose_version("a", ["a"], "")
    ('take', 'take', 'take')
    >>> choose_version("mine", ["a"], "b"), choose_version("mine", ["a"], "")
    ('keep', 'keep')
    >>> choose_version("mine", None, "b"), choose_version("", ["a"], "b"), choose_version("b", None, "b")
    ('keep', 'keep', 'same')
    >>> choose_version("mine", ["a"], "a")  # nothing changed there
    'same'
    """
    if local == new:
        return "same"
    if local in (known if known is not None else [NOTHING]):
        return "take"
    return "same" if known == [new] else "keep"


def digest_file(path: Path) -> str:
    """Return the digest of a file's bytes, or ``NOTHING`` when there is none."""
    return digest_bytes(path.read_bytes()) if path.is_file() else NOTHING


def digest_bytes(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def load_state(path: Path, url: str) -> State:
    """Return the saved state of an inbox; an empty one when the file is missing, invalid or another inbox's."""
    try:
        form = _StateFile.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return State(url, "", {}, {})
    return State(url, form.cursor, form.records, form.kept) if form.url == url else State(url, "", {}, {})


def save_state(path: Path, state: State) -> None:
    """Write the state to its file, atomically and durably."""
    form = _StateFile(version=1, url=state.url, cursor=state.cursor, records=state.records, kept=state.kept)
    replace_file(path, form.model_dump_json(indent=1).encode())
