"""What anybody may claim of pages that are not theirs: it takes nothing down, hides nothing, and overtakes nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.inbox.moderation import decisions
from plugins.inbox.moderation.decisions import DecisionError
from plugins.inbox.run import worker
from plugins.inbox.verify import recheck_published
from plugins.interactions.record_fields import interaction_of
from plugins.protocols.url_equivalence import same_page
from tests.fetcher.fakes import moved
from tests.inbox.netted import (
    ARTICLE,
    LINK,
    SEND,
    SOURCE,
    TARGET,
    look,
    mention,
    page,
    patient,
    ping,
    published,
    rows,
    served,
    trackback,
)
from tests.inbox.running import Running

VARIATIONS = (
    f"{TARGET}?utm_source=x",
    TARGET.rstrip("/"),
    f"{TARGET}index.html",
    TARGET.replace("http:", "https:"),
    TARGET.replace("marmite", "%6darmite") + "?",
)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Run an inbox whose pauses take no time."""
    with patient(tmp_path) as (found, _):
        yield found


@pytest.mark.parametrize("target", VARIATIONS)
def test_another_target_takes_nothing_down(running: Running, target: str) -> None:
    """A stranger says that the page of a published mention links to an address that it does not link to."""
    with served(running, page(LINK)):
        before = published(running)
        assert mention(running, SOURCE, target).status in (201, 400)
        running.clock.turn(minutes=2)
        worker.sweep(running.inbox)
        (after,) = rows(running.inbox, status="approved")
        assert (after.id, after.target, after.revision) == (before.id, TARGET, before.revision)
        assert len(running.files()) == 1


@pytest.mark.parametrize("target", VARIATIONS)
def test_another_target_overtakes_nobody(running: Running, target: str) -> None:
    """A stranger is faster than the page's own software: what that sends is looked at for what it says."""
    with served(running, page(LINK)):
        mention(running, SOURCE, target)
        assert mention(running, SOURCE).status == 201
        running.clock.turn(minutes=2)
        worker.sweep(running.inbox)
        (row,) = rows(running.inbox, status="pending")
        assert same_page(row.target, TARGET)


def test_fragments_and_ways_of_writing_are_one(running: Running) -> None:
    """A second mention with another fragment, or with the host in capitals, is the same mention."""
    with served(running, page(LINK)):
        for target in (TARGET, f"{TARGET}#respond", TARGET.replace("http:", "HTTP:"), f"{TARGET}#"):
            assert mention(running, SOURCE, target).status == 201
        assert len(rows(running.inbox)) == 1


def test_a_lost_database_makes_nothing_twice(running: Running) -> None:
    """What is known from its file alone is known by its target too; an old record has none."""
    with served(running, page(LINK)):
        published(running)
        ping(running, SOURCE)
        worker.sweep(running.inbox)
        for row in rows(running.inbox, status="pending"):
            decisions.decide(running.inbox, row.id, "approve", "terminal")
        assert len(running.files()) == 2
        with running.inbox.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM items")
        mention(running, SOURCE)
        mention(running, SOURCE, VARIATIONS[0])
        assert b"<int>48</int>" in ping(running, SOURCE).body
        running.clock.turn(minutes=2)
        worker.sweep(running.inbox)
        assert [(row.kind, row.status, row.target) for row in rows(running.inbox, outcome=None)] == [
            ("webmention", "approved", TARGET)
        ]
        old = {"id": "01kjptp8t00000000000000009", "article": ARTICLE, "published": running.clock.moment}
        source = "http://a.example/old"
        running.inbox.store.write(interaction_of({**old, "kind": "trackback", "source": source}))
        trackback(running, source)
        assert [row.id for row in rows(running.inbox, source=source)] == [old["id"]]


def test_a_record_without_a_target_is_of_any(running: Running) -> None:
    """One that a hand wrote: its page may link to any address of the article, whoever mentions it, and again."""
    old = {"id": "01kjptp8t00000000000000009", "article": ARTICLE, "published": running.clock.moment}
    with served(running, page(LINK)):
        for number, kind in enumerate(("pingback", "webmention")):
            values = {**old, "id": f"{old['id'][:-1]}{number}", "kind": kind, "source": SOURCE}
            values |= {"type": "mention"} if kind == "webmention" else {}
            running.inbox.store.write(interaction_of(values))
        found = recheck_published.recheck_linkbacks(
            running.inbox, recheck_published.list_published_linkbacks(running.inbox), lambda seconds: None
        )
        assert [one.outcome for one in found] == ["linked", "linked"]
        mention(running, SOURCE)
        running.clock.turn(minutes=2)
        worker.sweep(running.inbox)
        assert [row.status for row in rows(running.inbox)] == ["approved", "approved"]


def test_words_of_a_stranger_are_not_approved_unseen(running: Running) -> None:
    """A trackback is sent again with other words after a moderator saw it: the link in the mail is dead."""
    with served(running, page(f"<title>Ailleurs</title>{LINK}")):
        trackback(running, SOURCE, title="Trois pieds", blog_name="Un blog", excerpt="Très bien.")
        seen = look(running, SOURCE)
        link = f"/inbox/act?token={running.inbox.tokens.sign_decision(seen.id, 'approve', seen.revision)}"
        assert running.browser.get(link).status == 200
        trackback(running, SOURCE, title="Casino", blog_name="Casino", excerpt="Casino.")
        assert running.browser.get(link).status == 403
        with pytest.raises(DecisionError):
            decisions.decide(running.inbox, seen.id, "approve", "web", seen.revision)
        assert look(running, SOURCE).title == "Casino"
        (row,) = rows(running.inbox)
        trackback(running, SOURCE, title="Casino", blog_name="Casino", excerpt="Casino.")
        assert look(running, SOURCE).revision == row.revision  # the same words are no change


def test_words_of_a_form_are_judged_too(tmp_path: Path) -> None:
    """A trackback that says everything itself gets its points; sent again with other words, other points."""
    (tmp_path / "words.txt").write_text("casino\n")
    with patient(tmp_path, words=tmp_path / "words.txt") as (running, _), served(running, page(LINK)):
        trackback(running, SOURCE, title="Casino", blog_name="Blog", excerpt="Oui.")
        assert look(running, SOURCE).score == 3
        trackback(running, SOURCE, title="Marmite", blog_name="Blog", excerpt="Oui.")
        assert look(running, SOURCE).score == 0
        decisions.decide(running.inbox, rows(running.inbox)[0].id, "approve", "terminal")
        before = rows(running.inbox)[0].revision
        trackback(running, SOURCE, title="Casino", blog_name="Blog", excerpt="Oui.")
        row = look(running, SOURCE)
        assert (row.title, row.revision, row.status) == ("Marmite", before, "approved")  # published words stay


INVISIBLE = ("\u200b", "\u2060\u2062", "\u00ad", "\u3000", "\u202e", "\ufeff", "\u00a0 \u2003")


@pytest.mark.parametrize("name", INVISIBLE)
def test_a_name_that_shows_nothing_is_none(running: Running, name: str) -> None:
    """It can be published all the same: no record may have such a name, and its file would never be written."""
    entry = f'<title>{name}</title><div class=h-entry><a class="p-author h-card" href="/">{name}</a>{LINK}</div>'
    with served(running, page(entry)):
        for send in SEND.values():
            send(running, SOURCE, title=name, blog_name=name) if send is trackback else send(running, SOURCE)
        running.clock.turn(minutes=2)
        worker.sweep(running.inbox)
        assert [(row.author, row.title) for row in rows(running.inbox, status="pending")] == [("", None)] * 3
        for row in rows(running.inbox):
            decisions.decide(running.inbox, row.id, "approve", "terminal")
    assert len(running.files()) == 3


OURS = (
    "http://127.0.0.1/inbox/comment?article=2026-03-marmite",
    "http://127.0.0.1/inbox/webmention",
    "http://127.0.0.1/inbox/webmention?target=" + TARGET,
    "http://127.0.0.1/inbox/trackback/2026-03-marmite",
    "https://127.0.0.1/inbox/%77ebmention/x",
    "http://127.0.0.1/%69nbox/act?token=x",
    "http://127.0.0.1/inbox",
    "http://127.0.0.1/2026/03/marmite/?page=2",
    "http://127.0.0.1/2026/03/marmite",
    "http://127.0.0.1/2026/03/marmite/index.html#x",
)


@pytest.mark.parametrize("source", OURS)
def test_our_own_pages_are_no_sources(running: Running, source: str) -> None:
    """The article itself and the inbox's pages link to it under any query: no queue is filled with them."""
    with served(running, page(LINK)) as net:
        assert b"<error>1</error>" in trackback(running, source).body
        assert b"<int>17</int>" in ping(running, source).body
        assert mention(running, source).status == 400
        assert (net.events, rows(running.inbox)) == ([], [])


def test_a_page_elsewhere_that_leads_to_the_article_mentions_nothing_new(running: Running) -> None:
    """Another article of ours may; a status page of the inbox names its target and does not link to it."""
    with served(running, moved("http://127.0.0.1/")) as net:
        assert mention(running, "http://127.0.0.1/2026/03/ancien/").status == 201
        location = mention(running, SOURCE).location
        (row,) = rows(running.inbox, source=SOURCE)
        assert location.endswith(row.id)
        shown = running.browser.get(f"/inbox/webmention/{row.id}").page
        assert [link for link in shown.xpath("//main//a/@href") if "marmite" in link] == []
        assert net.events == []
