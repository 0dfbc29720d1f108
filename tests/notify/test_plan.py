"""What is to be told: the states of a link, and what makes them others."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.fetcher.model import Reason
from plugins.notify import plan
from plugins.notify.article_page import Article
from plugins.notify.sent_history import Link, Memory
from plugins.protocols.discovery import Endpoint
from plugins.protocols.sending import Verdict

NOW = 1_780_315_200_000
SOURCE, TARGET = "https://name.example/1/", "https://other.example/a"
ARTICLE = Article("1", SOURCE, "T", "E", "S", "new", (TARGET,))
WM = {"protocol": "webmention", "endpoint": "https://e.example/", "accepted": "https://e.example/"}
PB = {"protocol": "pingback", "endpoint": "https://e.example/", "pinged": True}
TB = {"protocol": "trackback", "endpoint": "https://e.example/", "pinged": True}


def link(state: str = "waiting", **more: Any) -> Link:
    """Return a link."""
    return Link.model_validate({"source": SOURCE, "target": TARGET, "state": state, "digest": "new", "at": 1, **more})


def after(before: Link | None, article: Article | None = ARTICLE) -> dict[str, Any] | None:
    """Return what a link became, less what it was; None when it is forgotten."""
    memory = Memory(article="1", links=(before,) if before else ())
    links = plan.reconciled(memory, article, NOW).links
    if not links:
        return None
    assert len(links) == 1
    known = before.model_dump() if before else {}
    return {name: value for name, value in links[0].model_dump().items() if known.get(name, ...) != value}


AGAIN = {"state": "waiting", "due": NOW, "at": NOW}


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (link("sent", **WM), {}),
        (link("sent", **WM, digest="old"), AGAIN),
        (link("sent", **PB), {}),
        (link("sent", **PB, digest="old"), {"digest": "new"}),
        (link("sent", **TB, digest="old"), {"digest": "new"}),
        (link("none"), AGAIN),  # more than 30 days ago
        (link("none", at=NOW - 30 * 24 * 3_600_000), AGAIN),
        (link("none", at=NOW - 30 * 24 * 3_600_000 + 1), {}),
        (link("none", at=NOW - 1), {}),
        (link("none", at=NOW - 1, digest="old"), AGAIN),
        (link("refused", reason="no"), {}),
        (link("refused", reason="no", digest="old"), {**AGAIN, "reason": ""}),
        (link("failed", reason="slow", digest="old"), {**AGAIN, "reason": ""}),
        (link("known", pinged=True), {}),
        (link("known", pinged=True, digest="old"), AGAIN),
        (link("unsure", **TB, digest="old"), {"digest": "new"}),
        (link("waiting", due=NOW + 5, tries=2, digest="old"), {}),
        (link("sending", protocol="webmention", endpoint="https://e.example/"), {**AGAIN, "accepted": WM["endpoint"]}),
        (link("sending", protocol="pingback", endpoint="https://e.example/"), AGAIN),
        (
            link("sending", protocol="trackback", endpoint="https://e.example/"),
            {"state": "unsure", "pinged": True, "at": NOW},
        ),
        (link("removed", gone=True), {**AGAIN, "gone": False}),
        (link("waiting", **WM, gone=True, tries=3, due=NOW + 5), {"due": NOW, "at": NOW, "gone": False, "tries": 0}),
        (link("failed", **WM, gone=True, reason="slow"), {**AGAIN, "gone": False, "reason": ""}),
        (link("sent", **TB, gone=True), {"gone": False}),
    ],
)
def test_a_link_that_is_there(before: Link, expected: dict[str, Any]) -> None:
    """Nothing changes by itself; a changed article tells by webmention again, and asks again who said no."""
    assert after(before) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (link("sent", **WM), {**AGAIN, "gone": True}),
        (link("waiting", **WM, due=NOW + 5), {"due": NOW, "at": NOW, "gone": True}),
        (link("refused", **WM), {**AGAIN, "gone": True}),
        (
            link("sending", protocol="webmention", endpoint="https://e.example/"),
            {**AGAIN, "gone": True, "accepted": WM["endpoint"]},
        ),
        (link("sent", **PB), {"gone": True}),
        (link("unsure", **TB), {"gone": True}),
        (link("known", pinged=True), {"gone": True}),
        (link("waiting"), None),
        (link("none"), None),
        (link("refused"), None),
        (link("removed", gone=True), None),
        (link("removed", gone=True, pinged=True), {}),
        (link("waiting", **WM, gone=True, tries=1, due=NOW + 5), {}),
        (link("failed", **WM, gone=True), {}),
    ],
)
def test_a_link_that_is_gone(before: Link, expected: dict[str, Any] | None) -> None:
    """Who took a webmention is told; of what was told once only it stays known; the rest is forgotten."""
    assert after(before, None) == expected
    elsewhere = Article("1", SOURCE, "T", "E", "S", "newer", ())
    assert after(before, elsewhere) == expected


def test_new_links() -> None:
    """A link that nobody knows waits."""
    assert after(None) == {**Link(source=SOURCE, target=TARGET).model_dump(), **AGAIN}


def test_an_article_that_moved() -> None:
    """Its links are told by its new address, and who knew the old one looks there once more."""
    moved = Article("1", "https://name.example/2/", "T", "E", "S", "new", (TARGET,))
    links = plan.reconciled(Memory(article="1", links=(link("sent", **WM),)), moved, NOW).links
    assert [(one.source, one.gone, one.state) for one in links] == [
        (SOURCE, True, "waiting"),
        (moved.url, False, "waiting"),
    ]


def test_a_link_written_otherwise() -> None:
    """It is the same link, and told as it is written now."""
    spelt = Article("1", SOURCE, "T", "E", "S", "newer", ("HTTPS://other.example:443/a#b",))
    assert after(link("sent", **WM), spelt) == {**AGAIN, "target": spelt.links[0]}


@pytest.mark.parametrize(
    ("before", "state", "pinged"),
    [
        (None, "known", True),
        (link("waiting", due=NOW + 5, tries=2), "known", True),
        (link("sent", **WM), "sent", False),
        (link("sent", **PB, digest="old"), "sent", True),
        (link("none", at=NOW), "known", True),
        (link("sending", protocol="trackback"), "unsure", True),
        (link("sent", **WM, digest="old"), "known", True),
    ],
)
def test_remembering(before: Link | None, state: str, pinged: bool) -> None:
    """All that there is counts as told, and a run after it has nothing to do."""
    memory = plan.remembered(Memory(article="1", links=(before,) if before else ()), ARTICLE, NOW)
    assert [(one.state, one.pinged, one.digest) for one in memory.links] == [(state, pinged, "new")]
    assert plan.due(plan.reconciled(memory, ARTICLE, NOW).links, NOW) == []


def test_remembering_what_is_gone() -> None:
    """Nobody is told of a link that went before."""
    memory = plan.remembered(Memory(article="1", links=(link("sent", **WM),)), None, NOW)
    assert [one.state for one in memory.links] == ["removed"]
    assert plan.reconciled(memory, None, NOW).links == ()


@pytest.mark.parametrize(
    ("protocol", "reason", "connected", "state"),
    [
        ("trackback", "slow", True, "unsure"),
        ("trackback", "unreachable", True, "unsure"),
        ("trackback", "unreachable", False, "waiting"),
        ("trackback", "address", False, "refused"),
        ("webmention", "slow", True, "waiting"),
        ("webmention", "address", True, "refused"),
        ("pingback", "protocol", True, "waiting"),
    ],
)
def test_requests_without_answer(protocol: Any, reason: Reason, connected: bool, state: str) -> None:
    """What may have arrived is repeated only where that does no harm."""
    sending = plan.begun(link(), Endpoint(protocol, "https://e.example/"), "new", NOW)
    assert plan.without_answer(sending, reason, "new", NOW, connected=connected).state == state


@pytest.mark.parametrize(
    ("protocol", "before", "pinged", "accepted"),
    [
        ("webmention", False, False, "https://e.example/"),
        ("webmention", True, True, "https://e.example/"),
        ("pingback", False, True, ""),
        ("trackback", True, True, ""),
    ],
)
def test_what_was_pinged_once_stays_pinged(protocol: Any, before: bool, pinged: bool, accepted: str) -> None:
    """A page that takes webmentions later is told by them, and never by another protocol a second time."""
    sending = plan.begun(link(pinged=before), Endpoint(protocol, "https://e.example/"), "new", NOW)
    sent = plan.settled(sending, Verdict("sent"), "new", NOW)
    assert (sent.state, sent.pinged, sent.accepted) == ("sent", pinged, accepted)


def test_what_an_answer_asks_for_is_the_least() -> None:
    """``Retry-After`` makes a wait longer, never shorter."""
    waits = [
        plan.settled(link(tries=tries), Verdict("later", "HTTP 503", wait=wait), "new", NOW).due - NOW
        for tries, wait in ((0, 0), (0, 3600), (2, 60), (5, 0))
    ]
    assert waits == [60_000, 3_600_000, 3_600_000, 259_200_000]


def test_what_is_in_vain_is_tried_seven_times() -> None:
    """After a minute, ten, an hour, six, a day and three days more; then it has failed."""
    waits, waiting = [], link()
    for _ in range(6):
        waiting = plan.settled(waiting, Verdict("later", "HTTP 503"), "new", NOW)
        waits.append((waiting.due - NOW) // 60_000)
        assert waiting.state == "waiting"
    assert waits == [1, 10, 60, 360, 1_440, 4_320]
    assert plan.settled(waiting, Verdict("later", "HTTP 503"), "new", NOW).state == "failed"
