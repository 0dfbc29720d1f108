"""Structured data, and its way into a page."""

from __future__ import annotations

import json
from dataclasses import replace

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.seo.json_ld import data_block, graph
from plugins.seo.model import Party
from tests.seo.samples import ARTICLE, FACTS, HOSTILE, LIST, SITE, nodes

URL = "https://a.example/blog/2026/03/pot/"
WITHIN = {
    "@type": "WebSite",
    "@id": "https://a.example/blog/#website",
    "name": "Trépied",
    "url": "https://a.example/blog/",
}


def test_an_article() -> None:
    """All that is known of an article is said in schema.org's words."""
    assert nodes(graph(ARTICLE, SITE))["BlogPosting"] == {
        "@type": "BlogPosting",
        "@id": f"{URL}#article",
        "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
        "url": URL,
        "headline": "La marmite\u00a0: «\u00a0trois pieds\u00a0»",
        "description": "Pourquoi\u00a0?",
        "inLanguage": "fr",
        "datePublished": "2026-03-02T08:30:00+01:00",
        "dateModified": "2026-04-01T00:00:00+02:00",
        "author": [
            {"@type": "Person", "name": "Anne", "url": "https://a.example/blog/auteurs/anne/"},
            {"@type": "Organization", "name": "La rédaction"},
        ],
        "publisher": {
            "@type": "Organization",
            "name": "Trépied",
            "url": "https://a.example/blog/",
            "logo": {
                "@type": "ImageObject",
                "url": "https://a.example/blog/icon-512.png",
                "width": 512,
                "height": 512,
            },
        },
        "image": [{"@type": "ImageObject", "url": f"{URL}card.png?v=1", "width": 1200, "height": 630}],
        "articleSection": "Le Collaboratif",
        "about": [
            {
                "@type": "DefinedTerm",
                "name": "le Collaboratif",
                "url": "https://a.example/blog/moteurs/collaboratif/",
                "inDefinedTermSet": "https://a.example/blog/moteurs/",
            }
        ],
        "keywords": ["été"],
        "wordCount": 1000,
        "timeRequired": "PT5M",
        "isPartOf": [
            {
                "@type": "CreativeWorkSeries",
                "name": "Trois pieds",
                "url": "https://a.example/blog/series/trois-pieds/",
            },
            WITHIN,
        ],
        "position": 2,
        "workTranslation": [
            {
                "@type": "BlogPosting",
                "@id": "https://a.example/blog/2026/03/the-pot/#article",
                "url": "https://a.example/blog/2026/03/the-pot/",
                "inLanguage": "en",
            }
        ],
    }


def test_a_translation_names_its_original() -> None:
    """``translationOfWork`` leads to the same node that the original is."""
    facts = replace(FACTS, original=("fr", ARTICLE.path), translations=())
    found = nodes(graph(replace(ARTICLE, path="2026/03/the-pot/", facts=facts), SITE))["BlogPosting"]
    assert found["translationOfWork"]["@id"] == f"{URL}#article"
    assert "workTranslation" not in found


def test_breadcrumbs() -> None:
    """The way leads from the home page to this one, each step with a number and an address."""
    steps = nodes(graph(ARTICLE, SITE))["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Trépied", "https://a.example/blog/"),
        (2, "Moteurs", "https://a.example/blog/moteurs/"),
        (3, "Le Collaboratif", "https://a.example/blog/moteurs/collaboratif/"),
        (4, ARTICLE.title, URL),
    ]


def test_the_home_page() -> None:
    """It is the site, with no search box and no way to itself; its further pages are lists."""
    home = replace(LIST, path="", kind="home")
    assert list(nodes(graph(home, SITE))) == ["WebSite"]
    assert set(nodes(graph(home, SITE))["WebSite"]) == {
        *("@type", "@id", "url", "name", "description", "inLanguage", "publisher")
    }
    assert list(nodes(graph(replace(home, path="page/2/", number=2), SITE))) == ["CollectionPage"]


def test_an_author_has_a_profile() -> None:
    """The page of an author is about somebody; an organisation is not called a person."""
    anne = Party("Anne", path="auteurs/anne/")
    page = replace(LIST, path="auteurs/anne/", kind="profile", title="Anne", party=anne)
    entity = nodes(graph(page, SITE))["ProfilePage"]["mainEntity"]
    assert entity == {"@type": "Person", "name": "Anne", "url": "https://a.example/blog/auteurs/anne/"}
    team = replace(page, party=replace(anne, organization=True))
    assert nodes(graph(team, SITE))["ProfilePage"]["mainEntity"]["@type"] == "Organization"


def test_nothing_is_said_empty() -> None:
    """A member that nothing is known of is left out."""
    bare = replace(FACTS, authors=(), words=0, minutes=0, topics=(), section="", tags=(), series=None, pictures=())
    found = graph(replace(ARTICLE, description="", facts=replace(bare, translations=())), SITE)
    assert not [name for name, value in nodes(found)["BlogPosting"].items() if value in ("", None, [], {})]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_in_its_script(title: str) -> None:
    """A browser's parser finds one script, and JSON finds the title in it, letter for letter."""
    data = data_block(graph(replace(ARTICLE, title=title), SITE))
    if title.isprintable():
        page = lxml.html.document_fromstring(
            f'<html><head><script type="application/ld+json">{data}</script></head><body><p id="end"></p></body></html>'
        )
        assert [script.text_content() for script in page.iter("script")] == [data]
    assert nodes(json.loads(data))["BlogPosting"]["headline"] == title


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_value_survives(value: object) -> None:
    """What is read is what was written, and nothing in it can end a script or open a comment."""
    data = data_block({"value": value})  # type: ignore[dict-item]
    assert json.loads(data) == {"value": value}
    assert not set("<>&'\n") & set(data)
