"""kill -9 at every write of a linkback's life, and between two answers: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items
from plugins.inbox.moderation import item_files
from plugins.inbox.service import Inbox, open_inbox
from tests.conftest import ENVIRONMENT, ROOT
from tests.fetcher.servers import serving
from tests.forkserver import run_module
from tests.inbox.crashing import moment
from tests.inbox.crashing_links import KINDS, live, source
from tests.inbox.netted import page, pingback_call
from tests.inbox.running import prepare
from tests.inbox.test_abuse import process


def state(inbox: Inbox) -> dict[str, Any]:
    """Return all that matters, without ids and moments."""
    records = sorted(inbox.store.folder.rglob("*.yaml"))
    with inbox.database.read() as connection:
        rows = connection.execute(select(items).order_by(items.c.source)).all()
        fault = decision_log.verify(connection, inbox.keys).fault
    approved = {row.id for row in rows if row.status == "approved"}
    return {
        "rows": [(row.source, row.status, row.standing, row.outcome, row.title, row.author, row.text) for row in rows],
        "due": [row.source for row in rows if row.due is not None or row.todo],
        "files": sorted(re.sub("(published|edited): .*", "", path.read_text("utf-8")) for path in records),
        "leftovers": [path.name for path in inbox.store.folder.rglob(".*") if path.suffix != ".tmp"],
        "fault": fault,
        "files are what was approved": {path.stem for path in records} == approved,
    }


WANTED = [
    (source("pingback", 1), "approved", "archived", None),
    (source("pingback", 2), "pending", None, None),
    (source("trackback", 1), "approved", None, None),
    (source("trackback", 2), "spam", None, None),
    (source("webmention", 1), "approved", None, None),
    (source("webmention", 2), "rejected", None, "gone"),
]


def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    """Killed before and after every commit, fsync, rename and removal: the next life finds and finishes everything."""
    done = run_module(["tests.inbox.crashing_links", str(tmp_path)], ROOT, ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    *killed, (number, folder, everything) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (number, len(everything), len(killed) > 100) == (None, 15, True)
    whole = open_inbox(prepare(Path(folder)), moment)
    expected = state(whole)
    whole.close()
    assert [row[:4] for row in expected["rows"]] == WANTED
    assert (expected["due"], expected["leftovers"], expected["fault"]) == ([], [], None)
    assert expected["files are what was approved"]
    assert "Nouveau" in "".join(expected["files"])
    for number, folder, acknowledged in killed:
        inbox = open_inbox(prepare(Path(folder)), moment)
        try:
            with inbox.database.read() as connection:
                known = list(connection.execute(select(items.c.source)).scalars())
            sent = {said.split()[1] for said in acknowledged if said.startswith("sent")}
            assert sent <= set(known), number
            assert len(known) == len(set(known)), number
            for identity in item_files.find_unfinished(inbox):
                item_files.update_file(inbox, identity)
            found = state(inbox)
            assert found["files are what was approved"], number
            assert found["fault"] is None, number
            live(inbox, lambda said: None, hour=100)
            assert state(inbox) == expected, number
        finally:
            inbox.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_server_keeps_what_it_answered_for(tmp_path: Path, kind: str) -> None:
    """Kill -9 between two answers: each claim that was answered for is there, and there once."""
    target = "http://127.0.0.1:1/2026/03/marmite/"
    variables = {
        "INBOX_URL": "http://127.0.0.1:1/inbox",
        "INBOX_DEVELOPMENT": "1",
        "INBOX_LINKBACK_RATE": "1000 per minute",
        "INBOX_REQUEST_RATE": "1000 per minute",
    }

    def send(browser: Any, address: str) -> int:
        if kind == "trackback":
            return int(browser.post("/inbox/trackback/2026-03-marmite", {"url": address}).status)
        if kind == "webmention":
            return int(browser.post("/inbox/webmention", {"source": address, "target": target}).status)
        return int(browser.ask("POST", "/inbox/pingback", pingback_call(address, target)).status)

    linked = page(f'<a href="{target}">x</a>')
    with serving(lambda server, connection, request: linked) as elsewhere:
        addresses = [f"{elsewhere.url}/{number}" for number in range(12)]
        with process(tmp_path, **variables) as (running, browser, settings):
            for address in addresses[:8]:
                assert send(browser, address) in (200, 201)
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
        with process(tmp_path, **variables) as (_, browser, settings):
            for address in addresses:
                assert send(browser, address) in (200, 201)
        inbox = open_inbox(settings)
        try:
            with inbox.database.read() as connection:
                found = list(connection.execute(select(items.c.source).order_by(items.c.source)).scalars())
        finally:
            inbox.close()
    assert found == sorted(addresses)
