"""Asks, and follows where it is sent, each step through the same door."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from ssl import SSLContext

from httpcore import Response, default_ssl_context

from plugins.fetcher.deadline import Clock, Deadline
from plugins.fetcher.dns import Resolve, resolver_of
from plugins.fetcher.model import FetchError, Limits, Reply, Scope, Turns
from plugins.fetcher.response_body import read_body
from plugins.fetcher.transport import Connect, Door, Visit, connect, exchange
from plugins.fetcher.urls import joined, target_of

__all__ = ["Fetcher"]

# RFC 9110, section 15.4. A form that is answered by 303 was taken; where it points to is for a reader.
FOLLOWED = {"GET": frozenset({301, 302, 303, 307, 308}), "POST": frozenset({301, 302, 307, 308})}


class Fetcher:
    """The one fetcher; threads may share it.

    Args:
        scope: Which addresses may be connected to.
        agent: The value of ``User-Agent``: who asks, with an address where one can read why.
        limits: What one fetch may take.
        resolve: How names are looked up; the system's way if nothing is said.
        connect: How connections are made.
        clock: Seconds, from any beginning.
        trust: Whose certificates are believed; those of the system and of certifi if nothing is said.
    """

    def __init__(
        self,
        scope: Scope,
        *,
        agent: str,
        limits: Limits = Limits(),  # noqa: B008  (frozen)
        resolve: Resolve | None = None,
        connect: Connect = connect,
        clock: Clock = time.monotonic,
        trust: SSLContext | None = None,
    ) -> None:
        self._agent = agent
        self._limits = limits
        self._clock = clock
        self._door = Door(scope, resolve or resolver_of(scope), connect, (lambda: trust) if trust else _usual_trust)

    @property
    def limits(self) -> Limits:
        """What one fetch may take."""
        return self._limits

    @property
    def scope(self) -> Scope:
        """Which addresses this fetcher may connect to."""
        return self._door.scope

    def get(
        self, url: str, turns: Turns | None = None, accept: str = "*/*", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Ask for what is at a URL.

        Any status is an answer; a redirect that leads nowhere (no ``Location``) too.

        Args:
            url: Of the page.
            turns: Whose turn it is, if that matters.
            accept: The value of ``Accept``.
            headers: More of them. Every hop gets them: a secret wants ``Limits.hops`` to be 0.

        Raises:
            FetchError: There is no answer.
            BusyError: It is not the turn of one of the hosts on the way.
        """
        return self._fetch("GET", url, {"Accept": accept, **(headers or {})}, b"", turns)

    def post(
        self,
        url: str,
        body: bytes,
        content_type: str,
        turns: Turns | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a body to a URL, and again to where it has moved (301, 302, 307, 308).

        Args:
            url: Of the endpoint.
            body: Sent as it is.
            content_type: Of the body.
            turns: Whose turn it is, if that matters.
            headers: More of them. Every hop gets them: they are no place for a secret.

        Raises:
            FetchError: There is no answer.
            BusyError: It is not the turn of one of the hosts on the way.
        """
        sent = {"Accept": "*/*", **(headers or {}), "Content-Type": content_type, "Content-Length": str(len(body))}
        return self._fetch("POST", url, sent, body, turns)

    def _fetch(self, method: str, url: str, headers: Mapping[str, str], body: bytes, turns: Turns | None) -> Reply:
        visit = Visit(Deadline(self._limits.seconds, self._clock), turns)
        sent = {"User-Agent": self._agent, **headers, "Accept-Encoding": "gzip"}
        seen: set[str] = set()
        while len(seen) <= self._limits.hops:
            target = target_of(url, self.scope)
            if target.url in seen:
                raise FetchError("redirects", "a circle")
            seen.add(target.url)
            with exchange(target, method, sent, body, self._door, visit) as response:
                headers_of = _headers_of(response)
                where = next((value for name, value in headers_of if name == "location"), "")
                if response.status not in FOLLOWED[method] or not where:
                    return self._reply(target.url, response, headers_of)
            url = joined(target, where)
        raise FetchError("redirects", "too many")

    def _reply(self, url: str, response: Response, headers: tuple[tuple[str, str], ...]) -> Reply:
        encodings = [value for name, value in headers if name == "content-encoding"]
        body, truncated = read_body(response.iter_stream(), encodings, self._limits.bytes)
        return Reply(url, response.status, headers, body, truncated)


@cache
def _usual_trust() -> SSLContext:
    return default_ssl_context()


def _headers_of(response: Response) -> tuple[tuple[str, str], ...]:
    """Return the headers as text: UTF-8, which is what is sent today, or else what RFC 2616 said."""
    return tuple((name.decode("ascii").lower(), _text_of(value)) for name, value in response.headers)


def _text_of(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
