"""What is gathered of articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from plugins.framework.corpus.corpus import Article, Text
from plugins.framework.model import Framework
from plugins.seo.json_ld import graph
from plugins.seo.page_metadata import Gatherer, last_change
from tests.framework.samples import card
from tests.seo.samples import SITE, nodes

MARCH, APRIL = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
GATHERER = Gatherer(
    SITE, Framework(), {}, frozenset(), lambda text, language: text, lambda path, article: None, lambda image: None
)


def article(title: str = "Titre", date: datetime = MARCH, modified: datetime | None = None) -> Article:
    """Return an article that stands on nothing."""
    return Article(card("articles/a.md", title=title, date=date, modified=modified, summary="Un mot.", words=200))


@pytest.mark.parametrize(
    ("date", "modified", "changed"),
    [(MARCH, None, MARCH), (MARCH, APRIL, APRIL), (APRIL, MARCH, APRIL), (MARCH, MARCH, MARCH)],
    ids=["never", "later", "before it was published", "at once"],
)
def test_no_change_is_older_than_its_article(date: datetime, modified: datetime | None, changed: datetime) -> None:
    """A date of change before that of publication counts for nothing: in structured data, sitemap and lists."""
    given = article(date=date, modified=modified)
    subject = GATHERER.article(given)
    assert subject.facts is not None
    assert (subject.changed, subject.facts.modified) == (changed, changed)
    assert nodes(graph(subject, SITE))["BlogPosting"]["dateModified"] == changed.isoformat()
    assert last_change([given]) == changed


def test_a_list_changes_with_its_newest_change() -> None:
    """Whichever of its articles that is; an empty list has never changed."""
    assert last_change([article(modified=APRIL), article(), article(date=MARCH.replace(day=9))]) == APRIL
    assert last_change([]) is None


@pytest.mark.parametrize(
    ("titles", "description"),
    [
        (["T0", "T1", "T2", "T3", "T4", "T5"], "T0 · T1 · T2 · T3 · T4 · T5"),
        (["T0", "T1", "T2", "T3", "T4", "T5", "T6"], "T0 · T1 · T2 · T3 · T4 · T5"),
        (["a" * 98, "b" * 99], f"{'a' * 98} · {'b' * 99}"),
        (["a" * 98, "b" * 100], f"{'a' * 98}…"),
    ],
    ids=["six titles", "seven titles", "200 characters", "201 characters"],
)
def test_a_list_is_described_by_its_first_titles(titles: list[str], description: str) -> None:
    """A list without a summary names its first six articles, in 200 characters at most."""
    subject = GATHERER.template("archives.html", "Archives", [article(title) for title in titles])
    assert subject.description == description


ENGLISH = card("articles/en.md", url="2026/03/en/", language="en", translation_of="2026-03-a")
GERMAN = card("articles/de.md", url="2026/03/de/", language="de", translation_of="2026-03-a")


def test_translations_point_to_each_other() -> None:
    """All languages are alternates, the original is the default one; it knows its translations, they know it."""
    original = card("articles/a.md")
    first = GATHERER.article(Article(original, translations=(GERMAN, ENGLISH)))
    assert first.alternates == (("de", GERMAN.url), ("en", ENGLISH.url), ("fr", original.url))
    assert first.default == original.url
    assert first.facts is not None
    assert (first.facts.original, first.facts.translations) == (None, (("de", GERMAN.url), ("en", ENGLISH.url)))
    second = GATHERER.article(Article(ENGLISH, translations=(GERMAN, original), listed=False))
    assert (second.alternates, second.default) == (first.alternates, original.url)
    assert second.facts is not None
    assert (second.facts.original, second.facts.translations) == (("fr", original.url), ())


@pytest.mark.parametrize(
    ("status", "indexed", "shared"), [("published", True, True), ("hidden", False, True), ("draft", False, False)]
)
def test_what_is_not_published_is_not_found(status: str, indexed: bool, shared: bool) -> None:
    """Search engines have published texts only; what nobody is to share has no picture drawn, nor alternates."""
    for text in (
        GATHERER.article(Article(card(status=status), (ENGLISH,))),
        GATHERER.page(Text(card("pages/x.md", status=status), (ENGLISH,))),
    ):
        assert (text.indexed, text.shared, bool(text.alternates)) == (indexed, shared, status == "published")


def test_an_author_without_a_page_is_named() -> None:
    """The authors of an article that no list has are its card's, without an address."""
    gathered = GATHERER.article(Article(card(authors=("Anne",), status="hidden"), listed=False))
    assert gathered.facts is not None
    assert [(author.name, author.path) for author in gathered.facts.authors] == [("Anne", None)]
