"""The database under several threads of one process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy import event, func, insert, select

from plugins.inbox.data.database import open_database
from plugins.inbox.data.database_tables import sessions

WRITERS, ROWS = 8, 25


def impatient(connection: Any, record: object) -> None:
    """Let SQLite wait for nobody."""
    del record
    connection.execute("PRAGMA busy_timeout=0")


def test_writers_of_one_process_take_turns(tmp_path: Path) -> None:
    """No writer meets another at SQLite's lock, where waiting is sleeping, and the one who came last may go first."""
    database = open_database(None, tmp_path)
    event.listen(database.engine, "connect", impatient)

    def write(writer: int) -> None:
        for number in range(ROWS):
            with database.write() as connection:
                row = {"id": f"{writer}-{number}", "kind": "session", "expires": 0}
                connection.execute(insert(sessions), [row])

    try:
        database.engine.dispose()  # the connection that made the tables is patient
        with ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(write, range(WRITERS)))
        with database.read() as connection:
            assert connection.execute(select(func.count()).select_from(sessions)).scalar_one() == WRITERS * ROWS
    finally:
        database.close()
