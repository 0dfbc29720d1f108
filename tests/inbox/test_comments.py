"""A reader comments, over a real socket."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Any

import pytest
from sqlalchemy import select

from plugins.inbox.data import database
from plugins.inbox.data.database_tables import items, subscriptions
from plugins.inbox.intake.suspicion import reasons_from_json
from tests.inbox.running import RIGHT, Running


def rows(running: Running) -> list[Any]:
    """Return all comments of the database."""
    with running.inbox.database.read() as connection:
        return list(connection.execute(select(items).order_by(items.c.id)))


def test_a_comment_is_kept_and_its_reader_thanked(running: Running) -> None:
    """303 to a page of thanks that leads back; the comment waits, as it was typed."""
    answer = running.comment(notify="yes", url="lecteurs.example/zoé")
    assert (answer.status, answer.location) == (303, "/inbox/thanks?article=2026-03-marmite")
    (row,) = rows(running)
    assert (row.status, row.author, row.email, row.text) == ("pending", "Zoé", RIGHT["email"], RIGHT["text"])
    assert row.author_url == "https://lecteurs.example/zo%C3%A9"
    with running.inbox.database.read() as connection:
        assert connection.execute(select(subscriptions.c.item, subscriptions.c.state)).all() == [(row.id, "asked")]
    thanks = running.browser.get(answer.location)
    assert thanks.status == 200
    assert thanks.page.xpath("//main//a/@href") == ["http://127.0.0.1/2026/03/marmite/"]


def test_the_same_comment_twice_is_one(running: Running) -> None:
    """A form that is sent again gets the same answer, and is not kept again; another text is another comment."""
    assert [running.comment().location for _ in range(3)] == ["/inbox/thanks?article=2026-03-marmite"] * 3
    assert len(rows(running)) == 1
    running.comment(text="Autre chose.")
    assert len(rows(running)) == 2


@pytest.mark.parametrize(
    ("fields", "first", "wrong"),
    [
        ({"name": " \u200b"}, "name", {"name"}),
        ({"name": "N" * 81}, "name", {"name"}),
        ({"email": ""}, "email", {"email"}),
        ({"email": "zoe"}, "email", {"email"}),
        ({"email": "z..oe@a.example"}, "email", {"email"}),
        ({"email": "zoe@a.example\r\nBcc: x@y.example"}, "email", {"email"}),
        ({"url": "javascript:alert(1)"}, "url", {"url"}),
        ({"text": " \n "}, "text", {"text"}),
        ({"text": "x" * 10_001}, "text", {"text"}),
        ({"email": "", "text": ""}, "email", {"email", "text"}),
    ],
)
def test_a_mistake_shows_the_form_again(running: Running, fields: dict[str, str], first: str, wrong: set[str]) -> None:
    """422, all that was typed, each message at its field, the first wrong field focused; nothing is kept."""
    given = {**RIGHT, "notify": "yes", **fields}
    answer = running.browser.post("/inbox/comment", given)
    assert answer.status == 422
    (form,) = answer.page.xpath("//main//form")
    kept = dict(form.form_values())
    for name in ("name", "email", "url", "notify"):
        assert kept.get(name, "").split() == given[name].split(), name
    assert (kept["text"].split(), kept["article"]) == (given["text"].split(), given["article"])
    bad = form.xpath(".//*[@aria-invalid='true']")
    assert {element.get("name") for element in bad} == wrong
    assert form.xpath(".//*[@autofocus]/@name") == [first]
    for element in bad:
        assert answer.page.get_element_by_id(element.get("aria-describedby")).text_content()
    summary = answer.page.xpath("//*[@role='alert']//a/@href")
    assert {link.removeprefix("#field-") for link in summary} == wrong
    assert rows(running) == []


def test_a_preview_shows_the_text_and_keeps_nothing(running: Running) -> None:
    """The rendered text and the form, filled in; pressing Send then keeps it."""
    preview = running.comment(preview="yes")
    assert preview.status == 200
    assert preview.page.xpath("//div[@class='comment-text']//em/text()") == ["seul"]
    assert rows(running) == []
    assert running.browser.send(preview.page).status == 303
    assert [row.text for row in rows(running)] == [RIGHT["text"]]


def test_the_form_alone(running: Running) -> None:
    """An article's form is a page of its own; no such article is 404, a closed conversation 403."""
    page = running.browser.get("/inbox/comment?article=2026-03-marmite").page
    assert running.browser.send(page, name="A", email="a@b.example", text="Bonjour.").status == 303
    statuses = [running.browser.get(f"/inbox/comment?article={name}").status for name in ("x", "2026-03-clos")]
    assert statuses == [404, 403]


@pytest.mark.parametrize(
    ("article", "status"), [("2026-03-clos", 403), ("2026-03-ancien", 403), ("nothing", 404), ("../../x", 404)]
)
def test_what_is_closed_takes_nothing(running: Running, article: str, status: int) -> None:
    """A closed or unknown article keeps no comment; a closed one gives the text back."""
    answer = running.comment(article=article)
    assert answer.status == status
    if status == 403:
        assert dict(answer.page.xpath("//main//form")[0].form_values())["text"].strip() == RIGHT["text"]
    assert rows(running) == []


def reasons(running: Running) -> list[str]:
    """Return why the newest comment is suspicious."""
    row = max(rows(running), key=lambda row: row.id)
    return [reason.said.text() for reason in reasons_from_json(row.reasons)]


def test_suspicion_drops_nothing(running: Running) -> None:
    """The trap, links, markup and haste raise the score, with reasons; the reader is thanked all the same."""
    links = " ".join(f"https://a{number}.example/" for number in range(5))
    assert running.comment(fax="1", text=f"[url=x] {links}").status == 303
    assert reasons(running) == [
        "filled in a field that people do not see",
        "links written for another kind of site",
        "5 links",
        "no script told how long the writing took",
    ]
    token = running.browser.get("/inbox/token").body.decode()
    running.clock.turn(seconds=2)
    running.comment(token=token, text="Vite fait.")
    assert reasons(running) == ["written in 2 seconds"]
    running.clock.turn(seconds=60)
    running.comment(token=token, text="Plus lentement.")
    assert reasons(running) == []
    running.clock.turn(seconds=60)
    running.comment(token=token, text="C’est moi.", name="camille DURAND")
    assert reasons(running)[0] == "signed with the name of the article's author"


def test_a_preview_is_no_haste(running: Running) -> None:
    """The form's time begins where it was opened: shown again, it has no time of its own that would be too short."""
    preview = running.comment(preview="yes")
    assert running.browser.send(preview.page).status == 303
    assert reasons(running) == ["no script told how long the writing took"]
    page = running.browser.get("/inbox/comment?article=2026-03-marmite").page
    running.clock.turn(seconds=60)
    again = running.browser.send(page, "yes", name="A", email="a@b.example", text="Bonjour.")
    assert running.browser.send(again.page).status == 303
    assert reasons(running) == []


def test_a_busy_database_gives_the_text_back(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process holds SQLite's lock too long: 503, nothing kept, and the form filled in as it was."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    running.inbox.database.engine.dispose()
    path = running.inbox.database.path
    assert path is not None
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = running.comment()
        other.execute("ROLLBACK")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert dict(answer.page.xpath("//main//form")[0].form_values())["text"].strip() == RIGHT["text"]
    assert rows(running) == []
    assert running.browser.send(answer.page).status == 303
    assert [row.text for row in rows(running)] == [RIGHT["text"]]


def test_a_reply_to_what_is_gone_stands_alone(running: Running) -> None:
    """A comment that answers one that is not there is kept, answers nothing, and says so."""
    running.comment(in_reply_to="01kjptp8t00000000000000000")
    (row,) = rows(running)
    assert row.in_reply_to is None
    assert "answers a comment that is not there" in reasons(running)


def test_methods_types_and_charsets(running: Running) -> None:
    """What is no form in a known charset is refused, and right Latin-1 is read as it is declared."""
    ask = running.browser.ask
    form = "application/x-www-form-urlencoded"
    assert ask("PUT", "/inbox/comment", b"").status == 405
    assert ask("POST", "/inbox/comment", b"{}", {"Content-Type": "application/json"}).status == 415
    assert ask("POST", "/inbox/comment", b"a=b").status == 415
    assert ask("POST", "/inbox/comment", b"a=b", {"Content-Type": f"{form}; charset=utf-7"}).status == 415
    assert ask("POST", "/inbox/comment", b"name=%E9", {"Content-Type": form}).status == 400
    assert ask("POST", "/inbox/comment", b"a=1&" * 600, {"Content-Type": form}).status == 400
    body = b"article=2026-03-marmite&name=Zo%E9&email=z%40b.example&text=D%E9j%E0"
    assert ask("POST", "/inbox/comment", body, {"Content-Type": f"{form}; charset=ISO-8859-1"}).status == 303
    assert [(row.author, row.text) for row in rows(running)] == [("Zoé", "Déjà")]
