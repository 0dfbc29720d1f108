"""What was told to whom: one small file an article, ``var/notify/<id>.json``.

A file is written whole, and before each request: what a crash leaves behind says how far things had come.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from plugins.base.files import remove_file, remove_leftovers, replace_file
from plugins.base.slugs import is_slug
from plugins.i18n.messages import N_, Message, message
from plugins.protocols.discovery import Protocol

__all__ = ["DamagedError", "Link", "Memory", "State", "load_all", "save", "tidy", "was_here"]

VERSION = 1
"""Of the files' form."""
State = Literal["waiting", "sending", "sent", "none", "refused", "failed", "unsure", "removed", "known"]
Count = Annotated[int, Field(ge=0)]


class _Form(BaseModel):
    """Base of what a file holds: frozen, and what else it says makes it damaged."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Link(_Form):
    """A link of an article, and what became of telling it. Moments are milliseconds since 1970.

    Attributes:
        source, target: The two addresses, the target as the link is written.
        state: ``waiting`` to be told at ``due``; ``sending`` since before the request; ``sent``; ``none``, nobody wants
            to be told; ``refused``; ``failed``, given up; ``unsure``, a trackback that may have arrived; ``removed``,
            told that the link is gone; ``known``, told by somebody else, before.
        protocol, endpoint: By which and where it was told, or is about to be.
        accepted: The endpoint that took a webmention of this link, which is told when it changes or goes.
        pinged: Whether it was told by a protocol that knows no second time.
        gone: Whether the article has the link no more.
        status_url: Where the receiver says what became of it.
        digest: Of the article, when it was last told or asked.
        tries: How often it was in vain, one after the other.
        due: When it is to be told.
        at: When the state became what it is.
        reason: Why, in the other side's words, or one of the fetcher's reasons.
    """

    source: str
    target: str
    state: State = "waiting"
    protocol: Protocol | None = None
    endpoint: str = ""
    accepted: str = ""
    pinged: bool = False
    gone: bool = False
    status_url: str = ""
    digest: str = ""
    tries: Count = 0
    due: Count = 0
    at: Count = 0
    reason: str = ""


class Memory(_Form):
    """What is remembered of an article."""

    version: Literal[1] = 1
    article: str
    links: Annotated[tuple[Link, ...], Field(strict=False)] = ()


class DamagedError(Exception):
    """Files cannot be believed; ``said`` tells the author of each. None of them is touched."""

    def __init__(self, said: tuple[Message, ...]) -> None:
        super().__init__("\n".join(one.text() for one in said))
        self.said = said


def load_all(folder: Path, only: str | None = None) -> dict[str, Memory]:
    """Return what is remembered, by article: of all of them, or of one.

    Raises:
        DamagedError: A file is damaged, or another version's: sending without it might send twice.
    """
    found: dict[str, Memory] = {}
    wrong: list[Message] = []
    for path in sorted(folder.glob("*.json")):
        if only is not None and path.stem != only:
            continue
        memory = _load(path)
        if isinstance(memory, Memory):
            found[memory.article] = memory
        else:
            wrong.append(memory)
    if wrong:
        raise DamagedError(tuple(wrong))
    return found


def _load(path: Path) -> Memory | Message:
    data = b""
    try:
        data = path.read_bytes()
        memory = Memory.model_validate_json(data)
    except (OSError, ValidationError):
        if _is_later(data):
            return message(N_("{path} was written by a later version of Trépied: use that one here"), path=str(path))
        return message(
            N_(
                "{path} is damaged: put it back from a copy, or delete it, and what it knew is told again "
                "(python3 tasks.py notify --remember --only {article} takes it as told)"
            ),
            path=str(path),
            article=path.stem,
        )
    if memory.article != path.stem or not is_slug(memory.article):
        return message(N_("{path} is another article's: give it its name back"), path=str(path))
    return memory


def _is_later(data: bytes) -> bool:
    try:
        version = json.loads(data)["version"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
    return isinstance(version, int) and version > VERSION


def save(folder: Path, memory: Memory) -> None:
    """Remember, whole and on the disk; of an article without links nothing. Raises OSError."""
    path = folder / f"{memory.article}.json"
    if memory.links:
        replace_file(path, f"{memory.model_dump_json(indent=1)}\n".encode())
    else:
        remove_file(path)


def was_here(folder: Path) -> bool:
    """Tell whether a run was made before, though it may remember no link by now: its lock's file stays."""
    return any(path.is_file() for path in folder.glob("*"))


def tidy(folder: Path) -> None:
    """Remove what a killed run left half written."""
    remove_leftovers(folder)
