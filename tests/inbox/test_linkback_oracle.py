"""What a sender learns of a host that somebody else owns: from each protocol the same, whatever is behind it."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.fetcher.ip_addresses import Address
from plugins.inbox.run import worker
from tests.fetcher.fakes import PUBLIC, Answer, Net, moved
from tests.inbox.netted import LINK, SEND, Ticking, page, patient, rows
from tests.inbox.running import Running

HOST = "http://a.example/"
MINUTE = 60_000
WAITS = (MINUTE, 10 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE, 24 * 60 * MINUTE)


class Slow(Net):
    """A network in which waiting takes a clock's time."""

    ticking: Ticking | None = None

    def connect(self, address: Address, port: int, seconds: float) -> socket.socket:
        """Let the time pass that a silent host takes."""
        if self.ticking and isinstance(self._answers.get(str(address), [b""])[0], TimeoutError):
            self.ticking.moment += seconds
        return super().connect(address, port, seconds)


def at(address: str, *answers: Answer) -> Callable[[], Slow]:
    """Return how to make a network whose one host is at an address."""
    return lambda: Slow({"a.example": [address]}, {address: list(answers)})


CLOSED = "closed"
KINDS: dict[str, tuple[str, Callable[[], Slow]]] = {
    CLOSED: (HOST, at(PUBLIC, ConnectionRefusedError())),
    "no route": (HOST, at(PUBLIC, OSError(113, "No route to host"))),
    "silent": (HOST, at(PUBLIC, TimeoutError())),
    "private": (HOST, at("10.0.0.1")),
    "this machine": (HOST, at("127.0.0.1")),
    "metadata": (HOST, at("169.254.169.254")),
    "no such name": (HOST, lambda: Slow({"a.example": socket.gaierror(-2, "unknown")})),
    "names are slow": (HOST, lambda: Slow({"a.example": TimeoutError()})),
    "no HTTP": (HOST, at(PUBLIC, b"SSH-2.0-OpenSSH_9.9\r\n")),
    "hangs up": (HOST, at(PUBLIC, b"")),
    "cut": (HOST, at(PUBLIC, page(LINK)[:-1])),
    "broken": (HOST, at(PUBLIC, page(LINK, status=500))),
    "forbidden": (HOST, at(PUBLIC, page(LINK, status=403))),
    "leads inside": (HOST, at(PUBLIC, moved("http://10.0.0.1/"))),
    "leads round": (HOST, at(PUBLIC, moved("/"))),
    "written as private": ("http://10.0.0.1/", Slow),
    "written as this machine": ("http://2130706433/", Slow),
    "a port of another service": ("http://a.example:22/", at(PUBLIC)),
    "no name for us": ("http://printer.local/", Slow),
}


def said(running: Running, send: str, source: str) -> tuple[int, dict[str, str], bytes]:
    """Send a linkback, and return all that came back but what names it."""
    answer = SEND[send](running, source)
    headers = {name.lower(): value for name, value in answer.headers.items() if name.lower() != "date"}
    headers["location"] = re.sub(r"\w{26}$", "", headers.get("location", ""))
    return answer.status, headers, re.sub(rb"webmention/\w{26}", b"", answer.body)


@pytest.mark.parametrize("send", SEND)
def test_the_answer_is_one_to_the_byte(tmp_path: Path, send: str) -> None:
    """Status, headers, body and fault code, after the same time on the inbox's clock."""
    answers = {}
    with patient(tmp_path) as (running, ticking):
        for name, (source, make) in KINDS.items():
            with make() as net:
                net.ticking = ticking
                running.inbox.fetcher = net.fetcher(clock=ticking)
                began = ticking.moment
                answers[name] = (*said(running, send, source), round(ticking.moment - began, 9))
    assert [name for name, answer in answers.items() if answer != answers[CLOSED]] == []
    status, _, body, seconds = answers[CLOSED]
    assert (status, seconds) == {"trackback": (200, 0.0), "pingback": (200, 6.0), "webmention": (201, 0.0)}[send]
    assert (b"<int>50</int>" in body) == (send == "pingback")


@pytest.mark.parametrize("send", SEND)
def test_the_second_answer_tells_no_more(tmp_path: Path, send: str) -> None:
    """Within the minute of a host's turn: a private one has had its turn like one that is closed."""
    answers = {}
    with patient(tmp_path, host_seconds=60) as (running, ticking):
        for name, (source, make) in KINDS.items():
            if source != HOST:  # what an address says of itself its sender knew
                continue
            with make() as net:
                net.ticking = ticking
                running.inbox.fetcher = net.fetcher(clock=ticking)
                running.clock.turn(days=1)
                said(running, send, source)
                answers[name] = (*said(running, send, f"{source}2"), len(net.connections))
            with running.inbox.database.write() as connection:
                connection.exec_driver_sql("DELETE FROM items")
    assert {answer[:3] for answer in map(repr_of, answers.values())} == {repr_of(answers[CLOSED])[:3]}
    assert max(answer[3] for answer in answers.values()) <= 6  # and nobody was asked twice: the hops of one fetch


def repr_of(answer: tuple[int, dict[str, str], bytes, int]) -> tuple[int, str, bytes, int]:
    """Return an answer that a set can hold."""
    return answer[0], repr(sorted(answer[1].items())), answer[2], answer[3]


def test_the_status_page_is_one_at_every_moment(tmp_path: Path) -> None:
    """After each look, and when the last one was in vain: in words for people and for programs."""
    told: dict[str, list[tuple[int, bytes]]] = {}
    for name, (source, make) in KINDS.items():
        with patient(tmp_path / name) as (running, ticking), make() as net:
            net.ticking = ticking
            running.inbox.fetcher = net.fetcher(clock=ticking)
            location = SEND["webmention"](running, source).location.removeprefix("http://127.0.0.1")
            told[name] = []
            for wait in (0, *WAITS, 1):
                running.clock.turn(milliseconds=wait)
                worker.sweep(running.inbox)
                for accept in ("text/html", "application/json"):
                    answer = running.browser.ask("GET", location, headers={"Accept": accept})
                    told[name].append((answer.status, answer.body.replace(source.encode(), b"SOURCE")))
            (row,) = rows(running.inbox)
            assert (row.status, row.outcome) == ("rejected", "unreachable"), name
    assert [name for name, seen in told.items() if seen != told[CLOSED]] == []
    assert len(set(told[CLOSED])) == 4  # two words in all: received, refused


def test_an_open_port_without_the_link_is_not_told_from_another(tmp_path: Path) -> None:
    """What answers the web on the public Internet is no secret; which of it answers is told alike on each port."""
    answers = set()
    with patient(tmp_path) as (running, _):
        for port in ("", ":443", ":8080", ":8443"):
            with Net({"a.example": [PUBLIC]}, {PUBLIC: [page("<p>x</p>")]}) as net:
                running.inbox.fetcher = net.fetcher()
                answers.add(repr_of((*said(running, "pingback", f"http://a.example{port}/"), 0)))
    assert len(answers) == 1
    assert b"<int>17</int>" in answers.pop()[2]
