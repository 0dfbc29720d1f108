"""An inbox and an author's folder elsewhere, for tests of sync."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.inbox.moderation import decisions
from plugins.inbox.settings import InboxSettings
from plugins.inbox.sync.sync_task import sync
from tests.inbox.running import RIGHT, Running, prepare
from tests.inbox.running import running as run
from tests.inbox.test_moderation import waiting

TOKEN = "a-token-of-at-least-thirty-two-characters"
ARTICLE = RIGHT["article"]
ID = "01kjptp8t00000000000000000"
OTHER = "01kjptp8t00000000000000001"
GOOD = 'kind: comment\nauthor: "Zoé"\npublished: 2026-03-02T00:00:00Z\ntext: |-\n  Oui.\n'


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Run an inbox that gives its records away."""
    with run(tmp_path, sync_token=TOKEN) as found:
        yield found


def laptop(folder: Path, port: int, **settings: Any) -> InboxSettings:
    """Return the settings of an author elsewhere."""
    url = f"http://127.0.0.1:{port}/inbox"
    return prepare(folder / "laptop", **{"sync_url": url, "sync_token": TOKEN, **settings})


@pytest.fixture
def there(running: Running, tmp_path: Path) -> InboxSettings:
    """Return the settings of an author elsewhere."""
    return laptop(tmp_path, running.browser.port)


def publish(running: Running, **fields: str) -> str:
    """Leave a comment, approve it, and return its id."""
    identity = waiting(running, **fields)
    decisions.decide(running.inbox, identity, "approve", "terminal")
    return identity


def change(running: Running, identity: str, text: str) -> None:
    """Change what a comment says, in the inbox."""
    decisions.edit(running.inbox, identity, author="Zoé", author_url=None, text=text, actor="terminal")


def files(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds, with hidden and temporary files."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def numbers(settings: InboxSettings, **options: Any) -> tuple[int, int, int]:
    """Sync, and return how many files were written, removed and kept."""
    done = sync(settings, **options)
    return done.written, done.removed, len(done.kept)
