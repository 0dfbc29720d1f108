"""Linkbacks that come again, and what they say: who wrote them, which words count, and which record is theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item_rows import get_item
from plugins.inbox.intake.linkbacks import Claim, store_claim
from plugins.inbox.moderation import decisions
from plugins.inbox.run import personal_data
from plugins.inbox.verify import verify_linkback
from plugins.inbox.verify.fetch_source import SourceResult
from plugins.interactions.model import Interaction
from plugins.protocols.microformats import Author, SourceContent
from tests.inbox.linking import MARMITE, REPLY, Linking, entries, linking, published, record, response

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
    SourceContent,
    type=some.sampled_from(["reply", "like", "repost", "mention"]),
    author=some.builds(Author, some.text(max_size=100), some.text(max_size=30)),
    title=some.text(max_size=400),
    text=some.text(max_size=400),
)
INVISIBLE = ("\u200b", "\u200b\u2060", "\xad", "\u2003", "\u00a0", "\u202e", "\x00", "\ue000")


@given(said=SAID, kind=some.sampled_from(["trackback", "pingback", "webmention"]), shown=some.text(max_size=100))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_whatever_a_page_says_its_record_can_be_written(
    linking: Linking, said: SourceContent, kind: Any, shown: str
) -> None:
    """No text of a page or of a ping makes a row that cannot be published: that would stop everything behind it."""
    _publish(linking, Claim(kind, MARMITE, "https://a.example/1", linking.target, None, shown, shown, shown), said)


@pytest.mark.parametrize("text", INVISIBLE)
def test_a_name_that_shows_nothing_is_none(linking: Linking, text: str) -> None:
    """Nor is a title: both are left out of the record."""
    for number, kind in enumerate(("trackback", "webmention")):
        source = f"https://a.example/{number}"
        claim = Claim(kind, MARMITE, source, linking.target, None, text, text, text)  # type: ignore[arg-type]
        found = _publish(linking, claim, SourceContent(author=Author(text), title=text, text=text))
        assert (found.author, found.title) == (None, None)


def _publish(linking: Linking, claim: Claim, said: SourceContent) -> Interaction:
    """Publish a claim whose page says something, take it back, and return the record that was written."""
    inbox = linking.running.inbox
    identity = store_claim(inbox, claim, "n")
    with mock.patch.object(verify_linkback, "fetch_source", return_value=SourceResult("linked", said)):
        verify_linkback.verify_linkback(inbox, identity)
    decisions.decide(inbox, identity, "approve", "terminal")
    found = inbox.store.get(MARMITE, identity)
    assert found is not None
    with inbox.database.write() as connection:
        assert get_item(connection, identity).to_interaction() == found
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


def test_purging_keeps_what_updates_need(linking: Linking) -> None:
    """Long after, a second mention of a published page is still the same one; the sender's network is forgotten."""
    source = linking.link(title="Avant")
    identity = published(linking, source)
    linking.webmention(linking.site.put("/x", "<p>Rien.</p>"))
    linking.look()
    linking.running.clock.turn(days=400)
    personal_data.purge(linking.running.inbox, "system")
    assert (linking.row.id, linking.row.network) == (identity, None)
    linking.link(title="Après")
    linking.webmention(source)
    linking.look()
    assert (record(linking).id, record(linking).title) == (identity, "Après")
