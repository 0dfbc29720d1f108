"""What is sent while another thing is being done is done too, and what fails holds up nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from plugins.inbox.run import worker
from plugins.inbox.verify import verify_linkback
from plugins.inbox.web import pingback_answer
from tests.inbox.netted import LINK, SOURCE, look, mention, page, patient, ping, published, rows, served
from tests.inbox.running import Running


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Run an inbox whose pauses take no time."""
    with patient(tmp_path) as (found, _):
        yield found


def test_one_that_fails_holds_up_nobody(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    """The sweep tells of a record that cannot be written, and does the rest of its work."""
    with served(running, page(LINK)):
        for number in range(3):
            mention(running, f"http://a.example/{number}")
        running.clock.turn(minutes=2)
        worker.sweep(running.inbox)
        with running.inbox.database.write() as connection:
            connection.exec_driver_sql("UPDATE items SET status = 'approved', todo = 1")
            connection.exec_driver_sql("UPDATE items SET author = '\u200b' WHERE source LIKE '%/0'")
        mention(running, "http://a.example/9")
        running.clock.turn(minutes=2)
        worker.sweep(running.inbox)
    assert len(running.files()) == 2
    assert [row.status for row in rows(running.inbox, source="http://a.example/9")] == ["pending"]
    assert [record.getMessage().split()[0] for record in caplog.records] == ["finishing"]


WITH_AUTHOR = page(f'<div class=h-entry><a class="u-author" href="http://a.example/who">x</a>{LINK}</div>')


def test_an_update_while_the_author_is_looked_up(tmp_path: Path) -> None:
    """The author's page is on the same host, a minute later; what is sent meanwhile is looked at, not swallowed."""
    gone = page("", status=410)
    with patient(tmp_path, host_seconds=60) as (running, _), served(running, WITH_AUTHOR, gone):
        row = published(running)
        assert row.author_page == "http://a.example/who"
        assert mention(running, SOURCE).status == 201
        row = look(running, SOURCE)
        assert (row.status, row.outcome, running.files()) == ("rejected", "gone", [])


def test_a_mention_during_the_look_is_looked_at(running: Running) -> None:
    """The page that was read links nowhere; before that is written down, it has changed and is sent again."""

    def meanwhile() -> bytes:
        assert mention(running, SOURCE).status == 201
        return page("<p>Pas encore.</p>")

    with served(running, meanwhile, page(LINK)) as net:
        mention(running, SOURCE)
        running.clock.turn(seconds=1)
        worker.sweep(running.inbox)
        assert rows(running.inbox)[0].status == "checking"
        assert look(running, SOURCE).status == "pending"
        assert len(net.connections) == 2


@pytest.mark.parametrize("first", [WITH_AUTHOR, page(LINK), page("", status=500)])
def test_a_mention_during_any_look_has_its_own(running: Running, first: bytes) -> None:
    """Whatever the first look saw, the second one is still to come."""

    def meanwhile() -> bytes:
        mention(running, SOURCE)
        return first

    with served(running, meanwhile, page(f"<title>Deux</title>{LINK}")):
        mention(running, SOURCE)
        running.clock.turn(seconds=1)
        assert verify_linkback.verify_linkback(running.inbox, rows(running.inbox)[0].id) is not None
        row = look(running, SOURCE, minutes=0.1)
        assert (row.status, row.title, row.due) == ("pending", "Deux", None)


def test_a_mention_while_the_author_is_looked_up_has_its_look(running: Running) -> None:
    """The author's page comes, and the name with it; the page that was sent again meanwhile is still looked at."""

    def meanwhile() -> bytes:
        mention(running, SOURCE)
        return page('<div class=h-card><a class="u-url u-uid p-name" href="http://a.example/who">Ana</a></div>')

    with served(running, WITH_AUTHOR, meanwhile, page(f"<title>Deux</title>{LINK}")):
        mention(running, SOURCE)
        running.clock.turn(seconds=1)
        (row,) = rows(running.inbox)
        for _ in range(2):
            verify_linkback.verify_linkback(running.inbox, row.id)
        assert rows(running.inbox)[0].due is not None
        assert look(running, SOURCE, minutes=0.1).title == "Deux"


def test_when_too_many_wait_for_a_look(running: Running) -> None:
    """A pingback is taken as a claim then, and looked at later: senders hold no more threads than there are places."""
    with served(running, page(LINK)) as net, ExitStack() as places:
        while pingback_answer.WAITING_SENDERS.acquire(blocking=False):
            places.callback(pingback_answer.WAITING_SENDERS.release)
        answer = ping(running, SOURCE)
        assert (b"<fault>" in answer.body, net.events) == (False, [])
        assert [row.status for row in rows(running.inbox)] == ["checking"]
        assert look(running, SOURCE).status == "pending"
    assert b"<int>48</int>" in ping(running, SOURCE).body
