"""The conversation of a page, as values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from plugins.interactions.conversation import (
    Place,
    closing_time,
    conversation_of,
    counted,
    site_of,
    unique_linkbacks,
)
from plugins.interactions.model import Interaction
from plugins.interactions.record_fields import interaction_of
from plugins.interactions.record_ids import new_id

START = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
PARIS = timezone(timedelta(hours=1))
PLACE = Place("/inbox/", "a+b@pot.example", "Sur « A & B » ?", PARIS, 4)


def one(minute: int, **values: Any) -> Interaction:
    """Return an interaction of a minute; a comment unless it says otherwise."""
    moment = START + timedelta(minutes=minute)
    said = {"kind": "comment", "author": "A", "text": "b"} if "kind" not in values else {}
    identity = new_id(moment, minute.to_bytes(10, "big"))
    return interaction_of({"id": identity, "article": "a", "published": moment, **said, **values})


def test_a_page_that_spoke_twice_counts_once() -> None:
    """The first word of a page stands, unless a later one brings the title that it lacked."""
    bare = one(1, kind="pingback", source="https://b.example/")
    titled = one(2, kind="trackback", source="https://b.example/", title="Titre")
    again = one(3, kind="webmention", type="mention", source="https://b.example/", title="Autre")
    other = one(4, kind="pingback", source="https://b.example/?p=2")
    assert unique_linkbacks([again, other, titled, bare]) == (titled, other)
    assert unique_linkbacks([other, bare]) == (bare, other)
    assert counted([again, other, titled, bare, one(5)]) == (1, 2)


def test_a_reply_on_another_site_is_a_comment() -> None:
    """It stands in the thread with the page that it comes from, signed by its site if by nobody."""
    first = one(1)
    reply = one(2, kind="webmention", type="reply", source="https://www.b.example/1", text="c", in_reply_to=first.id)
    talk = conversation_of("a", [reply, first], PLACE, is_open=True)
    assert (talk.comments_count, talk.linkbacks) == (2, ())
    (answer,) = talk.comments[0].replies
    assert (answer.author, answer.source_href, answer.source_site) == (
        "b.example",
        "https://www.b.example/1",
        "b.example",
    )


def test_a_reply_whose_page_is_gone_leads_nowhere() -> None:
    """Its words stay, and its site's name; an archived one is still linked, and says what it is."""
    source = "https://www.b.example/1"
    reply = one(1, kind="webmention", type="reply", source=source, text="c", standing="gone")
    other = one(2, kind="webmention", type="reply", source=source, text="d", standing="archived")
    gone, archived = conversation_of("a", [reply, other], PLACE, is_open=True).comments
    assert (gone.source_href, gone.source_site, gone.standing) == ("", "b.example", "gone")
    assert (archived.source_href, archived.source_site, archived.standing) == (source, "b.example", "archived")


@pytest.mark.parametrize(
    ("inbox", "mail", "is_open", "form", "letter", "reply"),
    [
        ("/inbox/", "a@b.example", True, "/inbox/comment", "", True),
        ("", "a@b.example", True, "", "mailto:a@b.example?subject=S%20%26%20%C2%AB%3F", False),
        ("", "", True, "", "", False),
        ("/inbox/", "a@b.example", False, "", "", False),
    ],
)
def test_one_way_to_join_in(inbox: str, mail: str, is_open: bool, form: str, letter: str, reply: bool) -> None:
    """The form where there is an inbox, else a letter where there is an address, else nothing; nothing when closed."""
    talk = conversation_of("a", [one(1)], Place(inbox, mail, "S & «?", PARIS, 4), is_open=is_open)
    assert (talk.form_action, talk.mail_href, bool(talk.comments[0].reply_href)) == (form, letter, reply)


def test_moments_are_the_sites() -> None:
    """A comment of late evening in UTC is of the next day in the site's zone, and so is its date."""
    (comment,) = conversation_of("a", [one(60, edited=START + timedelta(days=1))], PLACE, is_open=True).comments
    assert (comment.date.isoformat(), comment.edited) == (
        "2026-03-03T00:30:00+01:00",
        START + timedelta(days=1),
    )


def test_small_answers() -> None:
    """Closing times and hosts."""
    assert (closing_time(START, None), closing_time(START, 1)) == (None, START + timedelta(days=1))
    assert [site_of(a) for a in ("https://www.a.example/", "http://[::1]:80/", "")] == ["a.example", "::1", ""]
