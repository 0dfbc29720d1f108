"""One life of an inbox, killed at each of its writes: ``python -m tests.inbox.crashing FOLDER``.

Prints a JSON line a life: the number of the write at which it was killed (None for the last, which lived), and what it
had acknowledged. A write is a commit, an fsync, a rename or a removal; there are two points to each, before and after.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine.default import DefaultDialect

from plugins.inbox.data.database_tables import items
from plugins.inbox.intake.comment_form import Draft
from plugins.inbox.intake.comments import Circumstances, store_comment
from plugins.inbox.moderation import decisions
from plugins.inbox.run import personal_data
from plugins.inbox.service import Inbox, open_inbox
from tests.inbox.running import prepare
from tests.killing import WRITES, killing

ARTICLE = "2026-03-marmite"
CALLS = ((DefaultDialect, "do_commit"), *WRITES)


def moment() -> datetime:
    """Return the clock of every life."""
    return datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def draft(number: int) -> Draft:
    """Return the comment of a number."""
    return Draft(ARTICLE, None, f"N{number}", f"n{number}@lecteurs.example", None, f"Texte {number}.", number == 0)


def by_name(inbox: Inbox, name: str) -> str | None:
    """Return the id of a comment, by its author."""
    with inbox.database.read() as connection:
        return connection.execute(select(items.c.id).where(items.c.author == name)).scalar_one_or_none()


def live(inbox: Inbox, acknowledge: Callable[[str], Any]) -> None:
    """Do a bit of everything; done again after a crash, it comes to the same."""
    for number in range(4):
        store_comment(inbox, draft(number), Circumstances("network"))
        acknowledge(f"kept N{number}")
    for name, action in (("N0", "approve"), ("N1", "approve"), ("N2", "spam"), ("N1", "reject")):
        if (identity := by_name(inbox, name)) is not None:
            decisions.decide(inbox, identity, action, "terminal")
            acknowledge(f"{action} {name}")
    first = by_name(inbox, "N0")
    assert first is not None
    decisions.edit(inbox, first, author="N0", author_url=None, text="Changé.", actor="terminal")
    acknowledge("edit N0")
    decisions.reply(inbox, first, "Merci.", "terminal")
    acknowledge("reply N0")
    personal_data.erase(inbox, "n3@lecteurs.example", "terminal")
    acknowledge("erase N3")


def tell(pipe: int, said: str) -> None:
    """Acknowledge something: the reader of the pipe has it, whatever happens to this process."""
    os.write(pipe, f"{said}\n".encode())


def lives(folder: Path, live: Callable[[Inbox, Callable[[str], Any]], None]) -> None:
    """Live again and again, until a life ends by itself."""
    for number in itertools.count(1):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            settings = prepare(folder / str(number))
            killing(number, CALLS)
            inbox = open_inbox(settings, moment)
            live(inbox, partial(tell, writing))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as stream:
            acknowledged = stream.read().splitlines()
        _, status = os.waitpid(child, 0)
        assert status in (0, signal.SIGKILL), status
        print(json.dumps([number if status else None, str(folder / str(number)), acknowledged]), flush=True)
        if not status:
            return


if __name__ == "__main__":
    lives(Path(sys.argv[1]), live)
