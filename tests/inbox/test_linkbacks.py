"""Linkbacks from the claim to the published record: which page, whose turn, and what a person may decide."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from plugins.fetcher.model import Limits
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.timestamps import from_ms
from plugins.inbox.intake import target_articles
from plugins.inbox.intake.linkbacks import Claim, store_claim
from plugins.inbox.intake.target_articles import TargetError, find_open_article
from plugins.inbox.moderation import decisions
from plugins.inbox.run import personal_data, worker
from plugins.inbox.verify import shared_host_turns, verify_linkback
from plugins.inbox.verify.fetch_source import SourceResult
from plugins.inbox.web.pingback_answer import answer_pingback
from plugins.inbox.web.request_context import Desk
from plugins.interactions.articles_for_inbox import Site, as_bytes
from plugins.protocols.pingback import FaultError
from tests.fetcher.fakes import OTHER, PUBLIC, Net
from tests.inbox.linking import MARMITE, REPLY, Linking, linking, record
from tests.inbox.running import ARTICLES
from tests.inbox.test_moderation_commands import Moderate, moderate

__all__ = ["moderate"]


@pytest.fixture
def running(linking: Linking) -> Any:
    """Return the inbox: what ``moderate`` works on."""
    return linking.running


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
    assert browser.post("/inbox/moderation", marked).location.endswith("done=0&missed=0&unseen=1")
    token = inbox.tokens.sign_decision(identity, "approve", int(revision))
    assert browser.post("/inbox/act", {"token": token}).status == 403
    assert (linking.row.status, linking.running.files()) == ("checking", [])
    assert browser.post(path, {**shown, "action": "reject"}).status == 303
    assert linking.row.status == "rejected"


def test_the_digest_tells_of_what_was_seen_to_link_here(linking: Linking) -> None:
    """A claim is in no letter; once it was looked at, page, title and links to decide are."""
    linking.trackback(linking.link(title="Trois pieds"))
    linking.webmention(linking.site.put("/rien", "<p>Rien.</p>"))
    worker.letters.queue_digest(linking.running.inbox)
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

    def dies(*arguments: object) -> SourceResult:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(verify_linkback, "fetch_source", dies)
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
        seen = list(hands.map(lambda _: verify_linkback.verify_linkback(inbox, identity), range(8)))
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
            asyncio.run(answer_pingback(desk, claim, "n"))
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
            store_claim(inbox, Claim(kind, MARMITE, f"http://victim.example/{number}", found.target), "n")
        jobs: list[tuple[str, str]] = []
        inbox.nudge = lambda job, subject: jobs.append((job, subject))
        while verify_linkback.find_due_linkbacks(inbox):  # everybody is given a place
            for identity in verify_linkback.find_due_linkbacks(inbox):
                verify_linkback.verify_linkback(inbox, identity)
        assert net.connections == [(PUBLIC, "80")]
        assert found.webmention("http://honest.example/1").status == 201
        for job, subject in jobs:
            worker.JOBS[job](inbox, subject)
        assert net.connections == [(PUBLIC, "80"), (OTHER, "80")]
        with inbox.database.read() as connection:
            dues = connection.execute(select(items.c.due).where(items.c.status == "checking").order_by(items.c.due))
            assert [due - inbox.now for due in dues.scalars()] == [60_000 * minute for minute in range(1, 1_000)]
        before = len(net.connections)
        for _ in range(240):  # a quarter of a minute each: an hour
            clock.turn(seconds=15)
            worker.sweep(inbox)
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
            store_claim(inbox, Claim("trackback", MARMITE, f"http://n{number}.example/", found.target), "n")
        store_claim(inbox, Claim("trackback", MARMITE, "http://elsewhere.example/", found.target), "n")
        found.look()
        assert sorted(net.connections) == sorted([(PUBLIC, "80"), (OTHER, "80")])
        personal_data.purge(inbox, "system")
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
        shared_host_turns.forget_turns(found.running.inbox)


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
        ("{home}/2026/03/02/marmite/", "missing"),  # an old address, wherever the web server leads it
        ("{home}/?p=12", "page"),
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
        find_open_article(linking.running.inbox, given)
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
        assert target_articles.addresses_of(inbox, ARTICLES[0].url) == {f"{name}/2026/03/marmite/" for name in names}
        assert find_open_article(inbox, "http://WWW.trepied.example:80/2026/03/marmite/").id == MARMITE
        for address in ("http://localhost/2026/03/marmite/", "http://127.0.0.1/2026/03/marmite/"):
            with pytest.raises(TargetError):
                find_open_article(inbox, address)


def test_an_article_that_closes_takes_no_more_but_keeps_what_it_has(linking: Linking) -> None:
    """Until its moment it takes linkbacks; afterwards no new ones, but it hears what became of those it has."""
    linking.running.clock.moment = datetime.fromisoformat("2026-03-31T23:00:00+00:00")
    target = f"{linking.home}/2026/03/ancien/"
    source = linking.site.put("/billet", f"<a href='{target}'>ici</a>")
    assert linking.webmention(source, target).status == 201
    linking.look()
    decisions.decide(linking.running.inbox, linking.row.id, "approve", "terminal")
    linking.running.clock.turn(hours=2)
    assert linking.webmention(linking.site.put("/autre", f"<a href='{target}'>ici</a>"), target).status == 400
    linking.site.put("/billet", f"<title>Autre titre</title><a href='{target}'>ici</a>")
    assert linking.webmention(source, target).status == 201
    linking.look()
    assert linking.row.title == "Autre titre"
    linking.site.put("/billet", "rien")
    assert linking.webmention(source, target).status == 201
    linking.look()
    assert linking.running.files() == []
    assert linking.webmention(source, target).status == 400


def test_waiting_claims_count(tmp_path: Path) -> None:
    """Claims and comments that wait share the limit; a flood of the ones closes the door to itself."""
    with linking(tmp_path, waiting_limit=2) as found:
        found.trackback(found.link("/a"))
        found.webmention(found.link("/b"))
        assert found.webmention(found.link("/c")).status == 503
        assert found.webmention(found.link("/b")).status == 201  # known
