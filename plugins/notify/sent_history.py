"""The history of sent linkbacks: one JSON file per article, ``var/notify/<id>.json``.

A file is written atomically, before each request, so that after a crash it has the state of the last one.
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

__all__ = ["DamagedError", "Link", "Memory", "State", "has_run_before", "load_all", "save", "tidy"]

VERSION = 1
"""The version of the file format."""
State = Literal["waiting", "sending", "sent", "none", "refused", "failed", "unsure", "removed", "known"]
Count = Annotated[int, Field(ge=0)]


class _Form(BaseModel):
    """Base of the file's models: frozen, and an unknown key makes the file invalid."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Link(_Form):
    """A link of an article, with the state of its linkback. Dates are milliseconds since 1970.

    Attributes:
        source, target: The two URLs, the target as the link is written.
        state: ``waiting``, to be sent at ``due``; ``sending``, from before the request; ``sent``; ``none``, no endpoint
            found; ``refused``; ``failed``, given up; ``unsure``, a trackback that may have arrived; ``removed``, the
            removal of the link was sent; ``known``, taken as sent by other software.
        protocol, endpoint: The protocol and the URL of the endpoint.
        accepted: The endpoint that accepted a webmention of this link, to which updates and removals are sent.
        pinged: Whether it was sent by a protocol without updates (Pingback, TrackBack).
        gone: Whether the article no longer has the link.
        status_url: The status URL of the receiver.
        digest: The article's digest at the last discovery or sending.
        tries: The number of consecutive failures.
        due: When it is to be sent.
        at: When the state last changed.
        reason: The reason of the state: the receiver's message, or one of the fetcher's reasons.
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
    """The history of an article: its links."""

    version: Literal[1] = 1
    article: str
    links: Annotated[tuple[Link, ...], Field(strict=False)] = ()


class DamagedError(Exception):
    """Files are damaged; ``said`` has a message for the author about each. None of them is changed."""

    def __init__(self, said: tuple[Message, ...]) -> None:
        super().__init__("\n".join(one.text() for one in said))
        self.said = said


def load_all(folder: Path, only: str | None = None) -> dict[str, Memory]:
    """Return the histories of all articles, or of one, by article id.

    Raises:
        DamagedError: A file is damaged, or of another version: without it, linkbacks could be sent twice.
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
    """Write a history atomically and durably; one without links has no file. Raises OSError."""
    path = folder / f"{memory.article}.json"
    if memory.links:
        replace_file(path, f"{memory.model_dump_json(indent=1)}\n".encode())
    else:
        remove_file(path)


def has_run_before(folder: Path) -> bool:
    """Return whether there was an earlier run, by its lock file, which remains even without any history."""
    return any(path.is_file() for path in folder.glob("*"))


def tidy(folder: Path) -> None:
    """Remove the temporary files of a killed run."""
    remove_leftovers(folder)
