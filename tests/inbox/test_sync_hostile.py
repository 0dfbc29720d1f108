"""An inbox that lies, breaks or dawdles, and a folder that leads elsewhere: nothing is written, and nothing leaks."""

from __future__ import annotations

import contextlib
import http.server
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.inbox.settings import InboxSettings
from plugins.inbox.sync import fetch_changes
from plugins.inbox.sync.sync_task import SyncError, sync
from tests.inbox.running import Running, prepare
from tests.inbox.syncing import ARTICLE, GOOD, ID, OTHER, TOKEN, files, laptop, numbers, publish, running, there

__all__ = ["running", "there"]  # fixtures


@pytest.mark.parametrize(
    "url",
    [
        "http://trepied.example/inbox",
        "http://127.0.0.1@trepied.example/inbox",
        "http://localhost.trepied.example/inbox",
        "https://user:password@trepied.example/inbox",
        "https://trepied.example/inbox?x=",
        "https://trepied.example/inbox#x",
        "https://[/inbox",
    ],
)
def test_the_token_is_not_sent_in_the_clear(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over https or to this machine, and never with what an address may hide."""
    monkeypatch.setattr(fetch_changes, "_request", lambda *arguments: pytest.fail("it was sent"))
    with pytest.raises(SyncError, match="https") as error:
        sync(prepare(tmp_path, sync_url=url, sync_token=TOKEN))
    assert error.value.code == 78  # EX_CONFIG, sysexits(3)


def test_no_proxy_hears_the_token(running: Running, there: InboxSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is for this machine goes to it, whatever proxy the environment names."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    publish(running)
    assert numbers(there) == (1, 0, 0)


def test_a_slash_at_the_end_does_no_harm(running: Running, there: InboxSettings, tmp_path: Path) -> None:
    """The address of the inbox is what a browser shows, too."""
    publish(running)
    assert numbers(prepare(tmp_path / "x", sync_url=f"{there.sync_url}/", sync_token=TOKEN)) == (1, 0, 0)


@contextlib.contextmanager
def server(answer: Callable[[http.server.BaseHTTPRequestHandler], None]) -> Iterator[int]:
    """Run a server that answers as it is told to, however wrong."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(OSError):
                answer(self)

        def log_message(self, *arguments: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield serving.server_address[1]
        finally:
            serving.shutdown()
            thread.join()


def says(body: bytes, status: int = 200, **headers: str) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    """Return an answer with a body."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def page(*changes: dict[str, Any], **more: Any) -> bytes:
    """Return an answer as the inbox gives it: a right record, and others."""
    right = {"article": ARTICLE, "id": ID, "record": GOOD}
    return json.dumps({"changes": [right, *changes], "next": "e:1", "more": False, **more}).encode()


HOSTILE: dict[str, bytes] = {
    "a folder outside": page({"article": "../x", "id": OTHER, "record": GOOD}),
    "the folder itself": page({"article": ".", "id": OTHER, "record": GOOD}),
    "an absolute path": page({"article": "/tmp/x", "id": OTHER, "record": GOOD}),
    "a backslash": page({"article": "..\\x", "id": OTHER, "record": GOOD}),
    "a file outside": page({"article": "x", "id": "../../etc/passwd", "record": GOOD}),
    "a NUL": page({"article": "x", "id": f"{OTHER}\0", "record": GOOD}),
    "a line feed": page({"article": "x\n", "id": OTHER, "record": GOOD}),
    "removal outside": page({"article": "..", "id": OTHER, "record": None}),
    "an address in the record": page({"article": "x", "id": OTHER, "record": GOOD + "email: a@b.example\n"}),
    "an address beside the record": page({"article": "x", "id": OTHER, "record": GOOD, "email": "a@b.example"}),
    "a network in the record": page({"article": "x", "id": OTHER, "record": GOOD + "ip: 192.0.2.1\n"}),
    "a script as address": page({"article": "x", "id": OTHER, "record": GOOD + 'author_url: "javascript:x"\n'}),
    "no record": page({"article": "x", "id": OTHER, "record": "kind: comment\n"}),
    "another kind": page({"article": "x", "id": OTHER, "record": GOOD.replace("comment", "post")}),
    "YAML that runs": page({"article": "x", "id": OTHER, "record": "!!python/object/apply:os.system [id]"}),
    "a bomb of anchors": page({"article": "x", "id": OTHER, "record": "a: &a [x]\nb: [*a, *a]\n"}),
    "a lone surrogate": page({"article": "x", "id": OTHER, "record": GOOD.replace("Oui", "\ud800")}),
    "a record too long": page({"article": "x", "id": OTHER, "record": GOOD + "  x" * 30_000}),
    "one record twice": page({"article": "x", "id": ID, "record": GOOD}),
    "other types": page({"article": 1, "id": [], "record": {}}),
    "a cursor that is none": page(next="e:1\r\nHost: x"),
    "a cursor too long": page(next="x" * 101),
    "no end": page(more=True, next="e"),
    "too many": page(*({"article": "x", "id": OTHER, "record": GOOD} for _ in range(1000))),
    "not JSON": b"<!DOCTYPE html><title>Hello</title>",
    "nothing": b"",
    "not UTF-8": b'{"changes": "\xff"}',
    "deep": b"[" * 100_000,
    "something else": b'{"ok": true}',
    "huge": page().ljust(16 * 1024 * 1024 + 1),
}


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "no end"])
def test_a_hostile_answer_writes_nothing(tmp_path: Path, name: str) -> None:
    """One wrong thing in an answer, and not even what is right in it counts."""
    with server(says(HOSTILE[name])) as port:
        there = laptop(tmp_path, port)
        before = files(tmp_path)
        with pytest.raises(SyncError) as error:
            sync(there)
        assert error.value.code == 76  # EX_PROTOCOL
        assert "\n" not in str(error.value)
        assert files(tmp_path) == before


def test_a_large_answer_is_taken(tmp_path: Path) -> None:
    """An answer of 16 MiB is read to its end: one byte more is a hostile one."""
    with server(says(page().ljust(16 * 1024 * 1024))) as port:
        there = laptop(tmp_path, port)
        assert numbers(there) == (1, 0, 0)


def test_what_never_ends_is_ended(tmp_path: Path) -> None:
    """An inbox that says "more" and tells nothing new is none; what it told so far was right, and stands."""
    with server(says(HOSTILE["no end"])) as port:
        there = laptop(tmp_path, port)
        with pytest.raises(SyncError, match="did not answer as an inbox does"):
            sync(there)
        assert list(files(there.records)) == [f"{ARTICLE}/{ID}.yaml"]


def cut(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Promise more than comes."""
    says(page()[:-20], Content_Length="100000")(handler)


def silent(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Close without a word."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def odd(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Answer in no protocol."""
    handler.wfile.write(b"220 \x1b[2Jmail.example ESMTP\r\n")


@pytest.mark.parametrize("answer", [cut, silent, odd, says(b"", 500), says(b"", 503), says(b"\x1b[2J", 418)])
def test_a_broken_server_writes_nothing(tmp_path: Path, answer: Any) -> None:
    """Cut, silent or of another kind: told in one line without control characters, and nothing happens."""
    with server(answer) as port:
        there = laptop(tmp_path, port)
        before = files(tmp_path)
        with pytest.raises(SyncError) as error:
            sync(there)
        assert str(error.value).isprintable()
        assert files(tmp_path) == before


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_slow_server_is_left(tmp_path: Path, head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte by byte, each in time and the whole never: in its first line, in its headers, in its body."""
    monkeypatch.setattr(fetch_changes, "WHOLE_SECONDS", 0.2)
    left = threading.Event()

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while not left.wait(0.01):
            handler.wfile.write(b"H")
        handler.connection.shutdown(socket.SHUT_RDWR)

    with server(drip) as port:
        there = laptop(tmp_path, port)
        before = files(tmp_path)
        try:
            with pytest.raises(SyncError, match="Timeout"):
                sync(there)
        finally:
            left.set()
        assert files(tmp_path) == before


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(tmp_path: Path, status: int) -> None:
    """The token goes to no other address, not even of the same host."""
    asked: list[str] = []

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        says(page(), status, Location=f"http://127.0.0.1:{port}/elsewhere")(handler)

    with server(answer) as port, pytest.raises(SyncError, match="leads elsewhere"):
        sync(laptop(tmp_path, port))
    assert asked == ["/inbox/records?since="]


@pytest.mark.parametrize("token", ["x" * 31 + "\n", "x" * 32 + "\u20ac"])
def test_an_odd_token_is_not_told(tmp_path: Path, token: str) -> None:
    """A token that no header can hold is wrong, and stands in no message."""
    with server(says(page())) as port, pytest.raises(SyncError) as error:
        sync(laptop(tmp_path, port, sync_token=token))
    assert "x" * 10 not in str(error.value)


def test_links_lead_nowhere_else(running: Running, there: InboxSettings, tmp_path: Path) -> None:
    """A folder or a file that is a link is not written through."""
    identity = publish(running)
    outside = tmp_path / "outside"
    outside.mkdir()
    there.records.mkdir(parents=True)
    (there.records / ARTICLE).symlink_to(outside)
    with pytest.raises(SyncError, match="leads out"):
        sync(there)
    (there.records / ARTICLE).unlink()
    (there.records / ARTICLE).mkdir()
    (there.records / ARTICLE / f"{identity}.yaml").symlink_to(outside / "x")
    with pytest.raises(SyncError, match="leads out"):
        sync(there)
    assert list(outside.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(running: Running, there: InboxSettings) -> None:
    """The path and the reason, in a sentence; the next sync does what this one could not."""
    publish(running)
    there.records.parent.mkdir(parents=True)
    there.records.write_text("a file", "utf-8")
    with pytest.raises(SyncError, match="cannot be written"):
        sync(there)
    there.records.unlink()
    assert numbers(there) == (1, 0, 0)
