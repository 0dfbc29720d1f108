"""An inbox for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inbox.linking import Linking
from tests.inbox.linking import linking as run_linking
from tests.inbox.running import Running
from tests.inbox.running import running as run


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Run an inbox with a mail server beside it."""
    with run(tmp_path) as found:
        yield found


@pytest.fixture
def linking(tmp_path: Path) -> Iterator[Linking]:
    """Run an inbox that looks at pages of this machine, and a site that has some."""
    with run_linking(tmp_path) as found:
        yield found
