"""One life of linkbacks, killed at each of its writes: ``python -m tests.inbox.crashing_links FOLDER``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from plugins.fetcher.model import Reply, Turns
from plugins.inbox.data.database_tables import items
from plugins.inbox.intake.linkbacks import Claim, store_claim
from plugins.inbox.moderation import decisions
from plugins.inbox.service import Inbox
from plugins.inbox.verify import verify_linkback
from plugins.inbox.verify.fetch_source import fetch_source
from plugins.inbox.verify.shared_host_turns import HostTurns
from tests.inbox.crashing import ARTICLE, lives

TARGET = "http://127.0.0.1/2026/03/marmite/"
HTML = (("content-type", "text/html"),)
KINDS = ("trackback", "pingback", "webmention")


class Pages:
    """A fetcher that answers from memory, a host at a time in its turn, and counts."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str]] = {}
        self.fetched: list[str] = []

    def get(self, url: str, turns: Turns, accept: str = "") -> Reply:
        """Return the page, after its host's turn."""
        host = url.split("/")[2]
        turns.take({"host": host, "address": host})
        self.fetched.append(url)
        status, body = self.pages[url]
        return Reply(url, status, HTML, body.encode())


class Hours:
    """A clock that goes on by an hour when it is told to: every host's turn comes."""

    def __init__(self, hour: int) -> None:
        self.hour = hour

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(1_780_000_000 + 3600 * self.hour, UTC)


def source(kind: str, number: int = 1) -> str:
    """Return the page of a linkback; each has its own host."""
    return f"http://{kind}{number}.example/"


def text(said: str) -> tuple[int, str]:
    """Return a page that links to the article."""
    author = '<a class="p-author h-card" href="/">Ana</a>'
    return 200, f'<div class=h-entry>{author}<p class=e-content>{said} <a href="{TARGET}">x</a></p></div>'


def status_of(inbox: Inbox, address: str) -> str | None:
    """Return what became of a page's linkback."""
    with inbox.database.read() as connection:
        return connection.execute(select(items.c.status).where(items.c.source == address)).scalar_one_or_none()


def identity_of(inbox: Inbox, address: str) -> str:
    """Return the id of a page's linkback, which there is once."""
    with inbox.database.read() as connection:
        return str(connection.execute(select(items.c.id).where(items.c.source == address)).scalar_one())


def live(inbox: Inbox, acknowledge: Callable[[str], Any], hour: int = 0) -> None:
    """Have linkbacks sent, seen, approved, changed, archived and deleted; done again later, it comes to the same."""
    clock, pages = Hours(hour), Pages()
    inbox.clock, inbox.fetcher = clock, pages  # type: ignore[assignment]

    def send(kind: str, address: str, said: Mapping[str, str] | None = None) -> None:
        """Send one as its protocol has it: a pingback is looked at before it is answered for."""
        claim = Claim(kind, ARTICLE, address, TARGET, **(said or {}))  # type: ignore[arg-type]
        if kind == "pingback":
            seen = fetch_source(inbox, address, {TARGET}, HostTurns(inbox))
            claimed = inbox.now + 2 * 60_000
            verify_linkback.apply_result(inbox, store_claim(inbox, claim, "network", claimed), seen, claimed)
        else:
            store_claim(inbox, claim, "network")
        acknowledge(f"sent {address}")

    def turn() -> None:
        """Let an hour pass, and look at all that is due."""
        clock.hour += 1
        for identity in verify_linkback.find_due_linkbacks(inbox):
            verify_linkback.verify_linkback(inbox, identity)

    for kind in KINDS:
        for number in (1, 2):
            address = source(kind, number)
            pages.pages[address] = text(f"{kind} {number}")
            if status_of(inbox, address) is None:
                send(kind, address, {"title": f"T {number}"} if kind == "trackback" else None)
    turn()
    for kind in KINDS:
        identity = identity_of(inbox, source(kind))
        if status_of(inbox, source(kind)) == "pending":
            decisions.decide(inbox, identity, "approve", "terminal")
        acknowledge(f"approve {source(kind)}")
    changed, gone = source("webmention", 1), source("webmention", 2)
    pages.pages[changed], pages.pages[gone] = text("Nouveau"), (410, "")
    for address in (changed, gone):
        if status_of(inbox, address) != "rejected":
            send("webmention", address)
    turn()
    acknowledge(f"update {changed}")
    acknowledge(f"delete {gone}")
    decisions.set_standing(inbox, identity_of(inbox, source("pingback")), "archived", "terminal")
    acknowledge(f"archive {source('pingback')}")
    decisions.decide(inbox, identity_of(inbox, source("trackback", 2)), "spam", "terminal")
    acknowledge(f"spam {source('trackback', 2)}")


if __name__ == "__main__":
    lives(Path(sys.argv[1]), live)
