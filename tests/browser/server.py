"""A built site behind a server on this machine, with the documented headers and, if wanted, compressed."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plugins.feeds.feed_formats import FORMATS
from tests.browser import headers

TYPES = {
    **{f"feed.{form.extension}": form.type for form in FORMATS},
    ".webmanifest": "application/manifest+json",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".wasm": "application/wasm",
}


class Documented:
    """Adds what docs/headers.md says to every answer, and the media types that Python does not know."""

    def __init__(self, app: ASGIApp, rules: tuple[headers.Rule, ...], asked: list[str] | None) -> None:
        self.app = app
        self.rules = rules
        self.asked = asked if asked is not None else []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self.asked.append(scope["path"])

        async def amended(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = dict(headers.of(self.rules, scope["path"]))
                known = [type_ for end, type_ in TYPES.items() if scope["path"].endswith(end)]
                found |= {"Content-Type": known[0]} if known else {}
                new = [(name.lower().encode(), value.encode()) for name, value in found.items()]
                names = {name for name, _ in new}
                message["headers"] = [pair for pair in message["headers"] if pair[0] not in names] + new
            await send(message)

        await self.app(scope, receive, amended if scope["type"] == "http" else send)


def application(
    output: Path, prefix: str = "", *, compressed: bool = False, asked: list[str] | None = None
) -> Starlette:
    """Return the application that serves a built site: ``index.html`` in folders, ``404.html`` for the rest."""
    middleware = [Middleware(Documented, rules=headers.documented(), asked=asked)]
    if compressed:
        middleware.append(Middleware(GZipMiddleware, minimum_size=500, compresslevel=6))
    return Starlette(
        routes=[Mount(prefix or "/", StaticFiles(directory=output, html=True))],
        middleware=middleware,
    )


@contextlib.contextmanager
def serving(
    output: Path, prefix: str = "", *, compressed: bool = False, asked: list[str] | None = None
) -> Iterator[str]:
    """Serve a built site on a free port of 127.0.0.1; yield the address, without a slash at its end.

    The paths that are asked for are added to ``asked``.
    """
    config = uvicorn.Config(
        application(output, prefix, compressed=compressed, asked=asked),
        log_level="warning",
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:  # from here on a request waits, and is not refused
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
