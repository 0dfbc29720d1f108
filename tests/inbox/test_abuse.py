"""Floods, forged addresses, long and slow bodies: against a real process, over real sockets."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from plugins.inbox.data.database_tables import items
from plugins.inbox.service import open_inbox
from plugins.inbox.settings import InboxSettings
from tests.conftest import ENVIRONMENT, ROOT
from tests.forkserver import run_module
from tests.inbox.running import RIGHT, Browser, prepare

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def process(folder: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], Browser, InboxSettings]]:
    """Run ``tasks.py inbox`` as a process of its own; yield it, a browser, and the settings of its folder."""
    settings = prepare(folder)
    given = {
        "INBOX_STATE": str(settings.state),
        "INBOX_RECORDS": str(settings.records),
        "INBOX_ARTICLES": str(settings.articles),
        **variables,
    }
    command = [sys.executable, "-m", "plugins.inbox.run.inbox_server", "--port", "0"]
    running = subprocess.Popen(
        command, cwd=ROOT, env={**ENVIRONMENT, **given}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stderr is not None
    try:
        line = running.stdout.readline()
        assert line, running.stderr.read()
        yield running, Browser(int(line.split(":")[2].split("/")[0])), settings
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGINT)
        running.wait(timeout=60)
        running.stdout.close()
        running.stderr.close()


def memory(pid: int) -> int:
    """Return the resident memory of a process, in KiB: as Linux tells it, or elsewhere as ``ps`` does (POSIX)."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)]))
    lines = status.read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def kept(settings: InboxSettings) -> int:
    """Return how many comments there are."""
    inbox = open_inbox(settings)
    with inbox.database.read() as connection:
        count = connection.execute(select(func.count()).select_from(items)).scalar_one()
    inbox.close()
    return int(count)


def flood(browser: Browser, first: int, last: int, address: str) -> Counter[int]:
    """Send comments behind a proxy, and count the answers by status; ``address`` names the number's."""
    statuses: Counter[int] = Counter()
    for number in range(first, last):
        forwarded = {"X-Forwarded-For": address.format(number // 250 % 250, number % 250)}
        fields = {**RIGHT, "text": f"Achetez {number}"}
        statuses[browser.post("/inbox/comment", fields, forwarded).status] += 1
    return statuses


def test_a_flood_is_turned_away_and_an_honest_comment_is_not(tmp_path: Path) -> None:
    """10,000 posts of one network: six are kept, the others are 429, memory stays flat, an honest reader gets in."""
    with process(tmp_path, INBOX_TRUSTED_PROXIES="127.0.0.1") as (running, browser, settings):
        flood(browser, 0, 500, "203.0.113.{1}")
        before = memory(running.pid)
        statuses = flood(browser, 500, 10_000, "203.0.113.{1}")
        assert statuses == {429: 9_500}
        assert memory(running.pid) - before < 8 * 1024
        honest = browser.post("/inbox/comment", RIGHT, {"X-Forwarded-For": "198.51.100.7"})
        assert honest.status == 303
        assert kept(settings) == 7


def test_a_flood_from_everywhere_fills_nothing(tmp_path: Path) -> None:
    """Posts of 1,000 networks: kept up to what may wait, then 503 with the text given back; memory stays flat."""
    variables = {"INBOX_TRUSTED_PROXIES": "127.0.0.1", "INBOX_WAITING_LIMIT": "500"}
    with process(tmp_path, **variables) as (running, browser, settings):
        assert flood(browser, 0, 500, "20.{0}.{1}.1") == {303: 500}
        before = memory(running.pid)
        assert flood(browser, 500, 1_000, "20.{0}.{1}.1") == {503: 500}
        assert memory(running.pid) - before < 12 * 1024
        assert kept(settings) == 500
        last = browser.post("/inbox/comment", {**RIGHT, "text": "Gardez-le."}, {"X-Forwarded-For": "198.51.100.7"})
        assert dict(last.page.xpath("//main//form")[0].form_values())["text"].strip() == "Gardez-le."


def test_a_forged_address_is_not_believed(tmp_path: Path) -> None:
    """Without a trusted proxy X-Forwarded-For says nothing; behind one, what stands left of the proxy's word is not."""
    with process(tmp_path / "a") as (_, browser, settings):
        assert flood(browser, 0, 20, "20.{0}.{1}.1") == {303: 6, 429: 14}
        assert kept(settings) == 6
    with process(tmp_path / "b", INBOX_TRUSTED_PROXIES="127.0.0.0/8, ::1") as (_, browser, settings):
        assert flood(browser, 0, 20, "20.{0}.{1}.1, 203.0.113.9") == {303: 6, 429: 14}
        assert kept(settings) == 6


def test_a_killed_server_keeps_what_it_answered_for(tmp_path: Path) -> None:
    """Kill -9 between two answers: everything that was thanked for is there; sent again, nothing is doubled."""
    slack = {"INBOX_RATE": "1000 per minute"}
    with process(tmp_path, **slack) as (running, browser, settings):
        for number in range(20):
            assert browser.post("/inbox/comment", {**RIGHT, "text": f"Texte {number}"}).status == 303
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    assert kept(settings) == 20
    with process(tmp_path, **slack) as (_, browser, settings):
        for number in range(25):
            assert browser.post("/inbox/comment", {**RIGHT, "text": f"Texte {number}"}).status == 303
    assert kept(settings) == 25


def test_a_long_body_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """413 at the announcement, and in the middle when nothing was; the longest comment there may be is taken."""
    with process(tmp_path) as (_, browser, settings):
        connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=30)
        connection.putrequest("POST", "/inbox/comment")
        for name, value in {**FORM, "Content-Length": str(10**9)}.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 413
        connection.close()
        with socket.create_connection(("127.0.0.1", browser.port), timeout=30) as wire:
            wire.sendall(
                b"POST /inbox/comment HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
            )
            sent = 0
            chunk = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
            try:
                while sent < 1000:
                    wire.sendall(chunk)
                    sent += 1
            except OSError:  # closed from the other end
                pass
            assert sent < 1000
            assert wire.recv(12) in (b"HTTP/1.1 413", b"")
        longest = {**RIGHT, "text": "😀" * 10_000}
        assert browser.post("/inbox/comment", longest).status == 303
        body = urlencode(RIGHT).encode() + b"&x="
        for length, status in ((131_072, 303), (131_073, 413)):
            assert browser.ask("POST", "/inbox/comment", body.ljust(length, b"a"), FORM).status == status
        assert kept(settings) == 2


def test_a_slow_body_is_given_up(tmp_path: Path) -> None:
    """A form that does not arrive in its time is 408, and its connection is closed."""
    with process(tmp_path, INBOX_BODY_SECONDS="0.2") as (_, browser, _settings):
        connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=30)
        connection.putrequest("POST", "/inbox/comment")
        for name, value in {**FORM, "Content-Length": "100"}.items():
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(b"article=")
        assert connection.getresponse().status == 408
        connection.close()


@pytest.mark.parametrize("path", ["/inbox/unsubscribe?token=x", "/inbox/confirm", "/inbox/moderation", "/inbox/logout"])
def test_no_body_is_waited_for_that_nobody_may_send(tmp_path: Path, path: str) -> None:
    """Without a token or a session a body that never comes holds no connection: 403 at once, and it is closed."""
    with process(tmp_path, INBOX_BODY_SECONDS="60") as (_, browser, _settings):
        connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=30)
        connection.putrequest("POST", path)
        for name, value in {**FORM, "Content-Length": "100"}.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.getheader("Connection")) == (403, "close")
        connection.close()


def test_the_process_says_what_is_wrong(tmp_path: Path) -> None:
    """A wrong setting, an unknown one, and a database of a later version end it with a sentence and code 78."""

    def run(**variables: str) -> tuple[int, str]:
        environment = {**ENVIRONMENT, "INBOX_STATE": str(tmp_path / "var"), **variables}
        done = run_module(["plugins.inbox.run.inbox_server", "--port", "0"], ROOT, environment)
        return done.returncode, done.stderr

    assert run(INBOX_DIGEST_MINUTES="often")[0] == 78
    code, said = run(INBOX_DATABASE="x")
    assert (code, "INBOX_DATABASE_URL" in said) == (78, True)
    code, said = run(INBOX_DATABASE_URL="mysql://x")
    assert (code, "Traceback" in said) == (78, False)
    code, said = run(INBOX_DATABASE_URL="postgresql+psycopg://a:secret@127.0.0.1:1/b")
    assert (code, "Traceback" in said, "secret" in said) == (78, False, False)
    for variables in ({"INBOX_WORDS": "/nowhere"}, {"INBOX_STATE": str(ROOT / "README.md/x")}):
        code, said = run(**variables)
        assert (code, "Traceback" in said, said.count("\n")) == (78, False, 1)
    inbox = open_inbox(prepare(tmp_path))
    with inbox.database.write() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 99")
    inbox.close()
    code, said = run()
    assert (code, said.strip()) == (
        78,
        "the inbox's database has version 99, and this inbox knows versions up to 2",
    )
