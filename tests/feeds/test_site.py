"""The feeds of a site that has everything."""

from __future__ import annotations

import json

import feedparser
import pytest

from plugins.feeds.feed_formats import FORMATS
from tests.conftest import SiteFolder, sample, texts
from tests.feeds.built import ADDRESS, EXTENSIONS, built, entry_of, feeds, folders, furnish, problems
from tests.feeds.rules import ATOM, CONTENT, parsed


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Return a furnished site, built once for the tests that only read it."""
    site = sample(tmp_path_factory.mktemp("whole"))
    furnish(site)
    return built(site)


def test_everything_that_can_be_followed_has_its_feeds(whole: SiteFolder) -> None:
    """The site, every term (those without articles too), every tag, series and author, each in three formats."""
    assert folders(whole) == {
        "", "moteurs/numerique/", "moteurs/collaboratif/", "moteurs/rse/",
        "priorites/relations-humaines/", "priorites/terrain-rse/", "terrains/covoiturage/", "terrains/recrutement/",
        "tags/ete/", "tags/eau/", "series/suite/", "auteurs/la-redaction/", "auteurs/une-plume/",
    }  # fmt: skip
    assert set(feeds(whole)) == {f"{folder}feed.{extension}" for folder in folders(whole) for extension in EXTENSIONS}


def test_every_feed_keeps_the_rules(whole: SiteFolder) -> None:
    """Well-formed, with all that its format wants, and with nothing that the W3C's validator warns of."""
    assert problems(whole) == []
    assert len(feeds(whole)) == 39


def test_feedparser_reads_every_feed(whole: SiteFolder) -> None:
    """A reader's own parser finds no mistake, a date and an author everywhere."""
    for name, data in feeds(whole).items():
        if not name.endswith("json"):
            found = feedparser.parse(data)
            assert not found.bozo, name
            assert found.feed.updated_parsed, name
            assert all(entry.author and entry.published_parsed and entry.updated_parsed for entry in found.entries), (
                name
            )


def test_the_formats_hold_the_same_entries(whole: SiteFolder) -> None:
    """Of every feed, the three formats have the same ids, titles and texts in the same order."""
    for folder in folders(whole):
        atom, rss = parsed(feeds(whole)[f"{folder}feed.atom"]), parsed(feeds(whole)[f"{folder}feed.rss"])
        items = json.loads(feeds(whole)[f"{folder}feed.json"])["items"]
        from_atom = [
            (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}content"))
            for entry in atom.findall(f"{ATOM}entry")
        ]
        from_rss = [
            (item.findtext("guid"), item.findtext("title"), item.findtext(f"{CONTENT}encoded"))
            for item in rss.findall("channel/item")
        ]
        assert from_atom == from_rss == [(item["id"], item["title"], item["content_html"]) for item in items]


def test_an_entry_is_the_whole_article_and_nothing_else(whole: SiteFolder) -> None:
    """Picture, text, code and notes stand in it, with whole addresses; no script, no class and no chrome."""
    said = entry_of(whole, index=1)
    assert said["title"] == "Toi & <moi> ]]> 🫕 \u202eעברית\u202c"
    assert said["summary"] == "Un & deux <trois>"
    assert said["content"].splitlines() == [
        f'<figure><img src="{ADDRESS}/images/pot.svg" alt="Un pot"><figcaption>Le pot</figcaption></figure>'
        f'<p>Un mot<sup id="fnref:1"><a href="{ADDRESS}/2026/03/tout/#fn:1">1</a></sup>, '
        f'<a href="{ADDRESS}/2026/03/court/#point">un autre</a> et '
        '<a href="https://pot.example/archives/">le site</a>.</p>',
        "<div><pre><code>x = 1 &lt; 2",
        "</code></pre></div>",
        "",
        f'<figure><img alt="Un pot" src="{ADDRESS}/images/pot.svg" width="300" height="150">'
        "<figcaption>Le pot</figcaption></figure>",
        "<section>",
        "<h2>Notes</h2>",
        "<ol>",
        '<li id="fn:1">',
        f'<p>Une note.&#160;<a href="{ADDRESS}/2026/03/tout/#fnref:1" '
        'title="Revenir à l’appel de la note\xa01">&#8617;&#65038;</a></p>',
        "</li>",
        "</ol>",
        "</section>",
    ]


def test_an_entry_says_all_about_the_article(whole: SiteFolder) -> None:
    """Dates, authors with their pages, terms with their axes, the picture with type and size of its file."""
    entry = parsed(feeds(whole)["feed.atom"]).findall(f"{ATOM}entry")[1]
    assert entry.findtext(f"{ATOM}id") == "tag:trepied.example,2024-01-01:2026-03-tout"
    assert entry.findtext(f"{ATOM}published") == "2026-03-02T00:00:00+01:00"
    assert entry.findtext(f"{ATOM}updated") == "2026-03-09T00:00:00+01:00"
    assert [
        (author.findtext(f"{ATOM}name"), author.findtext(f"{ATOM}uri")) for author in entry.findall(f"{ATOM}author")
    ] == [
        ("Une plume", f"{ADDRESS}/auteurs/une-plume/"),
        ("La rédaction", f"{ADDRESS}/auteurs/la-redaction/"),
    ]
    assert [(c.get("scheme"), c.get("term"), c.get("label")) for c in entry.findall(f"{ATOM}category")] == [
        (f"{ADDRESS}/moteurs/", "numerique", "le Numérique"),
        (f"{ADDRESS}/priorites/", "terrain-rse", "la RSE pour terrain de jeu"),
        (f"{ADDRESS}/terrains/", "covoiturage", "covoiturage"),
        (f"{ADDRESS}/tags/", "ete", "Été"),
        (f"{ADDRESS}/tags/", "eau", "eau"),
        (f"{ADDRESS}/series/", "suite", "Suite"),
    ]
    size = len((whole.output / "images/pot.svg").read_bytes())
    (enclosure,) = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "enclosure"]
    assert dict(enclosure.attrib) == {
        "rel": "enclosure",
        "href": f"{ADDRESS}/images/pot.svg",
        "type": "image/svg+xml",
        "length": str(size),
        "title": "Un pot",
    }
    item = json.loads(feeds(whole)["feed.json"])["items"][1]
    weights = {
        axis["key"]: {term["key"]: term.get("weight") for term in axis["terms"]} for axis in item["_framework"]["axes"]
    }
    assert weights == {
        "drivers": {"numerique": 2},
        "priorities": {"terrain-rse": None},
        "terrains": {"covoiturage": None},
    }


def test_a_term_without_articles_has_an_empty_feed_of_the_founding_day(whole: SiteFolder) -> None:
    """It is right, and neither the clock nor another article's date moves it."""
    root = parsed(feeds(whole)["moteurs/rse/feed.atom"])
    assert root.findtext(f"{ATOM}updated") == "2024-01-01T00:00:00+01:00"
    assert root.findtext(f"{ATOM}id") == "tag:trepied.example,2024-01-01:feed/drivers/rse"
    assert root.findall(f"{ATOM}entry") == []


def test_every_page_links_its_feeds(whole: SiteFolder) -> None:
    """The site's everywhere; a term's own before them; all titles of a page differ, and every address is a feed's."""
    for file in sorted(whole.output.rglob("index.html")):
        links = whole.page(file.parent.relative_to(whole.output).as_posix()).xpath("//link[@rel='alternate'][@type]")
        links = [link for link in links if "commentaires" not in link.get("href")]  # tests/interactions
        hrefs = [link.get("href").removeprefix("/blog/") for link in links]
        folder = file.parent.relative_to(whole.output).as_posix().removesuffix(".") + "/"
        own = [f"{folder}feed.{extension}" for extension in EXTENSIONS] if folder in folders(whole) else []
        assert hrefs == [*own, *(f"feed.{extension}" for extension in EXTENSIONS)], file
        assert set(hrefs) <= set(feeds(whole))
        assert len({link.get("title") for link in links}) == len(links)
        assert [link.get("type") for link in links[:3]] == [form.type for form in FORMATS]


def test_the_page_lists_every_feed(whole: SiteFolder) -> None:
    """Its own text first, then all feeds there are and no other: balance axis, other axes, tags, series, authors."""
    page = whole.page("abonnement")
    assert texts(page, "//h1 | //article//p") == ["Les flux", "Un flux est une petite page."]
    hrefs = page.xpath("//section[@aria-labelledby='feeds']//ul//a/@href")
    listed = [href.removeprefix("/blog/") for href in hrefs if "commentaires" not in href]  # tests/interactions
    assert sorted(listed) == sorted(feeds(whole))
    ordered = list(dict.fromkeys(name.rpartition("feed.")[0].partition("/")[0] for name in listed))
    assert ordered == ["", "moteurs", "priorites", "terrains", "tags", "series", "auteurs"]
    assert len(page.xpath("//section//h3[@id]")) == 8  # six axes, comments, and what the JSON feeds point to
    about = json.loads(feeds(whole)["feed.json"])["_framework"]["about"]
    assert about == f"{ADDRESS}/abonnement/#json"
    assert len(page.xpath("//*[@id='json']")) == 1


def test_the_old_wordpress_address_has_the_sites_feed(whole: SiteFolder) -> None:
    """``/feed/`` is RSS, word for word that of ``/feed.rss``, which it calls itself."""
    assert (whole.output / "feed/index.xml").read_bytes() == feeds(whole)["feed.rss"]
