"""Odd paths and addresses, over the wire: nobody is led elsewhere, no header is made, nothing fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inbox.hostile_words import HREF
from tests.inbox.netted import SEND, TARGET, patient, rows
from tests.inbox.running import Running


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Run an inbox whose pauses take no time."""
    with patient(tmp_path) as (found, _):
        yield found


PATHS = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%00",
    "2026-03-marmite%00",
    "2026-03-marmite%0d%0aSet-Cookie:%20a=b",
    "//evil.example/2026/03/marmite/",
    "%2f%2fevil.example/x",
    "/[x",
    "%2f[::1",
    "//%E2%84%80.example/",
    "x" * 8_000,
    "9" * 5_000,
    "%ff%fe",
    "https://evil.example/",
)


@pytest.mark.parametrize("path", PATHS)
def test_odd_paths_of_trackbacks(running: Running, path: str) -> None:
    """XML to a sender, and to a person a page or the article; nobody is led elsewhere and no header is made."""
    posted = running.browser.ask(
        "POST",
        f"/inbox/trackback/{path}",
        b"url=http://a.example/",
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    shown = running.browser.get(f"/inbox/trackback/{path}")
    assert (posted.status, shown.status) in ((404, 404), (200, 303))
    assert shown.location in ("", TARGET)
    assert b"<response>" in posted.body or "%0d" in path  # the router itself knows no path of two lines
    for answer in (posted, shown):
        assert answer.headers.get("Set-Cookie") is None


@pytest.mark.parametrize(
    "source", [*HREF, "http://a.example/\r\nX: y", "http://a.example/" + "a" * 60_000, "http://[", ""]
)
def test_odd_addresses_are_no_sources(running: Running, source: str) -> None:
    """A script, a password, a header, an address too long: refused in each protocol's words, or kept in ASCII."""
    for name, send in SEND.items():
        answer = send(running, source)
        assert answer.status in {"trackback": (200,), "pingback": (200,), "webmention": (201, 400)}[name]
    for row in rows(running.inbox):
        assert re.fullmatch(r"https?://a\.example/[!-~]*", row.source)
        assert not set('"<>\\^`{|}') & set(row.source)
