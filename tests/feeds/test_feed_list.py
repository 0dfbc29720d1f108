"""Which feeds there are, and articles as entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape

import pytest

from plugins.feeds.contribution import newest
from plugins.feeds.entries import Picture, Site, entry_of
from plugins.feeds.feed_list import Outline, Plan, Terms, feed_of
from plugins.feeds.media_types import media_type
from plugins.feeds.model import Category, Enclosure, Person
from plugins.framework.corpus.corpus import Article as Placed
from plugins.framework.model import Axis
from plugins.i18n.messages import ENGLISH
from tests.feeds.samples import ARTICLE, AUTHORITY, DRIVERS, FIELDS, RSE, SITE, TAGS
from tests.framework.samples import MARCH, card

AXES = {"terrains": FIELDS, "drivers": DRIVERS, "tags": TAGS}
TERMS = Terms(AUTHORITY, datetime(2024, 1, 1, tzinfo=UTC))


def planned(
    site: Site = SITE, root: str = "", balance: str | None = "drivers", axes: Mapping[str, Axis] = AXES
) -> Plan:
    """Return the plan of a small site."""
    used = {"": 2, "drivers/numerique": 0, "drivers/rse": 2, "tags/ete": 1}
    return Outline(site, root, axes, balance, used, ENGLISH).plan()


def test_the_balance_axis_comes_first() -> None:
    """The whole site, the axis whose weights are balanced, other declared axes, open ones: all by data."""
    assert list(planned().by_key) == ["", "drivers/numerique", "drivers/rse", "terrains/covoiturage", "tags/ete"]
    assert [group.axis.key for group in planned(balance=None).groups] == ["terrains", "drivers", "tags"]


def test_an_axis_without_terms_is_not_listed() -> None:
    """There is nothing to follow there."""
    found = planned(axes={"tags": replace(TAGS, terms={})})
    assert (found.groups, list(found.by_key)) == ((), [""])


def test_titles_tell_feeds_apart() -> None:
    """No two feeds, and no two formats of one, have the same title."""
    titles = [link.title for subscription in planned().by_key.values() for link in subscription.links]
    assert titles[:3] == ["Le pot (Atom)", "Le pot (RSS)", "Le pot (JSON)"]
    assert "Le pot – moteur: la Responsabilité sociale (Atom)" in titles
    assert len(set(titles)) == len(titles)


def test_links_stand_beside_what_they_follow() -> None:
    """An address is relative to the server's root, types are the formats' own, and descriptions are never empty."""
    subscription = planned(root="/blog").of("drivers", "rse")
    assert [(link.label, link.type, link.href) for link in subscription.links] == [
        ("Atom", "application/atom+xml", "/blog/moteurs/rse/feed.atom"),
        ("RSS", "application/rss+xml", "/blog/moteurs/rse/feed.rss"),
        ("JSON", "application/feed+json", "/blog/moteurs/rse/feed.json"),
    ]
    assert (subscription.description, subscription.empty) == ("Répondre de tout.", False)
    other = planned().of("drivers", "numerique")
    assert (other.description, other.empty) == ("The articles of Le pot (moteur: le Numérique).", True)
    assert planned(replace(SITE, description="")).site.description == "Le pot"


def test_a_feed_says_what_it_follows() -> None:
    """Identity from keys, addresses from the site, date from the newest change or from the founding."""
    subscription, entry = planned().of("drivers", "rse"), entry_of(ARTICLE, SITE)
    found = feed_of(
        subscription, [entry], SITE, replace(TERMS, hub="https://hub.example/", about="https://pot.example/x")
    )
    assert (found.id, found.key) == ("tag:pot.example,2024-01-01:feed/drivers/rse", "drivers/rse")
    assert (found.address, found.home) == ("https://pot.example/moteurs/rse/feed", "https://pot.example/moteurs/rse/")
    assert (found.updated, found.hub) == (entry.updated, "https://hub.example/")
    assert found.extra.json == {"_framework": {"about": "https://pot.example/x"}}
    assert found.author == Person("La rédaction", "https://pot.example/")
    empty = feed_of(subscription, [], SITE, TERMS)
    assert (empty.updated, empty.entries, empty.extra.json) == (TERMS.founding, (), {})


def test_a_feed_was_updated_when_its_newest_entry_was() -> None:
    """That need not be the entry published last."""
    old = replace(ARTICLE, id="urn:a", date=ARTICLE.date - timedelta(days=9), modified=ARTICLE.date + timedelta(days=1))
    entries = [entry_of(ARTICLE, SITE), entry_of(old, SITE)]
    assert feed_of(planned().site, entries, SITE, TERMS).updated == ARTICLE.date + timedelta(days=1)


def test_newest() -> None:
    """Newest first, of one moment by file, and no more than wanted."""
    one = Placed(card("articles/m.md"))
    later = Placed(card("articles/z.md", date=MARCH + timedelta(seconds=1)))
    twin = Placed(card("articles/2026/a.md"))
    assert newest([one, later, twin], 9) == (later, twin, one)
    assert newest([one, twin, later], 2) == (later, twin)


def test_an_article_becomes_an_entry() -> None:
    """Absolute addresses, terms as categories with their axis as scheme, and where it stands on the declared axes."""
    entry = entry_of(ARTICLE, SITE)
    assert (entry.key, entry.id, entry.url) == (ARTICLE.key, ARTICLE.id, "https://pot.example/2026/03/marmite/")
    assert entry.content == '<p>Voir <a href="https://pot.example/2025/12/court/">ici</a>.</p>'
    assert entry.authors == (Person("La rédaction", "https://pot.example/auteurs/la-redaction/"),)
    assert entry.published == entry.updated == ARTICLE.date
    assert entry.categories == (
        Category("rse", "https://pot.example/moteurs/", "la Responsabilité sociale", "fr"),
        Category("covoiturage", "https://pot.example/terrains/", "covoiturage", "fr"),
        Category("ete", "https://pot.example/tags/", "Été", "fr"),
    )
    assert entry.extra.json == {
        "_framework": {
            "axes": [
                {
                    "key": "drivers",
                    "label": "moteurs",
                    "url": "https://pot.example/moteurs/",
                    "terms": [
                        {
                            "key": "rse",
                            "label": RSE.names.pick("fr"),
                            "url": "https://pot.example/moteurs/rse/",
                            "weight": 3,
                        }
                    ],
                },
                {
                    "key": "terrains",
                    "label": "terrains",
                    "url": "https://pot.example/terrains/",
                    "terms": [
                        {
                            "key": "covoiturage",
                            "label": "covoiturage",
                            "url": "https://pot.example/terrains/covoiturage/",
                        }
                    ],
                },
            ]
        }
    }
    assert entry_of(replace(ARTICLE, uses=()), SITE).extra.json == {}


def test_the_picture_is_enclosed_and_shown() -> None:
    """It stands at the head of the text, where its alternative text is read, and beside it as a file."""
    entry = entry_of(replace(ARTICLE, picture=Picture("images/été.svg", 99, "Un pot", "Le pot")), SITE)
    url = "https://pot.example/images/%C3%A9t%C3%A9.svg"
    assert entry.image == Enclosure(url, "image/svg+xml", 99, "Un pot")
    assert entry.content.startswith(
        f'<figure><img src="{url}" alt="Un pot"><figcaption>Le pot</figcaption></figure><p>'
    )


def test_an_article_in_another_language_says_so() -> None:
    """Its language is the entry's, and its text carries it too; names of terms stay in the site's language."""
    entry = entry_of(replace(ARTICLE, language="en"), SITE)
    assert (entry.language, entry.categories[0].language) == ("en", "fr")
    assert entry.content.startswith('<div lang="en"><p>')


def loud(text: str, language: str) -> str:
    """Set a text so that one sees it."""
    return f"<b>{escape(text).upper()}</b> {language}"


def test_all_plain_texts_are_set_as_the_site_sets_them() -> None:
    """Names, titles and descriptions in the site's language, words of a picture in the article's; never as HTML."""
    site = replace(SITE, typeset=loud)
    whole = planned(site).site
    assert (whole.name, whole.title, whole.description) == ("LE POT fr", "LE POT fr", "SUR TROIS PIEDS fr")
    assert whole.links[0].title == "LE POT fr (Atom)"
    picture = Picture("a.svg", 1, "A & b", "C & d")
    entry = entry_of(replace(ARTICLE, language="en", picture=picture), site)
    assert [category.label for category in entry.categories] == [
        "LA RESPONSABILITÉ SOCIALE fr",
        "COVOITURAGE fr",
        "ÉTÉ fr",
    ]
    assert entry.authors[0].name == "LA RÉDACTION fr"
    assert entry.image is not None
    assert entry.image.title == "A & B en"
    assert 'alt="A &amp; B en"><figcaption><b>C &AMP; D</b> en</figcaption>' in entry.content
    assert feed_of(whole, [], site, TERMS).author.name == "LA RÉDACTION fr"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.webp", "image/webp"),
        ("a.b/c.JPEG", "image/jpeg"),
        ("a.avif", "image/avif"),
        ("a.xyz", "application/octet-stream"),
    ],
)
def test_media_types_are_not_the_machines(path: str, expected: str) -> None:
    """The type of a picture follows from its name alone."""
    assert media_type(path) == expected
