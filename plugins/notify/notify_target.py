"""One job: discovers the endpoint of a link's target, and sends the linkback to it.

Every request goes through the guarded fetcher. The history is updated before each request is sent, so that it is
correct even if the process is killed.
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
from plugins.fetcher.http_exchange import Connect
from plugins.fetcher.ip_addresses import Address
from plugins.fetcher.model import BusyError, FetchError, Turns
from plugins.notify.article_page import Article
from plugins.notify.plan import begun, settled, was_sent, without_answer, without_endpoint
from plugins.notify.sent_history import Link
from plugins.protocols.discovery import Endpoint, discover
from plugins.protocols.sending import Ping, request, verdict

__all__ = ["Clock", "ConnectRecorder", "Job", "Visitor"]

Clock = Callable[[], float]
"""Returns seconds since 1970."""
HTML = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"


class ConnectRecorder:
    """The fetcher's connect function, which records whether a connection was made."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self.connected = False

    def __call__(self, address: Address, port: int, seconds: float) -> socket.socket:
        """Return a connected socket, as :func:`plugins.fetcher.http_exchange.connect` does."""
        made = self._connect(address, port, seconds)
        self.connected = True
        return made


@dataclass(slots=True)
class Job:
    """A link to send.

    Attributes:
        article: The id of the article.
        link: The link as it is in the history.
        published: The article; None when it is no longer published.
        endpoint: The endpoint, once it is discovered.
        not_before: When the rate limit of its host allows a request, in seconds since 1970.
    """

    article: str
    link: Link
    published: Article | None
    endpoint: Endpoint | None = None
    not_before: float = 0.0

    @property
    def host(self) -> str:
        """The host of the next request."""
        return urlsplit(self.endpoint.url if self.endpoint else self.link.target).hostname or ""

    @property
    def digest(self) -> str:
        """The digest of the published article."""
        return self.published.digest if self.published else ""

    @property
    def ping(self) -> Ping:
        """The linkback to send."""
        words = self.published
        if words is None:
            return Ping(self.link.source, self.link.target)
        return Ping(self.link.source, self.link.target, words.title, words.excerpt, words.site)


@dataclass(slots=True)
class JobTurns:
    """The rate limit within one job: a host recorded for discovery counts for sending too."""

    turns: Turns
    taken: set[tuple[str, str]] = field(default_factory=set)

    def take(self, keys: Mapping[str, str]) -> None:
        """Record the keys that this job has not recorded yet. Raises BusyError."""
        wanted = {kind: key for kind, key in keys.items() if (kind, key) not in self.taken}
        if wanted:
            self.turns.take(wanted)
        self.taken |= wanted.items()


class Visitor:
    """Runs jobs, one after the other.

    Args:
        fetcher: The guarded fetcher.
        wire: The fetcher's connect function.
        turns: The rate limit per host.
        clock: The current time.
        save: Stores a link in the history of an article, durably.
    """

    def __init__(
        self, fetcher: Fetcher, wire: ConnectRecorder, turns: Turns, clock: Clock, save: Callable[[str, Link], None]
    ) -> None:
        self._fetcher = fetcher
        self._wire = wire
        self._turns = turns
        self._clock = clock
        self._save = save

    def visit(self, job: Job) -> None:
        """Run a job, and store its outcome.

        Raises:
            BusyError: The rate limit of one of its hosts forbids a request now; the job is unchanged, or has its
                endpoint.
        """
        turns = JobTurns(self._turns)
        if job.endpoint is None and (link := self._discover(job, turns)) is not None:
            self._keep(job, link)
        elif job.endpoint is not None:
            self._send(job, job.endpoint, turns)

    def _discover(self, job: Job, turns: Turns) -> Link | None:
        """Set the job's endpoint, or return the resulting link when there is nothing to send."""
        link, fallback = job.link, Endpoint("webmention", job.link.accepted)
        try:
            page = self._fetcher.get(link.target, turns, HTML)
        except FetchError as error:
            if link.gone and error.reason != "address":
                job.endpoint = fallback  # the page may be gone too, but its endpoint is in the history
                return None
            return without_answer(link, error.reason, job.digest, self._now(), connected=False)
        now, found = self._now(), next(iter(discover(page, link.target)), None)
        if link.gone:
            job.endpoint = found if found and found.protocol == "webmention" else fallback
            return None
        if page.status == 429 or page.status >= 500:
            return settled(link, verdict("webmention", page, now), job.digest, now)
        if not 200 <= page.status < 300:
            return without_endpoint(link, job.digest, now, f"HTTP {page.status}")
        if found is None or (found.protocol != "webmention" and was_sent(link)):
            return without_endpoint(link, job.digest, now)
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
    """Delay Ctrl-C to the end of the block, so that the response to a request in progress is not lost."""
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
