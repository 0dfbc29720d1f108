"""Whole builds: what stands in the pages, and beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from PIL import Image

from tests.conftest import SiteFolder, sample
from tests.seo.samples import nodes
from tests.seo.test_robots_and_sitemap import check

BASE = "https://trepied.example/"
PUBLISH: dict[str, Any] = {"SITEURL": BASE.rstrip("/"), "SEO_CARDS": True, "FRAMEWORK_DRAFTS": False}
TITLE = "Qui tient : « l'équipe » <b>&nbsp; 10 000 € </script><!-- 1er"
TYPESET = "Qui tient\u00a0: «\u00a0l’équipe\u00a0» <b>&nbsp; 10\u00a0000\u00a0€ </script><!-- 1er"


def head(page: lxml.html.HtmlElement) -> dict[str, list[str]]:
    """Return what the head of a page says, by name, property or relation."""
    found: dict[str, list[str]] = {}
    for element in page.xpath("//head/*[self::meta or self::link]"):
        name = element.get("name") or element.get("property") or element.get("rel") or "charset"
        found.setdefault(name, []).append(element.get("content") or element.get("href") or "")
    return found


def data(page: lxml.html.HtmlElement) -> dict[str, Any]:
    """Return the structured data of a page by type."""
    (script,) = page.xpath("//script[@type='application/ld+json']")
    return nodes(json.loads(script.text_content()))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """A site with a hostile title, two languages, a hidden article, a draft, a picture and a page."""
    site = sample(tmp_path_factory.mktemp("published"))
    image = site.path / "content/images/photo.jpg"
    image.parent.mkdir(exist_ok=True)
    Image.new("RGB", (1600, 900), "#446622").save(image)
    more = "modified: 2026-04-01\ntags: [Été]\nseries: {name: Trois pieds, part: 1}\nauthors: [Anne Roche]\n"
    picture = "image: {file: images/photo.jpg, alt: Un champ}\n"
    site.article("hostile", title=f"'{TITLE.replace(chr(39), chr(39) * 2)}'", more=more + picture)
    site.article("pot", title="La marmite", more="summary: Pourquoi ?\n")
    site.article("the-pot", title="The pot", more="lang: en\ntranslation_of: 2026-03-pot\n")
    site.article("cache", title="Caché", more="status: hidden\n")
    site.article("brouillon", title="Brouillon", more="status: draft\n")
    for number in range(12):
        site.article(f"n{number}", title=f"Numéro {number}")
    site.write("pages/a-propos.md", "---\ntitle: À propos\nmodified: 2026-05-01\n---\n\nDu texte.\n")
    done = site.build(**PUBLISH, AUTHOR_PAGE="a-propos")
    assert (done.returncode, done.stderr) == (0, "")
    return site


def test_an_article(published: SiteFolder) -> None:
    """Its head says everything once, typeset, with nothing of HTML in it."""
    page = published.page("2026/03/hostile")
    found = head(page)
    url = f"{BASE}2026/03/hostile/"
    assert found["canonical"] == found["og:url"] == [url]
    assert found["og:title"] == [TYPESET]
    assert found["description"] == found["og:description"] == ["Du texte."]
    assert found["article:modified_time"] == ["2026-04-01T00:00:00+02:00"]
    assert found["article:author"] == [f"{BASE}auteurs/anne-roche/"]
    assert found["article:tag"] == ["Été"]
    assert found["og:locale"] == ["fr_FR"]
    assert "robots" not in found
    assert "alternate" in found
    post = data(page)["BlogPosting"]
    assert post["headline"] == TYPESET
    assert post["author"] == [{"@type": "Person", "name": "Anne Roche", "url": f"{BASE}auteurs/anne-roche/"}]
    assert [(image["url"].partition("?")[0], image["width"]) for image in post["image"]] == [
        (f"{url}card.png", 1200),
        (f"{BASE}images/photo.jpg", 1600),
    ]
    assert post["isPartOf"][0]["name"] == "Trois pieds"
    assert [step["name"] for step in data(page)["BreadcrumbList"]["itemListElement"]][1:3] == [
        "Moteurs",
        "Le Numérique",
    ]


def test_no_page_says_a_thing_twice(published: SiteFolder) -> None:
    """On every page: one description at most, one canonical address unless it is not to be found, no entity, no tag."""
    for file in published.output.rglob("*.html"):
        page = lxml.html.fromstring(file.read_bytes())
        found = head(page)
        for name in ("description", "canonical", "robots", "og:title", "og:image", "twitter:card", "manifest"):
            assert len(found.get(name, [])) <= 1, (file, name)
        assert ("canonical" in found) != ("robots" in found), file
        said = [value for name, values in found.items() if ":" in name for value in values]
        said.append(json.dumps(data(page), ensure_ascii=False) if "canonical" in found else "")
        said = [text.replace(TYPESET, "").replace(TYPESET[:40], "") for text in said]
        assert not [text for text in said if any(leak in text for leak in ("&nbsp;", "&#", "<", "\u202f"))]


def test_languages(published: SiteFolder) -> None:
    """A text and its translation name each other and themselves; the original is for everybody else."""
    expected = [("en", f"{BASE}2026/03/the-pot/"), ("fr", f"{BASE}2026/03/pot/"), ("x-default", f"{BASE}2026/03/pot/")]
    for name in ("pot", "the-pot"):
        page = published.page(f"2026/03/{name}")
        links = page.xpath("//link[@rel='alternate'][@hreflang]")
        assert [(link.get("hreflang"), link.get("href")) for link in links] == expected
    english = data(published.page("2026/03/the-pot"))["BlogPosting"]
    assert english["inLanguage"] == "en"
    assert english["translationOfWork"]["@id"] == f"{BASE}2026/03/pot/#article"
    french = data(published.page("2026/03/pot"))["BlogPosting"]
    assert [work["inLanguage"] for work in french["workTranslation"]] == ["en"]


def test_what_is_not_to_be_found(published: SiteFolder) -> None:
    """A hidden article may be shared; the page for what is missing may not."""
    hidden = head(published.page("2026/03/cache"))
    assert hidden["robots"] == ["noindex"]
    assert hidden["og:title"] == ["Caché"]
    missing = head(lxml.html.parse(str(published.output / "404.html")).getroot())
    assert missing["robots"] == ["noindex"]
    assert not [name for name in missing if name.startswith(("og:", "twitter:", "canonical", "description"))]


def test_lists(published: SiteFolder) -> None:
    """Each page of a list has its own address and title; a tag without a summary is told by its articles."""
    first, second = (published.page(name) for name in ("moteurs/numerique", "moteurs/numerique/page/2"))
    assert head(first)["canonical"] == [f"{BASE}moteurs/numerique/"]
    assert head(second)["canonical"] == [f"{BASE}moteurs/numerique/page/2/"]
    assert head(second)["og:title"] == [f"{head(first)['og:title'][0]} – page 2"]
    assert "description" not in head(second)
    assert head(published.page("tags/ete"))["description"] == [TYPESET]
    assert list(data(first)) == ["CollectionPage", "BreadcrumbList"]
    assert data(published.page("auteurs/anne-roche"))["ProfilePage"]["mainEntity"]["@type"] == "Person"
    assert data(published.page("auteurs/la-redaction"))["ProfilePage"]["mainEntity"]["@type"] == "Organization"
    assert list(data(published.page("a-propos"))) == ["AboutPage", "BreadcrumbList"]
    assert list(data(lxml.html.parse(str(published.output / "index.html")).getroot())) == ["WebSite"]


def test_the_sitemap_has_every_page_that_may_be_found(published: SiteFolder) -> None:
    """What pages say of themselves and what the sitemap says are the same; of lists it has the first page only."""
    entries = check((published.output / "sitemap.xml").read_bytes(), BASE)
    pages = {
        head(lxml.html.fromstring(file.read_bytes())).get("canonical", [""])[0]
        for file in published.output.rglob("*.html")
    }
    assert {entry["loc"] for entry in entries} == {page for page in pages if page and "/page/" not in page}
    changed = {entry["loc"].removeprefix(BASE): entry.get("lastmod") for entry in entries}
    assert changed["2026/03/hostile/"] == changed["tags/ete/"] == changed["archives/"] == "2026-04-01T00:00:00+02:00"
    assert changed["a-propos/"] == "2026-05-01T00:00:00+02:00"
    assert "cache/" not in "".join(changed)
    assert "brouillon" not in "".join(changed)


def test_every_picture_that_is_named_is_there(published: SiteFolder) -> None:
    """Cards, icons, and all that the manifest and the pages ask for are in the output, as large as they say."""
    for file in published.output.rglob("*.html"):
        if file == published.output / "theme/search.html":  # the dialog of search, which has no head of theirs
            continue
        found = head(lxml.html.fromstring(file.read_bytes()))
        for name in (*found.get("og:image", []), *found["icon"], *found["apple-touch-icon"], *found["manifest"]):
            path = published.output / name.removeprefix(BASE).lstrip("/").partition("?")[0]
            assert path.is_file(), name
        for url in found.get("og:image", []):
            with Image.open(published.output / url.removeprefix(BASE).partition("?")[0]) as image:
                assert [str(side) for side in image.size] == [*found["og:image:width"], *found["og:image:height"]]
    manifest = json.loads((published.output / "site.webmanifest").read_text("utf-8"))
    for icon in manifest["icons"]:
        with Image.open(published.output / icon["src"]) as image:
            assert "x".join(map(str, image.size)) == icon["sizes"]
    with Image.open(published.output / "favicon.ico") as image:
        assert image.ico.sizes() == {(16, 16), (32, 32), (48, 48)}  # type: ignore[attr-defined]
    assert not (published.output / "drafts").exists()
    assert (published.output / "robots.txt").read_text().endswith(f"\nSitemap: {BASE}sitemap.xml\n")


def test_a_second_build_changes_nothing(published: SiteFolder) -> None:
    """The same texts make the same bytes, drawn anew or not."""
    before = published.files()
    for kept in (published.path / "var/seo").glob("*/*"):
        kept.write_bytes(kept.read_bytes()[:-9])
    done = published.build(**PUBLISH, AUTHOR_PAGE="a-propos")
    assert done.returncode == 0
    assert published.files() == before


def test_a_card_changes_its_address_with_its_title(site: SiteFolder) -> None:
    """Social networks keep a picture by its address."""
    found = []
    for title in ("Un titre", "Un autre"):
        site.article("pot", title=title)
        assert site.build(**PUBLISH).returncode == 0
        found.append(head(site.page("2026/03/pot"))["og:image"][0])
    assert found[0] != found[1]
    assert {url.partition("?")[0] for url in found} == {f"{BASE}2026/03/pot/card.png"}
    assert len(list((site.path / "var/seo").glob("*/*"))) == 7  # five icons and the sign, the site, the article


def test_a_preview(site: SiteFolder) -> None:
    """It has icons, and says nothing that must be absolute."""
    site.article("pot")
    assert site.build(SEO_CARDS=True).returncode == 0
    found = head(site.page("2026/03/pot"))
    assert set(found) >= {"description", "icon", "manifest", "theme-color"}
    assert not [name for name in found if name.startswith(("og:", "article:", "twitter:", "canonical"))]
    assert site.page("2026/03/pot").xpath("//script[@type='application/ld+json']") == []
    names = set(site.files())
    assert "favicon.svg" in names
    assert "robots.txt" in names
    assert not {name for name in names if name.startswith("sitemap") or name.endswith("card.png")}


def test_a_site_below_the_root_of_its_host(site: SiteFolder) -> None:
    """Addresses have its path once; robots.txt would be asked for elsewhere, and is not written."""
    site.article("pot")
    assert site.build(**{**PUBLISH, "SITEURL": "https://a.example/blog"}).returncode == 0
    found = head(site.page("2026/03/pot"))
    assert found["canonical"] == ["https://a.example/blog/2026/03/pot/"]
    assert found["manifest"] == ["/blog/site.webmanifest"]
    assert not (site.output / "robots.txt").exists()
    check((site.output / "sitemap.xml").read_bytes(), "https://a.example/blog/")


def test_files_that_the_author_gives_come_first(site: SiteFolder) -> None:
    """Somebody's own robots.txt or icon is published as it is."""
    site.article("pot")
    site.write("extra/robots.txt", "User-agent: *\nDisallow: /\n")
    extra = {"STATIC_PATHS": ["images", "extra"], "EXTRA_PATH_METADATA": {"extra/robots.txt": {"path": "robots.txt"}}}
    done = site.build(**PUBLISH, **extra)
    assert (done.returncode, done.stderr) == (0, "")
    assert (site.output / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("name", ["robots.txt", "SITEMAP.xml", "favicon.svg", "card.png", "2026/03/pot/card.png"])
def test_a_page_in_the_way_is_a_finding(site: SiteFolder, name: str) -> None:
    """A page that would be written where one of our files stands is told with its line."""
    site.article("pot")
    site.write("pages/a.md", f"---\ntitle: A\nsave_as: {name}\n---\n\nDu texte.\n")
    done = site.build(**PUBLISH, FRAMEWORK_STRICT=True)
    assert done.returncode == 65
    assert "content/pages/a.md:3:1: " in done.stdout + done.stderr


def test_a_wrong_setting_ends_the_build(site: SiteFolder) -> None:
    """With the exit code of a wrong configuration, and the setting's name."""
    done = site.build(SEO_CARD=True)
    assert done.returncode == 78
    assert "SEO_CARD:" in done.stderr


def test_another_framework(make_site: Callable[..., SiteFolder]) -> None:
    """Four pillars in English: another pot, other words, the same plugin."""
    site = make_site("english")
    english = {"DEFAULT_LANG": "en", "SITENAME": "Quay", "SITESUBTITLE": "On four pillars", "AUTHOR": "The editors"}
    done = site.build(**PUBLISH, **english, FRAMEWORK_AUTHORS_PATH="authors")
    assert (done.returncode, done.stderr) == (0, "")
    found = head(site.page("2026/05/harbour"))
    assert (found["og:locale"], found["og:site_name"]) == (["en_US"], ["Quay"])
    assert (site.output / "favicon.svg").read_text().count("L") == 4


def test_an_unpublished_pot(site: SiteFolder) -> None:
    """Authors who show no pot on articles have none on cards."""
    site.article("pot")
    seen = []
    for shown in (True, False):
        assert site.build(**PUBLISH, DRAWINGS_POT_ON_ARTICLES=shown).returncode == 0
        seen.append((site.output / "2026/03/pot/card.png").read_bytes())
    assert seen[0] != seen[1]
