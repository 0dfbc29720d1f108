"""Letters through a real mail server: the moderator's digest, the reader's question, and replies."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, update

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items, subscriptions
from plugins.inbox.data.database_tables import outbox as letters
from plugins.inbox.mail import outbox
from plugins.inbox.moderation import decisions
from plugins.inbox.run import worker
from tests.inbox.running import RIGHT, Browser, Running
from tests.inbox.test_comments import rows
from tests.inbox.test_moderation import PAYLOADS, waiting

MODERATOR = "redaction@trepied.example"
READER = RIGHT["email"]


def links(text: str) -> list[str]:
    """Return the paths of the links of a letter."""
    return [link.removeprefix("http://127.0.0.1") for link in re.findall(r"http://127\.0\.0\.1/inbox/\S+", text)]


def states(running: Running) -> list[tuple[str, str]]:
    """Return what a scanner must not change."""
    return [(row.id, row.status) for row in rows(running)]


def test_a_flood_gives_few_letters(running: Running) -> None:
    """500 comments in four hours give five letters: the first at once, and one an hour after it."""
    for number in range(500):
        running.comment(text=f"Numéro {number}", name=f"N{number}")
        running.clock.turn(seconds=4 * 3600 / 500)
        worker.sweep(running.inbox)
    assert len(running.mailbox.to(MODERATOR)) == 4
    running.clock.turn(hours=1)
    worker.sweep(running.inbox)
    worker.sweep(running.inbox)
    mails = running.mailbox.to(MODERATOR)
    assert len(mails) == 5
    told = [int(re.search(r"(\d+) mess", str(mail["Subject"]))[1]) for mail in mails]  # type: ignore[index]
    assert (told[0], sum(told)) == (1, 500)
    assert "autres messages attendent" in mails[-1].get_content()
    assert len(links(mails[-1].get_content())) == 3 * 20 + 1


def test_a_digest_decides_by_its_buttons_only(running: Running) -> None:
    """A scanner that follows every link changes nothing; a person who presses the button decides, once."""
    first, second = waiting(running), waiting(running, text="Autre chose.")
    worker.sweep(running.inbox)
    (mail,) = running.mailbox.to(MODERATOR)
    found = links(mail.get_content())
    assert len(found) == 7
    assert "journal" not in mail.get_content()  # of which there is none before the first decision
    before = states(running)
    scanner = Browser(running.browser.port)
    for link in found * 2:
        assert scanner.get(link).status in (200, 303)
        assert scanner.ask("HEAD", link).status in (200, 303)
    assert states(running) == before
    approve = next(link for link in found if running.inbox.tokens.read_decision(token(link)) == (first, "approve", 1))
    page = scanner.get(approve).page
    assert running.browser.send(page).location == "/inbox/done?did=approve"
    assert dict(states(running)) == {first: "approved", second: "pending"}
    assert scanner.send(page).status == 403
    assert scanner.get(approve).status == 403
    running.clock.turn(hours=1)
    waiting(running, text="Encore autre chose.")
    worker.sweep(running.inbox)
    with running.inbox.database.read() as connection:
        entries, seal = decision_log.head(connection)
    last = running.mailbox.to(MODERATOR)[-1].get_content()
    assert last.strip().endswith(f"\nLe journal finit par l’entrée {entries}\u00a0: {seal[:16]}.")


def token(link: str) -> str:
    """Return the token of a link."""
    return parse_qs(urlsplit(link).query).get("token", [""])[0]


def test_a_link_does_its_one_thing(running: Running) -> None:
    """A token for another action or comment, a changed, an old and a replayed one are 403 and change nothing."""
    identity = waiting(running)
    right = running.inbox.tokens.sign_decision(identity, "approve", 1)
    confirm = running.inbox.tokens.sign_subscription("confirm", identity)
    form = running.inbox.tokens.sign_form()
    head, _, tail = right.partition(".")
    other = running.inbox.tokens.sign_decision("01kjptp8t00000000000000000", "approve", 1).partition(".")[0]
    wrong = ["", "x", right[:-1], f"{other}.{tail}", f"{head}.{confirm.partition('.')[2]}", confirm, form]
    wrong += [running.inbox.tokens.sign_decision(identity, action, 1) for action in ("erase", "edit", "")]
    wrong += [running.inbox.tokens.sign_decision(identity, "approve", 2)]
    for given in wrong:
        assert running.browser.post("/inbox/act", {"token": given}).status == 403, given
        assert running.browser.get(f"/inbox/act?token={given}").status == 403
    assert running.browser.post("/inbox/act", {"token": right}, {"Origin": "https://evil.example"}).status == 403
    running.clock.turn(days=7, seconds=2)
    assert running.browser.post("/inbox/act", {"token": right}).status == 403
    assert states(running) == [(identity, "pending")]
    running.clock.turn(days=-1)
    assert running.browser.post("/inbox/act", {"token": right}).status == 303
    assert running.browser.post("/inbox/act", {"token": right}).status == 403


def test_replies_are_told_after_confirming(running: Running) -> None:
    """Asked at approval, told after the button, ended by one click; whoever asked nothing, or is silent, gets none."""
    identity = waiting(running, notify="yes")
    silent = waiting(running, notify="yes", email="silent@lecteurs.example", text="Moi aussi.")
    worker.sweep(running.inbox)
    assert running.mailbox.to(READER) == []
    for each in (identity, silent):
        decisions.decide(running.inbox, each, "approve", "terminal")
    worker.sweep(running.inbox)
    (question,) = running.mailbox.to(READER)
    (link,) = links(question.get_content())
    decisions.reply(running.inbox, identity, "Avant la réponse.", "terminal")
    worker.sweep(running.inbox)
    page = running.browser.get(link).page
    worker.sweep(running.inbox)
    assert len(running.mailbox.to(READER)) == 1
    assert running.browser.send(page).status == 200
    decisions.reply(running.inbox, identity, "Après la réponse.", "terminal")
    decisions.reply(running.inbox, silent, "À vous aussi.", "terminal")
    worker.sweep(running.inbox)
    worker.sweep(running.inbox)
    _, notice = running.mailbox.to(READER)
    assert "> Après la réponse." in notice.get_content()
    assert len(running.mailbox.to("silent@lecteurs.example")) == 1
    assert notice["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = str(notice["List-Unsubscribe"]).strip("<>").removeprefix("http://127.0.0.1")
    for _ in range(2):
        assert running.browser.get(leave).status == 200
    decisions.reply(running.inbox, identity, "Toujours là.", "terminal")
    worker.sweep(running.inbox)
    assert len(running.mailbox.to(READER)) == 3
    one_click = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}  # RFC 8058 allows both types
    assert running.browser.ask("POST", leave, one_click, headers).status == 200
    decisions.reply(running.inbox, identity, "Parti.", "terminal")
    worker.sweep(running.inbox)
    assert len(running.mailbox.to(READER)) == 3


def test_an_answer_to_an_answer_is_told_and_ones_own_is_not(running: Running) -> None:
    """The thread's first reader hears of answers below the answers, but not of their own."""
    identity = waiting(running, notify="yes")
    decisions.decide(running.inbox, identity, "approve", "terminal")
    worker.sweep(running.inbox)
    running.browser.send(running.browser.get(links(running.mailbox.to(READER)[0].get_content())[0]).page)
    own = waiting(running, text="Je précise.", in_reply_to=identity)
    decisions.decide(running.inbox, own, "approve", "terminal")
    worker.sweep(running.inbox)
    assert len(running.mailbox.to(READER)) == 1
    other = waiting(running, text="Je réponds.", in_reply_to=own, email="b@lecteurs.example", name="B")
    decisions.decide(running.inbox, other, "approve", "terminal")
    worker.sweep(running.inbox)
    assert "B a répondu à votre commentaire" in running.mailbox.to(READER)[1].get_content()


def test_a_refused_letter_is_sent_later_and_once(running: Running) -> None:
    """A mail server that says no is asked again, later each time; two processes send one letter."""
    waiting(running)
    running.mailbox.refusing = True
    worker.sweep(running.inbox)
    worker.sweep(running.inbox)
    running.mailbox.refusing = False
    worker.sweep(running.inbox)
    assert running.mailbox.mails == []
    running.clock.turn(minutes=1)
    (letter,) = outbox.find_due_letters(running.inbox)
    assert [outbox.deliver_letter(running.inbox, letter) for _ in range(2)] == [True, False]
    assert len(running.mailbox.mails) == 1


def test_a_letter_that_cannot_be_made_holds_up_no_other(running: Running) -> None:
    """An address that no header takes, from a time when the form took it, is one letter less, and others are sent."""
    running.clock.turn(hours=2)
    for number in range(3):
        identity = waiting(running, text=f"Numéro {number}.", email=f"n{number}@lecteurs.example", notify="yes")
        decisions.decide(running.inbox, identity, "approve", "terminal")
    with running.inbox.database.write() as connection:
        wrong = update(subscriptions).where(subscriptions.c.email == "n0@lecteurs.example")
        connection.execute(wrong.values(email="n..0@lecteurs.example"))
    worker.sweep(running.inbox)
    assert [len(running.mailbox.to(f"n{number}@lecteurs.example")) for number in range(3)] == [0, 1, 1]
    with running.inbox.database.read() as connection:
        assert sorted(connection.execute(select(letters.c.state)).scalars()) == ["sent", "sent", "waiting"]


def test_two_processes_send_one_letter(running: Running) -> None:
    """While one process is sending a letter, no other takes it."""
    waiting(running)
    running.mailbox.refusing = True
    worker.sweep(running.inbox)
    running.mailbox.refusing = False
    running.clock.turn(minutes=1)
    (letter,) = outbox.find_due_letters(running.inbox)
    others: list[bool] = []
    due: list[str] = []

    def meanwhile() -> None:
        due.extend(outbox.find_due_letters(running.inbox))
        others.append(outbox.deliver_letter(running.inbox, letter) if due else False)

    running.mailbox.meanwhile = meanwhile
    assert outbox.deliver_letter(running.inbox, letter)
    assert (due, others, len(running.mailbox.mails)) == ([], [False], 1)


def test_what_a_lost_digest_told_nobody_the_next_one_tells(running: Running) -> None:
    """A digest that is given up after a week of refusals leaves its comments to the next."""
    waiting(running)
    running.mailbox.refusing = True
    for _ in range(12):
        worker.sweep(running.inbox)
        running.clock.turn(days=1)
    running.mailbox.refusing = False
    worker.sweep(running.inbox)
    worker.sweep(running.inbox)
    assert len(running.mailbox.to(MODERATOR)) == 1


def test_a_letter_whose_sender_died_is_sent_again(running: Running) -> None:
    """A letter that a killed process had claimed is free after ten minutes, and keeps its Message-ID."""
    waiting(running)
    worker.sweep(running.inbox)
    with running.inbox.database.write() as connection:
        connection.execute(letters.update().values(state="sending"))
    worker.sweep(running.inbox)
    assert len(running.mailbox.mails) == 1
    running.clock.turn(minutes=11)
    worker.sweep(running.inbox)
    assert len({mail["Message-ID"] for _, mail in running.mailbox.mails}) == 1
    assert len(running.mailbox.mails) == 2


@pytest.mark.parametrize(
    "payload", [*PAYLOADS, "a\u202eb\x1b[31m", "https://evil.example/\nPublier : https://e.example"]
)
def test_a_visitor_cannot_speak_for_the_letter(running: Running, payload: str) -> None:
    """A visitor's words stand behind a mark, line by line, without control characters; headers hold none of them."""
    with running.inbox.database.write() as connection:  # even what no form lets in
        waiting_row = {
            "id": "01kjptp8t00000000000000000",
            "status": "pending",
            "kind": "comment",
            "article": RIGHT["article"],
            "author": payload,
            "text": payload,
            "received": running.inbox.now,
            "score": 0,
            "reasons": "[]",
        }
        connection.execute(items.insert(), [waiting_row])
    worker.sweep(running.inbox)
    (mail,) = running.mailbox.to(MODERATOR)
    assert mail.get_content_type() == "text/plain"
    assert set(mail.keys()) >= {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"}
    assert str(mail["Subject"]) == "Trépied – 1 message attend"
    text = mail.get_content().replace("\r\n", "\n")
    assert "\x1b" not in text
    assert "\u202e" not in text
    own = [line for line in text.split("\n") if line.startswith("Publier")]
    assert len(own) == 1
    assert "/inbox/act?token=" in own[0]


def test_nothing_is_sent_without_a_mail_server(running: Running) -> None:
    """Without settings for mail nothing is made and nothing claimed."""
    running.inbox.settings = running.inbox.settings.model_copy(update={"smtp_url": None})
    waiting(running)
    worker.sweep(running.inbox)
    assert outbox.find_due_letters(running.inbox) == []
