"""The moderator's pages and the decisions behind them, over a real socket."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items, log, notes
from plugins.inbox.moderation import decisions, item_files
from plugins.inbox.moderation.login import hash_password, make_login_link
from plugins.inbox.run import worker
from plugins.inbox.web import moderator_pages
from plugins.interactions.record_yaml import parse
from tests.inbox.running import RIGHT, Browser, Running
from tests.inbox.running import running as run
from tests.inbox.test_comments import rows


def waiting(running: Running, **fields: str) -> str:
    """Leave a comment and return its id."""
    before = {row.id for row in rows(running)}
    assert running.comment(**fields).status == 303
    (identity,) = {row.id for row in rows(running)} - before
    return str(identity)


def record(running: Running) -> Any:
    """Return the only approved comment, read from its file."""
    (path,) = running.files()
    found, findings = parse(path.read_bytes(), path.name, path.parent.name, path.stem)
    assert findings == []
    return found


def test_approving_writes_the_file_and_rejecting_removes_it(running: Running) -> None:
    """The file says what was typed, when, and by whom, and neither mail address nor network."""
    identity = waiting(running, url="https://zoe.example/")
    running.clock.turn(hours=1)
    assert decisions.decide(running.inbox, identity, "approve", "terminal").changed
    found = record(running)
    assert (found.id, found.article, found.author, found.author_url, found.text) == (
        identity,
        RIGHT["article"],
        "Zoé",
        "https://zoe.example/",
        RIGHT["text"],
    )
    assert found.published.isoformat() == "2026-06-01T12:00:00+00:00"
    assert b"lecteurs" not in running.files()[0].read_bytes()
    assert [(row.email, row.todo) for row in rows(running)] == [(None, False)]
    assert not decisions.decide(running.inbox, identity, "approve", "terminal").changed
    decisions.decide(running.inbox, identity, "reject", "terminal")
    assert running.files() == []


def test_a_decision_on_another_state_than_seen_is_none(running: Running) -> None:
    """Whoever decides says what was seen; a comment that changed since stays as it is."""
    identity = waiting(running)
    decisions.edit(running.inbox, identity, author="Zoé", author_url=None, text="Changé.", actor="web")
    with pytest.raises(decisions.DecisionError):
        decisions.decide(running.inbox, identity, "approve", "web", revision=1)
    assert running.files() == []


def test_the_web_page_decides_on_many(running: Running) -> None:
    """Marked comments are published in one go; those not marked wait on; the page tells how many."""
    running.log_in()
    first, second, third = (waiting(running, text=text) for text in ("Un.", "Deux.", "Trois."))
    page = running.browser.get("/inbox/moderation").page
    boxes = page.xpath("//input[@name='item']/@value")
    assert {box.split(":")[0] for box in boxes} == {first, second, third}
    csrf = page.xpath("//input[@name='csrf']/@value")[0]
    marked = [f"{first}:1", f"{second}:1"]
    answer = running.browser.post("/inbox/moderation", {"csrf": csrf, "item": marked, "action": "approve"})
    assert answer.location == "/inbox/moderation?status=pending&did=approve&done=2&missed=0&unseen=0"
    assert {path.stem for path in running.files()} == {first, second}
    page = running.browser.get(answer.location).page
    assert page.xpath("//p[@role='status']")[0].text_content().split() == ["Publié.", "2", "messages."]
    assert [box.split(":")[0] for box in page.xpath("//input[@name='item']/@value")] == [third]
    assert page.xpath("//nav[@class='filters']//span/text()") == ["1", "0", "2", "0", "0"]


def test_one_comment_is_edited_and_answered(running: Running) -> None:
    """An answer is the author's, below the comment, and publishes it; editing a published comment says when."""
    running.log_in()
    identity = waiting(running)
    path = f"/inbox/moderation/{identity}"
    page = running.browser.get(path).page
    empty = running.browser.send(page, "reply", number=1, answer="  ")
    assert (empty.status, empty.page.xpath("//textarea[@aria-invalid='true']/@name")) == (422, ["answer"])
    assert running.browser.send(page, "reply", number=1, answer="Trois, en effet.").location == path
    assert running.browser.send(page, "reply", number=1, answer="Trois, en effet.").status == 303  # sent twice
    answer, said = sorted(
        (parse(file.read_bytes(), "x", file.parent.name, file.stem)[0] for file in running.files()),
        key=lambda found: found.by_author is False,
    )
    assert (answer.author, answer.by_author, answer.in_reply_to, answer.text) == (
        "Camille Durand",
        True,
        identity,
        "Trois, en effet.",
    )
    assert (said.id, said.by_author) == (identity, False)
    running.clock.turn(hours=2)
    page = running.browser.get(path).page
    assert running.browser.send(page, "edit", number=2, text="Un pied.").location == path
    changed = running.inbox.store.get(RIGHT["article"], identity)
    assert changed is not None
    assert (changed.text, changed.edited) == ("Un pied.", running.clock.moment)
    assert running.browser.send(page, "edit", number=2, text="Deux pieds.").status == 409  # seen before the change


def test_only_moderators_moderate(running: Running) -> None:
    """Without a session, with a form of another session or from elsewhere, nothing is shown and nothing done."""
    identity = waiting(running)
    stranger = Browser(running.browser.port)
    assert stranger.get("/inbox/moderation").location == "/inbox/login"
    assert stranger.get(f"/inbox/moderation/{identity}").location == "/inbox/login"
    decision = {"item": f"{identity}:1", "action": "approve"}
    assert stranger.post("/inbox/moderation", decision).status == 403
    running.log_in()
    csrf = running.browser.get("/inbox/moderation").page.xpath("//input[@name='csrf']/@value")[0]
    first = dict(running.browser.cookies)
    running.log_in()
    assert running.browser.cookies != first
    assert running.browser.post("/inbox/moderation", {**decision, "csrf": csrf}).status == 403
    running.browser.cookies = first
    assert running.browser.post("/inbox/moderation", decision).status == 403
    right = {**decision, "csrf": csrf}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert running.browser.post("/inbox/moderation", right, headers).status == 403
    assert running.files() == []
    assert running.browser.post("/inbox/moderation", right).status == 303
    page = running.browser.get("/inbox/moderation").page
    logout = page.xpath("//form[contains(@action, 'logout')]//input/@value")[0]
    assert running.browser.post("/inbox/logout", {"csrf": logout}).location == "/inbox/login"
    running.browser.cookies = first
    assert running.browser.get("/inbox/moderation").location == "/inbox/login"


def test_a_link_logs_in_once_and_not_for_long(running: Running) -> None:
    """Looking at a one-time link uses nothing up; pressing its button does; after a quarter of an hour it is dead."""
    path = make_login_link(running.inbox).removeprefix("http://127.0.0.1")
    page = running.browser.get(path).page
    running.browser.get(path)
    assert running.browser.send(page).location == "/inbox/moderation"
    assert Browser(running.browser.port).send(page).status == 403
    for seconds, status in ((15 * 60 - 1, 303), (15 * 60, 403)):
        page = running.browser.get(make_login_link(running.inbox).removeprefix("http://127.0.0.1")).page
        running.clock.turn(seconds=seconds)
        assert Browser(running.browser.port).send(page).status == status


def test_wrong_passwords_make_the_next_one_wait(tmp_path: Any) -> None:
    """After three wrong ones each makes the next wait longer, and while it waits not even the right one is taken."""
    with run(tmp_path, password_hash=hash_password("correct horse")) as running:
        statuses = [running.browser.post("/inbox/login", {"password": f"no {number}"}).status for number in range(4)]
        assert statuses == [403] * 4
        locked = running.browser.post("/inbox/login", {"password": "correct horse"})
        assert (locked.status, locked.headers["Retry-After"]) == (403, "10")
        running.clock.turn(seconds=11)
        assert running.browser.post("/inbox/login", {"password": "correct horse"}).location == "/inbox/moderation"
        assert running.browser.get("/inbox/moderation").status == 200


@pytest.mark.parametrize(
    ("url", "cookie", "secure"),
    [("https://trepied.example/inbox", "__Host-inbox", True), ("http://127.0.0.1/inbox", "inbox", False)],
)
def test_the_cookie_is_bound(tmp_path: Any, url: str, cookie: str, secure: bool) -> None:
    """The session's cookie is for no script and no other site, and over HTTPS for no other host."""
    with run(tmp_path, url=url) as running:
        link = make_login_link(running.inbox).split("link=")[1]
        answer = running.browser.post("/inbox/login", {"link": link})
        parts = [part.strip().lower() for part in answer.headers["Set-Cookie"].split(";")]
        assert parts[0].startswith(f"{cookie}=".lower())
        assert {"httponly", "samesite=lax", "path=/"} <= set(parts)
        assert ("secure" in parts) is secure


def test_every_page_has_the_headers(running: Running) -> None:
    """A strict policy, no frames, no cache, on right and wrong pages alike; and no markup that it would block."""
    running.log_in()
    identity = waiting(running)
    pages = ("comment?article=2026-03-marmite", "comment", "thanks", "moderation", f"moderation/{identity}", "nothing")
    for path in pages:
        answer = running.browser.get(f"/inbox/{path}")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.page.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]") == []


def test_a_page_that_fails_has_the_headers(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 is a page like others: with the policy, in no cache, and in the site's words."""
    running.log_in()
    monkeypatch.setattr(moderator_pages, "_select_page", lambda *arguments: 1 / 0)
    answer = running.browser.get("/inbox/moderation")
    assert (answer.status, answer.headers["Cache-Control"]) == (500, "no-store")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.page.xpath("//main//p[@role='alert']")


def test_no_number_is_too_long(running: Running) -> None:
    """Thousands of digits (Python turns no more than 4300 into a number) are no page, no count and no revision."""
    running.log_in()
    identity, long = waiting(running), "9" * 5000
    listed = running.browser.get(f"/inbox/moderation?did=approve&done={long}&missed={long}&page={long}")
    assert listed.status == 200
    csrf = listed.page.xpath("//input[@name='csrf']/@value")[0]
    many = running.browser.post("/inbox/moderation", {"csrf": csrf, "action": "spam", "item": f"{identity}:{long}"})
    assert many.location.endswith("done=0&missed=1&unseen=0")
    one = {"csrf": csrf, "action": "spam", "revision": long}
    assert running.browser.post(f"/inbox/moderation/{identity}", one).status == 409
    assert [row.status for row in rows(running)] == ["pending"]


PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "</textarea><script>alert(1)</script>",
    "{{ 7 * 7 }}<svg/onload=alert(1)>",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_field_becomes_markup(running: Running, payload: str) -> None:
    """Whatever a visitor types stands on the moderator's pages, in the form and in letters as text."""
    running.log_in()
    given = {"name": payload[:80], "url": f"https://a.example/{payload}", "text": payload, "article": RIGHT["article"]}
    shown = running.browser.post("/inbox/comment", {**given, "email": payload})
    assert shown.status == 422
    kept = dict(shown.page.xpath("//main//form")[0].form_values())
    assert [kept[name].strip() for name in ("name", "email", "text")] == [payload[:80], payload, payload]
    identity = waiting(running, name=given["name"], text=payload)
    pages = [shown.page]
    pages += [running.browser.get(f"/inbox/{path}").page for path in ("moderation", f"moderation/{identity}")]
    token = running.inbox.tokens.sign_decision(identity, "approve", 1)
    pages.append(running.browser.get(f"/inbox/act?token={token}").page)
    for page in pages:
        assert page.xpath("//script | //svg | //img | //@*[starts-with(name(), 'on')]") == []
    assert pages[1].xpath("//article//b/text()") == [payload[:80]]


def test_the_log_tells_any_change(running: Running) -> None:
    """Each decision is one entry; a changed, moved or removed one, and a cut end, are found."""
    for text in ("Un.", "Deux.", "Trois."):
        decisions.decide(running.inbox, waiting(running, text=text), "approve", "terminal")
    database, keys = running.inbox.database, running.inbox.keys
    with database.read() as connection:
        verdict = decision_log.verify(connection, keys)
        entries = connection.execute(select(log)).mappings().all()
    assert (verdict.entries, verdict.fault) == (3, None)
    assert [json.loads(entry["details"]) for entry in entries] == [{"from": "pending", "to": "approved"}] * 3

    def fault(change: Any) -> bool:
        with database.engine.connect() as connection, connection.begin() as transaction:
            connection.execute(change)
            found = decision_log.verify(connection, keys).fault is not None
            transaction.rollback()
        return found

    for column, value in (("at", 1), ("actor", "x"), ("action", "reject"), ("item", "x"), ("details", "{}")):
        assert fault(update(log).where(log.c.number == 2).values({column: value}))
    assert fault(update(log).where(log.c.number == 3).values(number=4))
    for number in (1, 2, 3):
        assert fault(log.delete().where(log.c.number == number))
    assert fault(log.delete())
    assert fault(update(notes).where(notes.c.name == "log_head").values(value="0::"))
    assert not fault(update(items).values(score=1))


def test_a_comment_known_from_its_file_alone_is_moderated(running: Running) -> None:
    """The database may be lost: what stands in the repository is rejected, edited and answered all the same."""
    identity = waiting(running)
    decisions.decide(running.inbox, identity, "approve", "terminal")
    with running.inbox.database.write() as connection:
        connection.execute(items.delete())
    running.log_in()
    page = running.browser.get(f"/inbox/moderation/{identity}").page
    assert page.xpath("//h1/span/text()") == ["publié"]
    assert running.browser.get("/inbox/moderation/01kjptp8t00000000000000000").status == 404
    assert running.browser.get("/inbox/moderation/*").status == 404
    decisions.reply(running.inbox, identity, "Merci.", "terminal")
    assert running.browser.send(page, "reject").status == 303
    assert [path.stem for path in running.files()] == [row.id for row in rows(running) if row.by_author]


def test_a_lost_database_learns_what_is_published(running: Running) -> None:
    """Records without a row get one, once: the list of what is published shows them again."""
    identity = waiting(running)
    decisions.decide(running.inbox, identity, "approve", "terminal")
    with running.inbox.database.write() as connection:
        connection.execute(items.delete())
    assert [item_files.import_records(running.inbox), item_files.import_records(running.inbox)] == [1, 0]
    assert [(row.id, row.status, row.author) for row in rows(running)] == [(identity, "approved", "Zoé")]
    running.log_in()
    page = running.browser.get("/inbox/moderation?status=approved").page
    assert [box.split(":")[0] for box in page.xpath("//input[@name='item']/@value")] == [identity]


def test_the_sweep_finishes_what_was_left(running: Running) -> None:
    """A decision whose file was not written, and one whose file was not removed, are finished."""
    first, second = waiting(running, text="Un."), waiting(running, text="Deux.")
    decisions.decide(running.inbox, second, "approve", "terminal")
    with running.inbox.database.write() as connection:
        connection.execute(update(items).where(items.c.id == first).values(status="approved", todo=True))
        connection.execute(update(items).where(items.c.id == second).values(status="rejected", todo=True))
    worker.sweep(running.inbox)
    assert [path.stem for path in running.files()] == [first]
    assert [row.todo for row in rows(running)] == [False, False]
