"""What a change of the inbox's does to a file here that a hand may have changed too.

Of each record that came from the inbox its bytes' digest is remembered. A file that is still what came is the inbox's
to replace and to remove; one that a hand changed, wrote or removed meanwhile stays as it is, and is told of until the
two agree. Before anything is written, both what stood and what comes are remembered, so that a run that was killed
between takes no file of its own for somebody's.
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
"""The digest of a file that is not there."""
Choice = Literal["same", "take", "keep"]


@dataclass(slots=True)
class State:
    """What is remembered of an inbox; losing it makes the next sync begin at the beginning.

    Attributes:
        url: Of the inbox.
        cursor: How far its changes are here.
        records: By ``article/id``: the digests that a file of the inbox's may have here.
        kept: Files that stayed as they were here, with the digest of what the inbox has.
    """

    url: str
    cursor: str
    records: dict[str, list[str]]
    kept: dict[str, str]


class _StateFile(BaseModel):
    """The file's form."""

    model_config = ConfigDict(extra="forbid", strict=True)
    version: Literal[1]
    url: str
    cursor: str
    records: dict[str, list[str]]
    kept: dict[str, str]


def choose_version(local: str, known: list[str] | None, new: str) -> Choice:
    """Return whether a file is as the inbox has it, is to become so, or stays as a hand left it.

    Args:
        local: Digest of the file here.
        known: Digests that it may have when no hand touched it; None when nothing is known of it.
        new: Digest of what the inbox has.

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
    """Return the digest of a file's bytes."""
    return digest_bytes(path.read_bytes()) if path.is_file() else NOTHING


def digest_bytes(data: bytes) -> str:
    """Return the digest of bytes."""
    return hashlib.sha256(data).hexdigest()


def load_state(path: Path, url: str) -> State:
    """Return what is remembered of an inbox: nothing when the file is lost, broken or another inbox's."""
    try:
        form = _StateFile.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return State(url, "", {}, {})
    return State(url, form.cursor, form.records, form.kept) if form.url == url else State(url, "", {}, {})


def save_state(path: Path, state: State) -> None:
    """Remember, whole and on the disk."""
    form = _StateFile(version=1, url=state.url, cursor=state.cursor, records=state.records, kept=state.kept)
    replace_file(path, form.model_dump_json(indent=1).encode())
