"""Ids that never change: tag URIs by RFC 4151, and the guids of imported articles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.findings import Finding, Position
from plugins.base.slugs import is_slug
from plugins.feeds.tag_uris import Authority, Claim, entry_ids, feed_id
from tests.feeds.rules import TAG_URI
from tests.feeds.samples import AUTHORITY

SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,4}", fullmatch=True)
TAG = "tag:pot.example,2024-01-01:"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-03-marmite", f"{TAG}2026-03-marmite"),
        ("été et ô", f"{TAG}%C3%A9t%C3%A9%20et%20%C3%B4"),
        ("a#b%c\ud800", f"{TAG}a%23b%25c%ED%A0%80"),
    ],
)
def test_tag(name: str, expected: str) -> None:
    """A name becomes a tag URI in ASCII."""
    assert AUTHORITY.tag(name) == expected


@given(st.text(), st.dates())
def test_every_tag_is_of_the_grammar(name: str, day: date) -> None:
    """Whatever the name and the day, RFC 4151 allows the result."""
    assert TAG_URI.match(Authority("pot.example", day).tag(name))


@given(st.text(), st.text())
def test_names_stay_apart(one: str, other: str) -> None:
    """Two names make two ids."""
    assert (AUTHORITY.tag(one) == AUTHORITY.tag(other)) == (one == other)


@given(SLUGS, SLUGS, SLUGS)
def test_feeds_and_articles_never_share_an_id(article: str, axis: str, term: str) -> None:
    """No permanent id of an article makes the id of a feed."""
    assert is_slug(article)
    assert AUTHORITY.tag(article) not in {feed_id(AUTHORITY, ""), feed_id(AUTHORITY, f"{axis}/{term}")}


def told(finding: Finding) -> str:
    """Return a finding as it is told."""
    return finding.text()


def test_ids_come_from_permanent_ids() -> None:
    """Without a guid, the permanent id alone makes the id."""
    claims = [Claim("articles/b.md", "2026-03-b"), Claim("articles/a.md", "2026-03-a")]
    assert entry_ids(claims, AUTHORITY) == (
        {"articles/a.md": f"{TAG}2026-03-a", "articles/b.md": f"{TAG}2026-03-b"},
        [],
    )


@pytest.mark.parametrize(
    "guid",
    [
        "https://old.example/?p=12",
        "http://old.example/été",
        "tag:old.example,2010:12",
        "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    ],
)
def test_a_guid_stands_word_for_word(guid: str) -> None:
    """The id of an imported article is what the old feed had."""
    assert entry_ids([Claim("a.md", "2010-01-a", guid)], AUTHORITY) == ({"a.md": guid}, [])


@pytest.mark.parametrize(
    "guid", ["12", "old.example/?p=12", "https://old.example/a b", "https://old.example/<a>", "a:"]
)
def test_a_guid_that_is_no_uri_is_told(guid: str) -> None:
    """It is a finding with its place, and the article keeps the id of its own."""
    ids, findings = entry_ids([Claim("a.md", "2010-01-a", guid, Position(7, 1))], AUTHORITY)
    assert ids == {"a.md": f"{TAG}2010-01-a"}
    assert [told(finding) for finding in findings] == [
        f"a.md:7:1: the guid '{guid}' is not a URI; copy it as the old feed has it, such as https://old.example/?p=12"
    ]


def test_a_doubled_guid_is_told() -> None:
    """The first file keeps it, the second one keeps the id of its own."""
    guid = "https://old.example/?p=12"
    ids, findings = entry_ids([Claim("b.md", "b", guid), Claim("a.md", "a", guid)], AUTHORITY)
    assert ids == {"a.md": guid, "b.md": f"{TAG}b"}
    assert [told(f) for f in findings] == [
        f"b.md:1:1: the guid '{guid}' is taken by a.md; give this one a guid of its own"
    ]


def test_a_guid_may_not_be_another_articles_id() -> None:
    """An article cannot take what another one's permanent id makes."""
    ids, findings = entry_ids([Claim("a.md", "a", f"{TAG}b"), Claim("b.md", "b")], AUTHORITY)
    assert ids == {"a.md": f"{TAG}a", "b.md": f"{TAG}b"}
    assert len(findings) == 1


@given(
    st.lists(st.tuples(SLUGS, st.sampled_from(["", "https://old.example/1", "https://old.example/2", "x"])), max_size=8)
)
def test_ids_are_unique(said: list[tuple[str, str]]) -> None:
    """However guids collide, distinct permanent ids give distinct ids."""
    claims = [Claim(f"{key}.md", key, guid) for key, guid in dict(said).items()]
    ids, _ = entry_ids(claims, AUTHORITY)
    assert len(set(ids.values())) == len(claims)
