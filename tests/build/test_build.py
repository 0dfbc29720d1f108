"""Whole builds: what comes out, what is refused, and what stays untouched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, SiteFolder


def texts(page: object, path: str) -> list[str]:
    """Return the words of the elements at an XPath, white space folded."""
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]  # type: ignore[attr-defined]


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
        "", "404.html", "2026/03/premier/", "archives/", "marmite/", "qui/",
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
    assert texts(page, "//h1") == ['Deux "<&>" ]]> fin']
    assert texts(page, "//header//time") == ["1er avril 2026"]
    assert texts(page, "//header//a[@class='chip']") == [
        "le Numérique Poids 1".replace("Numérique ", "Numérique"),
        "la Responsabilité socialePoids 3",
    ]
    assert texts(page, "//dl/dd")[1:] == ["les relations humaines d’abord", "covoiturage"]
    assert page.xpath("//a[@rel='prev']/@href") == ["/2026/03/premier/"]
    assert texts(page, "//section[@class='author-box']//a[@rel='author']") == ["La rédaction"]


def test_links_between_texts_become_addresses(site: SiteFolder) -> None:
    """Relative paths, fragments and pictures lead to where the files are published; feeds too."""
    site.write("images/pot.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.article("premier", body="## Une partie\n\nMot.")
    site.article("second", body="[Un](premier.md#une-partie), ![Un pot](../../images/pot.svg)")
    assert site.build().stderr == ""
    page = site.page("2026/03/second")
    assert page.xpath("//div[@class='text']//a/@href") == ["/2026/03/premier/#une-partie"]
    assert page.xpath("//div[@class='text']//img/@src") == ["/images/pot.svg"]


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
    hrefs = [page.xpath("//article[@class='entry']//h2/a/@href") for page in (first, second)]
    order = [5, 12, 11, 10, 9, 8, 7, 6, 4, 3, 2, 1]
    assert hrefs[0] + hrefs[1] == [f"/2026/03/a{day:02}/" for day in order]
    assert first.xpath("//a[@rel='next']/@href") == ["/moteurs/numerique/page/2/"]


def test_a_wrong_driver_is_told_with_its_place(site: SiteFolder) -> None:
    """``check`` names file, line, column, the terms there are and the one that was meant, and exits 1."""
    site.article("marmite")
    file = site.path / "content/articles/2026/marmite.md"
    file.write_text(file.read_text("utf-8").replace("numerique: 2", "numerik: 2"), "utf-8")
    done = site.check()
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "content/articles/2026/marmite.md:6:3: unknown driver 'numerik' (content/framework/drivers/ has: "
        "collaboratif, numerique, rse); did you mean 'numerique'?",
        "1 mistake.",
    ]


def test_findings_speak_the_authors_language(site: SiteFolder) -> None:
    """``LANG`` chooses French; without it the site's language does."""
    site.article("marmite", more="dat: x\n")
    keys = "authors, comments, date, drivers, id, image, lang, modified, priorities, series, slug, status, summary"
    expected = (
        "content/articles/2026/marmite.md:8:1: clé «\u00a0dat\u00a0» inconnue "
        f"(clés connues\u00a0: {keys}, tags, terrains, title, translation_of)\u202f; vouliez-vous dire «\u00a0date\u00a0»\u202f?"
    )
    for environ in ({"LANG": "fr_FR.UTF-8"}, {"LANG": ""}):
        assert site.build(FRAMEWORK_CHECK=True, environ=environ).stdout.splitlines()[0] == expected


def test_build_tells_and_goes_on(site: SiteFolder) -> None:
    """Without ``--publish``, mistakes are listed, the rest is built, and the exit code is 0."""
    site.article("bon")
    site.article("moyen", more="tag: [x]\n")
    site.write("articles/2026/vide.md", "")
    done = site.build()
    assert done.returncode == 0
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        "content/articles/2026/moyen.md:8:1",
        "content/articles/2026/vide.md:1:1",
        "2 mistakes.",
    ]
    assert {"2026/03/bon/index.html", "2026/03/moyen/index.html"} <= set(site.files())


def test_publishing_refuses_mistakes_and_touches_nothing(site: SiteFolder) -> None:
    """``--publish`` with a finding exits 65 without a traceback and leaves the output as it was."""
    site.article("bon")
    assert site.build("publishconf.py").returncode == 0
    before = site.files()
    site.article("bon", title="Changé")
    site.article("mauvais", more="tag: [x]\n")
    done = site.build("publishconf.py")
    assert done.returncode == 65
    assert done.stderr.splitlines()[-2:] == ["1 mistake.", "Nothing was published: mend these first."]
    assert "Traceback" not in done.stderr + done.stdout
    assert site.files() == before


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        pytest.param({"PLUGINS": ["plugins.framework", "plugins.nothing"]}, 78, id="a plugin that is not there"),
        pytest.param({"PLUGINS": ["plugins.framework", "plugins.files"]}, 78, id="a plugin that cannot register"),
        pytest.param({"FRAMEWORK_COLOUR": 1}, 78, id="an unknown setting"),
        pytest.param({"FRAMEWORK_TRANSFORMS": ["plugins.framework.transforms:nothing"]}, 78, id="no such transform"),
        pytest.param({"FRAMEWORK_NOW": "yesterday"}, 78, id="a present that is no date"),
        pytest.param({"PRESS_STATES": "x"}, 78, id="an unknown setting of the press"),
    ],
)
def test_a_wrong_configuration_fails_the_build(site: SiteFolder, overrides: dict[str, object], code: int) -> None:
    """What Pelican would log and forget ends the build before anything is written."""
    site.article("bon")
    done = site.build(**overrides)
    assert done.returncode == code
    assert not site.output.exists()


def test_a_template_that_fails_leaves_the_output_alone(site: SiteFolder) -> None:
    """An error in the middle of writing leaves the site as the last good build made it."""
    site.article("bon")
    assert site.build().returncode == 0
    before = site.files()
    theme = site.path / "templates"
    theme.mkdir()
    (theme / "archives.html").write_text("{{ nothing_of_that_name }}", "utf-8")
    site.article("bon", title="Changé")
    done = site.build(THEME_TEMPLATES_OVERRIDES=[str(theme)])
    assert done.returncode == 1
    assert site.files() == before
    assert [path.name for path in site.path.iterdir() if "staging" in path.name] == []


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


def test_two_articles_of_one_address(site: SiteFolder) -> None:
    """The second one is told and left out; the first stands."""
    site.article("un", title="Le premier")
    site.article("deux", title="Le second", more="slug: un\n")
    done = site.check()
    assert done.stdout.splitlines()[:1] == [
        "content/articles/2026/un.md:1:1: the address /2026/03/un/ is taken by articles/2026/deux.md; "
        "give this one another slug: add or change the line 'slug: …'"
    ]
    assert site.build().returncode == 0
    assert texts(site.page("2026/03/un"), "//h1") == ["Le second"]


@pytest.mark.parametrize("name", ["moteurs", "index.html", "archives", "tags"])
def test_a_page_cannot_take_an_address_of_the_site(site: SiteFolder, name: str) -> None:
    """A page whose address belongs to an axis or to Pelican's own pages is told and left out."""
    key = "save_as: index.html" if name == "index.html" else f"slug: {name}"
    site.write("pages/qui.md", f"---\ntitle: Qui ?\n{key}\n---\n\nNous.\n")
    done = site.build()
    assert done.returncode == 0
    assert done.stderr.splitlines()[0].startswith("content/pages/qui.md:3:1: the address /")


def test_broken_links_are_told_and_never_shown_with_braces(site: SiteFolder) -> None:
    """Missing files, other folders, escapes and drafts are findings; readers meet no ``{filename}``."""
    site.article("brouillon", more="status: draft\n")
    site.write("articles/2026/image.png", b"\x89PNG")
    (site.path / "secret.txt").write_text("secret", "utf-8")
    site.article(
        "liens",
        body="[a](absent.md) [b](brouillon.md) ![Une vue](image.png) [c]({attach}../../../secret.txt) [d](#rien) "
        "![](x.png) ![x.png](../../images/x.png)",
    )
    done = site.check()
    lines = [line.removeprefix("content/articles/2026/") for line in done.stdout.splitlines()]
    assert [line for line in lines if "(advice)" not in line and "Balance" not in line] == [
        "image.png:1:1: this file is not read: texts end in .md; rename it, or move a picture to images/",
        "liens.md:10:5: there is no file articles/2026/absent.md",
        "liens.md:10:20: articles/2026/brouillon.md is not published yet; publish it first, or take the link out",
        "liens.md:10:45: articles/2026/image.png is not in a folder that is published; move it below: images",
        "liens.md:10:60: '{attach}../../../secret.txt' is not a link that this site knows; write the relative path of "
        "the file instead, such as other-article.md or ../../images/x.svg",
        "liens.md:10:93: nothing on this page is called 'rien'",
        "liens.md:10:104: there is no file articles/2026/x.png",
        "liens.md:10:104: this image has no alternative text; write what it shows between the brackets, or mark a mere "
        "ornament with {: role=presentation}",
        "liens.md:10:120: the alternative text 'x.png' is a file's name; write what the image shows",
        "liens.md:10:120: there is no file images/x.png",
        "10 mistakes.",
    ]
    site.build()
    assert b"{filename}" not in (site.output / "2026/03/liens/index.html").read_bytes()
    assert not [name for name in site.files() if "secret" in name or name.endswith("image.png")]


def test_a_link_out_of_the_content_folder_is_not_followed(site: SiteFolder) -> None:
    """A symbolic link among the pictures publishes nothing from outside."""
    (site.path / "secret.svg").write_text("<svg/>", "utf-8")
    (site.path / "content/images/pot.svg").symlink_to(site.path / "secret.svg")
    site.article("liens", body="![Un pot](../../images/pot.svg)")
    done = site.build()
    assert done.stderr.splitlines()[0].endswith("images/pot.svg is a link out of the content folder; copy the file itself there")
    assert "images/pot.svg" not in site.files()


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


def test_a_build_is_the_same_wherever_and_whenever(make_site: Callable[..., SiteFolder]) -> None:
    """Folder, hash seed, machine locale and zone leave no trace in the output."""
    outputs = []
    for folder, environ in (("a", {"PYTHONHASHSEED": "1", "TZ": "UTC"}), ("b", {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"})):
        site = make_site(folder=folder)
        for slug in ("un", "deux", "trois"):
            site.article(slug, more=f"tags: [x, y, {slug}]\n")
        site.build(environ={**environ, "LANG": "en_US.UTF-8" if folder == "b" else "C"})
        outputs.append(site.files())
    assert outputs[0] == outputs[1]


def test_a_change_of_one_body_touches_few_pages(site: SiteFolder) -> None:
    """An edit of the text below the summary rewrites the article's page and the feeds that carry it, no more."""
    for slug in ("un", "deux", "trois"):
        site.article(slug, more="summary: Un résumé.\n")
    site.build()
    before = site.files()
    site.article("deux", more="summary: Un résumé.\n", body="Autre texte.")
    site.build()
    changed = {name for name, digest in site.files().items() if before.get(name) != digest}
    assert {name for name in changed if name.endswith(".html")} == {"2026/03/deux/index.html"}


def test_a_new_article_leaves_the_others_alone(site: SiteFolder) -> None:
    """A new article touches its neighbour, the lists and the feeds, and no other article: nothing is volatile."""
    for slug in ("un", "deux", "trois"):
        site.article(slug)
    site.build()
    before = site.files()
    text = site.article("zoo").read_text("utf-8").replace("date: 2026-03-02", "date: 2026-04-02")
    site.article("zoo").write_text(text, "utf-8")
    site.build()
    changed = {name for name, digest in site.files().items() if before.get(name) != digest}
    articles = sorted(name for name in changed if name.startswith("20"))
    assert articles == ["2026/03/un/index.html", "2026/04/zoo/index.html"]


def test_stale_files_go_and_others_stay(site: SiteFolder) -> None:
    """A removed article's page goes; a file that somebody put into the output is never deleted."""
    site.article("un")
    site.article("deux")
    site.build()
    (site.output / "CNAME").write_text("trepied.example", "utf-8")
    (site.path / "content/articles/2026/deux.md").unlink()
    done = site.build()
    assert not (site.output / "2026/03/deux").exists()
    assert (site.output / "CNAME").read_text("utf-8") == "trepied.example"
    assert done.stdout.splitlines()[-1].endswith("1 removed).")
    assert site.build().stdout.splitlines()[-1].startswith("The site is in output/ (0 files written, ")


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
    assert texts(page, "//header[@class='site-header']//nav//a") == ["The quay", "Pillars", "Archives", "About"]
    assert texts(page, "//header//a[@class='chip']") == ["craftWeight 2", "tradeWeight 1", "careWeight 3", "landWeight 1"]
    assert texts(page, "//header//time") == ["May 4, 2026"]
    assert texts(site.page("quay"), "//section[@class='corpus']/p") == ["All articles together: 0.79 of 1."]
    checked = site.check(**english)
    assert checked.stdout.splitlines()[0] == (
        "Balance of the whole: 0.79 of 1 (craft 39%, trade 7%, care 46%, land 7%)."
    )
    words = "".join(path.read_text("utf-8") for path in site.output.rglob("*.html"))
    assert not [word for word in ("moteur", "numerique", "driver", "Étiquettes") if word in words]


def test_a_site_without_a_framework_file_still_builds(site: SiteFolder) -> None:
    """A missing framework is one finding about its file, and articles are shown."""
    (site.path / "content/framework/framework.yaml").unlink()
    site.write("articles/2026/a.md", "---\nid: 2026-03-a\ntitle: A\ndate: 2026-03-02\n---\n\nMot.\n")
    done = site.build()
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "content/framework/framework.yaml:1:1: the framework's file is missing; declare the axes in it; "
        "plugins/framework/README.md shows how",
        "1 mistake.",
    ]
    assert texts(site.page("2026/03/a"), "//h1") == ["A"]


def test_check_writes_missing_ids(site: SiteFolder) -> None:
    """A missing id is advice with the line to add; ``check --fix`` writes it and keeps every other byte."""
    text = "---\r\ntitle: A\r\ndate: 2026-03-02\r\ndrivers: [rse]\r\npriorities: [terrain-rse]\r\n---\r\n\r\nMot.\r\n"
    file = site.write("articles/2026/un-mot.md", text)
    done = site.check()
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == (
        "content/articles/2026/un-mot.md:1:1: this article has no permanent id; add a line 'id: 2026-03-un-mot', or "
        "run: python3 tasks.py check --fix (advice)"
    )
    assert site.run("plugins.framework.fix").stdout == "articles/2026/un-mot.md: wrote id: 2026-03-un-mot\n"
    assert file.read_bytes() == text.replace("---\r\n", "---\r\nid: 2026-03-un-mot\r\n", 1).encode()
    assert site.run("plugins.framework.fix").stdout == ""


def test_the_manifest_is_not_in_the_output(site: SiteFolder) -> None:
    """What builds remember lies in var/, since it names drafts."""
    site.article("un")
    site.build()
    (manifest,) = (site.path / "var/press").iterdir()
    assert set(json.loads(manifest.read_text("utf-8"))["files"]) == set(site.files())
    assert not [path for path in Path(site.output).rglob(".*")]
