"""What a whole build shows: pages, addresses, dates, languages, another framework."""

from __future__ import annotations

from collections.abc import Callable

from tests.conftest import ROOT, SiteFolder, texts


def test_the_real_content_builds_without_a_finding() -> None:
    """The repository's own content has no mistake, and every article, term, axis and page is written."""
    site = SiteFolder(ROOT)
    done = site.check()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "No mistake."


def test_a_site_has_a_page_for_everything(site: SiteFolder) -> None:
    """Articles, terms (those without articles too), tags, series, authors, axes, framework, archives, 404."""
    site.article("premier", more="tags: [Économie]\nseries: {name: Suite, part: 1}\n")
    site.write("pages/qui.md", "---\ntitle: Qui ?\nmenu: 1\n---\n\nNous.\n")
    done = site.build()
    assert (done.returncode, done.stderr) == (0, "")
    pages = {name.removesuffix("index.html") for name in site.files() if name.endswith(".html")}
    assert pages == {
        "", "404.html", "theme/search.html", "2026/03/premier/", "archives/", "carte/", "marmite/", "qui/",
        "moteurs/", "moteurs/numerique/", "moteurs/collaboratif/", "moteurs/rse/",
        "priorites/", "priorites/relations-humaines/", "priorites/terrain-rse/",
        "terrains/", "terrains/covoiturage/", "terrains/recrutement/",
        "tags/", "tags/economie/", "series/", "series/suite/", "auteurs/", "auteurs/la-redaction/",
    }  # fmt: skip
    assert texts(site.page("moteurs/rse"), "//h2[@id='articles']") == ["Pas encore d’article"]


def test_an_article_page_says_what_the_front_matter_says(site: SiteFolder) -> None:
    """Title, French date, drivers with weights, priorities, terrains, neighbours and author."""
    site.write(
        "articles/2026/deux.md",
        "---\nid: 2026-04-deux\ntitle: 'Deux \"<&>\" ]]> fin'\ndate: 2026-04-01\ndrivers: {rse: 3, numerique: 1}\n"
        "priorities: [relations-humaines]\nterrains: [covoiturage]\n---\n\nMot.\n",
    )
    site.article("premier")
    assert site.build().stderr == ""
    page = site.page("2026/04/deux")
    assert texts(page, "//h1") == ["Deux « <&> » ]]> fin"]
    assert texts(page, "//header//time") == ["1er avril 2026"]
    assert texts(page, "//header//a[@class='chip']") == [
        "le Numérique Poids 1".replace("Numérique ", "Numérique"),
        "la Responsabilité socialePoids 3",
    ]
    assert texts(page, "//dl/dd")[1:] == ["les relations humaines d’abord", "covoiturage"]
    assert page.xpath("//a[@rel='prev']/@href") == ["/2026/03/premier/"]
    assert texts(page, "//section[@class='author-box']//a[@rel='author']") == ["La rédaction"]


def test_the_menu_is_in_the_authors_order(site: SiteFolder) -> None:
    """By rank, of one rank by address; each leads to where its page is, and a page without a rank is not in it."""
    said = {
        "alpha": "menu: 2\nsave_as: la/bas/index.html\n",
        "omega": "menu: 1\n",
        "beta": "menu: 2\nsave_as: fiche.html\n",
        "gamma": "",
    }
    for slug, more in said.items():
        site.write(f"pages/{slug}.md", f"---\ntitle: Page {slug}\n{more}---\n\nNous.\n")
    assert site.build().stderr == ""
    links = site.page("").xpath("//header[@class='site-header']//nav//a[starts-with(., 'Page ')]")
    assert [(link.text_content(), link.get("href")) for link in links] == [
        ("Page omega", "/omega/"),
        ("Page alpha", "/la/bas/"),
        ("Page beta", "/fiche.html"),
    ]


def test_words_of_what_is_not_listed_make_no_pages(site: SiteFolder) -> None:
    """Tags, series and authors of drafts and of hidden articles are told to nobody."""
    more = "tags: [Secret]\nseries: {{name: Secrets, part: {}}}\nauthors: [Inconnue]\nstatus: {}\n"
    site.article("brouillon", more=more.format(1, "draft"))
    site.article("cache", more=more.format(2, "hidden"))
    site.article("bon", more="tags: [Public]\n")
    assert site.build().stderr == ""
    pages = {name.removesuffix("index.html") for name in site.files() if name.endswith(".html")}
    assert {name for name in pages if name.startswith(("tags/", "series/", "auteurs/"))} == {
        "tags/", "tags/public/", "series/", "auteurs/", "auteurs/la-redaction/",
    }  # fmt: skip


def test_links_between_texts_become_addresses(site: SiteFolder) -> None:
    """Relative paths, fragments and pictures lead to where the files are published; feeds too."""
    site.write("images/pot.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.article("premier", body="## Une partie\n\nMot.")
    site.article("second", body="[Un](premier.md#une-partie), ![Un pot](../../images/pot.svg)")
    assert site.build().stderr == ""
    page = site.page("2026/03/second")
    assert page.xpath("//div[@class='text e-content']//a/@href") == ["/2026/03/premier/#une-partie"]
    assert page.xpath("//div[@class='text e-content']//img/@src") == ["/images/pot.svg"]


def test_a_term_lists_firmest_articles_first_and_in_pages(site: SiteFolder) -> None:
    """A weighted axis orders by weight, then date; more than ten articles make a second page."""
    for day in range(1, 13):
        text = site.article(f"a{day:02}").read_text("utf-8").replace("2026-03-02", f"2026-03-{day:02}", 1)
        weight = 3 if day == 5 else 1
        site.article(f"a{day:02}").write_text(
            text.replace("date: 2026-03-02", f"date: 2026-03-{day:02}").replace("numerique: 2", f"numerique: {weight}")
        )
    assert site.build().stderr == ""
    first, second = site.page("moteurs/numerique"), site.page("moteurs/numerique/page/2")
    hrefs = [page.xpath("//article[@class='entry']//h3/a/@href") for page in (first, second)]
    order = [5, 12, 11, 10, 9, 8, 7, 6, 4, 3, 2, 1]
    assert hrefs[0] + hrefs[1] == [f"/2026/03/a{day:02}/" for day in order]
    assert first.xpath("//a[@rel='next']/@href") == ["/moteurs/numerique/page/2/"]


def test_drafts_and_future_articles_wait(site: SiteFolder) -> None:
    """The preview shows them below drafts/, publishing leaves them out, and the build says when that changes."""
    site.article("bon")
    site.article("brouillon", more="status: draft\n")
    site.article("futur")
    now = {"FRAMEWORK_NOW": "2026-03-01T12:00:00"}
    text = site.article("bon").read_text("utf-8")
    site.article("bon").write_text(text.replace("date: 2026-03-02", "date: 2026-02-01"), "utf-8")
    preview = site.build(**now)
    assert {"drafts/brouillon/index.html", "drafts/futur/index.html"} <= set(site.files())
    assert texts(site.page("archives"), "//main//a") == ["Un titre"]
    published = site.build("publishconf.py", **now)
    articles = {name for name in site.files() if name.startswith(("20", "drafts")) and name.endswith(".html")}
    assert articles == {"2026/02/bon/index.html"}
    told = "What time decides changes next on March 2, 2026 at 00:00: build again then."
    assert (preview.stderr.strip(), published.stderr.strip()) == (told, told)
    assert site.build("publishconf.py", FRAMEWORK_NOW="2026-03-02T00:00:00+01:00").stderr == ""
    assert "2026/03/futur/index.html" in site.files()


def test_dates_are_of_the_sites_zone(site: SiteFolder) -> None:
    """A date in another zone gives the address and the words of the site's zone."""
    text = site.article("bon").read_text("utf-8")
    site.article("bon").write_text(text.replace("date: 2026-03-02", "date: 2026-03-31T23:30:00Z"), "utf-8")
    site.build()
    assert texts(site.page("2026/04/bon"), "//header//time") == ["1er avril 2026"]


def test_translations_stand_beside_their_original(site: SiteFolder) -> None:
    """A translation keeps the permalink's shape, is listed with its original only, and says its language."""
    site.article("bon")
    text = site.article("good", title="A title", more="lang: en\ntranslation_of: 2026-03-bon\n")
    assert site.build().stderr == ""
    page = site.page("2026/03/good")
    assert page.xpath("//html/@lang") + page.xpath("//main/article/@lang") == ["fr", "en"]
    assert page.xpath("//p[@class='translation']/a/@href") == ["/2026/03/bon/"]
    assert texts(site.page("archives"), "//main//a") == ["Un titre"]
    text.write_text(text.read_text("utf-8").replace("translation_of: 2026-03-bon", "translation_of: 2026-03-bom"))
    assert site.check().stdout.splitlines()[0] == (
        "content/articles/2026/good.md:9:1: no text has the id '2026-03-bom', which this one translates; "
        "did you mean '2026-03-bon'?"
    )


def test_another_framework_needs_no_change_of_code(make_site: Callable[..., SiteFolder]) -> None:
    """Four pillars on one axis, in English: the same plugins and templates build it."""
    site = make_site("english")
    english = {
        "DEFAULT_LANG": "en", "SITENAME": "Quay", "SITESUBTITLE": "On four pillars", "AUTHOR": "The editors",
        "AUTHOR_PAGE": "about", "TIMEZONE": "Europe/London", "FRAMEWORK_AUTHORS_PATH": "authors",
    }  # fmt: skip
    done = site.build(**english)
    assert (done.returncode, done.stderr) == (0, "")
    page = site.page("2026/05/harbour")
    assert page.get("lang") == "en"
    assert texts(page, "//header[@class='site-header']//nav//a") == [
        "The quay",
        "Pillars",
        "The map",
        "Archives",
        "About",
    ]
    assert texts(page, "//header//a[@class='chip']") == [
        "craftWeight 2",
        "tradeWeight 1",
        "careWeight 3",
        "landWeight 1",
    ]
    assert texts(page, "//header//time") == ["May 4, 2026"]
    assert texts(site.page("quay"), "//section[@class='corpus']/p[not(@class)]") == [
        "All articles together: 0.79 of 1."
    ]
    checked = site.check(**english)
    assert checked.stdout.splitlines()[0] == (
        "Balance of the whole: 0.79 of 1 (craft 39%, trade 7%, care 46%, land 7%)."
    )
    words = "".join(path.read_text("utf-8") for path in site.output.rglob("*.html"))
    assert not [word for word in ("moteur", "numerique", "driver", "Étiquettes") if word in words]
