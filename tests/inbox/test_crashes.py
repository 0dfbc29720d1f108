"""kill -9 at every write: what was acknowledged is there, once, and doing all of it again comes to the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items, outbox
from plugins.inbox.run import worker
from plugins.inbox.service import Inbox, open_inbox
from tests.conftest import ENVIRONMENT, ROOT
from tests.forkserver import run_module
from tests.inbox.crashing import live, moment
from tests.inbox.running import prepare


def state(inbox: Inbox) -> dict[str, Any]:
    """Return all that matters, without ids and moments."""
    records = sorted(inbox.store.folder.rglob("*.yaml"))
    leftovers = [path.name for path in inbox.store.folder.rglob(".*")]
    with inbox.database.read() as connection:
        rows = connection.execute(select(items).order_by(items.c.author)).all()
        letters = connection.execute(select(outbox.c.kind, func.count()).group_by(outbox.c.kind)).all()
        fault = decision_log.verify(connection, inbox.keys).fault
    approved = {row.id for row in rows if row.status == "approved"}
    return {
        "rows": [(row.author, row.text, row.status, row.todo) for row in rows],
        "letters": [tuple(row) for row in letters],
        "files": sorted(re.sub(r'in_reply_to: "\w+"', "", path.read_text("utf-8")) for path in records),
        "leftovers": [name for name in leftovers if not name.endswith(".tmp")],
        "fault": fault,
        "files are what was approved": {path.stem for path in records} == approved,
    }


def holds(inbox: Inbox, said: str) -> bool:
    """Tell whether what was acknowledged is so, or has been followed by what came after it."""
    action, name = said.split()
    with inbox.database.read() as connection:
        found = connection.execute(select(items).where(items.c.author == name)).all()
        answers = connection.execute(select(func.count()).where(items.c.by_author.is_(True))).scalar_one()
    if action == "kept":
        return len(found) == 1 or (name == "N3" and not found)
    if action == "erase":
        return not found
    if action == "reply":
        return bool(answers == 1)
    if action == "edit":
        return found[0].text == "Changé."
    later = {("approve", "N1"): ("approved", "rejected")}
    wanted = {"approve": ("approved",), "reject": ("rejected",), "spam": ("spam",)}[action]
    return found[0].status in later.get((action, name), wanted)


def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    """Killed before and after every commit, fsync, rename and removal: the next life finds and finishes everything."""
    done = run_module(["tests.inbox.crashing", str(tmp_path)], ROOT, ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    lives = [json.loads(line) for line in done.stdout.splitlines()]
    *killed, (number, folder, everything) = lives
    assert number is None
    assert len(everything) == 11
    assert len(killed) > 60
    whole = open_inbox(prepare(Path(folder)), moment)
    expected = state(whole)
    whole.close()
    assert expected["files are what was approved"]
    assert [row[:3] for row in expected["rows"]] == [
        ("Camille Durand", "Merci.", "approved"),
        ("N0", "Changé.", "approved"),
        ("N1", "Texte 1.", "rejected"),
        ("N2", "Texte 2.", "spam"),
    ]
    for number, folder, acknowledged in killed:
        inbox = open_inbox(prepare(Path(folder)), moment)
        try:
            worker.sweep(inbox)
            assert [said for said in acknowledged if not holds(inbox, said)] == [], number
            after = state(inbox)
            assert after["fault"] is None, number
            assert after["files are what was approved"], number
            assert [row for row in after["rows"] if row[3]] == [], number
            live(inbox, lambda said: None)
            found = state(inbox)
            found["rows"] = [row for row in found["rows"] if row[0] != "N3"]
            assert found == expected, number
        finally:
            inbox.close()
