"""Runs the inbox, a web server with its background work: ``python3 tasks.py inbox``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from plugins.base.author_words import author_words
from plugins.base.settings import SettingsError, from_prefix
from plugins.i18n.messages import N_, message
from plugins.inbox.data.database import DatabaseError
from plugins.inbox.run.worker import Worker
from plugins.inbox.service import open_inbox
from plugins.inbox.settings import PREFIX, PREVIEWED, InboxSettings
from plugins.inbox.web.app import application
from plugins.interactions.articles_for_inbox import FILE

__all__ = ["main", "preview_inbox", "server"]

EX_CONFIG = 78
CONCURRENT = 200
"""The limit of concurrent connections; beyond it the response is 503 at once."""


def server(app: ASGIApp, **options: object) -> uvicorn.Server:
    """Return a uvicorn server without proxy headers, which the application reads itself, and without access log."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=True,
        limit_concurrency=CONCURRENT,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=10,
        lifespan="off",
        **options,  # type: ignore[arg-type]
    )
    return uvicorn.Server(config)


@contextlib.contextmanager
def preview_inbox(root: Path, url: str) -> Iterator[Starlette]:
    """Yield the application of an inbox in the author's checkout, with its worker; ``INBOX_…`` variables apply."""
    given = {
        "INBOX_STATE": root / "var/inbox",
        "INBOX_RECORDS": root / "content/interactions",
        "INBOX_ARTICLES": root / "output" / FILE,
        "INBOX_DEVELOPMENT": True,  # fetches from this machine only; the published site has another inbox
        **dict.fromkeys(("INBOX_RATE", "INBOX_REQUEST_RATE", "INBOX_LINKBACK_RATE"), "600 per minute"),
        **os.environ,
        "INBOX_URL": url,
    }
    given.pop("INBOX_QUEUE_URL", None)  # one process needs no queue
    settings = from_prefix(given, PREFIX, InboxSettings)
    warn_of_development(settings)
    with contextlib.closing(open_inbox(settings)) as inbox, Worker(inbox).working():
        (settings.state / PREVIEWED).write_text(url, "ascii")  # what ``moderate login`` prints a link to
        yield application(inbox)


def warn_of_development(settings: InboxSettings) -> None:
    """Print a warning in development, when loopback addresses are fetched: never start a public inbox so."""
    if settings.development:
        words = author_words("en")
        said = message(N_("DEVELOPMENT: linkbacks of this machine are looked at (127.0.0.0/8, ::1), and no others."))
        print(said.text(words), file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the inbox from the command line and return its exit code."""
    parser = argparse.ArgumentParser(prog="tasks.py inbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--workers", type=int, default=1, help="threads of background work; 0 leaves it to others")
    parser.add_argument("--only-work", action="store_true", help="background work and no web server")
    options = parser.parse_args(arguments)
    words = author_words("en")
    try:
        inbox = open_inbox(from_prefix(os.environ, PREFIX, InboxSettings))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return EX_CONFIG
    except DatabaseError as error:
        print(error.said.text(words), file=sys.stderr)
        return EX_CONFIG
    warn_of_development(inbox.settings)
    listed = inbox.settings.articles
    if not listed.is_file():
        said = message(N_("There is no list of articles at {path} yet: a build writes it."), path=str(listed))
        print(said.text(words), file=sys.stderr, flush=True)
    from plugins.inbox.run.job_queue import Queue  # needs requirements-inbox.lock, which the preview does not

    queue = Queue(inbox)
    for ending in (signal.SIGINT, signal.SIGTERM):  # a clean shutdown by both; background jobs of a shell ignore SIGINT
        signal.signal(ending, signal.default_int_handler)
    with (
        contextlib.suppress(KeyboardInterrupt),  # also while the others start
        contextlib.closing(inbox),
        queue.working(options.workers) if options.workers else contextlib.nullcontext(),
    ):
        if options.only_work:
            print(message(N_("The inbox does its work - stop with Ctrl-C.")).text(words), flush=True)
            asyncio.run(asyncio.Event().wait())
            return 0
        try:
            listening = socket.create_server((options.host, options.port))
        except (OSError, OverflowError) as error:
            said = message(
                N_("port {port} cannot be used ({reason}); choose another: python3 tasks.py inbox --port 0"),
                port=options.port,
                reason=os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error),
            )
            print(said.text(words), file=sys.stderr)
            return 1
        with listening:
            host, port = listening.getsockname()[:2]
            path = inbox.settings.path
            said = message(N_("The inbox is at {address} - stop with Ctrl-C."), address=f"http://{host}:{port}{path}/")
            print(said.text(words), flush=True)
            app = Starlette(routes=[Mount(path, application(inbox))])
            asyncio.run(server(app).serve(sockets=[listening]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
