"""The rebuild command: once for all changes, by one process, again when it failed."""

from __future__ import annotations

import contextlib
import errno
import io
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from plugins.inbox.data import record_changes
from plugins.inbox.intake.comments import Circumstances, store_comment
from plugins.inbox.moderation import decisions
from plugins.inbox.run.job_queue import Queue
from plugins.inbox.service import Inbox, open_inbox
from plugins.inbox.sync import rebuild
from plugins.inbox.web import records_api
from tests.conftest import ENVIRONMENT, ROOT
from tests.inbox import test_servers
from tests.inbox.crashing import draft
from tests.inbox.running import Clock, Running
from tests.inbox.running import running as run
from tests.inbox.test_moderation import waiting

postgres, on_postgres = test_servers.postgres, test_servers.inbox
SCRIPT = """
import os, pathlib, sys
folder = pathlib.Path({folder!r})
with open(folder / "ran", "a") as file:
    file.write("x")
print("said \\x1b", sorted(name for name in os.environ if name.startswith("INBOX_")))
sys.stdout.flush()
if (folder / "gate").exists():
    open(folder / "started", "w").write("x")
    open(folder / "gate").read()  # a named pipe: until somebody writes
code = folder / "code"
sys.exit(int(code.read_text()) if code.exists() else 0)
"""


class Site:
    """An inbox with a command that counts its runs."""

    def __init__(self, running: Running, folder: Path) -> None:
        self.running = running
        self.folder = folder
        self.number = 0

    @property
    def inbox(self) -> Inbox:
        """The inbox."""
        return self.running.inbox

    @property
    def runs(self) -> int:
        """How often the command ran."""
        ran = self.folder / "ran"
        return len(ran.read_text("ascii")) if ran.exists() else 0

    def fails(self, code: int) -> None:
        """Let the command end with a code."""
        (self.folder / "code").write_text(str(code), "ascii")

    def change(self) -> str:
        """Publish a comment and return its id."""
        self.number += 1
        identity = waiting(self.running, text=f"Texte {self.number}")
        decisions.decide(self.inbox, identity, "approve", "terminal")
        return identity

    def look(self, seconds: float = 0) -> int | None:
        """Let time go by, and look."""
        self.running.clock.turn(seconds=seconds)
        return rebuild.rebuild_if_due(self.inbox)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Run an inbox with a rebuild command."""
    script = tmp_path / "rebuild script.py"
    script.write_text(SCRIPT.format(folder=str(tmp_path)), "utf-8")
    with run(tmp_path, rebuild=f"'{sys.executable}' '{script}'") as running:
        yield Site(running, tmp_path)


def test_one_run_for_all(site: Site) -> None:
    """Nothing changed, nothing runs; any number of changes run it once, when it has been quiet."""
    assert site.look(3600) is None
    for _ in range(3):
        site.change()
        assert site.look(5) is None
    assert site.look(14) is None
    assert site.look(1) == 0
    assert site.look(3600) is None
    assert site.runs == 1


def test_a_decision_a_second_does_not_put_it_off_for_ever(site: Site) -> None:
    """It waits two minutes after the first change at most."""
    for _ in range(12):
        site.change()
        assert site.look() is None
        site.running.clock.turn(seconds=10)
    site.change()
    assert site.look() == 0
    assert site.runs == 1


def test_edits_answers_and_removals_count(site: Site) -> None:
    """Whatever changes a file runs it; what stays in the database does not."""
    identity = site.change()
    assert [site.look(0), site.look(20)] == [None, 0]
    decisions.edit(site.inbox, identity, author="Z", author_url=None, text="Autre.", actor="web")
    assert [site.look(0), site.look(20)] == [None, 0]
    decisions.decide(site.inbox, identity, "reject", "web")
    assert [site.look(0), site.look(20)] == [None, 0]
    decisions.decide(site.inbox, identity, "spam", "web")
    decisions.decide(site.inbox, waiting(site.running, text="Non."), "reject", "web")
    assert [site.look(0), site.look(20)] == [None, None]
    assert site.runs == 3


def test_a_failure_is_told_and_tried_again(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Its code and what it said are logged, the moderation page says so; again later, or at once after a change."""
    site.fails(3)
    site.change()
    with caplog.at_level(logging.WARNING):
        assert [site.look(0), site.look(20)] == [None, 3]
    assert caplog.messages == ["the rebuild command failed with code 3:\nsaid \x1b []"]
    site.running.log_in()
    (told,) = site.running.browser.get("/inbox/moderation").page.xpath("//p[@class='trouble']")
    assert "3" in told.text_content()
    assert str(site.folder / "var/rebuild.log") in told.text_content()
    assert [site.look(0), site.look(200), site.look(100)] == [None, None, 3]
    site.change()
    assert [site.look(0), site.look(20)] == [None, 3]
    site.fails(0)
    assert [site.look(0), site.look(310)] == [None, 0]
    assert site.running.browser.get("/inbox/moderation").page.xpath("//p[@class='trouble']") == []
    assert site.runs == 4


@pytest.mark.parametrize("command", ["/nowhere/at-all --now", "'unbalanced"])
def test_a_command_that_is_none_is_a_failure(tmp_path: Path, command: str) -> None:
    """Nothing falls over, and the moderator is told."""
    with run(tmp_path, rebuild=command) as running:
        site = Site(running, tmp_path)
        site.change()
        assert [site.look(0), site.look(20)] == [None, 127]  # as a shell says it
        assert rebuild.failure_message(site.inbox) is not None


def test_no_secret_reaches_the_command(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the inbox was told in its environment stays with it."""
    monkeypatch.setenv("INBOX_SECRET", "x" * 32)
    site.change()
    assert [site.look(0), site.look(20)] == [None, 0]
    log = site.folder / "var/rebuild.log"
    assert log.read_text("utf-8") == "said \x1b []\n"
    assert log.stat().st_mode & 0o777 == 0o600


def test_several_processes_run_it_once(site: Site) -> None:
    """Eight that look at the same moment: one runs it; none beside it while it runs, and again for what came then."""
    site.change()
    assert site.look(0) is None
    site.running.clock.turn(seconds=20)
    os.mkfifo(site.folder / "gate")
    inboxes = [open_inbox(site.inbox.settings, site.running.clock) for _ in range(8)]
    try:
        with ThreadPoolExecutor(8) as pool:
            looks = [pool.submit(rebuild.rebuild_if_due, inbox) for inbox in inboxes]
            with (site.folder / "gate").open("w"):  # opened when the command has come to read it
                site.change()
                assert [rebuild.rebuild_if_due(site.inbox) for _ in range(3)] == [None] * 3
            assert sorted(str(look.result()) for look in looks) == ["0", *["None"] * 7]
    finally:
        for inbox in inboxes:
            inbox.close()
    assert site.runs == 1
    (site.folder / "gate").unlink()
    assert [site.look(0), site.look(20), site.look(20)] == [None, 0, None]
    assert site.runs == 2


def test_a_killed_process_leaves_it_to_another(site: Site) -> None:
    """The right to run it ends with its lease; who comes back after that has no say any more."""
    site.change()
    site.look(0)
    site.running.clock.turn(seconds=20)
    killed = rebuild.acquire_lease(site.inbox)
    assert killed is not None
    assert [site.look(30), site.look(31), site.look(20)] == [None, None, 0]
    rebuild._release_lease(site.inbox, killed, 1, stopped=False)
    assert rebuild.failure_message(site.inbox) is None
    assert site.look(3600) is None


def test_stopping_ends_the_command_and_owes_the_run(site: Site) -> None:
    """A service that is stopped ends what it started, and the next one runs it, without a word of failure."""
    site.change()
    site.look(0)
    site.running.clock.turn(seconds=20)
    os.mkfifo(site.folder / "gate")
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(rebuild.rebuild_if_due, site.inbox, stop)
        with (site.folder / "gate").open("w"):
            stop.set()
            assert looking.result() == 143  # as a shell says SIGTERM
    (site.folder / "gate").unlink()
    assert rebuild.failure_message(site.inbox) is None
    assert [site.look(0), site.look(20)] == [None, 0]
    assert site.runs == 2


def test_a_long_run_keeps_its_right(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it runs its lease is renewed."""
    monkeypatch.setattr(rebuild, "RENEW_SECONDS", 0)
    renewed = threading.Event()
    monkeypatch.setattr(
        rebuild, "_renew_lease", lambda inbox, claimed, real=rebuild._renew_lease: (real(inbox, claimed), renewed.set())
    )
    site.change()
    site.look(0)
    site.running.clock.turn(seconds=20)
    os.mkfifo(site.folder / "gate")
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(rebuild.rebuild_if_due, site.inbox)
        with (site.folder / "gate").open("w"):
            site.running.clock.turn(seconds=50)
            renewed.clear()
            assert renewed.wait(30)
            for _ in range(2):
                site.running.clock.turn(seconds=20)
                assert rebuild.acquire_lease(site.inbox) is None
        assert looking.result() == 0


def test_the_service_looks_by_itself(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Background work runs it without being asked, and leaves no file open at its end."""
    monkeypatch.setattr(rebuild, "CHECK_SECONDS", 0.01)
    monkeypatch.setattr(rebuild, "QUIET", 0)
    ran = threading.Event()
    monkeypatch.setattr(
        rebuild, "rebuild_if_due", lambda *given, real=rebuild.rebuild_if_due: ran.set() if real(*given) == 0 else None
    )
    site.change()
    with Queue(site.inbox).working():
        assert ran.wait(30)
    assert site.runs == 1
    opened = {file.resolve() for file in Path("/proc/self/fd").iterdir()}
    assert (site.inbox.settings.state / "queue.db").resolve() not in opened


SERVICE = """
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a script starts its jobs in the background
from plugins.inbox.run import inbox_server
from plugins.inbox.sync import rebuild
rebuild.QUIET, rebuild.CHECK_SECONDS = 0, 0.01
sys.exit(inbox_server.main(sys.argv[1:]))
"""


def opened(gate: Path, service: subprocess.Popen[bytes]) -> io.FileIO:
    """Open a pipe for writing once the service's command reads from it; a service that has ended never will."""
    while True:
        try:
            descriptor = os.open(gate, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            with contextlib.suppress(subprocess.TimeoutExpired):
                pytest.fail(f"the service has ended with {service.wait(0.05)}")
        else:
            os.set_blocking(descriptor, True)
            return io.FileIO(descriptor, "w")


@pytest.mark.parametrize("options", [["--port", "0"], ["--only-work"]])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_stopped_leaves_nothing_running(site: Site, options: list[str], number: int) -> None:
    """As systemd stops it, or a person: the command has ended when the service has, and is run again by the next."""
    os.mkfifo(site.folder / "gate")
    site.change()
    settings = site.inbox.settings
    given = {"STATE": settings.state, "RECORDS": settings.records, "ARTICLES": settings.articles}
    environ = {f"INBOX_{name}": str(value) for name, value in given.items()}
    service = subprocess.Popen(
        [sys.executable, "-c", SERVICE, *options],
        cwd=ROOT,
        env={**ENVIRONMENT, **environ, "INBOX_REBUILD": str(settings.rebuild)},
        stdout=subprocess.DEVNULL,
    )
    try:
        with opened(site.folder / "gate", service) as gate:
            service.send_signal(number)
            assert service.wait(60) == 0
            with pytest.raises(BrokenPipeError):
                gate.write(b"x")  # nobody reads: the command is gone
    finally:
        service.kill()
        service.wait()
    (site.folder / "gate").unlink()
    assert rebuild.failure_message(site.inbox) is None
    assert [site.look(3600 * 24 * 365), site.look(20)] == [None, 0]


def test_postgres_gives_the_right_to_one(on_postgres: Inbox) -> None:
    """There too one of eight gets it; numbers have no gap and no double, however many decide at once."""
    inbox = on_postgres
    ids = [store_comment(inbox, draft(number), Circumstances("network")) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda identity: decisions.decide(inbox, identity, "approve", "terminal"), ids))
    found = records_api.changes_page(inbox, "")
    with inbox.database.read() as connection:
        assert [row.number for row in record_changes.changes_after(connection, 0, 100)] == list(range(1, 9))
    assert found["next"] == records_api.changes_page(inbox, str(found["next"]))["next"]
    assert rebuild.acquire_lease(inbox) is None
    assert isinstance(inbox.clock, Clock)
    inbox.clock.turn(seconds=20)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: rebuild.acquire_lease(inbox), range(8)))
    assert [claim.number for claim in claims if claim is not None] == [8]
