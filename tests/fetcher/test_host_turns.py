"""Whose turn it is: asked for once a fetch, before anybody is connected to."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from plugins.fetcher.host_turns import MemoryTurns
from plugins.fetcher.model import BusyError, FetchError
from tests.fetcher.fakes import OTHER, PUBLIC, Calls, Net, moved

NAMES = {"a.example": [PUBLIC], "www.a.example": [PUBLIC], "b.example": [OTHER]}


def test_order() -> None:
    """Looked up, then in turn, then connected: the turn is the address's too."""
    with Net(NAMES) as net:
        net.fetcher().get("http://a.example:8080/", Calls(net))
    assert net.events == [
        ("resolve", "a.example"),
        ("take", "a.example", PUBLIC),
        ("connect", PUBLIC, "8080"),
    ]


def test_keys() -> None:
    """A host that this fetch has asked already is not asked for its turn again; another is, with what is new."""
    answers = {
        PUBLIC: [moved("http://a.example:8080/"), moved("http://www.a.example/"), moved("http://b.example/")],
        OTHER: [moved("http://a.example/end"), moved("http://a.example/end")],
    }
    answers[PUBLIC].append(b"HTTP/1.1 200 OK\r\n\r\n")
    with Net(NAMES, answers) as net:
        calls = Calls(net)
        net.fetcher().get("http://a.example/", calls)
    assert calls.taken == [
        {"host": "a.example", "address": PUBLIC},
        {"host": "www.a.example"},
        {"host": "b.example", "address": OTHER},
    ]
    assert len(net.connections) == 5


def test_literal_address() -> None:
    """It is its own host."""
    with Net() as net:
        calls = Calls(net)
        net.fetcher().get(f"http://{PUBLIC}/", calls)
    assert calls.taken == [{"host": PUBLIC, "address": PUBLIC}]


def test_each_address_that_is_tried() -> None:
    """The second address of a host has its own turn."""
    with Net({"a.example": [PUBLIC, OTHER]}, {PUBLIC: [ConnectionRefusedError()]}) as net:
        calls = Calls(net)
        net.fetcher().post("http://a.example/", b"", "text/x", calls)
    assert calls.taken == [{"host": "a.example", "address": PUBLIC}, {"address": OTHER}]


def test_nobody_is_asked_out_of_turn() -> None:
    """BusyError comes through as it is; no connection was made."""
    with Net(NAMES) as net, pytest.raises(BusyError) as caught:
        net.fetcher().get("http://a.example/", Calls(net, BusyError(5)))
    assert (caught.value.until, net.connections) == (5, [])


def test_the_next_hop_is_not_asked_out_of_turn() -> None:
    """A redirect is no way around."""
    turns = MemoryTurns(clock=lambda: 0.0)
    turns.take({"host": "b.example"})
    with Net(NAMES, {PUBLIC: [moved("http://b.example/")]}) as net, pytest.raises(BusyError) as caught:
        net.fetcher().get("http://a.example/", turns)
    assert (caught.value.until, net.connections) == (60_000, [(PUBLIC, "80")])


def test_no_turn_is_spent_on_what_is_refused() -> None:
    """Or a stranger could keep a host waiting by naming it."""
    with Net({"a.example": [PUBLIC]}) as net:
        calls = Calls(net)
        for url in ("http://a.example@10.0.0.1/", "http://10.0.0.1/", "http://a.example:22/"):
            with pytest.raises(FetchError, match="address"):
                net.fetcher().get(url, calls)
    assert calls.taken == []


NOWHERE: dict[str, Any] = {
    "closed": [PUBLIC],
    "private": ["10.0.0.1"],
    "mixed": [PUBLIC, "10.0.0.1"],
    "unknown": socket.gaierror(-2, "unknown"),
    "slow": TimeoutError(),
    "empty": [],
}


@pytest.mark.parametrize("found", NOWHERE.values(), ids=NOWHERE)
def test_a_name_that_leads_nowhere_takes_its_turn(found: Any) -> None:
    """Asked for twice within a minute, a private one is as busy as a closed one: the second answer tells nothing."""
    with Net({"a.example": found}, {PUBLIC: [ConnectionRefusedError()]}) as net:
        calls = Calls(net)
        with pytest.raises(FetchError):
            net.fetcher().get("http://a.example/", calls)
        assert [keys["host"] for keys in calls.taken] == ["a.example"]
        busy = Calls(net, BusyError(1))
        with pytest.raises(BusyError):
            net.fetcher().get("http://a.example/", busy)


def test_one_fetch_a_minute() -> None:
    """Of a host by its name, and by its address."""
    now = [100.0]
    turns = MemoryTurns(clock=lambda: now[0])
    turns.take({"host": "a.example", "address": PUBLIC})
    for keys in ({"host": "a.example"}, {"host": "b.example", "address": PUBLIC}):
        with pytest.raises(BusyError) as caught:
            turns.take(keys)
        assert caught.value.until == 160_000
    turns.take({"host": "b.example"})  # the refusal above took nothing
    turns.take({"host": PUBLIC})  # a host's turn is not an address's
    now[0] = 160.0
    turns.take({"host": "a.example", "address": PUBLIC})
    with pytest.raises(BusyError) as caught:
        turns.take({"host": "a.example"})
    assert caught.value.until == 220_000


def test_interval() -> None:
    """0 switches it off."""
    turns = MemoryTurns(interval=0, clock=lambda: 0.0)
    turns.take({"host": "a.example"})
    turns.take({"host": "a.example"})


def test_memory_is_bounded() -> None:
    """Who comes when the table is full waits; when the oldest is over there is room again."""
    now = [0.0]
    turns = MemoryTurns(clock=lambda: now[0], keys=3)
    for moment, host in enumerate(("a", "b", "c")):
        now[0] = float(moment)
        turns.take({"host": host})
    with pytest.raises(BusyError) as caught:
        turns.take({"host": "d"})
    assert caught.value.until == 60_000
    now[0] = 60.0
    turns.take({"host": "d"})
    with pytest.raises(BusyError):
        turns.take({"host": "b"})


def test_clock_that_is_set_back() -> None:
    """Nobody waits for a future that was a mistake."""
    now = [1_000_000.0]
    turns = MemoryTurns(clock=lambda: now[0])
    turns.take({"host": "a"})
    now[0] = 0.0
    turns.take({"host": "a"})


def test_threads() -> None:
    """Of many at once, one has the turn."""
    turns = MemoryTurns(clock=lambda: 0.0)
    start, outcomes = threading.Barrier(20), []

    def take() -> None:
        start.wait()
        try:
            turns.take({"host": "a", "address": PUBLIC})
        except BusyError:
            outcomes.append("busy")
        else:
            outcomes.append("taken")

    threads = [threading.Thread(target=take) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["busy"] * 19 + ["taken"]


def test_ten_thousand_hosts_are_remembered() -> None:
    """The next one waits for the oldest."""
    turns = MemoryTurns(clock=lambda: 0.0)
    for number in range(10_000):
        turns.take({"host": f"{number}.example"})
    with pytest.raises(BusyError) as caught:
        turns.take({"host": "a.example"})
    assert caught.value.until == 60_000
