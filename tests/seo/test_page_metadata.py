"""What is gathered of articles, from objects that have what Pelican's and the framework's have."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from plugins.framework.model import Framework
from plugins.seo.json_ld import graph
from plugins.seo.page_metadata import Gatherer, last_change
from tests.seo.samples import SITE, nodes

MARCH, APRIL = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
GATHERER = Gatherer(
    SITE, Framework(), {}, frozenset(), lambda text, language: text, lambda path, article: None, lambda image: None
)


def article(title: str = "Titre", date: datetime = MARCH, modified: datetime | None = None) -> Any:
    """Return an article that stands on nothing."""
    said = SimpleNamespace(date=date, modified=modified, image=None, translation_of=None)
    return SimpleNamespace(
        title=title,
        lang="fr",
        url="2026/03/a/",
        save_as="2026/03/a/index.html",
        status="published",
        minutes=1,
        rendered=SimpleNamespace(front_matter=said, summary="Un mot.", words=200),
        **dict.fromkeys(("pillars", "tags_used", "series_used", "authors_used", "authors", "translations"), ()),
    )


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
