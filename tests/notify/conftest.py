"""A blog and the site of somebody else, for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notify.publishing import Blog
from tests.protocols.answering import Web, answering

collect_ignore = ["webmentions"]
"""The receiver has an environment of its own."""


@pytest.fixture
def web() -> Iterator[Web]:
    """Serve on loopback."""
    with answering() as found:
        yield found


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """Return a folder to publish in."""
    return Blog(tmp_path)
