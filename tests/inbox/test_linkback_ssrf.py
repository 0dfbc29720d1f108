"""Every fetch that a linkback causes × every way to write a private address: 0 connections, counted through the inbox.

The resolver knows one public host; whatever else it is asked for, it says is this machine, so that nothing is refused
for want of an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_address
from pathlib import Path

import pytest
from pydantic import ValidationError

from plugins.fetcher.ip_addresses import Address
from plugins.inbox.run import worker
from plugins.inbox.verify import recheck_published
from plugins.interactions.record_fields import interaction_of
from plugins.interactions.record_ids import new_id
from tests.fetcher.fakes import PUBLIC, Net, moved
from tests.fetcher.forms import ADDRESSES, HOSTS, SCHEMES
from tests.inbox.netted import ARTICLE, LINK, SEND, TARGET, Ticking, look, page, patient, quoted, rows
from tests.inbox.running import Answer, Running

FORMS = {**{name: f"http://{host}/" for name, host in HOSTS.items()}, **SCHEMES}
WIRED = {name: quoted(url.replace("\0", "%00").replace(" ", "%20")) for name, url in FORMS.items()}
Send = Callable[..., Answer]


class Trap(Net):
    """A network in which every name but one is this machine."""

    def resolve(self, host: str, port: int, seconds: float) -> Sequence[Address]:
        """Answer from the table, or with this machine."""
        self._names.setdefault(host, ["127.0.0.1"])
        return super().resolve(host, port, seconds)


def trap(*answers: bytes) -> Trap:
    """Return a network with one public host, and what it answers."""
    return Trap({"public.example": [PUBLIC]}, {PUBLIC: list(answers)} if answers else None)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Run an inbox whose pauses take no time."""
    with patient(tmp_path) as (found, _):
        yield found


def test_there_are_enough_forms() -> None:
    """The design asks for at least thirty."""
    assert len(FORMS) >= 30


@pytest.mark.parametrize("send", SEND.values(), ids=SEND)
def test_as_source(running: Running, send: Send) -> None:
    """At the door or at the look: nobody is connected to, and nothing is ever shown to a moderator."""
    for name, url in FORMS.items():
        with trap() as net:
            running.inbox.fetcher = net.fetcher()
            assert send(running, url).status < 500, name
            running.clock.turn(minutes=1)
            worker.sweep(running.inbox)
            assert net.connections == [], name
    assert {row.status for row in rows(running.inbox)} <= {"checking"}


@pytest.mark.parametrize("send", SEND.values(), ids=SEND)
@pytest.mark.parametrize("status", [302, 307])
def test_as_redirect(running: Running, send: Send, status: int) -> None:
    """The public host that sends there is the last that is connected to."""
    for number, (name, url) in enumerate(WIRED.items()):
        with trap(moved(url, status)) as net:
            running.inbox.fetcher = net.fetcher()
            source = f"http://public.example/{number}"
            send(running, source)
            if rows(running.inbox, source=source):
                assert look(running, source).status == "checking", name
            assert set(net.connections) == {(PUBLIC, "80")}, name


PAGES = {
    "u-author": '<div class=h-entry><a class="u-author" href="{0}">x</a>{1}</div>',
    "h-card": '<div class=h-entry><a class="p-author h-card" href="{0}"></a>{1}</div>',
    "rel=author": '<div class=h-entry>{1}</div><a rel=author href="{0}">x</a>',
    "link": '<head><link rel=author href="{0}"></head><div class=h-entry>{1}</div>',
}
EXTRAS = (
    '<img class="u-photo" src="{0}"><a class="p-author h-card" href="http://public.example/"><img class="u-photo" '
    'src="{0}">Zoé</a><link rel="icon" href="{0}"><link rel="stylesheet" href="{0}"><iframe src="{0}"></iframe>'
    '<video class="u-video" src="{0}" poster="{0}"></video><meta http-equiv="refresh" content="0;url={0}">'
    '<base href="{0}"><link rel="webmention" href="{0}"><link rel="pingback" href="{0}"><object data="{0}"></object>'
)


@pytest.mark.parametrize("pattern", PAGES.values(), ids=PAGES)
def test_as_page_of_the_author(running: Running, pattern: str) -> None:
    """The linkback waits for the moderator without the author's page."""
    for number, (name, url) in enumerate(WIRED.items()):
        with trap(page(pattern.format(url.replace("&", "&amp;"), LINK))) as net:
            running.inbox.fetcher = net.fetcher()
            source = f"http://public.example/{number}"
            SEND["webmention"](running, source)
            assert look(running, source).status == "pending", name
            assert look(running, source).due is None, name
            assert set(net.connections) == {(PUBLIC, "80")}, name
    with trap(page(pattern.format("http://public.example/who", LINK))) as net:
        running.inbox.fetcher = net.fetcher()
        SEND["webmention"](running, "http://public.example/")
        look(running, "http://public.example/")
        look(running, "http://public.example/")
        assert net.requests()[1].startswith(b"GET /who ")  # these pages do make the inbox fetch


def test_author_page_that_sends_away(running: Running) -> None:
    """It is fetched as guardedly as the source: its redirects lead nowhere either."""
    for number, (name, url) in enumerate(WIRED.items()):
        first = page(f'<div class=h-entry><a class="u-author" href="http://public.example/who">x</a>{LINK}</div>')
        with trap(first, moved(url)) as net:
            running.inbox.fetcher = net.fetcher()
            source = f"http://public.example/{number}"
            SEND["webmention"](running, source)
            look(running, source)
            row = look(running, source)
            assert (row.author_url, row.due, row.author_page) == ("http://public.example/who", None, None), name
            assert set(net.connections) == {(PUBLIC, "80")}, name


@pytest.mark.parametrize("url", ["http://public.example/p.png", "http://127.0.0.1/p.png", "https://cdn.example/p.png"])
def test_nothing_of_a_page_is_loaded(running: Running, url: str) -> None:
    """No photo, no icon, no style sheet, no frame, no refresh, no endpoint: one page, one fetch."""
    with trap(page(f"<div class=h-entry>{LINK}{EXTRAS.format(url)}</div>")) as net:
        running.inbox.fetcher = net.fetcher()
        for send in SEND.values():
            send(running, "http://public.example/1")
        running.clock.turn(minutes=2)
        worker.sweep(running.inbox)
        worker.sweep(running.inbox)
        assert net.lookups == ["public.example"] * 3
        assert net.connections == [(PUBLIC, "80")] * 3


def test_when_checked_again(running: Running) -> None:
    """``moderate verify`` of records that a hand wrote: those that name such a page are out of reach, all of them."""
    written = 0
    for number, url in enumerate(FORMS.values()):
        moment = running.clock.moment
        values = {"id": new_id(moment, number.to_bytes(10, "big")), "article": ARTICLE, "published": moment}
        try:
            record = interaction_of({**values, "kind": "pingback", "source": url, "target": TARGET})
        except ValidationError:  # no record can hold it
            continue
        running.inbox.store.write(record)
        written += 1
    assert written >= 30
    with trap() as net:
        running.inbox.fetcher = net.fetcher()
        records = recheck_published.list_published_linkbacks(running.inbox)
        assert len(records) == written
        waits: list[float] = []
        found = list(recheck_published.recheck_linkbacks(running.inbox, records, waits.append))
        assert ({one.outcome for one in found}, len(found)) == ({"unreachable"}, written)
        assert (net.connections, waits) == ([], [])
    assert len(running.files()) == written


@pytest.mark.parametrize("send", SEND.values(), ids=SEND)
def test_names_that_lead_there(running: Running, send: Send) -> None:
    """A name is worth what it resolves to, alone or among others."""
    for number, address in enumerate(ADDRESSES):
        for answer in ([address], [PUBLIC, address]):
            with Net({"evil.example": answer}) as net:
                running.inbox.fetcher = net.fetcher()
                source = f"http://evil.example/{number}/{len(answer)}"
                send(running, source)
                if rows(running.inbox, source=source):
                    assert look(running, source).status == "checking", address
                assert net.connections == [], address
                assert ip_address(address.partition("%")[0])


@pytest.mark.parametrize("send", SEND.values(), ids=SEND)
def test_rebinding(running: Running, send: Send) -> None:
    """Public when it is checked, loopback a moment later: it is looked up once, and that is where the fetch goes."""
    with Net({"evil.example": [[PUBLIC], ["127.0.0.1"]]}, {PUBLIC: [page(LINK)]}) as net:
        running.inbox.fetcher = net.fetcher()
        send(running, "http://evil.example/")
        if not net.events:
            look(running, "http://evil.example/")
        assert net.events == [("resolve", "evil.example"), ("connect", PUBLIC, "80")]
    (row,) = rows(running.inbox)
    assert row.status == "pending"


def test_ticking_is_all_that_pauses(tmp_path: Path) -> None:
    """The pause of a pingback is the inbox's own, in no test's time."""
    with patient(tmp_path) as (running, ticking), trap() as net:
        running.inbox.fetcher = net.fetcher()
        SEND["pingback"](running, FORMS["metadata"])
        assert (type(ticking), ticking.moment) == (Ticking, 6.0)
