"""A web server on loopback that answers as it is told, and notes what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Answer:
    """What a path answers; the header fields in order, and as often as they stand there."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    body: bytes = b""


def page(html: str, *headers: tuple[str, str], status: int = 200) -> Answer:
    """Return a page of HTML."""
    return Answer(status, (("Content-Type", "text/html; charset=utf-8"), *headers), html.encode())


@dataclass
class Asked:
    """A request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form."""
        return {name: values[0] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}


@dataclass
class Web:
    """What is there, and what was asked.

    Attributes:
        port: Where it listens.
        answers: By path with its query; a list is used up to its last, which stays.
        asked: What came, in order.
    """

    port: int
    answers: dict[str, Answer | Sequence[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of all of it, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def posts(self) -> list[Asked]:
        """Return what was sent."""
        return [one for one in self.asked if one.method == "POST"]

    def answer(self, path: str) -> Answer:
        """Return what a path answers now."""
        given = self.answers.get(path, Answer(404))
        if isinstance(given, Answer):
            return given
        if len(given) > 1:
            self.answers[path] = given[1:]
        return given[0]


@contextmanager
def answering() -> Iterator[Web]:
    """Serve to the end of the block, on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            web.asked.append(Asked(self.command, self.path, dict(self.headers.items()), body))
            answer = web.answer(self.path)
            self.send_response_only(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web = Web(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
