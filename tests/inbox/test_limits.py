"""The inbox's numbers, each on both sides: how long, how many, until when."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from plugins.fetcher.model import BusyError
from plugins.inbox.data import record_changes
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.database_tables import outbox as letters
from plugins.inbox.intake.comment_form import email_address
from plugins.inbox.intake.linkbacks import Claim, store_claim
from plugins.inbox.mail import outbox
from plugins.inbox.run import worker
from plugins.inbox.verify import verify_linkback
from plugins.inbox.web import records_api
from tests.inbox.running import RIGHT, Running
from tests.inbox.test_comments import rows
from tests.inbox.test_moderation import waiting

DOMAIN = f"{'b' * 63}.{'c' * 63}"
MODERATOR = "redaction@trepied.example"
MINUTE = 60_000


def leave(running: Running, count: int, **values: Any) -> None:
    """Leave comments that wait, faster than by the form."""
    row = {
        "status": "pending",
        "kind": "comment",
        "article": RIGHT["article"],
        "author": "Zoé",
        "received": running.inbox.now,
        "score": 0,
        "reasons": "[]",
        **values,
    }
    with running.inbox.database.write() as connection:
        numbered = [{**row, "id": f"01kjptp8t0{number:016}", "text": f"Numéro {number}"} for number in range(count)]
        connection.execute(insert(items), numbered)


@pytest.mark.parametrize(
    ("fits", "too_long"),
    [
        (f"{'a' * 64}@{DOMAIN}.{'d' * 61}", f"{'a' * 64}@{DOMAIN}.{'d' * 62}"),
        (f"{'a' * 64}@b.example", f"{'a' * 65}@b.example"),
        (f"a@{'b' * 63}.example", f"a@{'b' * 64}.example"),
    ],
    ids=["254 in all", "64 before the sign", "63 of a label"],
)
def test_a_mail_address_has_a_length(fits: str, too_long: str) -> None:
    """RFC 5321, section 4.5.3.1: what no mail server takes is no address."""
    assert (email_address(fits), email_address(too_long)) == (fits, None)


def test_a_digest_quotes_600_characters(running: Running) -> None:
    """Of a longer comment it says that there is more."""
    for length, quoted in ((600, "x" * 600), (601, "x" * 600 + "…")):
        waiting(running, text="x" * length)
        worker.sweep(running.inbox)
        assert f"\n> {quoted}\n" in running.mailbox.to(MODERATOR)[-1].get_content().replace("\r\n", "\n")
        running.clock.turn(hours=1)


def test_an_excerpt_of_a_trackback_has_1000_characters(running: Running) -> None:
    """What its sender says beyond is not kept."""
    for number, (length, kept) in enumerate(((1_000, 1_000), (1_001, 1_000))):
        claim = Claim("trackback", RIGHT["article"], f"http://a.example/{number}", "", text="x" * length)
        identity = store_claim(running.inbox, claim, "network")
        assert [len(row.text) for row in rows(running) if row.id == identity] == [kept]


@pytest.mark.parametrize(
    ("days", "idle", "status"),
    [(0, timedelta(days=14), 303), (0, timedelta(days=13, hours=23), 200), (2, timedelta(days=13), 200)],
)
def test_a_session_stays_open_for_a_fortnight(running: Running, days: int, idle: timedelta, status: int) -> None:
    """Counted from its last use, to a day."""
    running.log_in()
    running.clock.turn(days=days)
    assert running.browser.get("/inbox/moderation").status == 200
    running.clock.moment += idle
    assert running.browser.get("/inbox/moderation").status == status


@pytest.mark.parametrize(("count", "pages"), [(30, [30]), (31, [30, 1])])
def test_a_page_of_moderation_shows_thirty(running: Running, count: int, pages: list[int]) -> None:
    """And leads to the next one when there is more."""
    leave(running, count)
    running.log_in()
    shown, path = [], "/inbox/moderation"
    while path:
        page = running.browser.get(path).page
        shown.append(len(page.xpath("//ol[@class='waiting']/li")))
        path = next((f"/inbox/moderation{href}" for href in page.xpath("//a[@rel='next']/@href")), "")
    assert shown == pages


@pytest.mark.parametrize(("score", "high"), [(4, False), (5, True)])
def test_from_five_points_on_a_comment_is_marked(running: Running, score: int, high: bool) -> None:
    """It stands out in the list."""
    leave(running, 1, score=score, reasons=json.dumps([[score, "mostly capitals", {}]]))
    running.log_in()
    (details,) = running.browser.get("/inbox/moderation").page.xpath("//details")
    assert ("high" in details.get("class").split()) is high


def test_a_letter_is_tried_eight_times(running: Running) -> None:
    """After a minute, five, half an hour, two hours, six, twelve and a day more; then it is given up."""
    running.mailbox.refusing = True
    waiting(running)
    worker.sweep(running.inbox)
    waits = []
    for _ in range(8):
        with running.inbox.database.read() as connection:
            row = connection.execute(select(letters)).one()
        waits.append((row.state, (row.due - running.inbox.now) // MINUTE))
        if row.state == "failed":
            break
        running.clock.turn(milliseconds=row.due - running.inbox.now)
        outbox.deliver_letter(running.inbox, row.id)
    minutes = [1, 5, 30, 120, 360, 720, 1_440]
    assert waits == [*(("waiting", each) for each in minutes), ("failed", 0)]


@pytest.mark.parametrize(("seconds", "sent"), [(10 * 60 - 1, 1), (10 * 60, 2)])
def test_who_sends_a_letter_has_ten_minutes(running: Running, seconds: int, sent: int) -> None:
    """Then another takes it to be dead, and sends the letter again."""
    waiting(running)
    worker.sweep(running.inbox)
    with running.inbox.database.write() as connection:
        connection.execute(letters.update().values(state="sending"))
    running.clock.turn(seconds=seconds)
    worker.sweep(running.inbox)
    assert len(running.mailbox.mails) == sent


@pytest.mark.parametrize(("count", "told", "more"), [(100, 100, False), (101, 100, True)])
def test_an_answer_tells_a_hundred_changes(running: Running, count: int, told: int, more: bool) -> None:
    """The next one tells the others."""
    with running.inbox.database.write() as connection:
        for number in range(count):
            record_changes.note_change(connection, f"01kjptp8t0{number:016}", RIGHT["article"], gone=True)
    first = records_api.changes_page(running.inbox, "")
    assert (len(first["changes"]), first["more"]) == (told, more)  # type: ignore[arg-type]
    assert len(records_api.changes_page(running.inbox, str(first["next"]))["changes"]) == count - told  # type: ignore[arg-type]


def test_links_of_letters_are_good_for_a_week(running: Running) -> None:
    """Deciding and confirming, and the time of a form; who wants to leave may for ever."""
    tokens = running.inbox.tokens
    decision, confirm, leaving = (
        tokens.sign_decision("x", "approve", 1),
        tokens.sign_subscription("confirm", "y"),
        tokens.sign_form(),
    )
    left = tokens.sign_subscription("leave", "y")
    running.clock.turn(days=7)
    assert tokens.read_decision(decision) == ("x", "approve", 1)
    assert tokens.read_subscription("confirm", confirm) == "y"
    assert tokens.seconds_since_form(leaving) == 604_800
    running.clock.turn(seconds=1)
    assert (tokens.read_decision(decision), tokens.read_subscription("confirm", confirm)) == (None, None)
    assert tokens.seconds_since_form(leaving) is None
    running.clock.turn(days=5_000)
    assert tokens.read_subscription("leave", left) == "y"


def test_a_sweep_looks_at_fifty_pages(running: Running) -> None:
    """The longest waiting first; the next one looks at the others."""
    for number in range(51):
        store_claim(running.inbox, Claim("webmention", RIGHT["article"], f"http://a.example/{number}", "x"), "network")
        running.clock.turn(seconds=1)
    found = verify_linkback.find_due_linkbacks(running.inbox)
    assert len(found) == 50
    assert {row.source for row in rows(running) if row.id not in found} == {"http://a.example/50"}


@pytest.mark.parametrize(("late", "status"), [(0, "checking"), (1, "rejected")])
def test_nobody_waits_longer_than_a_week_for_a_turn(
    running: Running, monkeypatch: pytest.MonkeyPatch, late: int, status: str
) -> None:
    """A host whose turn comes a millisecond later than that is out of reach."""
    identity = store_claim(running.inbox, Claim("webmention", RIGHT["article"], "http://a.example/", "x"), "network")
    turn = running.inbox.now + 7 * 24 * 60 * MINUTE + late

    def busy(*arguments: object) -> None:
        raise BusyError(turn)

    monkeypatch.setattr(verify_linkback, "fetch_source", busy)
    assert verify_linkback.verify_linkback(running.inbox, identity) is None
    (row,) = rows(running)
    assert row.status == status
    assert status == "rejected" or row.due == turn
