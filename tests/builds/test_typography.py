"""Typography in whole builds: everywhere a reader looks, and nowhere it may not be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import lxml.etree
import pytest

from tests.conftest import SiteFolder

NARROW, WIDE = "\u202f", "\u00a0"
TITLE = "'L''été du 1er \"essai\" : ça marche ?'"
SET_TITLE = f"L’été du 1er «{WIDE}essai{WIDE}»{WIDE}: ça marche{NARROW}?"


@pytest.fixture
def built(site: SiteFolder) -> SiteFolder:
    """Return a built site with a French article and an English one."""
    site.write("images/pot.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write(
        "framework/drivers/numerique.md",
        "---\nlabels: {fr: l'outil !, en: the tool}\n---\n\nC'est l'outil !\n",
    )
    site.article(
        "ete",
        title=TITLE,
        more="summary: Qu'en dire ?\n",
        body="## D'abord !\n\nUn mot[^1] !\n\n## Ensuite ?\n\n![Un pot](../../images/pot.svg \"L'image !\")\n\n"
        "`l'outil !`\n\n[^1]: Qui l'a dit ?",
    )
    site.article(
        "summer",
        title="'\"Summer\" -- it''s here'",
        more="lang: en\n",
        body='It\'s "here" -- ok! <b lang="fr">Oui !</b>',
    )
    done = site.build()
    assert (done.returncode, done.stderr) == (0, "")
    return site


def test_a_page_is_typeset_where_readers_look(built: SiteFolder) -> None:
    """Title, summary, contents, text, caption and footnote are set; code is not; ordinals stand raised."""
    page = built.page("2026/03/ete")
    assert page.xpath("string(//h1)") == SET_TITLE
    assert page.xpath("//h1/sup/text()") == ["er"]
    assert page.xpath("string(//p[@class='article-summary p-summary'])") == f"Qu’en dire{NARROW}?"
    assert page.xpath("//nav[@class='contents']//a/text()") == [f"D’abord{NARROW}!", f"Ensuite{NARROW}?"]
    assert page.xpath("//div[@class='text e-content']//h2[@id]/text()") == [f"D’abord{NARROW}!", f"Ensuite{NARROW}?"]
    assert page.xpath("string(//figcaption)") == f"L’image{NARROW}!"
    assert page.xpath("string(//div[@class='text e-content']/p[1])") == f"Un mot1{NARROW}!"
    assert f"Qui l’a dit{NARROW}?" in page.xpath("string(//section[@class='footnotes'])")
    assert page.xpath("//div[@class='text e-content']//code/text()") == ["l'outil !"]
    assert built.page("moteurs/numerique").xpath("string(//h1)") == f"L’outil{NARROW}!"
    assert built.page("moteurs/numerique").xpath("//div[@class='text introduction']/p/text()") == [
        f"C’est l’outil{NARROW}!"
    ]


def test_addresses_come_from_what_was_typed(built: SiteFolder) -> None:
    """Anchors and slugs know nothing of typography."""
    assert built.page("2026/03/ete").xpath("//div[@class='text e-content']//h2/@id") == ["d-abord", "ensuite"]


def test_plain_text_outputs_are_plain(built: SiteFolder) -> None:
    """Page titles, descriptions and feeds hold Unicode, never tags or entities."""
    page = built.page("2026/03/ete")
    assert page.xpath("string(//title)") == f"{SET_TITLE} – Trépied"
    assert page.xpath("//meta[@name='description']/@content") == ["Qu’en dire\xa0?"]
    entries = json.loads((built.output / "feed.json").read_text("utf-8"))["items"]
    french = next(entry for entry in entries if entry["title"].startswith("L’été"))
    assert (french["title"], french["summary"]) == (SET_TITLE, f"Qu’en dire{NARROW}?")
    for name, path in (("feed.atom", "//{*}entry/{*}title"), ("feed.rss", "//item/title")):
        tree = lxml.etree.parse(built.output / name)
        titles = [element.text for element in tree.iterfind("." + path)]
        assert SET_TITLE in titles
        assert not [title for title in titles if re.search(r"<\w|&\w+;|&#", title or "")]


def test_an_english_article_shows_typogrifys_english(built: SiteFolder) -> None:
    """English quotes and dashes in an English article; a French part of it takes French rules."""
    page = built.page("2026/03/summer")
    text = page.xpath("string(//div[@class='text e-content'])").replace(WIDE, " ")
    assert text.strip() == f"It’s “here” — ok! Oui{NARROW}!"
    assert page.xpath("string(//h1)").replace(WIDE, " ") == "“Summer” — it’s here"
    assert page.xpath("string(//title)").replace(WIDE, " ") == "“Summer” — it’s here – Trépied"


@pytest.mark.parametrize(
    ("more", "overrides", "expected"),
    [
        ("", {}, f"L’eau{NARROW}!"),
        ("typography: false\n", {}, "L'eau !"),
        ("typography: [apostrophes]\n", {}, f"L'eau{NARROW}!"),
        ("", {"TYPOGRAPHY_OMIT": ["spaces"]}, "L’eau !"),
        ("typography: [apostrophes]\n", {"TYPOGRAPHY_OMIT": ["spaces"]}, "L'eau !"),
    ],
    ids=["on", "off", "a rule off", "a rule off for the site", "both"],
)
def test_rules_can_be_switched_off(site: SiteFolder, more: str, overrides: dict[str, object], expected: str) -> None:
    """The whole or single rules, by article and by site."""
    site.article("eau", more=more, body="L'eau !")
    assert site.build(**overrides).stderr == ""
    assert site.page("2026/03/eau").xpath("//div[@class='text e-content']/p/text()") == [expected]


def test_unknown_rules_are_told(make_site: Callable[..., SiteFolder]) -> None:
    """A rule that does not exist is a finding in an article, and a wrong configuration in a setting."""
    site = make_site()
    site.article("eau", more="typography: [dash]\n")
    line = site.check().stdout.splitlines()[0]
    assert line.startswith("content/articles/2026/eau.md:8:1: unknown typography rule 'dash' (there are: ")
    assert line.endswith("did you mean 'dashes'?")
    assert site.build(TYPOGRAPHY_OMIT=["dash"]).returncode == 78
    assert site.build(TYPOGRAPHY_OMITS=[]).returncode == 78


def test_check_shows_what_changes(site: SiteFolder) -> None:
    """``check --typography`` names the place, both forms with spaces made visible, and the rules."""
    site.article("eau", title="L'eau", body="Un.\n\nDeux : l'eau !")
    done = site.run("plugins.typography.typography_task", "content/articles/2026/eau.md")
    assert done.stdout.splitlines() == [
        "content/articles/2026/eau.md:3:8: L'eau → L’eau (apostrophes)",
        "content/articles/2026/eau.md:12:1: Deux : → Deux⍽: (spaces)",
        "content/articles/2026/eau.md:12:8: l'eau ! → l’eau␣! (spaces, apostrophes)",
        "content/articles/2026/eau.md: 3 places set",
    ]
    assert site.run("plugins.typography.typography_task", "/etc/hostname").returncode == 1
