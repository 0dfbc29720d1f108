"""The modules of RSS that tell of a conversation: slash, wfw (CommentAPI) and trackback."""

from __future__ import annotations

import feedparser
import lxml.etree

from tests.conftest import SiteFolder
from tests.interactions.built import ADDRESS, MARMITE, PAGE

SLASH = "{http://purl.org/rss/1.0/modules/slash/}"
WFW = "{http://wellformedweb.org/CommentAPI/}"
TRACKBACK = "{http://madskills.com/public/xml/rss/module/trackback/}"
TALKED = (MARMITE, "2026-03-muet", "2026-03-seul")


def items(site: SiteFolder) -> dict[str, lxml.etree._Element]:
    """Return the entries of the main feed by their articles."""
    found = lxml.etree.parse(site.output / "feed.rss").findall("channel/item")
    return {str(item.findtext("guid")).rpartition(":")[2]: item for item in found}


def test_slash_comments(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """A number, once an entry: of comments, and not of linkbacks."""
    site, _ = talking
    found = {name: [e.text for e in item.findall(f"{SLASH}comments")] for name, item in items(site).items()}
    assert found == {
        MARMITE: ["5"],
        "2026-03-muet": ["0"],
        "2026-03-seul": ["0"],
        "2026-03-ferme": [],
        "2026-03-sans": ["0"],
    }


def test_wfw_comment_rss(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """The address of the RSS feed of an entry's comments, which is there."""
    site, _ = talking
    for name in TALKED:
        (address,) = [element.text or "" for element in items(site)[name].findall(f"{WFW}commentRss")]
        channel = lxml.etree.parse(site.output / address.removeprefix(f"{ADDRESS}/")).find("channel")
        assert channel is not None
        assert channel.findtext("link") == items(site)[name].findtext("link")
    assert len(lxml.etree.parse(site.output / PAGE / "commentaires.rss").findall("channel/item")) == 6


def test_trackback_ping(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """The address that takes trackbacks, where they are taken; the module is declared only there."""
    site, _ = talking
    pings = {name: [e.text for e in item.findall(f"{TRACKBACK}ping")] for name, item in items(site).items()}
    for name in TALKED:
        assert pings.pop(name) == [f"https://pot.example/inbox/trackback/{name}"]
    assert pings == {"2026-03-ferme": [], "2026-03-sans": []}


def test_a_reader_finds_them(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """feedparser, which many readers are made of, has all three."""
    site, _ = talking
    found = feedparser.parse(str(site.output / "feed.rss"))
    (entry,) = [entry for entry in found.entries if entry.id.endswith(MARMITE)]
    assert (found.bozo, entry.slash_comments) == (False, "5")
    assert entry.wfw_commentrss == f"{ADDRESS}/{PAGE}/commentaires.rss"
    assert entry.trackback_ping == f"https://pot.example/inbox/trackback/{MARMITE}"


def test_what_became_of_a_page_is_said_in_feeds(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """A linkback whose page is gone has no link to it; one that nobody checked says so."""
    site, _ = talking
    found = lxml.etree.parse(site.output / "2026/03/seul/commentaires.rss").findall("channel/item")
    assert [item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") for item in found] == [
        "<p>Une page partie (parti.example, page disparue)</p>",
        '<p><a href="https://vieux.example/1" rel="nofollow ugc">Un vieux blog</a> '
        "(vieux.example, archivé, non vérifié)</p>",
    ]
    shown = site.page("2026/03/seul").xpath("//section[@class='conversation']/ul/li")
    assert [(li.xpath(".//a/@href"), " ".join(li.text_content().split())) for li in shown] == [
        (["https://vieux.example/1"], "Un vieux blog vieux.example, 3 mars 2026, archivé, non vérifié"),
        ([], "Une page partie parti.example, 3 mars 2026, page disparue"),
    ]
