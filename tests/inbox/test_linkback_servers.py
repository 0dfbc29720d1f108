"""Linkbacks in PostgreSQL and Redis, with several processes at once: one row, one fetch, and turns that all share."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from plugins.fetcher.model import BusyError
from plugins.inbox.intake.linkbacks import Claim, store_claim
from plugins.inbox.service import Inbox, open_inbox
from plugins.inbox.verify import verify_linkback
from plugins.inbox.verify.shared_host_turns import HostTurns
from tests.conftest import ENVIRONMENT, ROOT
from tests.fetcher.fakes import PUBLIC, Net
from tests.fetcher.servers import serving
from tests.inbox.crashing_links import live
from tests.inbox.netted import ARTICLE, LINK, TARGET, page, pingback_call, rows
from tests.inbox.running import Browser, Clock, prepare
from tests.inbox.test_linkback_crashes import WANTED, state
from tests.inbox.test_servers import inbox, postgres, redis_server

__all__ = ["inbox", "postgres", "redis_server"]  # fixtures


def test_postgres_comes_to_the_same_as_sqlite(inbox: Inbox, tmp_path: Path) -> None:
    """The same life leaves the same rows, files and log, once and done again."""
    live(inbox, lambda said: None)
    sqlite = open_inbox(prepare(tmp_path / "sqlite"), Clock())
    live(sqlite, lambda said: None)
    found, expected = state(inbox), state(sqlite)
    sqlite.close()
    assert found == expected
    assert [row[:4] for row in found["rows"]] == WANTED
    live(inbox, lambda said: None, hour=100)
    assert state(inbox) == expected


def claim(number: int, kind: str = "webmention") -> Claim:
    """Return the claim of a number."""
    return Claim(kind, ARTICLE, f"http://a.example/{number}", TARGET)  # type: ignore[arg-type]


def test_many_hands_keep_each_claim_once(inbox: Inbox) -> None:
    """Threads that are told the same at the same moment: one row, and the same id for all."""
    with ThreadPoolExecutor(8) as hands:
        ids = list(hands.map(lambda number: (number % 5, store_claim(inbox, claim(number % 5), "n")), range(80)))
    assert len(set(ids)) == 5
    assert len(rows(inbox)) == 5


def test_many_hands_look_once(inbox: Inbox) -> None:
    """Threads that verify the same claims at once: one fetch each."""
    inbox.settings = inbox.settings.model_copy(update={"host_seconds": 0})
    ids = [store_claim(inbox, claim(number), "n") for number in range(10)]
    with Net({"a.example": [PUBLIC]}, {PUBLIC: [page(LINK)]}) as net:
        inbox.fetcher = net.fetcher()
        with ThreadPoolExecutor(8) as hands:
            seen = list(hands.map(lambda identity: verify_linkback.verify_linkback(inbox, identity), ids * 8))
        assert Counter(seen) == {"linked": 10, None: 70}
        assert len(net.connections) == 10
        paths = sorted(request.split()[1] for request in net.requests())
    assert paths == [f"/{number}".encode() for number in range(10)]
    assert {row.status for row in rows(inbox)} == {"pending"}


@pytest.mark.parametrize("keys", [{"host": "a.example", "address": PUBLIC}, {"address": PUBLIC}])
def test_one_has_the_turn(inbox: Inbox, keys: dict[str, str]) -> None:
    """Of forty that ask at once one is let through, and each of the others is given a moment, a minute apart."""
    for minute in range(2):

        def ask(number: int) -> int | None:
            try:
                HostTurns(inbox).take({**keys, "host": keys.get("host", f"{number}.example")})
            except BusyError as busy:
                return busy.until - inbox.now
            return None

        with ThreadPoolExecutor(8) as hands:
            answers = list(hands.map(ask, range(40)))
        assert answers.count(None) == 1, minute
        waits = [wait for wait in answers if wait is not None]
        assert min(waits) >= 60_000
        inbox.clock.turn(minutes=50)  # type: ignore[attr-defined]


def test_processes_share_rows_turns_and_limits(inbox: Inbox, postgres: str, redis_server: str, tmp_path: Path) -> None:
    """Two web processes and two workers: each claim once, one fetch for all pages of a host, thirty of a network."""
    came = threading.Event()
    target = "http://127.0.0.1:1/2026/03/marmite/"
    linked = page(f'<a href="{target}">x</a>')

    def answer(server: object, connection: object, request: bytes) -> bytes:
        came.set()
        return linked

    with serving(answer) as elsewhere:
        settings = inbox.settings
        environment = {
            **ENVIRONMENT,
            "INBOX_STATE": str(tmp_path / "shared"),
            "INBOX_RECORDS": str(settings.records),
            "INBOX_ARTICLES": str(settings.articles),
            "INBOX_DATABASE_URL": postgres,
            "INBOX_QUEUE_URL": redis_server,
            "INBOX_LINKBACK_RATE": "30 per hour",
            "INBOX_REQUEST_RATE": "1000 per minute",
            "INBOX_URL": "http://127.0.0.1:1/inbox",
            "INBOX_DEVELOPMENT": "1",
            "INBOX_HOST_SECONDS": "3600",
        }
        serve = [sys.executable, "-m", "plugins.inbox.run.inbox_server"]

        def start(*options: str) -> subprocess.Popen[str]:
            pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
            return subprocess.Popen([*serve, *options], cwd=ROOT, env=environment, **pipes)  # type: ignore[call-overload,no-any-return]

        webs = [start("--port", "0", "--workers", "0") for _ in range(2)]
        workers = [start("--only-work") for _ in range(2)]
        try:
            ports = [int(web.stdout.readline().split(":")[2].split("/")[0]) for web in webs]  # type: ignore[union-attr]
            for worker in workers:  # Ctrl-C means its end from then on
                assert "does its work" in worker.stdout.readline()  # type: ignore[union-attr]

            def send(number: int) -> int:
                source = f"{elsewhere.url}/{number // 8}"
                browser = Browser(ports[number % 2])
                if number % 4 < 2:
                    body = {"source": source, "target": target}
                    return browser.post("/inbox/webmention", body).status
                return browser.ask("POST", "/inbox/pingback", pingback_call(source, target)).status

            with ThreadPoolExecutor(8) as senders:
                statuses = Counter(senders.map(send, range(80)))
            assert came.wait(60)
        finally:
            for process in (*webs, *workers):
                process.send_signal(signal.SIGINT)
            for process in (*webs, *workers):
                process.wait(timeout=60)
                process.stdout.close()  # type: ignore[union-attr]
        assert len(elsewhere.requests) == 1
    assert set(statuses) <= {200, 201, 429}
    kept = Counter((row.kind, row.source) for row in rows(inbox))
    assert set(kept.values()) == {1}
    assert 0 < len(kept) <= 20
    assert statuses[201] <= 30
