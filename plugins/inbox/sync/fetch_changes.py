"""The client of the records API: fetches a page of changes within limits, and validates it whole.

The token is sent to the configured URL only, over https or to this machine; redirects are refused. A response has one
limit of time and one of size, so that neither a slow nor an endless one blocks the run. The server is not trusted:
every id and every record of a response is validated before any of it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from plugins.base.safe_text import plain
from plugins.base.slugs import is_slug
from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.model import FetchError, Limits, Scope
from plugins.i18n.messages import N_, Message, message
from plugins.interactions.model import Interaction
from plugins.interactions.record_ids import is_id
from plugins.interactions.record_yaml import parse

__all__ = [
    "EX_CONFIG",
    "EX_NOPERM",
    "EX_PROTOCOL",
    "EX_UNAVAILABLE",
    "Answer",
    "Change",
    "SyncError",
    "fetch_changes",
    "may_send_token",
]

EX_UNAVAILABLE, EX_PROTOCOL, EX_NOPERM, EX_CONFIG = 69, 76, 77, 78
"""Exit codes of sysexits(3)."""
WHOLE_SECONDS = 120.0
"""The time limit of a whole response."""
LARGEST = 16 * 1024 * 1024
"""The size limit of a response in bytes; an inbox sends some 4 MiB at most."""


class SyncError(Exception):
    """The sync cannot continue; ``said`` tells the author why, ``code`` is the exit code."""

    def __init__(self, said: Message, code: int) -> None:
        super().__init__(said.text())
        self.said = said
        self.code = code


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one record: its new version, or None for a removal."""

    article: str
    id: str
    record: Interaction | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A validated page of changes, the cursor of the next one, and whether there is one now."""

    changes: tuple[Change, ...]
    next: str
    more: bool


class _ChangeBody(BaseModel):
    """The schema of a change; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", strict=True)
    article: str
    id: str
    record: str | None


class _AnswerBody(BaseModel):
    """The schema of a response; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", strict=True)
    changes: Annotated[list[_ChangeBody], Field(max_length=1000)]
    next: Annotated[str, Field(max_length=100, pattern=r"^[!-~]+$")]
    more: bool


def may_send_token(url: str) -> bool:
    """Return whether a token may be sent to a URL: over https, or to this machine.

    >>> may_send_token("https://trepied.example/inbox"), may_send_token("http://127.0.0.2/inbox")
    (True, True)
    >>> may_send_token("http://[::1]:8001/inbox")
    True
    >>> may_send_token("http://trepied.example/inbox"), may_send_token("http://127.0.0.1@trepied.example/inbox")
    (False, False)
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises ValueError for an invalid one
    except ValueError:
        return False
    if not host or "@" in parts.netloc or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def fetch_changes(url: str, token: str, cursor: str) -> Answer:
    """Return the page of changes after a cursor.

    Raises:
        SyncError: There is no response in time, or an invalid one, of which nothing is used.
    """
    return _read_answer(url, _request(url, token, cursor))


def _request(url: str, token: str, cursor: str) -> bytes:
    limits = Limits(seconds=WHOLE_SECONDS, bytes=LARGEST, hops=0)
    fetcher = Fetcher(Scope.CONFIGURED, agent="trepied-sync", limits=limits)
    try:
        reply = fetcher.get(
            f"{url}/records?since={quote(cursor)}",
            accept="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
    except FetchError as error:
        if error.reason == "redirects":
            raise _refused(url, 302) from None
        raise _unreachable(url, _reason_of(error)) from None
    except (UnicodeEncodeError, TypeError) as error:  # no header can hold the token
        raise _unreachable(url, type(error).__name__) from None
    if reply.status != 200:
        raise _refused(url, reply.status)
    if reply.truncated:
        raise SyncError(message(N_("{url} sends more than an inbox does"), url=url), EX_PROTOCOL)
    return reply.body


def _reason_of(error: FetchError) -> str:
    """Return why there is no response, by the system's message where it has one; never with the token."""
    if error.reason == "unreachable":
        return getattr(error.__cause__, "strerror", None) or str(error)
    return "Timeout" if error.reason == "slow" else error.reason


def _unreachable(url: str, reason: str) -> SyncError:
    return SyncError(message(N_("{url} cannot be reached ({reason})"), url=url, reason=plain(reason)), EX_UNAVAILABLE)


def _refused(url: str, status: int) -> SyncError:
    if status in (401, 403):
        said = message(N_("{url} does not take this token: INBOX_SYNC_TOKEN must be the same here and there"), url=url)
        return SyncError(said, EX_NOPERM)
    if status == 404:
        said = message(N_("{url} gives no records away: is this its address, and has it INBOX_SYNC_TOKEN?"), url=url)
        return SyncError(said, EX_UNAVAILABLE)
    if 300 <= status < 400:
        said = message(N_("{url} leads elsewhere, where the token does not go: set the address it leads to"), url=url)
        return SyncError(said, EX_PROTOCOL)
    return _unreachable(url, f"HTTP {status}")


def _read_answer(url: str, data: bytes) -> Answer:
    try:
        page = _AnswerBody.model_validate_json(data)
    except ValidationError:
        raise SyncError(message(N_("{url} did not answer as an inbox does"), url=url), EX_PROTOCOL) from None
    if len({told.id for told in page.changes}) < len(page.changes):
        raise SyncError(message(N_("{url} did not answer as an inbox does"), url=url), EX_PROTOCOL)
    return Answer(tuple(_read_change(told) for told in page.changes), page.next, page.more)


def _read_change(told: _ChangeBody) -> Change:
    if not is_slug(told.article) or not is_id(told.id):
        name = plain(f"{told.article}/{told.id}"[:200])
        raise SyncError(message(N_("the inbox names a record {name}, which none can be"), name=name), EX_PROTOCOL)
    if told.record is None:
        return Change(told.article, told.id, None)
    path = f"{told.article}/{told.id}.yaml"
    record, findings = parse(told.record.encode("utf-8", "surrogatepass"), path, told.article, told.id)
    if record is None or findings:
        raise SyncError(message(N_("the inbox sent a record that cannot be used: {path}"), path=path), EX_PROTOCOL)
    return Change(told.article, told.id, record)
