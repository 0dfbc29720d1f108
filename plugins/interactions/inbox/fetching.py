"""What an inbox elsewhere answers: fetched within limits, believed in nothing. Contains no Pelican.

The token goes to the address that was set and to no other: over https, or to this machine; redirects are refused. Time
and size have limits for a whole answer, so that neither a slow nor an endless one holds anybody up. What an answer
names is checked before anything is done with any of it.
"""

from __future__ import annotations

import http.client
import queue
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from plugins.framework.slugs import is_slug
from plugins.i18n.messages import N_, Message, message
from plugins.interactions.identity import is_id
from plugins.interactions.inbox.plain import plain
from plugins.interactions.model import Interaction
from plugins.interactions.yaml_form import parse

__all__ = [
    "EX_CONFIG",
    "EX_NOPERM",
    "EX_PROTOCOL",
    "EX_UNAVAILABLE",
    "Answer",
    "Change",
    "SyncError",
    "allowed",
    "fetch",
]

EX_UNAVAILABLE, EX_PROTOCOL, EX_NOPERM, EX_CONFIG = 69, 76, 77, 78
"""Of sysexits(3)."""
SECONDS = 20
"""In which something must come."""
WHOLE_SECONDS = 120
"""In which an answer must have come whole."""
LARGEST = 16 * 1024 * 1024
"""Bytes of an answer; an inbox sends some 4 MiB at most."""


class SyncError(Exception):
    """There is no use in going on; ``said`` tells the author, ``code`` is the exit code."""

    def __init__(self, said: Message, code: int) -> None:
        super().__init__(said.text())
        self.said = said
        self.code = code


@dataclass(frozen=True, slots=True)
class Change:
    """One record, or that it is gone (None)."""

    article: str
    id: str
    record: Interaction | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of changes, and the cursor to go on from."""

    changes: tuple[Change, ...]
    next: str
    more: bool


class _Told(BaseModel):
    """A change as the answer says it: what else it says makes it none."""

    model_config = ConfigDict(extra="forbid", strict=True)
    article: str
    id: str
    record: str | None


class _Page(BaseModel):
    """An answer as it came."""

    model_config = ConfigDict(extra="forbid", strict=True)
    changes: Annotated[list[_Told], Field(max_length=1000)]
    next: Annotated[str, Field(max_length=100, pattern=r"^[!-~]+$")]
    more: bool


def allowed(url: str) -> bool:
    """Tell whether a token may be sent to an address: over https, or to this machine.

    >>> allowed("https://trepied.example/inbox"), allowed("http://[::1]:8001/inbox"), allowed("http://127.0.0.2/inbox")
    (True, True, True)
    >>> allowed("http://trepied.example/inbox"), allowed("http://127.0.0.1@trepied.example/inbox")
    (False, False)
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises when it is none
    except ValueError:
        return False
    if not host or "@" in parts.netloc or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def fetch(url: str, token: str, cursor: str) -> Answer:
    """Return what an inbox has after a cursor.

    Raises:
        SyncError: It did not answer in time, or not as an inbox does; then nothing of the answer counts.
    """
    found: queue.SimpleQueue[bytes | SyncError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found.put(_ask(url, token, cursor))
        except SyncError as error:
            found.put(error)
        except Exception as error:  # noqa: BLE001 - whatever it was, this thread has nobody to tell it to
            found.put(_unreachable(url, type(error).__name__))

    threading.Thread(target=ask, name="inbox-sync", daemon=True).start()
    try:
        data = found.get(timeout=WHOLE_SECONDS)
    except queue.Empty:
        raise _unreachable(url, "Timeout") from None
    if isinstance(data, SyncError):
        raise data
    return _read(url, data)


def _ask(url: str, token: str, cursor: str) -> bytes:
    request = urllib.request.Request(  # noqa: S310 - allowed() looked at it
        f"{url}/records?since={quote(cursor)}",
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json", "User-Agent": "trepied-sync"},
    )
    handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
    if not url.startswith("https:"):
        handlers.append(urllib.request.ProxyHandler({}))  # this machine is no proxy's business
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=SECONDS) as answer:
            data: bytes = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(url, error.code) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise _unreachable(url, getattr(reason, "strerror", None) or type(reason).__name__) from None
    if len(data) > LARGEST:
        raise SyncError(message(N_("{url} sends more than an inbox does"), url=url), EX_PROTOCOL)
    return data


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the redirect becomes an error."""

    def redirect_request(self, *arguments: object, **named: object) -> None:
        """Return nothing."""
        del arguments, named


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


def _read(url: str, data: bytes) -> Answer:
    try:
        page = _Page.model_validate_json(data)
    except ValidationError:
        raise SyncError(message(N_("{url} did not answer as an inbox does"), url=url), EX_PROTOCOL) from None
    if len({told.id for told in page.changes}) < len(page.changes):
        raise SyncError(message(N_("{url} did not answer as an inbox does"), url=url), EX_PROTOCOL)
    return Answer(tuple(_change(told) for told in page.changes), page.next, page.more)


def _change(told: _Told) -> Change:
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
