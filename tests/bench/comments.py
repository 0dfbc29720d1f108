"""How many comments the inbox takes in a second, beside Isso, with the same load tool in the same run.

Both are processes of their own, with SQLite below ``var/bench`` (a real disk: each comment is synced to it), limits
lifted, no mail, and every comment waiting for a moderator (Isso: ``[moderation] enabled``). Isso is run as ``isso run``
does it where gevent is not installed. A comment counts when the answer says that it was kept, and at the end the rows
of both databases are counted. Each post has a connection of its own, as readers have.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from plugins.interactions.articles_for_inbox import FILE, Article, Site, as_bytes
from tests.locked import InstallError, interpreter

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var/bench"
LOCK = Path(__file__).with_name("isso.lock")
"""``isso`` without misaka, which has to be compiled, and which its default renderer (mistune) does without."""
CLIENTS, POSTS, ROUNDS, WARM_UP = 4, 300, 6, 20
"""Clients at a time; posts of a round; rounds (even: each is first as often); posts before."""
STARTING = 30
"""Seconds in which a server must answer."""
ARTICLE = Article("2026-03-marmite", "/2026/03/marmite/", "La marmite tient sur trois pieds", "Camille Durand")
TEXT = "Un *seul* pied ne suffit pas, et deux non plus : c’est le troisième qui fait tenir la marmite.\n\n" * 4

Post = tuple[str, dict[str, str], bytes]
"""Path, headers and body."""


@dataclass(frozen=True)
class Peer:
    """A server under load.

    Attributes:
        port: Where it listens.
        post: Returns the post of a comment by its number; no two numbers have the same comment.
        accepted: The status that says: kept, and waiting for a moderator.
        kept: Returns how many comments its database holds.
    """

    port: int
    post: Callable[[int], Post]
    accepted: int
    kept: Callable[[], int]


@dataclass(frozen=True)
class Round:
    """What a round came to: accepted comments, those a second, and the milliseconds of 99 answers out of 100."""

    accepted: int
    rate: float
    p99: float


def form(number: int) -> Post:
    """Return a comment as a browser sends the form."""
    fields = {"article": ARTICLE.id, "name": f"Zoé {number}", "email": f"zoe{number}@lecteurs.example", "url": ""}
    body = urlencode({**fields, "text": f"{TEXT}{number}"}).encode()
    return "/inbox/comment", {"Content-Type": "application/x-www-form-urlencoded"}, body


def data(number: int) -> Post:
    """Return the same comment as Isso's script sends it."""
    fields = {"author": f"Zoé {number}", "email": f"zoe{number}@lecteurs.example", "title": ARTICLE.title}
    body = json.dumps({**fields, "text": f"{TEXT}{number}"}).encode()
    return f"/new?{urlencode({'uri': ARTICLE.url})}", {"Content-Type": "application/json"}, body


def rows(database: Path, table: str) -> int:
    """Return how many rows a table of a SQLite file has."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@contextlib.contextmanager
def process(command: list[str | Path], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a server to the end of the block; what it says of errors goes to a file."""
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8"
        ) as started,
    ):
        try:
            yield started
        finally:
            started.terminate()
            started.communicate()


@contextlib.contextmanager
def our_inbox(folder: Path) -> Iterator[Peer]:
    """Run the inbox with its limits lifted by its settings."""
    (folder / FILE).write_bytes(as_bytes(Site(articles=(ARTICLE,))))
    settings = {
        "INBOX_URL": "http://127.0.0.1/inbox",
        "INBOX_STATE": str(folder / "state"),
        "INBOX_RECORDS": str(folder / "records"),
        "INBOX_ARTICLES": str(folder / FILE),
        "INBOX_RATE": "1000000 per minute",
        "INBOX_REQUEST_RATE": "1000000 per minute",
        "INBOX_WAITING_LIMIT": "1000000",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("INBOX_")}
    command: list[str | Path] = [sys.executable, "-m", "plugins.inbox.run.inbox_server", "--port", "0"]
    log = folder / "log"
    with process(command, {**others, **settings}, log) as started:
        assert started.stdout is not None
        said = re.search(r"http://127\.0\.0\.1:(\d+)/", started.stdout.readline())
        if said is None:
            sys.exit(f"bench: the inbox did not start: {log.read_text('utf-8')}")
        yield Peer(int(said[1]), form, 303, lambda: rows(folder / "state/inbox.db", "items"))


@contextlib.contextmanager
def isso(folder: Path) -> Iterator[Peer]:
    """Run Isso with its guard off and its moderation on."""
    with socket.create_server(("127.0.0.1", 0)) as free:  # Isso takes no port 0
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    database, settings, log = folder / "comments.db", folder / "isso.cfg", folder / "log"
    sections = {
        "general": f"dbpath = {database}\nhost = {address}\nnotify =",
        "server": f"listen = {address}",
        "moderation": "enabled = true",
        "guard": "enabled = false",
    }
    settings.write_text("".join(f"[{name}]\n{lines}\n" for name, lines in sections.items()), "utf-8")
    others = {name: value for name, value in os.environ.items() if name != "ISSO_SETTINGS"}
    command: list[str | Path] = [environment(), "-c", "import isso; isso.main()", "-c", settings, "run"]
    with process(command, others, log) as started:
        end = time.monotonic() + STARTING
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if started.poll() is not None or time.monotonic() > end:
                    sys.exit(f"bench: Isso did not start: {log.read_text('utf-8')}")
                time.sleep(0.05)
        yield Peer(port, data, 202, lambda: rows(database, "comments"))


def environment() -> Path:
    """Return the interpreter of Isso's own environment, made on first use and anew when the lock changed."""
    try:
        return interpreter(LOCK, FOLDER / "isso")
    except InstallError as error:
        sys.exit(f"bench: {error}")


def send(peer: Peer, number: int) -> tuple[float, bool]:
    """Post one comment over a connection of its own; return the seconds to the answer's end, and if it was accepted."""
    path, headers, body = peer.post(number)
    start = time.perf_counter()
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60)) as connection:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        response.read()
    return time.perf_counter() - start, response.status == peer.accepted


def load(peer: Peer, numbers: range) -> Round:
    """Post comments, some clients at a time."""
    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(lambda number: send(peer, number), numbers))
    accepted = sum(good for _, good in answers)
    rate = accepted / (time.perf_counter() - start)
    return Round(accepted, rate, statistics.quantiles([t for t, _ in answers], n=100, method="inclusive")[98] * 1000)


def main() -> None:
    """Print the figures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    environment()
    with contextlib.ExitStack() as stack:
        servers = {"plugins.inbox": our_inbox, "isso": isso}
        peers: dict[str, Peer] = {}
        warm: dict[str, int] = {}
        for name, server in servers.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comments-", dir=FOLDER)))
            peers[name] = stack.enter_context(server(folder))
            warm[name] = load(peers[name], range(WARM_UP)).accepted
        rounds: dict[str, list[Round]] = {name: [] for name in peers}
        for number in range(ROUNDS):
            first = WARM_UP + number * POSTS
            for name in list(peers) if number % 2 else reversed(peers):  # each goes first in turn
                rounds[name].append(load(peers[name], range(first, first + POSTS)))
        for name, peer in peers.items():
            accepted = warm[name] + sum(one.accepted for one in rounds[name])
            if (kept := peer.kept()) != accepted:
                print(f"bench: {name} accepted {accepted} comments and kept {kept}", file=sys.stderr)
    rates = {name: statistics.median(one.rate for one in found) for name, found in rounds.items()}
    slowest = {name: statistics.median(one.p99 for one in found) for name, found in rounds.items()}
    ours = "plugins.inbox"
    print(f"Comments: {POSTS} posts a round by {CLIENTS} clients, all moderated, medians of {ROUNDS} rounds")
    for name, rate in rates.items():
        print(f"  {name:<45} {rate:7.1f} accepted a second   {rate / rates[ours]:6.2f} times ours")
        refused = ROUNDS * POSTS - sum(one.accepted for one in rounds[name])
        print(f"  {'':<45} {refused:7} refused")
        print(f"  {'':<45} {slowest[name]:7.1f} ms p99              {slowest[name] / slowest[ours]:6.2f} times ours")
