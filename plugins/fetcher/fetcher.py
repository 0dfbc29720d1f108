"""GET and POST with redirects; every hop is checked against the same SSRF rules."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from ssl import SSLContext

from httpcore import Response, default_ssl_context

from plugins.fetcher.deadline import Clock, Deadline
from plugins.fetcher.dns import Resolve, resolver_of
from plugins.fetcher.http_exchange import Connect, ConnectionPolicy, FetchState, connect, exchange
from plugins.fetcher.model import FetchError, Limits, Reply, Scope, Turns
from plugins.fetcher.response_body import read_body
from plugins.fetcher.urls import joined, target_of

__all__ = ["Fetcher"]

# RFC 9110, section 15.4. A form answered by 303 was accepted; the Location is a page for a browser.
FOLLOWED = {"GET": frozenset({301, 302, 303, 307, 308}), "POST": frozenset({301, 302, 307, 308})}


class Fetcher:
    """An HTTP client for untrusted URLs; threads may share it.

    Args:
        scope: Which addresses may be connected to.
        agent: The value of ``User-Agent``: a name, with the URL of a page that explains the requests.
        limits: Time, bytes and hops of one fetch.
        resolve: Resolves host names; the system's resolver by default.
        connect: Opens TCP connections.
        clock: A monotonic clock, in seconds.
        trust: The TLS context; by default one that trusts the certificates of the system and of certifi.
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
        self._policy = ConnectionPolicy(
            scope, resolve or resolver_of(scope), connect, (lambda: trust) if trust else _default_tls_context
        )

    @property
    def limits(self) -> Limits:
        """The limits of one fetch."""
        return self._limits

    @property
    def scope(self) -> Scope:
        """The scope of the addresses that connections are allowed to."""
        return self._policy.scope

    def get(
        self, url: str, turns: Turns | None = None, accept: str = "*/*", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Return the response to a GET request, after redirects.

        Any status is a response; so is a redirect without ``Location``.

        Args:
            url: The URL to fetch.
            turns: The rate limit per host; None for no limit.
            accept: The value of ``Accept``.
            headers: Further headers. Every hop gets them: with a secret among them, ``Limits.hops`` must be 0.

        Raises:
            FetchError: There is no response.
            BusyError: The rate limit of one of the hosts forbids a request now.
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
        """Return the response to a POST request; redirects 301, 302, 307 and 308 repeat it with its body.

        Args:
            url: The URL of the endpoint.
            body: The request body.
            content_type: The media type of the body.
            turns: The rate limit per host; None for no limit.
            headers: Further headers. Every hop gets them: they must hold no secret.

        Raises:
            FetchError: There is no response.
            BusyError: The rate limit of one of the hosts forbids a request now.
        """
        sent = {"Accept": "*/*", **(headers or {}), "Content-Type": content_type, "Content-Length": str(len(body))}
        return self._fetch("POST", url, sent, body, turns)

    def _fetch(self, method: str, url: str, headers: Mapping[str, str], body: bytes, turns: Turns | None) -> Reply:
        state = FetchState(Deadline(self._limits.seconds, self._clock), turns)
        sent = {"User-Agent": self._agent, **headers, "Accept-Encoding": "gzip"}
        seen: set[str] = set()
        while len(seen) <= self._limits.hops:
            target = target_of(url, self.scope)
            if target.url in seen:
                raise FetchError("redirects", "a circle")
            seen.add(target.url)
            with exchange(target, method, sent, body, self._policy, state) as response:
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
def _default_tls_context() -> SSLContext:
    return default_ssl_context()


def _headers_of(response: Response) -> tuple[tuple[str, str], ...]:
    """Return the header fields with lower-case names; values are UTF-8, else ISO 8859-1 (RFC 2616)."""
    return tuple((name.decode("ascii").lower(), _text_of(value)) for name, value in response.headers)


def _text_of(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
