"""What an author who only writes does not install, the preview does not miss."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ENVIRONMENT, ROOT

PROGRAM = """
import os, sys
from pathlib import Path
for name in ("huey", "redis", "psycopg", "psycopg_binary"):
    sys.modules[name] = None
import plugins.preview.preview_server
from plugins.inbox.data.database import DatabaseError
from plugins.inbox.run.inbox_server import preview_inbox
try:
    with preview_inbox(Path(sys.argv[1]), "http://127.0.0.1:8000/inbox") as app:
        print("works", app.routes != [])
except DatabaseError as error:
    print(error.said.text())
"""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "works True"),
        ({"INBOX_QUEUE_URL": "redis://127.0.0.1:9/0"}, "works True"),
        (
            {"INBOX_DATABASE_URL": "postgresql+psycopg://inbox@127.0.0.1:9/x"},
            "PostgreSQL needs psycopg, which is not installed: python3 tasks.py inbox installs it",
        ),
    ],
    ids=["as it is", "with a queue for others", "with a database elsewhere"],
)
def test_the_preview_needs_no_server(tmp_path: str, given: dict[str, str], said: str) -> None:
    """Neither a queue nor a database of its own: SQLite and one process; what cannot be is told with its mend."""
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env={**ENVIRONMENT, "LANG": "en_US.UTF-8", **given}, capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == (f"{said}\n", 0), done.stderr
