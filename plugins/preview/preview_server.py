"""The preview server: builds the site, serves it on 127.0.0.1, and rebuilds it on every change.

It uses Starlette, uvicorn and watchfiles; Pelican runs as its own process, so that a changed plugin is loaded again and
no state leaks from one build to the next.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp
from watchfiles import DefaultFilter, awatch

from plugins.base.author_words import author_words
from plugins.base.settings import SettingsError
from plugins.i18n import catalogue
from plugins.i18n.messages import N_, message
from plugins.inbox.data.database import DatabaseError
from plugins.inbox.run.inbox_server import EX_CONFIG, preview_inbox
from plugins.preview.search_index import PreviewIndex
from plugins.search.indexer import FOLDER
from plugins.search.kept_records import KeptRecords

HOST = "127.0.0.1"
STATE = "var"
WATCHED = ("content", "theme", "plugins", "pelicanconf.py", "publishconf.py")


def build_command(origin: str, now: str | None) -> list[str]:
    """Return the command line of one build, for a site served at ``origin``."""
    given = [f'INTERACTIONS_ORIGIN="{origin}"', *([f'FRAMEWORK_NOW="{now}"'] if now else [])]
    return [sys.executable, "-m", "plugins.press.build_command", "-s", "pelicanconf.py", "-e", *given]


def application(output: Path, index: PreviewIndex, inbox: ASGIApp) -> Starlette:
    """Return the ASGI application of a built site: ``index.html`` of folders, ``404.html`` for unknown paths.

    The inbox is mounted at its path on the same origin, so that the comment form works in the preview.
    """
    files = StaticFiles(directory=output, html=True, check_dir=False)
    return Starlette(routes=[Mount(f"/{FOLDER}", index.application()), Mount("/inbox", inbox), Mount("/", files)])


async def rebuild(root: Path, command: list[str], stop: asyncio.Event) -> None:
    """Run the build after every change below the watched paths, until ``stop`` is set."""
    watched = [path for name in WATCHED if (path := root / name).exists()]
    async for _ in awatch(*watched, watch_filter=DefaultFilter(), stop_event=stop):
        process = await asyncio.create_subprocess_exec(*command, cwd=root)
        await process.wait()


async def preview(root: Path, listening: socket.socket, command: list[str], words: catalogue.Catalogue) -> None:
    """Serve on a bound socket and rebuild, until the process is interrupted."""
    output = root / "output"
    index = PreviewIndex(KeptRecords(root / STATE, output), words)
    host, port = listening.getsockname()[:2]
    with preview_inbox(root, f"http://{host}:{port}/inbox") as inbox:
        site = application(output, index, inbox)
        server = uvicorn.Server(uvicorn.Config(site, log_level="warning", proxy_headers=False))
        stop = asyncio.Event()
        watching = asyncio.create_task(rebuild(root, command, stop))
        said = message(N_("The site is at {address} - stop with Ctrl-C."), address=f"http://{host}:{port}/")
        print(said.text(words), flush=True)
        try:
            await server.serve(sockets=[listening])
        finally:
            stop.set()
            await watching


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the preview from the command line and return its exit code."""
    parser = argparse.ArgumentParser(prog="tasks.py serve", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--now")
    options = parser.parse_args(arguments)
    root = Path.cwd()
    words = author_words("en")
    try:
        listening = socket.create_server((HOST, options.port))
    except (OSError, OverflowError) as error:
        said = message(
            N_("port {port} cannot be used ({reason}); choose another: python3 tasks.py serve --port 0"),
            port=options.port,
            reason=os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error),
        )
        print(said.text(words), file=sys.stderr)
        return 1
    with listening:
        host, bound = listening.getsockname()[:2]
        command = build_command(f"http://{host}:{bound}", options.now)
        code = subprocess.call(command, cwd=root)
        if code and not (root / "output").is_dir():
            return code
        try:
            asyncio.run(preview(root, listening, command, words))
        except KeyboardInterrupt:
            pass
        except SettingsError as error:  # a setting of the inbox, from the environment
            print(error, file=sys.stderr)
            return EX_CONFIG
        except DatabaseError as error:
            print(error.said.text(words), file=sys.stderr)
            return EX_CONFIG
    return 0


if __name__ == "__main__":
    sys.exit(main())
