"""All texts of a site, put in order: of cards alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Corpus, Text, corpus_of
from plugins.framework.model import Framework
from plugins.framework.open_axes import open_axes
from plugins.framework.settings import FrameworkSettings
from plugins.i18n import catalogue
from tests.framework.samples import FRAMEWORK, MARCH, card

OPEN = open_axes(FrameworkSettings(), catalogue.TRANSLATIONS)


def article(name: str, day: int = 2, **more: Any) -> Card:
    """Return the card of an article of a day in March."""
    return card(f"articles/{name}.md", date=MARCH + timedelta(days=day - 2), **more)


def corpus(*cards: Card, framework: Framework = FRAMEWORK) -> Corpus:
    """Return the corpus of a French site."""
    return corpus_of(cards, framework, OPEN, "fr")


def slugs(texts: Any) -> str:
    """Return the slugs of texts or cards, in order."""
    return " ".join((one.card if isinstance(one, Text) else one).slug for one in texts)


def test_articles_come_newest_first() -> None:
    """Listed ones by date, of one moment by id; then translations, hidden ones and drafts."""
    found = corpus(
        article("draft", 9, status="draft"),
        article("hidden", 8, status="hidden"),
        article("old", 1),
        article("2026/a", 5),
        article("2025/b", 5),
        article("english", 6, language="en", translation_of="2026-03-b"),
        article("new", 7),
    )
    assert slugs(found.articles) == "new a b old english hidden draft"
    assert slugs(found.listed) == "new a b old"
    assert [article.public for article in found.articles] == [True] * 6 + [False]


def test_pages_come_by_name() -> None:
    """By the names of their files, whatever their folders; they are no articles."""
    found = corpus(
        card("pages/z.md"),
        card("pages/a/y.md"),
        card("pages/b/x.md", language="en", translation_of="z", id="x"),
        card("pages/w.md", status="hidden"),
        article("a"),
    )
    assert slugs(found.pages) == "x y z w"
    assert [text.listed for text in found.pages] == [True, True, True, False]
    assert slugs(found.texts) == "a x y z w"


@pytest.mark.parametrize(
    ("languages", "listed"),
    [
        pytest.param({"a": "fr", "b": "en", "c": "de"}, "a", id="the site's language and others"),
        pytest.param({"a": "en", "b": "fr"}, "b", id="an original in another language"),
        pytest.param({"a": "en", "b": "de"}, "a b", id="none in the site's language"),
        pytest.param({"a": "en"}, "a", id="one, in another language"),
    ],
)
def test_one_of_each_text_is_listed(languages: Mapping[str, str], listed: str) -> None:
    """Of a text and its translations lists have the one in the site's language, or else all; each knows the others."""
    found = corpus(
        *(
            article(name, language=language, translation_of="" if name == "a" else "2026-03-a")
            for name, language in languages.items()
        )
    )
    assert slugs(found.listed) == listed
    for one in found.articles:
        assert slugs(one.translations) == " ".join(name for name in languages if name != one.card.slug)


def test_translations_of_one_moment_come_by_file() -> None:
    """Where lists have several of one text, they and what they lead to stand in the order of paths."""
    english = article("2026/a", language="en", id="x")
    german = article("2025/b", language="de", translation_of="x")
    found = corpus(english, german, article("2027/0", language="it", translation_of="x"))
    assert slugs(found.listed) == "b a 0"
    assert slugs(found.listed[2].translations) == "b a"


def test_translations_are_of_one_status() -> None:
    """A text does not lead to a translation that is a draft yet, and a translation stands in for a draft in lists."""
    found = corpus(article("a", status="draft"), article("b", language="en", translation_of="2026-03-a"))
    assert [(one.card.slug, one.listed, one.translations) for one in found.articles] == [
        ("b", True, ()),
        ("a", False, ()),
    ]


def test_texts_without_id_are_each_their_own() -> None:
    """Two pages without an id are no translations of each other."""
    assert [page.translations for page in corpus(card("pages/a.md"), card("pages/b.md")).pages] == [(), ()]


def test_neighbours_are_those_of_the_lists() -> None:
    """The articles before and after by date; what no list has is none, and has none."""
    found = corpus(
        article("one", 1),
        article("draft", 2, status="draft"),
        article("two", 3),
        article("english", 4, language="en", translation_of="2026-03-two"),
        article("three", 5),
    )
    assert {
        one.card.slug: tuple(other.slug if other else None for other in (one.previous, one.following))
        for one in found.articles
    } == {
        "one": (None, "two"),
        "two": ("one", "three"),
        "three": ("two", None),
        "english": (None, None),
        "draft": (None, None),
    }


TAGGED = (
    article("a", 1, tags=("Été", "été", "!!"), weights={"drivers": {"rse": 3, "numerique": 1}}, series=("Suite", 2)),
    article("b", 2, tags=("ÉTÉ",), weights={"drivers": {"rse": 1}, "terrains": {"covoiturage": 1}}),
    article("c", 3, tags=("secret", "été"), weights={"drivers": {"rse": 2}}, status="hidden", authors=("Anne",)),
    article("d", 4, series=("Suite", 1)),
)


def test_terms_have_their_articles() -> None:
    """Every declared term has a list, in the order of its axis; a word has one when a listed article has it."""
    found = corpus(*TAGGED)
    assert {
        axis: {one.term.key: (slugs(one.articles), one.count) for one in terms} for axis, terms in found.terms.items()
    } == {
        "drivers": {"numerique": ("a", 1), "collaboratif": ("", 0), "rse": ("a b", 2)},
        "terrains": {"covoiturage": ("b", 1), "recrutement": ("", 0)},
        "tags": {"ete": ("b a", 2)},
        "series": {"suite": ("d a", 2)},
        "authors": {"la-redaction": ("d b a", 3)},
    }
    assert list(found.axes) == ["drivers", "terrains", "tags", "series", "authors"]
    assert found.axes["tags"].terms["ete"].names.pick("fr") == "Été"
    assert OPEN["tags"].terms == {}


def test_articles_have_their_terms() -> None:
    """In the order of the axis, with weights; of words those that have a page; a weight of a series is the part."""
    a, b, c = (next(one for one in corpus(*TAGGED).articles if one.card.slug == slug) for slug in "abc")
    assert [(pillar.axis.key, [(use.term.key, use.weight) for use in pillar.uses]) for pillar in a.pillars] == [
        ("drivers", [("numerique", 1), ("rse", 3)])
    ]
    assert [pillar.axis.key for pillar in b.pillars] == ["drivers", "terrains"]
    assert [(use.term.key, use.weight) for use in (*a.tags, *a.series, *a.authors)] == [
        ("ete", 1),
        ("suite", 2),
        ("la-redaction", 1),
    ]
    assert ([use.term.key for use in c.tags], c.authors) == (["ete"], ())


def test_sizes_of_terms() -> None:
    """The most used term of an axis is the largest in a list."""
    assert [one.scale for one in corpus(*TAGGED).terms["drivers"]] == [1, 1, 5]


def test_shares_and_balance() -> None:
    """They are means over the listed articles that have weights; each article and term has a balance of its own."""
    found = corpus(*TAGGED)
    assert found.shares == {"numerique": 0.125, "collaboratif": 0.0, "rse": 0.875}
    assert found.balance == pytest.approx(0.342951, abs=1e-6)
    balances = {one.card.slug: one.balance for one in found.articles}
    assert balances == {"a": pytest.approx(0.511860, abs=1e-6), "b": 0.0, "c": 0.0, "d": None}
    assert {one.term.key: one.balance for one in found.terms["drivers"]} == {
        "numerique": balances["a"],
        "collaboratif": None,
        "rse": found.balance,
    }


def test_a_site_without_a_framework() -> None:
    """Nothing is weighed; words and authors still have their lists."""
    found = corpus(*TAGGED, framework=Framework())
    assert (found.shares, found.balance, found.articles[0].balance) == ({}, None, None)
    assert list(found.terms) == ["tags", "series", "authors"]
    assert found.articles[0].pillars == ()


def test_a_site_without_texts() -> None:
    """Every declared term has an empty list."""
    found = corpus()
    assert (found.articles, found.pages, found.terms["tags"]) == ((), (), ())
    assert [one.count for one in found.terms["drivers"]] == [0, 0, 0]
    assert found.balance == 0.0


CARDS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["published", "hidden", "draft"]),
        st.sampled_from(["fr", "en", "de"]),
        st.sampled_from(["", "2026-03-0", "2026-03-1"]),
        st.booleans(),
    ),
    max_size=8,
).map(
    lambda drawn: [
        card(
            f"{'pages' if page else 'articles'}/{number}.md",
            id=f"2026-03-{number}",
            date=MARCH + timedelta(days=day),
            status=status,
            language=language,
            translation_of=original,
        )
        for number, (day, status, language, original, page) in enumerate(drawn)
    ]
)


@given(CARDS.flatmap(lambda cards: st.tuples(st.just(cards), st.permutations(cards))))
def test_the_order_of_reading_means_nothing(drawn: tuple[list[Card], list[Card]]) -> None:
    """Cards in any order make one corpus, which has each of them once, and lists published ones alone."""
    cards, shuffled = drawn
    found = corpus(*cards)
    assert found == corpus(*shuffled)
    assert sorted(text.card.path for text in found.texts) == sorted(one.path for one in cards)
    assert all(text.card.status == "published" for text in found.texts if text.listed)
    for text in found.texts:
        group = [other for other in found.texts if other.card in text.translations]
        assert all(text.card in other.translations for other in group)
        if text.card.status == "published":
            assert text.listed or any(other.listed and other.card.language == "fr" for other in group)
