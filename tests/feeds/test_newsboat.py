"""A real feed reader subscribes: newsboat, from Debian, against a server on this machine."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from plugins.feeds.feed_formats import FORMATS
from tests import system
from tests.conftest import SiteFolder

TYPES = {f".{form.extension}": form.type for form in FORMATS} | {".xml": "application/rss+xml"}
NOW = {"FRAMEWORK_NOW": "2026-06-01T12:00:00"}


@pytest.fixture(scope="session")
def newsboat() -> str:
    """Return the reader's command; on Debian, and as root, it is installed when it is missing."""
    return system.command(system.NEWSBOAT)


class Handler(BaseHTTPRequestHandler):
    """Serves files as a plain web server does, but always in full: no date could hide a change."""

    root: Path

    def do_GET(self) -> None:
        name = self.path.partition("?")[0].lstrip("/")
        file = self.root / name
        if name.endswith("/"):
            file = file / "index.xml"
        if not file.is_file():
            self.send_error(404)
            return
        data = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def address(site: SiteFolder) -> Iterator[str]:
    """Return the address at which the output of ``site`` is served."""
    handler = type("SiteHandler", (Handler,), {"root": site.output})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@dataclass
class Reader:
    """A subscriber with a memory of its own."""

    command: str
    home: Path

    def subscribe(self, *addresses: str) -> None:
        """Subscribe to feeds."""
        self.home.mkdir()
        (self.home / "urls").write_text("".join(f"{address}\n" for address in addresses), "utf-8")
        (self.home / "config").write_text("download-timeout 20\ndownload-retries 1\n", "utf-8")

    def reload(self) -> str:
        """Fetch all feeds, and return what the reader says is unread."""
        files = ["-u", self.home / "urls", "-c", self.home / "cache.db", "-C", self.home / "config"]
        done = subprocess.run(
            [self.command, *files, "-x", "reload", "print-unread"],
            env={"HOME": str(self.home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "dumb"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Ask, or tell, the reader's memory something."""
        with sqlite3.connect(self.home / "cache.db") as memory:
            found = memory.execute(query).fetchall()
        memory.close()
        return found

    def articles(self) -> list[tuple[Any, ...]]:
        """Return title, address, text and whether it is unread of all articles."""
        return self.ask("SELECT title, url, content, unread FROM rss_item ORDER BY title")


def titles(reader: Reader) -> list[str]:
    """Return the titles that the reader knows."""
    return [title for title, _, _, _ in reader.articles()]


FEEDS = ("feed.atom", "feed.rss", "feed/", "tags/x/feed.atom")


def test_subscribers_get_the_articles_and_see_none_twice(
    site: SiteFolder, address: str, newsboat: str, tmp_path: Path
) -> None:
    """After a rebuild with another slug, a moved date and a new title, nothing is new, and the new title is there.

    A subscriber a feed: one memory would know the articles of a feed from another.
    """
    more = "tags: [x]\n"
    site.article("marmite", title="La marmite & ses pieds", body="Un *mot* de la marmite.", more=more)
    site.article("oignon", title="Un oignon", body="Un mot de cela.", more=more)
    assert site.build(SITEURL=address, **NOW).returncode == 0
    readers = {feed: Reader(newsboat, tmp_path / str(number)) for number, feed in enumerate(FEEDS)}
    for feed, reader in readers.items():
        reader.subscribe(f"{address}/{feed}")
        assert reader.reload() == "2 unread articles", feed
        first, second = reader.articles()
        assert (first[0], first[1], first[3]) == ("La marmite & ses pieds", f"{address}/2026/03/marmite/", 1), feed
        assert "<em>mot</em>" in first[2], feed
        assert (second[0], second[3]) == ("Un oignon", 1), feed
        reader.ask("UPDATE rss_item SET unread = 0")

    text = site.article(
        "marmite", title="Le chaudron", body="Tout autre chose.", more=f"{more}slug: chaudron\n"
    ).read_text("utf-8")
    site.article("marmite").write_text(text.replace("date: 2026-03-02", "date: 2026-05-31T08:00:00Z"), "utf-8")
    assert site.build(SITEURL=address, **NOW).returncode == 0
    assert "2026/05/chaudron/index.html" in site.files()
    for feed, reader in readers.items():
        assert reader.reload() == "0 unread articles", feed
        assert titles(reader) == ["Le chaudron", "Un oignon"], feed
        assert reader.articles()[0][1] == f"{address}/2026/05/chaudron/", feed


def test_a_new_article_is_new(site: SiteFolder, address: str, newsboat: str, tmp_path: Path) -> None:
    """What was never there is unread, and only that: the test above can fail."""
    site.article("un", title="Un")
    site.build(SITEURL=address, **NOW)
    reader = Reader(newsboat, tmp_path / "reader")
    reader.subscribe(f"{address}/feed.atom", f"{address}/moteurs/rse/feed.rss")
    assert reader.reload() == "1 unread articles"
    reader.ask("UPDATE rss_item SET unread = 0")
    file = site.article("deux", title="Deux")
    site.build(SITEURL=address, **NOW)
    assert reader.reload() == "1 unread articles"
    file.write_text(file.read_text("utf-8").replace("id: 2026-03-deux", "id: 2026-03-autre"), "utf-8")
    reader.ask("UPDATE rss_item SET unread = 0")
    site.build(SITEURL=address, **NOW)
    assert reader.reload() == "1 unread articles"
