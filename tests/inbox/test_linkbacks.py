"""Linkbacks from the claim to the published record and back: states, turns, and what other people may do to them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from plugins.fetcher.model import Limits
from plugins.interactions.inbox import decisions, journal, privacy, rechecking, targets, turns, verifying, work
from plugins.interactions.inbox.articles import Site, as_bytes
from plugins.interactions.inbox.clock import from_ms
from plugins.interactions.inbox.linkbacks import Claim, admit
from plugins.interactions.inbox.looking import Seen
from plugins.interactions.inbox.pinging import ping
from plugins.interactions.inbox.recorded import interaction
from plugins.interactions.inbox.schema import items, log
from plugins.interactions.inbox.service import Inbox
from plugins.interactions.inbox.sync import sync
from plugins.interactions.inbox.targets import TargetError, locate
from plugins.interactions.inbox.web import Desk
from plugins.interactions.model import Interaction
from plugins.interactions.yaml_form import parse
from plugins.linkback.microformats import Author, Said
from plugins.linkback.pingback import FaultError
from tests.fetcher.fakes import OTHER, PUBLIC, Net
from tests.inbox.linking import MARMITE, Linking, linking, response
from tests.inbox.running import ARTICLES
from tests.inbox.syncing import TOKEN, laptop
from tests.inbox.test_terminal import Moderate, moderate

__all__ = ["moderate"]

REPLY = """
<div class="h-entry"><a class="u-in-reply-to" href="{target}">à propos</a>
<p class="e-content">{text}</p><span class="p-author h-card">{author}</span></div>
"""


@pytest.fixture
def running(linking: Linking) -> Any:
    """Return the inbox: what ``moderate`` works on."""
    return linking.running


def record(linking: Linking) -> Interaction:
    """Return the only record, read from its file."""
    (path,) = linking.running.files()
    found, findings = parse(path.read_bytes(), path.name, path.parent.name, path.stem)
    assert found is not None
    assert findings == []
    return found


def published(linking: Linking, source: str = "") -> str:
    """Send a webmention, look at its page, approve it, and return its id."""
    source = source or linking.link()
    assert linking.webmention(source).status == 201
    linking.look()
    identity = str(linking.of(source).id)
    decisions.decide(linking.running.inbox, identity, "approve", "terminal")
    return identity


def entries(inbox: Inbox) -> list[tuple[str, str]]:
    """Return who did what, as the log tells; its chain is whole."""
    with inbox.database.read() as connection:
        assert journal.verify(connection, inbox.keys).fault is None
        return [(row.actor, row.action) for row in connection.execute(select(log).order_by(log.c.number))]


# From the claim to the page


@pytest.mark.parametrize("kind", ["trackback", "pingback", "webmention"])
def test_a_claim_is_looked_at_before_anybody_decides(linking: Linking, kind: str) -> None:
    """Checking, pending, approved, and what the repository gets of it."""
    source = linking.link()
    if kind == "pingback":  # looked at while its sender waits
        linking.pingback(source)
    else:
        getattr(linking, kind)(source)
        assert linking.states == {"/billet": ("checking", None)}
        linking.running.clock.turn(hours=2)
        linking.sweep()
    assert linking.states == {"/billet": ("pending", None)}
    assert (linking.row.due, linking.row.title, linking.row.text) == (None, "Trois pieds", "Lisez ceci.")
    decisions.decide(linking.running.inbox, linking.row.id, "approve", "terminal")
    found = record(linking)
    assert (found.kind, found.type) == (kind, "mention" if kind == "webmention" else None)
    assert (found.article, found.source, found.target) == (MARMITE, source, linking.target)
    assert (found.title, found.text, found.author, found.standing) == ("Trois pieds", "Lisez ceci.", None, None)
    assert found.published.isoformat() == "2026-06-01T12:00:00+00:00"
    assert linking.site.asked("/billet") == 1


def test_a_reply_elsewhere_becomes_a_comment(linking: Linking) -> None:
    """Its whole text, its author, and the comment of ours that it names."""
    linking.running.comment()
    comment = linking.rows[0].id
    decisions.decide(linking.running.inbox, comment, "approve", "terminal")
    text = "Un pied. " * 100
    html = REPLY.format(target=f"{linking.target}#comment-{comment}", text=text, author="Ana")
    linking.webmention(linking.site.put("/re", html), f"{linking.target}#comment-{comment}")
    linking.look()
    row = linking.of(linking.site.url("/re"))
    assert (row.type, row.author, row.text, row.in_reply_to) == ("reply", "Ana", text.strip(), comment)


def test_a_trackbacks_own_words_go_before_its_pages(linking: Linking) -> None:
    """What it says stays; what it leaves out, its page says."""
    linking.trackback(linking.link("/a"), title="Le sien", blog_name="Un blog", excerpt="Ses mots.")
    linking.trackback(linking.link("/b", title="De la page"))
    linking.look()
    said = {urlsplit(row.source).path: (row.title, row.author, row.text) for row in linking.rows}
    assert said == {"/a": ("Le sien", "Un blog", "Ses mots."), "/b": ("De la page", "", "Lisez ceci.")}


def test_an_unchecked_claim_is_approved_nowhere(linking: Linking, moderate: Moderate) -> None:
    """Terminal, list, its own page, mail link, and the answer that would publish it: each refuses."""
    source = linking.site.put("/re", REPLY.format(target=linking.target, text="Oui.", author="Ana"))
    linking.webmention(source)
    inbox, identity = linking.running.inbox, linking.row.id
    linking.look()
    linking.site.put("/re", "<p>Rien.</p>")
    linking.webmention(source)
    linking.look()
    linking.webmention(source)  # checking, and known to be a reply
    assert (linking.row.status, linking.row.type, linking.row.checked) == ("checking", "reply", None)
    for arguments in (("approve", identity), ("reply", identity, "Merci.")):
        done = moderate(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"{identity}: its page was not seen to link here; nothing is published\n"
    linking.running.log_in()
    browser, path = linking.running.browser, f"/inbox/moderation/{identity}"
    page = browser.get(path).page
    csrf, revision = (page.xpath(f"//input[@name='{name}']/@value")[-1] for name in ("csrf", "revision"))
    assert page.xpath("//button[@value='approve'] | //button[@value='reply']") == []
    shown = {"csrf": csrf, "revision": revision}
    assert browser.post(path, {**shown, "action": "approve"}).status == 409
    assert browser.post(path, {**shown, "action": "reply", "answer": "Merci."}).status == 409
    marked = {"csrf": csrf, "item": f"{identity}:{revision}", "action": "approve"}
    assert browser.post("/inbox/moderation", marked).location.endswith("done=0&missed=1")
    token = inbox.tokens.decision(identity, "approve", int(revision))
    assert browser.post("/inbox/act", {"token": token}).status == 403
    assert (linking.row.status, linking.running.files()) == ("checking", [])
    assert browser.post(path, {**shown, "action": "reject"}).status == 303
    assert linking.row.status == "rejected"


def test_the_digest_tells_of_what_was_seen_to_link_here(linking: Linking) -> None:
    """A claim is in no letter; once it was looked at, page, title and links to decide are."""
    linking.trackback(linking.link(title="Trois pieds"))
    linking.webmention(linking.site.put("/rien", "<p>Rien.</p>"))
    work.letters.announce(linking.running.inbox)
    assert linking.running.mailbox.mails == []
    linking.sweep()
    linking.sweep()
    (mail,) = linking.running.mailbox.to("redaction@trepied.example")
    text = mail.get_content().replace("\r\n", "\n")
    assert "127.0.0.1 (rétrolien TrackBack) pointe vers" in text
    assert f"> Trois pieds\n> {linking.site.url('/billet')}\n> Lisez ceci." in text
    assert "/rien" not in text
    token = next(part for part in text.split() if "act?token=" in part)
    page = linking.running.browser.get(token.removeprefix(linking.home)).page
    assert linking.running.browser.send(page).status == 303
    assert linking.of(linking.site.url("/billet")).status == "approved"


# Pages that cannot be read


def test_a_page_out_of_reach_is_tried_again_and_given_up(linking: Linking) -> None:
    """After a minute, ten, an hour, six, a day: five more times, then the claim is refused; another may come again."""
    source = linking.site.put("/billet", "", status=503)
    linking.trackback(source)
    waits = []
    for _ in range(5):
        assert linking.look() == {"/billet": "unreachable"}
        waits.append(from_ms(linking.row.due) - linking.running.clock.moment)
        linking.running.clock.moment = from_ms(linking.row.due) - timedelta(milliseconds=1)
        assert linking.look() == {}
        linking.running.clock.turn(milliseconds=1)
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1440)]
    assert linking.look() == {"/billet": "unreachable"}
    assert (linking.states, linking.site.asked("/billet")) == ({"/billet": ("rejected", "unreachable")}, 6)
    linking.running.clock.turn(days=7)
    assert linking.look() == {}
    linking.link()
    linking.trackback(source)
    assert linking.look() == {"/billet": "linked"}
    assert (linking.row.status, linking.row.attempts) == ("pending", 0)


def test_who_was_looking_may_die(linking: Linking, monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim is another's after two minutes, and meanwhile nobody's."""
    linking.trackback(linking.link())

    def dies(*arguments: object) -> Seen:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(verifying, "look", dies)
        with pytest.raises(KeyboardInterrupt):
            linking.look()
    assert linking.look() == {}
    linking.running.clock.turn(minutes=2)
    assert linking.look() == {"/billet": "linked"}


def test_one_of_many_looks(linking: Linking) -> None:
    """Eight hands that reach for a claim fetch its page once."""
    linking.trackback(linking.link())
    inbox, identity = linking.running.inbox, linking.row.id
    with ThreadPoolExecutor(8) as hands:
        seen = list(hands.map(lambda _: verifying.verify(inbox, identity), range(8)))
    assert sorted(seen, key=str) == [None] * 7 + ["linked"]
    assert linking.site.asked("/billet") == 1


def test_closed_and_slow_are_answered_after_the_same_time(linking: Linking) -> None:
    """A pingback whose page is out of reach waits for the rest of what a page may take; a 404 does not."""
    linking.hurry(1.0)
    desk, waited = Desk(linking.running.inbox), list[float]()

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    desk.pause = pause
    for source in ("http://127.0.0.1:1/", "http://10.0.0.1/", linking.site.put("/x", "", status=404)):
        claim = Claim("pingback", MARMITE, source, linking.target)
        with pytest.raises(FaultError):
            asyncio.run(ping(desk, claim, "n"))
    assert [seconds > 0 for seconds in waited] == [True, True]


# Politeness


def test_a_thousand_pings_for_one_victim(tmp_path: Path) -> None:
    """Its host is asked once a minute, each ping has a minute of its own, and an honest host is asked at once."""
    names = {"victim.example": [PUBLIC], "honest.example": [OTHER]}
    moments: list[datetime] = []
    with linking(tmp_path, host_seconds=60) as found, Net(names) as net:
        inbox, clock = found.running.inbox, found.running.clock
        inbox.fetcher = net.fetcher(limits=Limits(seconds=5))
        for number in range(1_000):
            kind: Any = ("trackback", "webmention")[number % 2]
            admit(inbox, Claim(kind, MARMITE, f"http://victim.example/{number}", found.target), "n")
        jobs: list[tuple[str, str]] = []
        inbox.nudge = lambda job, subject: jobs.append((job, subject))
        while verifying.due(inbox):  # everybody is given a place
            for identity in verifying.due(inbox):
                verifying.verify(inbox, identity)
        assert net.connections == [(PUBLIC, "80")]
        assert found.webmention("http://honest.example/1").status == 201
        for job, subject in jobs:
            work.JOBS[job](inbox, subject)
        assert net.connections == [(PUBLIC, "80"), (OTHER, "80")]
        with inbox.database.read() as connection:
            dues = connection.execute(select(items.c.due).where(items.c.status == "checking").order_by(items.c.due))
            assert [due - inbox.now for due in dues.scalars()] == [60_000 * minute for minute in range(1, 1_000)]
        before = len(net.connections)
        for _ in range(240):  # a quarter of a minute each: an hour
            clock.turn(seconds=15)
            work.sweep(inbox)
            if len(net.connections) > before:
                moments.append(clock.moment)
                before = len(net.connections)
        assert len(moments) == 60
        assert {after - one for one, after in pairwise(moments)} == {timedelta(minutes=1)}
        assert set(net.connections[2:]) == {(PUBLIC, "80")}
        assert found.of("http://honest.example/1").outcome == "unlinked"


def test_a_host_by_many_names_is_one(tmp_path: Path) -> None:
    """A thousand names of one address are one host; so is a host that a redirect leads to."""
    names = {**{f"n{number}.example": [PUBLIC] for number in range(20)}, "elsewhere.example": [OTHER]}
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://n0.example/\r\nContent-Length: 0\r\n\r\n"
    with linking(tmp_path, host_seconds=60) as found, Net(names, {OTHER: [moved]}) as net:
        inbox = found.running.inbox
        inbox.fetcher = net.fetcher()
        for number in range(20):
            admit(inbox, Claim("trackback", MARMITE, f"http://n{number}.example/", found.target), "n")
        admit(inbox, Claim("trackback", MARMITE, "http://elsewhere.example/", found.target), "n")
        found.look()
        assert sorted(net.connections) == sorted([(PUBLIC, "80"), (OTHER, "80")])
        privacy.purge(inbox, "system")
        found.running.clock.turn(minutes=1)
        found.look()
        assert net.connections.count((PUBLIC, "80")) == 2


def test_who_waited_too_long_is_refused(tmp_path: Path) -> None:
    """After a week in the queue nobody looks any more: a thousand pages of one host hold nothing for ever."""
    with linking(tmp_path, host_seconds=86_400) as found:
        for number in range(10):
            found.trackback(found.link(f"/{number}"))
        for _ in range(12):
            found.look()
            found.running.clock.turn(days=1)
        states = [status for status, _ in found.states.values()]
        assert (states.count("pending"), states.count("rejected")) == (8, 2)
        assert sum(found.site.asked(f"/{number}") for number in range(10)) == 8
        turns.forget_turns(found.running.inbox)


# What others may do to a linkback


@pytest.mark.parametrize("action", ["reject", "spam"])
def test_what_a_person_refused_stays_refused(linking: Linking, action: str) -> None:
    """However often it comes again: nobody looks, nothing is written; what the system refused may come again."""
    source = linking.link()
    for send in (linking.trackback, linking.webmention):
        send(source)
        linking.look()
    for row in linking.rows:
        decisions.decide(linking.running.inbox, row.id, action, "terminal")
    for send in (linking.trackback, linking.webmention):
        send(source)
    assert linking.look() == {}
    assert {row.status for row in linking.rows} == {"rejected" if action == "reject" else "spam"}
    other = linking.site.put("/x", "<p>Rien.</p>")
    linking.trackback(other)
    linking.look()
    assert (linking.of(other).status, linking.of(other).outcome) == ("rejected", "unlinked")
    linking.link("/x")
    linking.trackback(other, title="Autre")
    linking.look()
    assert (linking.of(other).status, linking.of(other).outcome, linking.of(other).title) == ("pending", None, "Autre")


def test_a_ping_that_changes_its_words_is_another_than_was_seen(linking: Linking) -> None:
    """Anybody may send it: who decides on what was shown before decides nothing."""
    inbox, source = linking.running.inbox, linking.link()
    linking.trackback(source, title="Bien")
    linking.look()
    seen = linking.row.revision
    linking.trackback(source, title="Bien")
    assert linking.row.revision == seen
    linking.trackback(source, title="Achetez")
    assert linking.row.title == "Achetez"
    with pytest.raises(decisions.DecisionError):
        decisions.decide(inbox, linking.row.id, "approve", "web", seen)
    decisions.decide(inbox, linking.row.id, "approve", "web", linking.row.revision)
    linking.trackback(source, title="Autre encore")
    linking.look()
    assert (record(linking).title, linking.row.status) == ("Achetez", "approved")


def test_a_mention_that_comes_again_before_its_author_is_known(tmp_path: Path) -> None:
    """It is looked at again, and not only its author's page: what changed meanwhile is seen."""
    with linking(tmp_path, host_seconds=60) as found:
        entry = REPLY.replace("{author}", '<a class="u-url" href="/moi"></a>')
        source = found.site.put("/re", entry.format(target=found.target, text="Oui."))
        found.webmention(source)
        assert found.look() == {"/re": "linked"}
        assert (found.row.author_page, found.look()) == (found.site.url("/moi"), {"/re": None})
        found.site.put("/re", "", status=410)
        found.webmention(source)
        found.running.clock.turn(minutes=10)
        assert found.look() == {"/re": "gone"}
        assert found.site.asked("/moi") == 0


def test_what_the_author_keeps_stays(linking: Linking) -> None:
    """Archived or marked as gone, no mention of anybody's takes it down; a page that links here again ends that."""
    source = linking.link()
    for standing in ("archived", "gone"):
        identity = published(linking, source) if not linking.rows else linking.row.id
        decisions.stand(linking.running.inbox, identity, standing, "terminal")  # type: ignore[arg-type]
        for answer in (response("", 410), response("<p>Rien.</p>"), response("", 404), response("", 500)):
            linking.site.pages["/billet"] = answer
            linking.webmention(source)
            linking.look()
            assert (record(linking).standing, linking.row.status) == (standing, "approved")
    linking.link()
    linking.webmention(source)
    linking.look()
    assert record(linking).standing is None


def test_an_update_is_taken_over_and_a_suspicious_one_is_not(tmp_path: Path) -> None:
    """A new title stands in the record in place; one that is suspicious takes it back to the moderator."""
    words = tmp_path / "words"
    words.write_text("casino\nroulette\n", "utf-8")
    with linking(tmp_path, words=words) as found:
        source = found.link(title="Avant")
        identity = published(found, source)
        published_at = record(found).published
        found.link(title="Après le casino")  # three points: less than suspicious
        found.running.clock.turn(days=1)
        found.webmention(source)
        found.sweep()
        after = record(found)
        assert (after.id, after.title, after.published) == (identity, "Après le casino", published_at)
        assert after.edited == found.running.clock.moment
        assert found.row.status == "approved"
        found.link(title="Casino, roulette")
        found.webmention(source)
        found.sweep()
        assert (found.states, found.running.files()) == ({"/billet": ("pending", None)}, [])
        assert (found.row.score, found.row.decided) == (6, None)
        assert entries(found.running.inbox) == [("terminal", "approve"), ("system", "update"), ("system", "update")]
        found.running.clock.turn(hours=2)
        found.sweep()
        assert "Casino, roulette" in found.running.mailbox.mails[-1][1].get_content()
        decisions.decide(found.running.inbox, identity, "approve", "terminal")
        assert record(found).title == "Casino, roulette"


def test_a_trackbacks_words_are_scored(tmp_path: Path) -> None:
    """Though its page adds nothing to them; and again when another ping changes them."""
    words = tmp_path / "words"
    words.write_text("casino\nroulette\n", "utf-8")
    with linking(tmp_path, words=words) as found:
        given = {"title": "Casino", "excerpt": "x", "blog_name": "y"}
        source = found.link()
        found.trackback(source, **given)
        found.look()
        assert found.row.score == 3
        found.trackback(source, blog_name="Roulette")
        found.look()
        assert found.row.score == 6
        for number in range(2):
            found.trackback(found.link(f"/{number}"), title="Roulette", excerpt="Même texte", blog_name="z")
        found.look()
        assert sorted(row.score for row in found.rows) == [5, 5, 6]


# Who wrote it


def test_the_authors_page_is_looked_up_in_its_own_turn(tmp_path: Path) -> None:
    """An entry that only leads to its author's page: another fetch, when it is the host's turn; then it has a name."""
    card = '<div class="h-card"><a class="u-url u-uid p-name" href="/moi">Ana</a></div>'
    with linking(tmp_path, host_seconds=60) as found:
        entry = REPLY.replace("{author}", '<a class="u-url" href="/moi"></a>')
        found.site.put("/moi", card)
        source = found.site.put("/re", entry.format(target=found.target, text="Oui."))
        found.webmention(source)
        found.look()
        assert (found.row.status, found.row.author, found.site.asked("/moi")) == ("pending", "", 0)
        found.look()
        assert found.site.asked("/moi") == 0
        decisions.decide(found.running.inbox, found.row.id, "approve", "terminal")
        found.running.clock.turn(minutes=1)
        found.look()
        assert (found.row.author, found.row.author_url) == ("Ana", found.site.url("/moi"))
        assert (found.row.due, found.row.author_page) == (None, None)
        assert (record(found).author, record(found).author_url) == ("Ana", found.site.url("/moi"))


@pytest.mark.parametrize(
    "page",
    [
        response("", 404),
        response("<p>Rien.</p>"),
        response('<a class="h-card" href="http://[">x</a>'),
        response("x", content_type="image/png"),
    ],
)
def test_an_author_whose_page_tells_nothing(linking: Linking, page: bytes) -> None:
    """The address is all that is known, and the linkback does not wait for more."""
    linking.site.pages["/moi"] = page
    entry = REPLY.replace("{author}", '<a class="u-url" href="/moi"></a>')
    linking.webmention(linking.site.put("/re", entry.format(target=linking.target, text="Oui.")))
    linking.look()
    linking.look()
    assert (linking.row.status, linking.row.author, linking.row.author_url) == ("pending", "", linking.site.url("/moi"))
    assert (linking.row.due, linking.row.author_page) == (None, None)


SAID = some.builds(
    Said,
    type=some.sampled_from(["reply", "like", "repost", "mention"]),
    author=some.builds(Author, some.text(max_size=100), some.text(max_size=30)),
    title=some.text(max_size=400),
    text=some.text(max_size=400),
)
INVISIBLE = ("\u200b", "\u200b\u2060", "\xad", "\u2003", "\u00a0", "\u202e", "\x00", "\ue000")


@given(said=SAID, kind=some.sampled_from(["trackback", "pingback", "webmention"]), shown=some.text(max_size=100))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_whatever_a_page_says_its_record_can_be_written(linking: Linking, said: Said, kind: Any, shown: str) -> None:
    """No text of a page or of a ping makes a row that cannot be published: that would stop everything behind it."""
    _publish(linking, Claim(kind, MARMITE, "https://a.example/1", linking.target, None, shown, shown, shown), said)


@pytest.mark.parametrize("text", INVISIBLE)
def test_a_name_that_shows_nothing_is_none(linking: Linking, text: str) -> None:
    """Nor is a title: both are left out of the record."""
    for number, kind in enumerate(("trackback", "webmention")):
        source = f"https://a.example/{number}"
        claim = Claim(kind, MARMITE, source, linking.target, None, text, text, text)  # type: ignore[arg-type]
        found = _publish(linking, claim, Said(author=Author(text), title=text, text=text))
        assert (found.author, found.title) == (None, None)


def _publish(linking: Linking, claim: Claim, said: Said) -> Interaction:
    """Publish a claim whose page says something, take it back, and return the record that was written."""
    inbox = linking.running.inbox
    identity = admit(inbox, claim, "n")
    with mock.patch.object(verifying, "look", return_value=Seen("linked", said)):
        verifying.verify(inbox, identity)
    decisions.decide(inbox, identity, "approve", "terminal")
    found = inbox.store.get(MARMITE, identity)
    assert found is not None
    with inbox.database.write() as connection:
        assert interaction(connection.execute(select(items).where(items.c.id == identity)).one()) == found
        connection.execute(items.delete())
    inbox.store.remove(MARMITE, identity)
    return found


# Later


def test_a_lost_database_loses_no_linkback(linking: Linking) -> None:
    """A second mention finds the record by its file: it is updated there, or taken down, and never doubled."""
    source = linking.link(title="Avant")
    identity = published(linking, source)
    inbox = linking.running.inbox
    with inbox.database.write() as connection:
        connection.execute(items.delete())
    linking.link(title="Après")
    linking.webmention(source)
    linking.look()
    assert (record(linking).id, record(linking).title, linking.row.status) == (identity, "Après", "approved")
    with inbox.database.write() as connection:
        connection.execute(items.delete())
    linking.site.put("/billet", "", status=410)
    linking.webmention(source)
    linking.look()
    assert (linking.running.files(), linking.row.id) == ([], identity)


def test_a_lost_database_and_a_pingback(linking: Linking) -> None:
    """What is published is registered, though only its file tells of it."""
    source = linking.link()
    linking.pingback(source)
    decisions.decide(linking.running.inbox, linking.row.id, "approve", "terminal")
    with linking.running.inbox.database.write() as connection:
        connection.execute(items.delete())
    with pytest.raises(Exception, match="48"):
        linking.pingback(source)


def test_a_site_that_moved_keeps_its_linkbacks(linking: Linking) -> None:
    """A record of another scheme or host is the same claim, and its page may link to either."""
    source = linking.link()
    old = linking.target.replace("http://", "https://")
    linking.site.put("/billet", f"<title>Trois pieds</title><p>Lisez <a href='{old}'>ceci</a>.")
    linking.webmention(source, old)
    linking.look()
    decisions.decide(linking.running.inbox, linking.row.id, "approve", "terminal")
    linking.link()
    linking.webmention(source)
    linking.look()
    assert (linking.row.status, record(linking).target) == ("approved", old)


def test_moderate_verify_proposes_and_the_author_chooses(linking: Linking, moderate: Moderate) -> None:
    """Each published page is looked at again; what is lost is told with its id, and nothing is changed by that."""
    ids = {path: published(linking, linking.link(path)) for path in ("/ici", "/parti", "/perdu", "/panne", "/sans")}
    for path, status in {"/parti": 410, "/perdu": 404, "/panne": 503}.items():
        linking.site.put(path, "", status=status)
    linking.site.put("/sans", "<p>Rien.</p>")
    development = {"INBOX_DEVELOPMENT": "1", "INBOX_URL": f"{linking.home}/inbox"}
    done = moderate("verify", **development)
    told = {line.split()[0]: line.split("  ")[3] for line in done.stdout.splitlines() if line[:26] in ids.values()}
    assert told == {
        ids["/parti"]: "its page was taken away",
        ids["/perdu"]: "its page is not there",
        ids["/panne"]: "its page is out of reach",
        ids["/sans"]: "its page links here no more",
    }
    assert (done.returncode, len(linking.running.files())) == (0, 5)
    assert "5 linkbacks were looked at: 3 are lost, 1 are out of reach." in done.stdout
    assert moderate("archive", ids["/perdu"]).stdout == f"{ids['/perdu']}: changed\n"
    assert moderate("mark", ids["/parti"]).stdout == f"{ids['/parti']}: changed\n"
    assert moderate("reject", ids["/sans"]).returncode == 0
    standing = {path.stem: linking.running.inbox.store.get(MARMITE, path.stem) for path in linking.running.files()}
    assert {identity: found.standing for identity, found in standing.items() if found} == {
        ids["/ici"]: None,
        ids["/parti"]: "gone",
        ids["/perdu"]: "archived",
        ids["/panne"]: None,
    }
    unknown = moderate("mark", "01kjptp8t00000000000000000", ids["/sans"])
    assert (unknown.returncode, unknown.stderr.count("there is no published linkback")) == (1, 2)
    asked = linking.site.asked("/parti")
    moderate("verify", **development)
    assert linking.site.asked("/parti") == asked  # marked as gone: nobody looks
    assert entries(linking.running.inbox)[-3:] == [
        ("terminal", "archived"),
        ("terminal", "gone"),
        ("terminal", "reject"),
    ]


def test_verifying_again_waits_for_each_hosts_turn(tmp_path: Path) -> None:
    """Three pages of one host take two minutes of waiting, told in seconds; another host's page does not wait."""
    with linking(tmp_path, host_seconds=60) as found:
        for path in ("/a", "/b", "/c"):
            published(found, found.link(path))
            found.running.clock.turn(minutes=1)
        inbox, waited = found.running.inbox, list[float]()

        def wait(seconds: float) -> None:
            waited.append(seconds)
            found.running.clock.turn(seconds=seconds)

        seen = [one.outcome for one in rechecking.recheck(inbox, rechecking.published(inbox), wait)]
        assert (seen, waited) == (["linked"] * 3, [60, 60])


def test_the_web_page_offers_what_to_do_with_a_lost_page(linking: Linking) -> None:
    """Archive and mark are buttons once a look found the page lost; each is done there too."""
    identity = published(linking)
    linking.site.put("/billet", "", status=404)
    linking.webmention(linking.site.url("/billet"))
    linking.look()
    linking.running.log_in()
    browser, path = linking.running.browser, f"/inbox/moderation/{identity}"
    page = browser.get(path).page
    assert page.xpath("//button/@value")[:5] == ["reject", "spam", "archive", "mark", "edit"]
    assert browser.send(page, "mark").location == path
    assert record(linking).standing == "gone"
    page = browser.get(path).page
    assert browser.send(page, "reject").location == path
    assert linking.running.files() == []


def test_purging_keeps_what_updates_need(linking: Linking) -> None:
    """Long after, a second mention of a published page is still the same one; the sender's network is forgotten."""
    source = linking.link(title="Avant")
    identity = published(linking, source)
    linking.webmention(linking.site.put("/x", "<p>Rien.</p>"))
    linking.look()
    linking.running.clock.turn(days=400)
    privacy.purge(linking.running.inbox, "system")
    assert (linking.row.id, linking.row.network) == (identity, None)
    linking.link(title="Après")
    linking.webmention(source)
    linking.look()
    assert (record(linking).id, record(linking).title) == (identity, "Après")


def test_sync_carries_what_became_of_a_page(tmp_path: Path) -> None:
    """The author's folder elsewhere gets the linkback, then its standing, then its end."""
    with linking(tmp_path, sync_token=TOKEN) as found:
        there = laptop(tmp_path, found.running.browser.port)
        identity = published(found)
        inbox = found.running.inbox
        for step in ("approved", "archived", "gone"):
            if step != "approved":
                decisions.stand(inbox, identity, step, "terminal")  # type: ignore[arg-type]
            assert sync(there).written == 1
            (file,) = there.records.rglob("*.yaml")
            assert file.read_bytes() == found.running.files()[0].read_bytes()
        assert b"standing: gone\n" in file.read_bytes()
        decisions.decide(inbox, identity, "reject", "terminal")
        assert (sync(there).removed, list(there.records.rglob("*.yaml"))) == (1, [])


# Targets


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("{home}/2026/03/marmite/", None),
        ("{home}/2026/03/marmite", None),
        ("{home}/2026/03/marmite/index.html", None),
        ("{home}/2026/03/marmite/?utm=1#x", None),
        ("{home}/2026/03/%6Darmite/", None),
        ("http://localhost:{port}/2026/03/marmite/", None),
        ("http://[::1]:{port}/2026/03/marmite/", None),
        ("https://127.0.0.1:{port}/2026/03/marmite/", None),
        ("http://127.0.0.1:1/2026/03/marmite/", "elsewhere"),
        ("http://127.0.0.1/2026/03/marmite/", "elsewhere"),
        ("http://127.0.0.2:{port}/2026/03/marmite/", "elsewhere"),
        ("https://a.example/2026/03/marmite/", "elsewhere"),
        ("{home}/2026/03/marmite/../sans/", "missing"),
        ("{home}/2026/03/sans/", "closed"),
        ("{home}/2026/03/ancien/", "closed"),
        ("{home}/2026/03/clos/", None),
        ("{home}/2026/03/", "missing"),
        ("{home}/../../etc/passwd", "missing"),
        ("{home}/%2e%2e/%2e%2e/etc/passwd", "missing"),
        ("{home}/a%00b", "missing"),
        ("{home}/inbox-articles.json", "page"),
    ],
)
def test_which_article_an_address_names(linking: Linking, address: str, why: str | None) -> None:
    """By path, on this site by any of its names; what it is not, and why."""
    given = address.format(home=linking.home, port=linking.running.browser.port)
    found = None
    try:
        locate(linking.running.inbox, given)
    except TargetError as error:
        found = error.why
    assert found == why


def test_the_addresses_of_an_article(tmp_path: Path) -> None:
    """Both schemes of each origin, and of this machine only in development."""
    with linking(tmp_path, development=False, url="https://trepied.example/inbox") as found:
        site = Site("Trépied", "fr", "/", ARTICLES, "https://www.trepied.example")
        (found.running.folder / "output/inbox-articles.json").write_bytes(as_bytes(site))
        inbox = found.running.inbox
        names = [
            f"{scheme}://{host}" for scheme in ("http", "https") for host in ("trepied.example", "www.trepied.example")
        ]
        assert targets.addresses_of(inbox, ARTICLES[0].url) == {f"{name}/2026/03/marmite/" for name in names}
        assert locate(inbox, "http://WWW.trepied.example:80/2026/03/marmite/").id == MARMITE
        for address in ("http://localhost/2026/03/marmite/", "http://127.0.0.1/2026/03/marmite/"):
            with pytest.raises(TargetError):
                locate(inbox, address)


def test_an_article_that_closes_takes_no_more_but_keeps_what_it_has(linking: Linking) -> None:
    """Until its moment it takes linkbacks; afterwards neither new ones nor updates come in."""
    linking.running.clock.moment = datetime.fromisoformat("2026-03-31T23:00:00+00:00")
    target = f"{linking.home}/2026/03/ancien/"
    source = linking.site.put("/billet", f"<a href='{target}'>ici</a>")
    assert linking.webmention(source, target).status == 201
    linking.look()
    decisions.decide(linking.running.inbox, linking.row.id, "approve", "terminal")
    linking.running.clock.turn(hours=2)
    assert linking.webmention(source, target).status == 400
    assert len(linking.running.files()) == 1


def test_waiting_claims_count(tmp_path: Path) -> None:
    """Claims and comments that wait share the limit; a flood of the ones closes the door to itself."""
    with linking(tmp_path, waiting_limit=2) as found:
        found.trackback(found.link("/a"))
        found.webmention(found.link("/b"))
        assert found.webmention(found.link("/c")).status == 503
        assert found.webmention(found.link("/b")).status == 201  # known
