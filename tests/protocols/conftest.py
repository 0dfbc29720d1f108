"""A web server for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.protocols.answering import Web, answering


@pytest.fixture
def web() -> Iterator[Web]:
    """Serve on loopback."""
    with answering() as found:
        yield found
