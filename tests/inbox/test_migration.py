"""A database of version 1, opened by this version."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

from sqlalchemy import select

from plugins.inbox.data.database_tables import items, versions
from plugins.inbox.intake.comments import Circumstances, store_comment
from plugins.inbox.intake.linkbacks import Claim, store_claim
from plugins.inbox.moderation import decisions
from plugins.inbox.run import worker
from plugins.inbox.service import Inbox, open_inbox
from plugins.inbox.verify import verify_linkback
from plugins.inbox.verify.fetch_source import SourceResult
from plugins.protocols.microformats import SourceContent
from tests.conftest import ENVIRONMENT, ROOT
from tests.inbox.aging import age, rows_of, shape
from tests.inbox.crashing import ARTICLE, by_name, draft, live
from tests.inbox.running import Clock, prepare
from tests.inbox.test_crashes import state


def old(folder: Path) -> Inbox:
    """Return a closed inbox whose database is of version 1, after a life with one comment that waits."""
    inbox = open_inbox(prepare(folder), Clock())
    lived(inbox)
    return inbox


def lived(inbox: Inbox) -> None:
    """Do a bit of everything, and leave something to decide."""
    live(inbox, lambda said: None)
    store_comment(inbox, draft(5), Circumstances("network"))


def goes_on(inbox: Inbox) -> None:
    """Take a linkback and publish it, decide on what waited before, and do what is left to do."""
    waiting = by_name(inbox, "N5")
    assert waiting is not None
    decisions.decide(inbox, waiting, "approve", "terminal")
    claim = Claim("trackback", ARTICLE, "https://a.example/1", "http://127.0.0.1/2026/03/marmite/", title="Un titre")
    identity = store_claim(inbox, claim, "n")
    with mock.patch.object(
        verify_linkback, "fetch_source", return_value=SourceResult("linked", SourceContent(title="Autre"))
    ):
        verify_linkback.verify_linkback(inbox, identity)
    decisions.decide(inbox, identity, "approve", "terminal")
    decisions.set_standing(inbox, identity, "archived", "terminal")
    worker.sweep(inbox)
    found = inbox.store.get(ARTICLE, identity)
    assert found is not None
    assert (found.title, found.standing) == ("Un titre", "archived")
    assert store_claim(inbox, claim, "n") == identity


def test_a_database_of_version_1_becomes_one_of_this_version(tmp_path: Path) -> None:
    """Tables, columns, keys and indexes are those of a new one; every row is there as it was; the inbox goes on."""
    inbox = old(tmp_path)
    before = state(inbox)
    rows = age(inbox)
    assert len(rows["items"]) == 5
    inbox = open_inbox(inbox.settings, Clock())
    new = open_inbox(prepare(tmp_path / "new"), Clock())
    try:
        assert shape(inbox.database.engine) == shape(new.database.engine)
        with inbox.database.read() as connection:
            assert connection.execute(select(versions.c.version)).scalar_one() == 2
            found = rows_of(connection)
            for name, kept in rows.items():
                if name != "schema_version":
                    assert [
                        {column: row[column] for column in old} for row, old in zip(found[name], kept, strict=True)
                    ] == kept
            added = {"type", "source", "target", "title", "standing", "due", "checked", "outcome", "author_page"}
            assert {row[column] for row in found["items"] for column in added} == {None}
            assert {row["attempts"] for row in found["items"]} == {0}
        assert state(inbox) == before
        goes_on(inbox)
        before_again = state(inbox)
        inbox.close()
        inbox = open_inbox(inbox.settings, Clock())  # migrated once
        assert state(inbox) == before_again
    finally:
        inbox.close()
        new.close()


def test_processes_that_open_it_at_once_migrate_it_once(tmp_path: Path) -> None:
    """Four processes: each finds the tables whole."""
    inbox = old(tmp_path)
    age(inbox)
    settings = inbox.settings
    environment = {
        **ENVIRONMENT,
        "INBOX_STATE": str(settings.state),
        "INBOX_RECORDS": str(settings.records),
        "INBOX_ARTICLES": str(settings.articles),
    }
    command = [sys.executable, "-m", "plugins.inbox.run.moderation_commands", "log", "--verify"]

    def run(number: int) -> subprocess.CompletedProcess[str]:
        del number
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(4) as hands:
        done = list(hands.map(run, range(4)))
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 4
    again = open_inbox(settings, Clock())
    with again.database.read() as connection:
        assert len(connection.execute(select(items)).all()) == 5
    again.close()
