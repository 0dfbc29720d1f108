"""The drawings in sites that Pelican builds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

import pytest

from tests.conftest import SiteFolder, texts

ONE = """---
id: 2026-03-{slug}
title: {title}
date: {date}
summary: {summary}
drivers: {drivers}
priorities: {priorities}
terrains: [covoiturage]
---

{body}
"""


def article(site: SiteFolder, slug: str, drivers: str, priorities: str = "[terrain-rse]", **said: str) -> None:
    """Write an article with given weights."""
    more = {"title": f"Titre {slug}", "date": "2026-03-02", "summary": "Bref.", "body": "Du texte.", **said}
    site.write(f"articles/2026/{slug}.md", ONE.format(slug=slug, drivers=drivers, priorities=priorities, **more))


@pytest.fixture
def three(site: SiteFolder) -> SiteFolder:
    """Return a site with an even article, two of one place and one that stands on a single foot."""
    article(site, "egal", "[numerique, collaboratif, rse]")
    article(site, "penche", "{numerique: 3, rse: 1}", "[relations-humaines, terrain-rse]")
    article(site, "pareil", "{numerique: 3, rse: 1}")
    article(site, "seul", "[rse]", date="2025-03-02")
    return site


def built(site: SiteFolder, **overrides: object) -> None:
    """Build without a mistake."""
    done = site.build(**overrides)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_article_shows_its_pot_in_words_too(three: SiteFolder) -> None:
    """An image with a title and a description on its page; a mute one in lists."""
    built(three)
    page = three.page("2026/03/penche")
    (pot,) = page.xpath("//svg[contains(@class, 'pot-small')]")
    assert pot.get("role") == "img"
    said = [page.get_element_by_id(name).text_content() for name in pot.get("aria-labelledby").split()]
    assert said == [
        "La marmite penche",
        "Poids de ses pieds, sur 3\u00a0: le Numérique 3\u202f; la Responsabilité sociale 1. "
        "Il manque\u00a0: le Collaboratif.",
    ]
    tiny = three.page("").xpath("//svg[contains(@class, 'pot-tiny')]")
    assert {(svg.get("aria-hidden"), svg.find("title")) for svg in tiny} == {("true", None)}


def test_every_page_has_each_id_once_and_no_style(three: SiteFolder) -> None:
    """Pots repeat on a page; their names do not. Nothing asks for unsafe-inline."""
    built(three)
    for file in three.output.rglob("*.html"):
        text = file.read_text("utf-8")
        ids = re.findall(r'\sid="([^"]*)"', text)
        assert len(ids) == len(set(ids)), file
        assert " style=" not in text
        assert "<style" not in text


def test_a_setting_hides_the_pot_of_articles(three: SiteFolder) -> None:
    """On their pages and in lists; terms and the whole site keep theirs."""
    built(three, DRAWINGS_POT_ON_ARTICLES=False)
    assert three.page("2025/03/seul").xpath("//svg[contains(@class, 'pot')]") == []
    assert three.page("archives").xpath("//svg[contains(@class, 'pot')]") == []
    assert len(three.page("marmite").xpath("//svg[contains(@class, 'pot-large')]")) == 1


def test_every_article_is_on_the_map(three: SiteFolder) -> None:
    """As a link with a name that tells its weights; the narrow drawing counts those that share a place."""
    built(three)
    page = three.page("carte")
    wide = page.xpath("//svg[contains(@class, 'map-wide')]//a[contains(@class, 'mark')]")
    assert [(a.get("href"), a.find("title").text) for a in wide] == [
        ("/2026/03/pareil/", "Titre pareil (le Numérique 3\u202f; la Responsabilité sociale 1)"),
        ("/2026/03/penche/", "Titre penche (le Numérique 3\u202f; la Responsabilité sociale 1)"),
        (
            "/2026/03/egal/",
            "Titre egal (le Numérique 1\u202f; le Collaboratif 1\u202f; la Responsabilité sociale 1)",
        ),
        ("/2025/03/seul/", "Titre seul (la Responsabilité sociale 1)"),
    ]
    narrow = page.xpath("//svg[contains(@class, 'map-narrow')]//a[contains(@class, 'mark')]")
    assert [a.get("href") for a in narrow] == ["#place-608-188", "/2026/03/egal/", "/2025/03/seul/"]
    assert texts(page, "//section[@id='place-608-188']//li") == ["Titre pareil", "Titre penche"]


def test_counts_lead_to_lists_of_just_these_articles(three: SiteFolder) -> None:
    """Each cell's number is the length of the list that it leads to; a zero leads nowhere."""
    built(three)
    page = three.page("carte")
    assert texts(page, "//table//tbody/tr") == [
        "Le Numérique 1 3 3",
        "Le Collaboratif 0 1 1",
        "La Responsabilité sociale 1 4 4",
    ]
    cells = page.xpath("//table//td/a[starts-with(@href, '#')]")
    assert len(cells) == 5
    for cell in cells:
        listed = page.get_element_by_id(cell.get("href")[1:]).xpath(".//li")
        assert len(listed) == int(cell.text_content())
    rows = {a.get("href"): int(a.text_content()) for a in page.xpath("//table//td[last()]/a")}
    for href, count in rows.items():
        assert len(three.page(href.strip("/")).xpath("//article[contains(@class, 'entry')]")) == count


def test_the_map_keeps_its_bytes_when_only_texts_change(three: SiteFolder) -> None:
    """A body, a summary, a day: none of them moves a mark."""
    built(three)
    before = three.files()["carte/index.html"]
    more = {"summary": "Autre.", "body": "Un autre texte.\n\n## Un titre", "date": "2026-03-28"}
    article(three, "penche", "{numerique: 3, rse: 1}", "[relations-humaines, terrain-rse]", **more)
    built(three)
    assert three.files()["carte/index.html"] == before
    article(three, "penche", "{numerique: 2, rse: 1}", "[relations-humaines, terrain-rse]", **more)
    built(three)
    assert three.files()["carte/index.html"] != before


def test_a_clean_build_writes_the_same(three: SiteFolder) -> None:
    """What an incremental build leaves is what a clean one writes."""
    built(three)
    article(three, "encore", "[rse]")
    built(three)
    incremental = three.files()
    shutil.rmtree(three.output)
    built(three)
    assert three.files() == incremental


def test_filters_wait_for_the_script(three: SiteFolder) -> None:
    """The form asks for terms and years; every mark and listed article carries what it is asked for."""
    built(three)
    page = three.page("carte")
    (form,) = page.xpath("//form[contains(@class, 'map-filters')]")
    values = [option.get("value", option.text) for option in form.xpath(".//option")]
    priorities = ["", "priorities/relations-humaines", "priorities/terrain-rse"]
    assert values == [*priorities, "", "terrains/covoiturage", "", "2026", "2025"]
    assert (
        page.xpath("//a[@href='/2025/03/seul/']/@data-terms")[0] == "priorities/terrain-rse terrains/covoiturage 2025"
    )


def test_a_page_at_the_maps_address_is_a_finding(three: SiteFolder) -> None:
    """The map has its address; a page that wants it is told where."""
    three.write("pages/carte.md", "---\ntitle: Ma carte\nslug: carte\n---\n\nTexte.\n")
    done = three.check()
    assert done.returncode == 1
    assert "content/pages/carte.md:3:1: the address /carte/ is taken by DRAWINGS_MAP_PATH" in done.stdout


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({"DRAWINGS_MAP_PATH": "../carte"}, "setting DRAWINGS_MAP_PATH:"),
        ({"DRAWINGS_MAP_PATH": "moteurs"}, "setting DRAWINGS_MAP_PATH: a page of the framework has the address"),
        ({"DRAWINGS_MAP": "x"}, "setting DRAWINGS_MAP:"),
    ],
)
def test_a_wrong_setting_ends_the_build(site: SiteFolder, overrides: dict[str, str], said: str) -> None:
    """With exit code 78 and what is wrong, and no traceback."""
    done = site.build(**overrides)
    assert done.returncode == 78
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_address_makes_no_map(three: SiteFolder) -> None:
    """And a page may have it."""
    three.write("pages/carte.md", "---\ntitle: Ma carte\nslug: carte\n---\n\nTexte.\n")
    built(three, DRAWINGS_MAP_PATH="")
    assert texts(three.page("carte"), "//h1") == ["Ma carte"]


def test_a_site_without_a_balance_has_no_drawing(site: SiteFolder) -> None:
    """No pot, no map, no mistake."""
    file = site.path / "content/framework/framework.yaml"
    file.write_text(file.read_text("utf-8").replace("balance: drivers\n", ""), "utf-8")
    article(site, "seul", "[rse]")
    built(site)
    assert not (site.output / "carte").exists()
    assert not any("pot-tiny" in file.read_text("utf-8") for file in site.output.rglob("*.html"))


def test_a_site_without_an_article_has_an_empty_map(site: SiteFolder) -> None:
    """With its corners and a table of zeros."""
    built(site)
    page = site.page("carte")
    assert texts(page, "//svg[contains(@class, 'map-wide')]//a[contains(@class, 'map-corner')]/@href/..") == [
        "le Numérique",
        "le Collaboratif",
        "la Responsabilité sociale",
    ]
    assert texts(page, "//table//tbody/tr")[0].endswith("0 0 0")


def test_another_framework_has_its_own_map(make_site: Callable[..., SiteFolder]) -> None:
    """Four pillars, in English, and no axis to cross them with: a square, and a table of one column."""
    site = make_site("english")
    built(site, DEFAULT_LANG="en", DRAWINGS_MAP_PATH="map")
    page = site.page("map")
    assert texts(page, "//h1") == ["The map"]
    marks = page.xpath("//svg[contains(@class, 'map-wide')]//a[contains(@class, 'mark')]/@href")
    assert sorted(marks) == ["/2026/04/rope/", "/2026/05/harbour/"]
    assert len(page.xpath("//svg[contains(@class, 'map-wide')]//a[contains(@class, 'map-corner')]")) == 4
    assert [len(row) for row in page.xpath("//table//tbody/tr")] == [2] * 4


def test_hostile_titles_are_text(site: SiteFolder) -> None:
    """Markup in a title is shown, not obeyed, in names and in lists."""
    article(site, "a", "[rse]", title="'<script>alert(1)</script> \"&amp;'")
    article(site, "b", "[rse]", title="'</title><b>'")
    built(site)
    page = site.page("carte")
    assert page.xpath("//main//script | //main//b") == []
    assert "<script>alert" in page.xpath("//svg[contains(@class, 'map-wide')]//title/text()")[0]
