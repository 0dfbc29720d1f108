"""The project's modules as processes that need no start: forked from one that has imported them.

A build of a small site takes a quarter of the time. What is forked is a process like any other, with a folder, an
environment, arguments and streams of its own; it only has not read Pelican's modules again. One server serves one
process of tests, one request at a time, and ends with it. Where there is no fork, and where a variable of Python's own
says how to start (``PYTHONHASHSEED``), a process is started.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

ROOT = Path(__file__).resolve().parents[1]
PRELOADED = (
    *("plugins.press.pelican_class", "jinja2.ext", "markdown.extensions.admonition", "pygments.lexers.python"),
    *("markdown.extensions.codehilite", "markdown.extensions.extra", "markdown.extensions.footnotes"),
    *("markdown.extensions.sane_lists", "markdown.extensions.tables", "markdown.extensions.toc"),
    *("markdown.extensions.fenced_code", "markdown.extensions.attr_list", "markdown.extensions.md_in_html"),
    *("markdown.extensions.def_list", "markdown.extensions.abbr", "plugins.reading.markdown_syntax", "_strptime"),
    *("rich.progress", "rich.status", "rich.traceback", "rich._emoji_codes", "sqlite3", "smtplib", "unidecode.x000"),
    *("plugins.inbox.run.moderation_commands", "plugins.inbox.run.inbox_server", "plugins.inbox.sync.sync_task"),
    *(
        "plugins.notify.notify_task",
        "plugins.images.image_task",
        "plugins.typography.typography_task",
        "plugins.framework.commands.new",
    ),
    *("plugins.framework.commands.fix", "PIL.Image"),
)
LONGEST_REQUEST = 1 << 16
"""Bytes, which one message between the processes holds."""
FORKS = hasattr(os, "fork") and hasattr(socket, "send_fds")


class Server:
    """A process that forks on request."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.connection = ours
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        self.kept = tempfile.TemporaryDirectory(prefix="trepied-templates-")
        command = [sys.executable, "-m", "tests.forkserver", str(theirs.fileno()), self.kept.name]
        with theirs:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[theirs.fileno()])
        atexit.register(self.stop)

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], given: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a module to its end: see :func:`run_module`."""
        request = json.dumps({"arguments": [*arguments], "folder": str(folder), "environment": dict(environment)})
        assert len(request) < LONGEST_REQUEST, "the request is too long"
        with tempfile.TemporaryFile() as reads, tempfile.TemporaryFile() as says, tempfile.TemporaryFile() as warns:
            reads.write(given.encode())
            reads.seek(0)
            socket.send_fds(self.connection, [request.encode()], [reads.fileno(), says.fileno(), warns.fileno()])
            answer = self.connection.recv(16)
            assert answer, "the fork server is gone"
            return subprocess.CompletedProcess([*arguments], int(answer), _text(says), _text(warns))

    def stop(self) -> None:
        """Let the process go."""
        self.connection.close()
        self.process.wait()
        self.kept.cleanup()


def _text(stream: BinaryIO) -> str:
    stream.seek(0)
    return stream.read().decode().replace("\r\n", "\n")


@cache
def server() -> Server:
    """Return this process's server, started on first use."""
    return Server()


def run_module(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a module of the project to its end, as ``python -m``, and return what it said and its exit code.

    Args:
        arguments: The module's name and what it is called with.
        folder: Where it runs.
        environment: All its variables; those that Python reads when it starts make a process that starts.
        given: What it reads.
    """
    starting = [name for name in environment if name.startswith("PYTHON") and name != "PYTHONPATH"]
    if FORKS and not starting:
        return server().run(arguments, folder, environment, given)
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=dict(environment),
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _serve(connection: socket.socket) -> dict[str, object]:
    """Fork for each request; return the request in each process that was forked, and never in this one."""
    while True:
        data, streams, _, _ = socket.recv_fds(connection, LONGEST_REQUEST, 3)
        if not data:
            os._exit(0)
        request: dict[str, object] = json.loads(data)
        child = os.fork()
        if not child:
            connection.close()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
                os.close(stream)
            return request
        for stream in streams:
            os.close(stream)
        connection.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def _preload() -> None:
    """Import what builds and commands import; nothing of it may start a thread, which no fork would take along."""
    from PIL import Image

    import pelicanconf
    from plugins.framework.outputs.contributions import classes_of, transforms_of

    classes = classes_of(pelicanconf.PLUGINS)
    transforms = (name.partition(":")[0] for name in transforms_of(classes))
    models = (one.model.partition(":")[0] for one in classes if one.model)
    for name in (*PRELOADED, *transforms, *models):
        importlib.import_module(name)
    Image.init()
    del sys.modules["pelicanconf"]
    assert threading.active_count() == 1
    gc.collect()
    gc.freeze()


class Compiled(FileSystemBytecodeCache):
    """What Jinja makes of templates, kept for the next process by all that it depends on."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return what is kept of a text for a name, a file, and an environment like this one."""
        names = [sorted(facts) for facts in (environment.filters, environment.tests, environment.extensions)]
        options = (environment.autoescape, environment.trim_blocks, environment.lstrip_blocks)
        return super().get_bucket(environment, name, f"{filename} {names} {options}", source)


def _keep_templates(folder: str) -> None:
    """Have Jinja compile each template once: what is forked finds what came of it in a folder."""
    start = Environment.__init__

    def started(self: Environment, *arguments: Any, **options: Any) -> None:
        start(self, *arguments, **{"bytecode_cache": Compiled(folder), **options})

    Environment.__init__ = started  # type: ignore[method-assign]


def _become(request: dict[str, object]) -> None:
    """Take on what a request says, and run its module as the main one."""
    os.chdir(str(request["folder"]))
    environment = request["environment"]
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, buffering, "utf-8", errors)  # noqa: PTH123, SIM115 - numbers of open files
        for number, mode, buffering, errors in (
            *((0, "r", -1, "strict"), (1, "w", -1, "strict")),
            (2, "w", 1, "backslashreplace"),  # line by line, as Python starts
        )
    )
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    arguments = request["arguments"]
    assert isinstance(arguments, list)
    sys.path[0] = str(request["folder"])
    sys.argv = arguments
    if not hasattr(sys.modules.get(arguments[0]), "__path__"):
        sys.modules.pop(arguments[0], None)  # it becomes the main module
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this answers Ctrl-C, and lets it go
    _preload()
    _keep_templates(sys.argv[2])
    _become(_serve(socket.socket(fileno=int(sys.argv[1]))))
