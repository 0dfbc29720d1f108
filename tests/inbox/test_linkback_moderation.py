"""Deciding on linkbacks: forged forms, replayed links, and pages that changed after they were shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.inbox.mail import letters, outbox
from plugins.inbox.moderation import decisions
from plugins.inbox.moderation.decisions import UncheckedError
from plugins.inbox.run import worker
from plugins.inbox.verify import recheck_published
from tests.inbox.netted import LINK, SOURCE, look, mention, page, patient, published, rows, served, trackback
from tests.inbox.running import Browser, Running

DIGITS = "9" * 5_000


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Run an inbox whose pauses take no time."""
    with patient(tmp_path) as (found, _):
        yield found


def lost(running: Running) -> tuple[Any, str, dict[str, str]]:
    """Have a published linkback whose page is gone; return its row, its page and the fields of a right form."""
    with served(running, page(LINK)):
        row = published(running)
    with served(running, page("", status=410)):
        (found,) = recheck_published.recheck_linkbacks(
            running.inbox, recheck_published.list_published_linkbacks(running.inbox), print
        )
        assert found.outcome == "gone"
    running.log_in()
    path = f"/inbox/moderation/{row.id}"
    form = running.browser.get(path).page.xpath("//main//form")[0]
    (row,) = rows(running.inbox)
    return row, path, dict(form.form_values())


@pytest.mark.parametrize("action", ["archive", "mark", "reject"])
def test_forged_forms_do_nothing(running: Running, action: str) -> None:
    """Without a session, of another session, from another site, as a GET: nothing is archived, marked or removed."""
    row, path, fields = lost(running)
    before = [file.read_bytes() for file in running.files()]
    right = {**fields, "action": action}
    stranger = Browser(running.browser.port)
    assert stranger.post(path, right).status == 403
    assert running.browser.post(path, {**right, "csrf": "x"}).status == 403
    assert running.browser.post(path, {name: value for name, value in right.items() if name != "csrf"}).status == 403
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert running.browser.post(path, right, headers).status == 403
    query = "&".join(f"{name}={value}" for name, value in right.items())
    assert running.browser.get(f"{path}?{query}").status == 200
    mine = dict(running.browser.cookies)
    running.log_in()
    assert running.browser.post(path, right).status == 403
    assert rows(running.inbox) == [row]
    assert [file.read_bytes() for file in running.files()] == before
    running.browser.cookies = mine
    assert running.browser.post(path, right).location == path
    assert running.browser.post(path, right).status in (303, 409)  # pressed twice
    (row,) = rows(running.inbox)
    expected = {"archive": ("approved", "archived"), "mark": ("approved", "gone"), "reject": ("rejected", None)}
    assert (row.status, row.standing) == expected[action]


def test_only_a_published_linkback_stands(running: Running) -> None:
    """Nothing that waits, was refused, is a comment or is not there is kept as archived: 409, or no such page."""
    running.log_in()
    assert running.comment().status == 303
    with served(running, page(LINK)):
        mention(running, SOURCE)
        look(running, SOURCE)
    for row in rows(running.inbox):
        path = f"/inbox/moderation/{row.id}"
        fields = dict(running.browser.get(path).page.xpath("//main//form")[0].form_values())
        for action in ("archive", "mark"):
            assert running.browser.post(path, {**fields, "action": action}).status == 409
    csrf = fields["csrf"]
    for other in ("01kjptp8t00000000000000009", "..%2F..%2Fetc", "%00", "x" * 5_000):
        answer = running.browser.post(f"/inbox/moderation/{other}", {"csrf": csrf, "action": "archive"})
        assert answer.status in (404, 409)
    assert {(row.status, row.standing) for row in rows(running.inbox)} == {("pending", None)}
    assert running.files() == []


def test_numbers_of_thousands_of_digits(running: Running) -> None:
    """In an address or a form, a moderator's own: another state than the one seen, and no server's error."""
    running.log_in()
    with served(running, page(LINK)):
        mention(running, SOURCE)
        row = look(running, SOURCE)
    path = f"/inbox/moderation/{row.id}"
    fields = dict(running.browser.get(path).page.xpath("//main//form")[0].form_values())
    for number in (DIGITS, "-1", "٣", "1e3", ""):
        assert running.browser.get(f"/inbox/moderation?did=approve&done={DIGITS}&missed={DIGITS}&page={DIGITS}").status
        answer = running.browser.post(path, {**fields, "revision": number, "action": "approve"})
        assert answer.status == 409, number
        decision = {"csrf": fields["csrf"], "item": f"{row.id}:{number}", "action": "approve"}
        assert "missed=1" in running.browser.post("/inbox/moderation", decision).location
    for query in ("done", "missed", "page"):
        assert running.browser.get(f"/inbox/moderation?did=approve&{query}={DIGITS}").status == 200
    assert rows(running.inbox)[0].status == "pending"


def links(running: Running) -> dict[str, str]:
    """Return the links of the digest that tells of the one thing that waits, by what they do."""
    letters.queue_digest(running.inbox)
    for identity in outbox.find_due_letters(running.inbox):
        outbox.deliver_letter(running.inbox, identity)
    text = running.mailbox.mails[-1][1].get_content()
    found = [line.rpartition(" ")[2].removeprefix("http://127.0.0.1") for line in text.splitlines() if "/act?" in line]
    return dict(zip(("approve", "reject", "spam"), found, strict=True))


def press(running: Running, link: str) -> int:
    """Follow a link and press the button of its page; return how it ended."""
    answer = Browser(running.browser.port).get(link)
    return running.browser.send(answer.page).status if answer.status == 200 else answer.status


def test_a_link_of_the_mail_acts_once(running: Running) -> None:
    """Looking changes nothing; pressing publishes; pressing again, or its sister link, is 403."""
    with served(running, page(LINK)):
        mention(running, SOURCE)
        look(running, SOURCE)
    link = links(running)
    shown = running.browser.get(link["approve"]).page
    for _ in range(3):
        assert running.browser.get(link["approve"]).status == 200
    assert running.files() == []
    assert running.browser.send(shown).status == 303
    assert len(running.files()) == 1
    assert running.browser.send(shown).status == 403
    assert [press(running, link[name]) for name in link] == [403] * 3
    assert len(running.files()) == 1


MEANWHILE = {
    "the page says something else": (page(f"<title>Casino</title>{LINK}"), "pending", 403),
    "the page links here no more": (page("<p>x</p>"), "rejected", 403),
    "the page is gone": (page("", status=410), "rejected", 403),
    "the page is as it was": (page(f"<title>Un</title>{LINK}"), "approved", 303),
    "the page is out of reach": (page("", status=500), "approved", 303),
}


@pytest.mark.parametrize("name", MEANWHILE)
def test_a_page_that_was_looked_at_again_meanwhile(running: Running, name: str) -> None:
    """Approving by mail approves what the mail told of, and nothing else."""
    second, status, code = MEANWHILE[name]
    with served(running, page(f"<title>Un</title>{LINK}"), second):
        mention(running, SOURCE)
        look(running, SOURCE)
        link = links(running)["approve"]
        mention(running, SOURCE)
        look(running, SOURCE)
        assert press(running, link) == code
    (row,) = rows(running.inbox)
    assert (row.status, len(running.files())) == (status, 1 if status == "approved" else 0)


def test_links_that_nobody_made_do_nothing(running: Running) -> None:
    """Another action, one that mails do not have, another item, too old, for a page that nobody looked at."""
    tokens = running.inbox.tokens
    with served(running, page(LINK)):
        mention(running, SOURCE)
        mention(running, f"{SOURCE}0")
        waiting = look(running, SOURCE)
    mention(running, "http://other.example/")
    (unseen,) = rows(running.inbox, source="http://other.example/")
    made = [
        tokens.sign_decision(waiting.id, "archive", waiting.revision),
        tokens.sign_decision(waiting.id, "mark", waiting.revision),
        tokens.sign_decision(waiting.id, "approve", waiting.revision + 1),
        tokens.sign_decision("../../etc/passwd", "approve", 1),
        tokens.sign_decision(unseen.id, "approve", unseen.revision),
        tokens.sign_decision(waiting.id, "approve", waiting.revision)[:-1],
        tokens.sign_subscription("leave", waiting.id),
    ]
    assert [running.browser.post("/inbox/act", {"token": token}).status for token in made] == [403] * len(made)
    good = tokens.sign_decision(waiting.id, "approve", waiting.revision)
    running.clock.turn(days=8)
    assert running.browser.post("/inbox/act", {"token": good}).status == 403
    with pytest.raises(UncheckedError):
        decisions.decide(running.inbox, unseen.id, "approve", "terminal")
    assert running.files() == []


def test_what_a_moderator_refused_stays_refused(running: Running) -> None:
    """However often it is sent, by whichever road, with whatever words."""
    with served(running, page(LINK)) as net:
        for send in (mention, trackback):
            send(running, SOURCE)
        running.clock.turn(minutes=2)
        worker.sweep(running.inbox)
        for row, action in zip(rows(running.inbox), ("reject", "spam"), strict=True):
            decisions.decide(running.inbox, row.id, action, "web")
        fetched = len(net.connections)
        mention(running, SOURCE)
        trackback(running, SOURCE, title="Autre chose")
        running.clock.turn(days=1)
        worker.sweep(running.inbox)
        assert len(net.connections) == fetched
    assert [row.status for row in rows(running.inbox)] == ["rejected", "spam"]
