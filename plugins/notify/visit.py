"""One visit: asks a page how it wants to be told, and tells it.

Every request goes through the guarded fetcher. What is about to be sent is remembered before, so that whatever ends
this process, the next one knows.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import FrameType
from urllib.parse import urlsplit

from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.ip_addresses import Address
from plugins.fetcher.model import BusyError, FetchError, Turns
from plugins.fetcher.transport import Connect
from plugins.notify.article_page import Article
from plugins.notify.history import Link
from plugins.notify.plan import begun, nothing_there, settled, told_before, without_answer
from plugins.protocols.discovery import Endpoint, discover
from plugins.protocols.sending import Ping, request, verdict

__all__ = ["Clock", "Job", "Visitor", "Wire"]

Clock = Callable[[], float]
"""Returns the present, in seconds since 1970."""
HTML = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"


class Wire:
    """The fetcher's way out, which knows whether it led anywhere since it was last asked."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self.connected = False

    def __call__(self, address: Address, port: int, seconds: float) -> socket.socket:
        """Connect, as :func:`plugins.fetcher.transport.connect` does."""
        made = self._connect(address, port, seconds)
        self.connected = True
        return made


@dataclass(slots=True)
class Job:
    """A link that is to be told.

    Attributes:
        article: The id of the article.
        link: The link as it was last remembered.
        published: The article; None when it is published no more.
        endpoint: What its page wants, once that is known.
        not_before: When its host may be visited, in seconds since 1970.
    """

    article: str
    link: Link
    published: Article | None
    endpoint: Endpoint | None = None
    not_before: float = 0.0

    @property
    def host(self) -> str:
        """The name of the host that is to be visited next."""
        return urlsplit(self.endpoint.url if self.endpoint else self.link.target).hostname or ""

    @property
    def digest(self) -> str:
        """The digest of the article as it is published."""
        return self.published.digest if self.published else ""

    @property
    def ping(self) -> Ping:
        """What is told."""
        words = self.published
        if words is None:
            return Ping(self.link.source, self.link.target)
        return Ping(self.link.source, self.link.target, words.title, words.excerpt, words.site)


@dataclass(slots=True)
class OneVisit:
    """The turns of one visit: a host that was asked in it may be told in it."""

    turns: Turns
    taken: set[tuple[str, str]] = field(default_factory=set)

    def take(self, keys: Mapping[str, str]) -> None:
        """Take the turns that this visit has not yet. Raises BusyError."""
        wanted = {kind: key for kind, key in keys.items() if (kind, key) not in self.taken}
        if wanted:
            self.turns.take(wanted)
        self.taken |= wanted.items()


class Visitor:
    """Visits, one after the other.

    Args:
        fetcher: By which everything is asked.
        wire: The fetcher's way out.
        turns: Which hosts may be visited now.
        clock: The present.
        save: Remembers a link of an article, for good.
    """

    def __init__(
        self, fetcher: Fetcher, wire: Wire, turns: Turns, clock: Clock, save: Callable[[str, Link], None]
    ) -> None:
        self._fetcher = fetcher
        self._wire = wire
        self._turns = turns
        self._clock = clock
        self._save = save

    def visit(self, job: Job) -> None:
        """Bring a job as far as it comes, and remember how far that is.

        Raises:
            BusyError: It is not the turn of one of its hosts; the job is as it was, or knows its endpoint.
        """
        turns = OneVisit(self._turns)
        if job.endpoint is None and (link := self._discover(job, turns)) is not None:
            self._keep(job, link)
        elif job.endpoint is not None:
            self._send(job, job.endpoint, turns)

    def _discover(self, job: Job, turns: Turns) -> Link | None:
        """Find the endpoint, or return the link as it is when there is nothing to send."""
        link, fallback = job.link, Endpoint("webmention", job.link.accepted)
        try:
            page = self._fetcher.get(link.target, turns, HTML)
        except FetchError as error:
            if link.gone and error.reason != "address":
                job.endpoint = fallback  # the page may be gone too: its endpoint is known
                return None
            return without_answer(link, error.reason, job.digest, self._now(), connected=False)
        now, found = self._now(), next(iter(discover(page, link.target)), None)
        if link.gone:
            job.endpoint = found if found and found.protocol == "webmention" else fallback
            return None
        if page.status == 429 or page.status >= 500:
            return settled(link, verdict("webmention", page, now), job.digest, now)
        if not 200 <= page.status < 300:
            return nothing_there(link, job.digest, now, f"HTTP {page.status}")
        if found is None or (found.protocol != "webmention" and told_before(link)):
            return nothing_there(link, job.digest, now)
        job.endpoint = found
        return None

    def _send(self, job: Job, endpoint: Endpoint, turns: Turns) -> None:
        before, said = job.link, request(endpoint.protocol, job.ping)
        with undisturbed():
            self._keep(job, begun(before, endpoint, job.digest, self._now()))
            self._wire.connected = False
            try:
                reply = self._fetcher.post(endpoint.url, said.body, said.content_type, turns)
            except BusyError:
                self._keep(job, before)
                raise
            except FetchError as error:
                now, connected = self._now(), self._wire.connected
                self._keep(job, without_answer(job.link, error.reason, job.digest, now, connected=connected))
            else:
                now = self._now()
                self._keep(job, settled(job.link, verdict(endpoint.protocol, reply, now), job.digest, now))

    def _keep(self, job: Job, link: Link) -> None:
        self._save(job.article, link)
        job.link = link

    def _now(self) -> int:
        return round(self._clock() * 1000)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait to the end of the block: an answer that is under way is worth some seconds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []

    def later(number: int, frame: FrameType | None) -> None:
        del frame
        asked.append(number)

    before = signal.signal(signal.SIGINT, later)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if asked:
            raise KeyboardInterrupt
