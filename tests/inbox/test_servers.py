"""PostgreSQL and Redis for real, with several processes at once; installed from Debian when they are missing."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis
from sqlalchemy import create_engine, func, select

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items
from plugins.inbox.moderation import decisions
from plugins.inbox.run import personal_data, worker
from plugins.inbox.run.job_queue import Queue
from plugins.inbox.service import Inbox, open_inbox
from tests import system
from tests.conftest import ENVIRONMENT, ROOT
from tests.inbox.aging import age, shape
from tests.inbox.crashing import draft, live
from tests.inbox.running import RIGHT, Browser, Clock, prepare, running
from tests.inbox.standing import mail_server
from tests.inbox.test_crashes import state
from tests.inbox.test_migration import goes_on, lived


def free_port() -> int:
    """Return a port that was free a moment ago: neither server takes 0."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a PostgreSQL of this test's own, and return its address."""
    initdb = system.command(system.INITDB)
    pg_ctl = str(Path(initdb).resolve().with_name("pg_ctl"))
    root = os.geteuid() == 0
    folder = Path("/tmp" if root else tmp_path_factory.mktemp("postgres")) / f"trepied-postgres-{os.getpid()}"
    folder.mkdir(mode=0o700)
    if root:
        shutil.chown(folder, "postgres", "postgres")
    user = ["runuser", "-u", "postgres", "--"] if root else []
    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    data = str(folder / "data")
    try:
        subprocess.run([*user, initdb, "-D", data, "-U", "inbox", "-A", "trust", "-E", "UTF8"], check=True, **quiet)
        start = [*user, pg_ctl, "-D", data, "-o", options, "-w", "-l", str(folder / "log"), "start"]
        subprocess.run(start, check=True, **quiet)
        yield f"postgresql+psycopg://inbox@127.0.0.1:{port}/postgres"
        subprocess.run([*user, pg_ctl, "-D", data, "-m", "immediate", "stop"], check=False, **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Redis of this test's own, and return its address."""
    command = system.command(system.REDIS)
    port = free_port()
    folder = tmp_path_factory.mktemp("redis")
    process = subprocess.Popen(
        [command, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "Ready to accept connections" in line:
            break
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.stdout.close()
    process.wait()


@pytest.fixture
def inbox(postgres: str, tmp_path: Path) -> Iterator[Inbox]:
    """Return an inbox in an empty PostgreSQL."""
    engine = create_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    found = open_inbox(prepare(tmp_path, database_url=postgres), Clock())
    yield found
    found.close()


def test_postgres_comes_to_the_same_as_sqlite(inbox: Inbox, tmp_path: Path) -> None:
    """The same life leaves the same rows, files, letters and log."""
    live(inbox, lambda said: None)
    sqlite = open_inbox(prepare(tmp_path / "sqlite"), Clock())
    live(sqlite, lambda said: None)
    found, expected = state(inbox), state(sqlite)
    sqlite.close()
    assert found == expected
    assert personal_data.export(inbox, "n0@lecteurs.example")["comments"][0]["status"] == "approved"
    inbox.clock.turn(days=60)  # type: ignore[attr-defined]
    assert personal_data.purge(inbox, "system") > 0


def test_postgres_of_version_1_becomes_one_of_this_version(inbox: Inbox, postgres: str, tmp_path: Path) -> None:
    """Tables, columns, keys and indexes are those of a new one; every row is there, and the inbox goes on."""
    new = shape(inbox.database.engine)
    lived(inbox)
    before = state(inbox)
    assert len(age(inbox)["items"]) == 5
    again = open_inbox(prepare(tmp_path, database_url=postgres), Clock())
    try:
        assert shape(again.database.engine) == new
        assert state(again) == before
        goes_on(again)
    finally:
        again.close()


def test_many_hands_write_one_log(inbox: Inbox) -> None:
    """Threads that receive the same comments and decide at once keep each once, and the chain is whole."""
    from plugins.inbox.intake.comments import Circumstances, store_comment

    with ThreadPoolExecutor(8) as hands:
        ids = list(hands.map(lambda number: store_comment(inbox, draft(number % 10), Circumstances("n")), range(80)))
        assert len(set(ids)) == 10
        jobs = [(identity, action) for identity in sorted(set(ids)) for action in ("approve", "reject", "approve")]
        list(hands.map(lambda job: decisions.decide(inbox, job[0], job[1], "web"), jobs))
    with inbox.database.read() as connection:
        verdict = decision_log.verify(connection, inbox.keys)
        approved = set(connection.execute(select(items.c.id).where(items.c.status == "approved")).scalars())
    assert verdict.fault is None
    assert {path.stem for path in inbox.store.folder.rglob("*.yaml")} == approved


def test_processes_share_postgres_and_redis(inbox: Inbox, postgres: str, redis_server: str, tmp_path: Path) -> None:
    """Two web processes and two workers: limits and queue are shared, each comment once, one letter for all."""
    with mail_server() as (mailbox, smtp_port):
        came = threading.Event()
        real = mailbox.handle_DATA

        async def handle(*arguments: object) -> str:
            answer = await real(*arguments)
            came.set()
            return answer

        mailbox.handle_DATA = handle  # type: ignore[method-assign]
        settings = inbox.settings
        environment = {
            **ENVIRONMENT,
            "INBOX_STATE": str(tmp_path / "shared"),
            "INBOX_RECORDS": str(settings.records),
            "INBOX_ARTICLES": str(settings.articles),
            "INBOX_DATABASE_URL": postgres,
            "INBOX_QUEUE_URL": redis_server,
            "INBOX_RATE": "30 per hour",
            "INBOX_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
            "INBOX_MODERATOR": "redaction@trepied.example",
        }
        serve = [sys.executable, "-m", "plugins.inbox.run.inbox_server"]

        def start(*options: str) -> subprocess.Popen[str]:
            return subprocess.Popen([*serve, *options], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

        webs = [start("--port", "0", "--workers", "0") for _ in range(2)]
        workers = [start("--only-work") for _ in range(2)]
        try:
            ports = [int(web.stdout.readline().split(":")[2].split("/")[0]) for web in webs]  # type: ignore[union-attr]
            for worker in workers:  # Ctrl-C means its end from then on
                assert "does its work" in worker.stdout.readline()  # type: ignore[union-attr]
            fields = [{**RIGHT, "text": f"Texte {number // 2}"} for number in range(80)]
            with ThreadPoolExecutor(8) as readers:
                statuses = list(
                    readers.map(
                        lambda pair: Browser(ports[pair[0] % 2]).post("/inbox/comment", pair[1]).status,
                        enumerate(fields),
                    )
                )
            assert came.wait(60)
        finally:
            for process in (*webs, *workers):
                process.send_signal(signal.SIGINT)
            for process in (*webs, *workers):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=60)
                process.kill()  # nothing stays, whatever fails
                process.communicate()
    assert {process.returncode for process in (*webs, *workers)} == {0}
    accepted = statuses.count(303)
    assert statuses.count(429) == 80 - accepted
    assert accepted == 30  # by whichever process
    with inbox.database.read() as connection:
        texts = connection.execute(select(items.c.text, func.count()).group_by(items.c.text)).all()
    assert {count for _, count in texts} == {1}
    assert len(mailbox.mails) == 1
    assert redis.Redis.from_url(redis_server).ping()


def test_a_lost_queue_loses_nothing(inbox: Inbox, tmp_path: Path) -> None:
    """A queue out of reach does not stop a comment; the sweep does its work."""
    from plugins.inbox.intake.comments import Circumstances, store_comment

    with mail_server() as (mailbox, port):
        inbox.settings = inbox.settings.model_copy(
            update={
                "queue_url": type(inbox.settings).model_validate({"queue_url": "redis://127.0.0.1:1/0"}).queue_url,
                "smtp_url": type(inbox.settings).model_validate({"smtp_url": f"smtp://127.0.0.1:{port}"}).smtp_url,
                "moderator": "redaction@trepied.example",
            }
        )
        Queue(inbox)
        store_comment(inbox, draft(1), Circumstances("n"))
        worker.sweep(inbox)
        assert len(mailbox.mails) == 1


def test_limits_hold_while_redis_is_out_of_reach(tmp_path: Path) -> None:
    """The process counts for itself: comments are taken as far as the limit goes, and no error is a reader's."""
    with running(tmp_path, queue_url="redis://127.0.0.1:1/0", rate="2 per minute") as found:
        assert [found.comment(text=f"Texte {number}").status for number in range(4)] == [303, 303, 429, 429]
