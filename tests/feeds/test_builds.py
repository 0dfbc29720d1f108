"""What builds put into feeds, and what they keep out; which ids stay, and which settings count."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import pelicanconf
from tests.conftest import ROOT, SiteFolder
from tests.feeds.built import ADDRESS, EXTENSIONS, built, entry_of, feeds, folders, furnish, ids, problems
from tests.feeds.rules import ATOM, XML_LANG, parsed


def test_what_is_not_listed_is_in_no_feed(site: SiteFolder) -> None:
    """Drafts, hidden and future articles, and translations: feeds speak the site's language."""
    site.article("bon")
    site.article("brouillon", more="status: draft\n")
    site.article("cache", more="status: hidden\n")
    site.article("good", more="lang: en\ntranslation_of: 2026-03-bon\n")
    futur = site.article("futur")
    futur.write_text(futur.read_text("utf-8").replace("date: 2026-03-02", "date: 2026-05-02"), "utf-8")
    done = site.build(SITEURL=ADDRESS, FRAMEWORK_NOW="2026-04-01")
    assert done.returncode == 0
    assert "drafts/futur/index.html" in site.files()
    assert {entry for name in feeds(site) if name.endswith("atom") for entry in ids(site, name)} == {
        "tag:trepied.example,2024-01-01:2026-03-bon"
    }


def test_an_article_of_its_own_in_another_language_is_in_the_feeds(site: SiteFolder) -> None:
    """It is no translation, so that readers would miss it; the entry says its language."""
    site.article("alone", title="Alone", more="lang: en\n", body="Word.")
    root = parsed(feeds(built(site))["feed.atom"])
    assert (root.get(XML_LANG), root.find(f"{ATOM}entry").get(XML_LANG)) == ("fr", "en")  # type: ignore[union-attr]
    assert entry_of(site)["content"] == '<div lang="en"><p>Word.</p></div>'


def all_ids(site: SiteFolder) -> dict[str, tuple[str | None, list[str]]]:
    """Return the id of every feed with those of its entries, by path."""
    return {
        name: (parsed(data).findtext(f"{ATOM}id"), ids(site, name))
        for name, data in feeds(site).items()
        if name.endswith("atom")
    }


def test_ids_outlive_slug_date_title_and_address(site: SiteFolder) -> None:
    """Whatever else changes, every id of entries and feeds stays."""
    site.article("un", more="tags: [x]\n")
    kept = all_ids(built(site))
    text = site.article("un", title="Tout neuf", more="tags: [x]\nslug: autre\n").read_text("utf-8")
    site.article("un").write_text(text.replace("date: 2026-03-02", "date: 2026-05-31T23:00:00Z"), "utf-8")
    after = built(site, SITEURL="https://neuf.example", SITENAME="Neuf")
    assert all_ids(after) == kept
    assert entry_of(after)["title"] == "Tout neuf"


def test_a_guid_of_an_older_site_stays(site: SiteFolder) -> None:
    """An imported article is, in all formats, the entry that its subscribers know."""
    guid = "https://old.example/?p=12&x=1"
    site.article("un", more=f"guid: {guid}\n")
    built(site)
    assert ids(site) == [guid]
    item = parsed(feeds(site)["feed.rss"]).find("channel/item/guid")
    assert item is not None
    assert (item.text, item.get("isPermaLink")) == (guid, "false")
    assert json.loads(feeds(site)["feed.json"])["items"][0]["id"] == guid


def test_a_wrong_guid_is_told_with_its_place(site: SiteFolder) -> None:
    """``check`` names the line, and the article keeps the id of its own."""
    site.article("un", more="guid: douze\n")
    assert site.check().stdout.splitlines()[0] == (
        "content/articles/2026/un.md:8:1: the guid 'douze' is not a URI; "
        "copy it as the old feed has it, such as https://old.example/?p=12"
    )
    site.build(SITEURL=ADDRESS)
    assert ids(site) == ["tag:trepied.example,2024-01-01:2026-03-un"]


def test_a_feed_holds_the_newest(site: SiteFolder) -> None:
    """Twenty by default, as many as the setting says; newest first even where the page orders by weight."""
    for day in range(1, 23):
        file = site.article(f"a{day:02}")
        text = file.read_text("utf-8").replace("date: 2026-03-02", f"date: 2026-03-{day:02}")
        file.write_text(text.replace("numerique: 2", f"numerique: {1 + day % 3}"), "utf-8")
    named = [f"tag:trepied.example,2024-01-01:2026-03-a{day:02}" for day in range(22, 0, -1)]
    built(site)
    assert ids(site) == ids(site, "moteurs/numerique/feed.atom") == named[:20]
    assert len(json.loads(feeds(site)["feed.json"])["items"]) == 20
    built(site, FEEDS_ENTRIES=3)
    assert ids(site) == named[:3]


def test_a_hub_is_named_in_every_format(site: SiteFolder) -> None:
    """WebSub, section 4: readers learn from the feed whom to ask."""
    site.article("un")
    built(site, FEEDS_HUB="https://hub.example/")
    for name in ("feed.atom", "moteurs/rse/feed.rss"):
        hubs = parsed(feeds(site)[name]).xpath("//a:link[@rel='hub']/@href", namespaces={"a": ATOM[1:-1]})
        assert hubs == ["https://hub.example/"]
    assert json.loads(feeds(site)["feed.json"])["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert problems(site) == []


def test_the_feeds_of_the_real_content(tmp_path: Path) -> None:
    """The repository's own articles make feeds that keep every rule, and the page lists each of them."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    site = SiteFolder(tmp_path)
    assert site.build(SITEURL=ADDRESS).returncode == 0
    assert problems(site) == []
    listed = site.page("abonnement").xpath("//section[@aria-labelledby='feeds']//ul//a/@href")
    articles = [href.removeprefix("/blog/") for href in listed if "commentaires" not in href]
    assert sorted(articles) == sorted(feeds(site))


def test_a_preview_has_whole_addresses_too(site: SiteFolder) -> None:
    """Without an address of its own, its feeds lead to the founding domain: they are as valid as the published ones."""
    furnish(site)
    built(site, SITEURL="")
    assert problems(site, "https://trepied.example") == []


def test_a_picture_that_is_not_published_is_not_enclosed(site: SiteFolder) -> None:
    """A missing file is a finding, and the entry stands without it."""
    site.article("un", more="image: {file: images/rien.svg, alt: Rien}\n")
    assert site.build(SITEURL=ADDRESS).stderr.splitlines()[0].endswith("there is no file images/rien.svg")
    item = json.loads(feeds(site)["feed.json"])["items"][0]
    assert "image" not in item
    assert "attachments" not in item
    assert item["content_html"] == "<p>Du texte.</p>"


def test_a_site_without_the_page_has_feeds(site: SiteFolder) -> None:
    """No page lists them, and JSON feeds point to none."""
    site.article("un")
    built(site)
    assert not (site.output / "abonnement").exists()
    assert "_framework" not in json.loads(feeds(site)["feed.json"])


def test_a_site_without_articles_has_feeds(site: SiteFolder) -> None:
    """All of them are empty, and right."""
    built(site)
    assert len(feeds(site)) == 24
    assert problems(site) == []


def test_another_framework_in_another_language(make_site: Callable[..., SiteFolder]) -> None:
    """Four pillars in English: no word of the feeds is French, and no code knew the pillars."""
    site = make_site("english")
    names = {"SITENAME": "Quay", "SITESUBTITLE": "On four pillars", "AUTHOR": "The editors", "AUTHOR_PAGE": "about"}
    built(site, DEFAULT_LANG="en", FRAMEWORK_AUTHORS_PATH="authors", **names)
    assert {"pillars/craft/", "authors/the-editors/"} <= folders(site)
    assert problems(site) == []
    root = parsed(feeds(site)["pillars/craft/feed.atom"])
    title = (root.findtext(f"{ATOM}title") or "").replace("\u00a0", " ")
    assert (root.get(XML_LANG), title) == ("en", "Quay – pillar: craft")


def test_a_change_of_one_article_touches_its_feeds_only(site: SiteFolder) -> None:
    """The feeds of terms that it does not name keep every byte."""
    site.article("un", more="tags: [x]\n")
    file = site.article("deux", more="tags: [y]\n")
    before = built(site).files()
    file.write_text(file.read_text("utf-8").replace("Du texte.", "Un autre."), "utf-8")
    after = built(site).files()
    changed = {
        Path(name).parent.as_posix() for name in after if name.endswith(EXTENSIONS) and after[name] != before[name]
    }
    assert changed == {".", "moteurs/numerique", "priorites/terrain-rse", "tags/y", "auteurs/la-redaction"}


@pytest.mark.parametrize(
    "overrides",
    [{"FEEDS_DOMAIN": "https://pot.example"}, {"FEEDS_FOUNDED": "hier"}, {"FEEDS_LENGTH": 3}],
    ids=["no domain", "no day", "no such setting"],
)
def test_a_wrong_setting_ends_the_build(site: SiteFolder, overrides: dict[str, object]) -> None:
    """With exit code 78 and its name, before anything is written."""
    done = site.build(**overrides)
    assert done.returncode == 78
    assert next(iter(overrides)) in done.stderr
    assert not site.output.exists()


CONTRIBUTION = '''
"""A package that counts something for every entry."""

from plugins.feeds.contributors import FeedContributor
from plugins.feeds.model import Element, Extra
from plugins.framework.outputs.contributions import Contribution


class CountingContribution(Contribution, FeedContributor):
    package = "counting"
    requires = ("feeds",)

    def for_entry(self, entry):
        return Extra(
            rss=(Element("comments", f"{entry.url}#commentaires"), Element("slash:comments", str(len(entry.key)))),
            json={"_comments": {"count": len(entry.key)}},
            namespaces={"slash": "http://purl.org/rss/1.0/modules/slash/"},
        )
'''
SETTINGS = """
from pathlib import Path

import pelicanconf
import plugins

globals().update({name: value for name, value in vars(pelicanconf).items() if name.isupper()})
THEME = str(Path(pelicanconf.__file__).parent / "theme")
plugins.__path__.append(str(Path(__file__).parent / "more"))
"""


def test_another_package_adds_to_entries(site: SiteFolder) -> None:
    """A package that feeds know nothing of joins by its contribution, and stands in every feed of the article."""
    site.article("un")
    folder = site.path / "more/counting"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("def register():\n    pass\n", "utf-8")
    (folder / "contribution.py").write_text(CONTRIBUTION, "utf-8")
    settings = site.path / "conf.py"
    settings.write_text(SETTINGS, "utf-8")
    names = [*(name for name in pelicanconf.PLUGINS if name != "plugins.interactions"), "plugins.counting"]
    built(site, settings=str(settings), PATH=str(site.path / "content"), PLUGINS=names)
    for where in ("", "moteurs/numerique/"):
        item = parsed(feeds(site)[f"{where}feed.rss"]).find("channel/item")
        assert item is not None
        assert item.findtext("comments") == f"{ADDRESS}/2026/03/un/#commentaires"
        assert item.findtext("{http://purl.org/rss/1.0/modules/slash/}comments") == "10"
        assert json.loads(feeds(site)[f"{where}feed.json"])["items"][0]["_comments"] == {"count": 10}
