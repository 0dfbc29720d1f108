"""Two folders: the inbox in one, the author in the other."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plugins.inbox.moderation import decisions
from plugins.inbox.run import personal_data
from plugins.inbox.settings import InboxSettings
from plugins.inbox.sync import merge_records
from plugins.inbox.sync.sync_task import SyncError, sync
from plugins.inbox.web import records_api
from plugins.interactions.record_fields import Record
from tests.conftest import ENVIRONMENT, ROOT, SiteFolder, texts
from tests.inbox.running import RIGHT, Answer, Running, prepare
from tests.inbox.running import running as run
from tests.inbox.syncing import ARTICLE, GOOD, ID, TOKEN, change, files, laptop, numbers, publish, running, there
from tests.inbox.test_moderation import waiting

NOWHERE = "http://127.0.0.1:9/inbox"

__all__ = ["running", "there"]  # fixtures


def test_records_go_to_the_author_and_deletions_too(running: Running, there: InboxSettings) -> None:
    """Approved in A and synced, the comment stands in B; edited, erased or rejected in A, B follows; twice is once."""
    here = running.inbox.settings.records
    first, _ = publish(running), publish(running, text="Deux.", email="b@lecteurs.example")
    third = publish(running, text="Trois.")
    waiting(running, text="En attente.")
    assert numbers(there) == (3, 0, 0)
    assert files(there.records) == files(here)
    assert len(files(here)) == 3
    remembered = (there.state / "sync.json").read_bytes()
    assert numbers(there) == (0, 0, 0)
    assert (there.state / "sync.json").read_bytes() == remembered
    change(running, first, "Changé.")
    personal_data.erase(running.inbox, "b@lecteurs.example", "terminal")
    decisions.decide(running.inbox, third, "spam", "terminal")
    assert numbers(there) == (1, 2, 0)
    assert files(there.records) == files(here)
    assert [name for name in files(there.records) if first in name]
    decisions.decide(running.inbox, third, "approve", "terminal")
    assert numbers(there) == (1, 0, 0)
    assert files(there.records) == files(here)


def test_many_records_come_in_pages(running: Running, there: InboxSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a page comes whole, by number and by size; a record that the inbox knows nothing of stays."""
    monkeypatch.setattr(records_api, "PAGE", 5)
    for number in range(13):
        publish(running, text=f"Texte {number}")
    own = there.records / ARTICLE / f"{ID}.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(GOOD, "utf-8")
    told: list[int] = []
    assert sync(there, tell=told.append).written == 13
    assert told == [5, 10]
    assert own.read_text("utf-8") == GOOD
    monkeypatch.setattr(records_api, "FULL", 1)
    found = records_api.changes_page(running.inbox, "")
    assert (len(found["changes"]), found["more"]) == (1, True)  # type: ignore[arg-type]


def test_what_was_remembered_is_lost(running: Running, there: InboxSettings) -> None:
    """Everything is asked for again and comes to the same; a file that another hand may have changed is told of."""
    first, second = publish(running), publish(running, text="Deux.")
    sync(there)
    before = files(there.records)
    for damage in (b"", b"{", b'{"cursor": 3}', b"\xff", None):
        if damage is None:
            (there.state / "sync.json").unlink()
        else:
            (there.state / "sync.json").write_bytes(damage)
        assert numbers(there) == (0, 0, 0)
        assert files(there.records) == before
    change(running, first, "Changé.")
    decisions.decide(running.inbox, second, "reject", "terminal")
    (there.state / "sync.json").unlink()
    assert numbers(there) == (0, 0, 2)
    assert files(there.records) == before
    assert numbers(there) == (0, 0, 2)  # told until it is settled
    assert numbers(there, theirs=True) == (1, 1, 0)
    assert files(there.records) == files(running.inbox.settings.records)


def test_a_new_database_begins_anew_and_takes_nothing_away(tmp_path: Path) -> None:
    """The server's database is lost: its files are told again, with what came since; the author keeps everything."""
    with run(tmp_path, sync_token=TOKEN) as running:
        publish(running)
        there = laptop(tmp_path, running.browser.port)
        sync(there)
        before = files(there.records)
    for name in ("inbox.db", "inbox.db-wal", "inbox.db-shm"):
        (tmp_path / "var" / name).unlink(missing_ok=True)
    with run(tmp_path, sync_token=TOKEN) as running:
        publish(running, text="Depuis.")
        again = laptop(tmp_path, running.browser.port)
        assert numbers(again) == (1, 0, 0)
        assert before.items() <= files(there.records).items()
        fresh = laptop(tmp_path / "fresh", running.browser.port)
        assert numbers(fresh) == (2, 0, 0)
        assert files(fresh.records) == files(running.inbox.settings.records)


def test_a_lost_folder_on_the_server_empties_no_other(running: Running, there: InboxSettings) -> None:
    """Only what moderation removed is told as gone; a file that is missing or broken is not told at all."""
    first, _ = publish(running), publish(running, text="Deux.")
    sync(there)
    before = files(there.records)
    path = running.inbox.store.path(ARTICLE, first)
    path.write_bytes(path.read_bytes() + b"email: zoe@lecteurs.example\n")
    fresh = laptop(running.folder / "fresh", running.browser.port)
    assert numbers(fresh) == (1, 0, 0)
    shutil.rmtree(running.inbox.settings.records)
    (there.state / "sync.json").unlink()
    assert numbers(there) == (0, 0, 0)
    assert files(there.records) == before


def test_what_a_hand_changed_stays_and_is_told_of(running: Running, there: InboxSettings) -> None:
    """Edited or removed by hand here, changed or removed there: the hand's stays, until the author says otherwise."""
    edited, removed, gone, only_here = (publish(running, text=f"T{number}") for number in range(4))
    sync(there)

    def path(identity: str) -> Path:
        return there.records / ARTICLE / f"{identity}.yaml"

    for identity in (edited, gone, only_here):
        path(identity).write_text(GOOD, "utf-8")
    path(removed).unlink()
    assert numbers(there) == (0, 0, 0)  # nothing changed in the inbox
    change(running, edited, "Autre.")
    change(running, removed, "Autre.")
    decisions.decide(running.inbox, gone, "reject", "terminal")
    said = [kept.text() for kept in sync(there).kept]
    assert sorted(line.split(" ", 1)[1] for line in said) == [
        "is another in the inbox; it stays as it was written here",
        "is gone in the inbox; it stays here, not being what came",
        "was changed in the inbox; it was removed here, and stays so",
    ]
    assert all(path(identity).read_text("utf-8") == GOOD for identity in (edited, gone, only_here))
    assert not path(removed).exists()
    path(gone).unlink()  # settled by hand
    assert numbers(there) == (0, 0, 2)
    assert numbers(there, theirs=True) == (2, 0, 0)
    assert path(edited).read_bytes() == running.inbox.store.path(ARTICLE, edited).read_bytes()
    assert path(only_here).read_text("utf-8") == GOOD
    assert numbers(there) == (0, 0, 0)


def bearer(running: Running, query: str = "", token: str = TOKEN, method: str = "GET") -> Answer:
    """Ask for records."""
    headers = {"Authorization": f"Bearer {token}"}
    return running.browser.ask(method, f"/inbox/records{query}", headers=headers)


def test_only_the_token_opens(running: Running, there: InboxSettings, tmp_path: Path) -> None:
    """Without the token 401, without the setting 404; guessing is slowed down; nothing is cached."""
    ask = running.browser.ask
    assert ask("GET", "/inbox/records").status == 401
    for shown in ("", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \xe9"):
        answer = ask("GET", "/inbox/records", headers={"Authorization": shown})
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert bearer(running, method="POST").status == 405
    right = bearer(running)
    assert (right.status, right.headers["Cache-Control"]) == (200, "no-store")
    assert right.headers["Content-Type"] == "application/json"
    with pytest.raises(SyncError, match="does not take this token") as error:
        sync(prepare(tmp_path / "x", sync_url=there.sync_url, sync_token=TOKEN + "x"))
    assert error.value.code == 77  # EX_NOPERM, sysexits(3)
    with run(tmp_path / "b") as closed:
        assert bearer(closed).status == 404
        with pytest.raises(SyncError, match="gives no records away"):
            sync(laptop(tmp_path / "y", closed.browser.port))
    with run(tmp_path / "c", sync_token=TOKEN, request_rate="3 per minute") as busy:
        assert [bearer(busy, token="x").status for _ in range(4)] == [401, 401, 401, 429]
        assert bearer(busy).status == 200


@pytest.mark.parametrize("since", ["x", "x:1", ":", ":1", "{epoch}:", "{epoch}:-1", "{epoch}:²", "{epoch}:1e3"])
def test_a_wrong_cursor_begins_at_the_beginning(running: Running, since: str) -> None:
    """Whatever it is; one beyond the end gets the end."""
    publish(running)
    epoch = records_api.changes_page(running.inbox, "")["next"].split(":")[0]  # type: ignore[attr-defined]
    assert len(records_api.changes_page(running.inbox, since.format(epoch=epoch))["changes"]) == 1  # type: ignore[arg-type]
    assert records_api.changes_page(running.inbox, f"{epoch}:{'9' * 18}") == {
        "changes": [],
        "next": f"{epoch}:1",
        "more": False,
    }


def test_an_answer_holds_the_public_fields_alone(running: Running) -> None:
    """No mail address, no network, no digest and no score, whatever stands in the database."""
    identity = publish(running, url="https://zoe.example/", notify="1")
    answer = bearer(running)
    found = json.loads(answer.body)
    assert {key for one in found["changes"] for key in one} == {"article", "id", "record"}
    (one,) = found["changes"]
    assert (one["article"], one["id"]) == (ARTICLE, identity)
    assert {line.split(":")[0] for line in one["record"].splitlines() if line[0] != " "} <= set(Record.model_fields)
    with running.inbox.database.read() as connection:
        row = connection.exec_driver_sql("SELECT * FROM items").mappings().one()
    private = [row[name] for name in ("email_digest", "network", "key", "text_digest")]
    assert all(private)
    assert [value for value in [*private, RIGHT["email"], "127.0.0.1"] if value.encode() in answer.body] == []


def killed(there: InboxSettings, number: int) -> bool:
    """Sync in a process that is killed at its write of a number; tell whether it was."""
    from tests.inbox.crashing import CALLS, killing

    child = os.fork()
    if child == 0:
        killing(number, CALLS)
        with contextlib.suppress(BaseException):
            sync(there)
            os._exit(0)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), status
    return status != 0


def test_killed_at_every_write_the_next_one_completes(running: Running, tmp_path: Path) -> None:
    """New, changed and removed records, killed before and after every fsync, rename and removal: nothing is odd."""
    here = running.inbox.settings.records
    edited, gone = publish(running), publish(running, text="Deux.")
    start = laptop(tmp_path / "start", running.browser.port)
    sync(start)
    change(running, edited, "Changé.")
    decisions.decide(running.inbox, gone, "reject", "terminal")
    new = publish(running, text="Trois.")
    for number in itertools.count(1):
        shutil.copytree(tmp_path / "start", tmp_path / str(number))
        there = laptop(tmp_path / str(number), running.browser.port)
        was_killed = killed(there, number)
        for name, data in files(there.records).items():
            if name.endswith(".yaml"):
                path = there.records / name
                assert merge_records.digest_bytes(data) in {
                    merge_records.digest_file(start.records / name),
                    merge_records.digest_file(here / name),
                }, path
        for identity in (edited, new):  # what was half done is no hand's, though the inbox goes on
            change(running, identity, f"Encore, {number}.")
        assert sync(there).kept == [], number
        wanted = files(here)
        assert {name: data for name, data in files(there.records).items() if name.endswith(".yaml")} == wanted, number
        if not was_killed:
            break
    assert number > 20


DIGESTS = some.sampled_from(["", "a", "b", "c"])


@given(DIGESTS, some.none() | some.lists(DIGESTS, min_size=1, max_size=2), DIGESTS)
def test_only_what_came_from_the_inbox_is_taken(local: str, known: list[str] | None, new: str) -> None:
    """A file is replaced or removed only when it is what came; what is told to be kept is never what the inbox has."""
    outcome = merge_records.choose_version(local, known, new)
    if outcome == "take":
        assert local in (known or [""])
    if outcome == "keep":
        assert local != new
    if local == new:
        assert outcome == "same"


class Clone:
    """A folder with the project's tasks and a site."""

    def __init__(self, site: SiteFolder) -> None:
        self.site = site
        for name in ("pelicanconf.py", "publishconf.py", "tasks.py"):
            shutil.copy(ROOT / name, site.path / name)
        for name in ("plugins", "theme"):
            (site.path / name).symlink_to(ROOT / name)
        site.article("marmite", title="La marmite")

    def task(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a task."""
        return subprocess.run(
            [sys.executable, "-m", "invoke", *arguments],
            cwd=self.site.path,
            env={**ENVIRONMENT, **environ},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def published(self) -> dict[str, bytes]:
        """Return the published site."""
        return files(self.site.path / "public")

    def comments(self) -> list[str]:
        """Return the words of the comments on the published page."""
        self.site.output = self.site.path / "public"
        return texts(self.site.page("2026/03/marmite"), "//div[contains(@class, 'comment-text')]")


def test_two_clones(make_site: Callable[..., SiteFolder], tmp_path: Path) -> None:
    """Inbox in A, author in B: approved in A it stands in both sites; edited, it changes; deleted, it goes.

    Deleting A's database and building gives the same site.
    """
    a, b = Clone(make_site(folder="a")), Clone(make_site(folder="b"))
    with run(a.site.path, sync_token=TOKEN) as running:
        environ = {"INBOX_SYNC_URL": f"http://127.0.0.1:{running.browser.port}/inbox", "INBOX_SYNC_TOKEN": TOKEN}
        first = publish(running)
        running.clock.turn(minutes=1)
        second = publish(running, text="Deux.")
        done = b.task("sync", **environ)
        assert (done.returncode, done.stdout, done.stderr) == (0, "Records: 2 written, 0 removed.\n", "")
        for clone in (a, b):
            assert clone.task("build", "--publish").returncode == 0
            assert clone.comments() == ["Un seul pied ne suffit pas.", "Deux."]
        assert a.published() == b.published()
        change(running, first, "Changé.")
        decisions.decide(running.inbox, second, "reject", "terminal")
        done = b.task("build", "--publish", **environ)
        assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Records: 1 written, 1 removed.")
        assert b.comments() == ["Changé."]
    shutil.rmtree(a.site.path / "var")
    assert a.task("build", "--publish").returncode == 0
    assert a.published() == b.published()


def test_publishing_needs_the_inbox(make_site: Callable[..., SiteFolder]) -> None:
    """An inbox out of reach stops publishing, in words and with a code, and the site stays; unless told otherwise."""
    clone = Clone(make_site())
    assert clone.task("build", "--publish").returncode == 0
    before = clone.published()
    clone.site.article("sel", title="Le sel")
    environ = {"INBOX_SYNC_URL": NOWHERE, "INBOX_SYNC_TOKEN": TOKEN}
    done = clone.task("build", "--publish", **environ)
    assert (done.returncode, done.stdout) == (69, "")
    assert done.stderr.splitlines() == [
        f"{NOWHERE} cannot be reached (Connection refused)",
        "Nothing was published. To publish what is here: python3 tasks.py build --publish --without-sync",
    ]
    assert clone.published() == before
    french = clone.task("build", "--publish", **{**environ, "LANG": "fr_FR.UTF-8"})
    assert french.stderr.startswith(f"{NOWHERE} est hors d’atteinte")
    assert "Rien n’a été publié" in french.stderr
    for wrong in (
        {"INBOX_SYNC_TOKEN": ""},
        {"INBOX_SYNC_URL": "ftp://x"},
        {"INBOX_SYNC_URL": "http://x.example/inbox"},
    ):
        assert clone.task("build", "--publish", **{**environ, **wrong}).returncode == 78
    assert clone.published() == before
    assert clone.task("build", **environ).returncode == 0  # a preview asks nobody
    assert clone.task("build", "--publish", "--without-sync", **environ).returncode == 0
    assert "2026/03/sel/index.html" in clone.published()
