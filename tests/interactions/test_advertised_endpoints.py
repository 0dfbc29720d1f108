"""Where built pages and the inbox's list say that linkbacks are taken: by article, by site, and until when."""

from __future__ import annotations

import lxml.html

from plugins.inbox.data.known_articles import Articles
from plugins.interactions.articles_for_inbox import FILE
from tests.conftest import SiteFolder
from tests.interactions.built import ADDRESS, NOW, built

DOORS = (
    "//link[@rel='webmention']",
    "//link[@rel='pingback']",
    "//p[@class='trackback']",
    "//comment()[contains(., 'trackback:ping')]",
)


def doors(page: lxml.html.HtmlElement) -> list[int]:
    """Return how often each door stands on a page."""
    return [len(page.xpath(path)) for path in DOORS]


def listed(site: SiteFolder) -> dict[str, tuple[bool, bool]]:
    """Return what the inbox knows: whether each article takes comments, and linkbacks."""
    return {article.id: (article.open, article.linkbacks) for article in Articles(site.output / FILE).site.articles}


def three(site: SiteFolder) -> None:
    """Write articles that say nothing, and that say either."""
    site.article("marmite")
    site.article("ferme", more="comments: closed\n")
    site.article("seul", more="comments: closed\nlinkbacks: open\n")
    site.article("sans", more="linkbacks: closed\n")


def test_front_matter_opens_and_closes(site: SiteFolder) -> None:
    """``linkbacks`` says it; without a word, as ``comments``; page and list say the same."""
    three(site)
    built(site)
    assert listed(site) == {
        "2026-03-ferme": (False, False),
        "2026-03-marmite": (True, True),
        "2026-03-sans": (True, False),
        "2026-03-seul": (False, True),
    }
    for name, (_, linkbacks) in listed(site).items():
        slug = name.removeprefix("2026-03-")
        assert doors(site.page(f"2026/03/{slug}")) == [int(linkbacks)] * 4, name


def test_a_site_takes_none(site: SiteFolder) -> None:
    """``INTERACTIONS_LINKBACKS`` closes every door, and leaves comments open; without an inbox there is no door."""
    three(site)
    built(site, INTERACTIONS_LINKBACKS=False)
    assert {linkbacks for _, linkbacks in listed(site).values()} == {False}
    assert listed(site)["2026-03-marmite"] == (True, False)
    page = site.page("2026/03/marmite")
    assert (doors(page), len(page.xpath("//form[@class='comment-form']"))) == ([0] * 4, 1)
    built(site, INTERACTIONS_INBOX=None)
    assert doors(site.page("2026/03/marmite")) == [0] * 4


def test_linkbacks_close_with_comments(site: SiteFolder) -> None:
    """After ``INTERACTIONS_CLOSE_AFTER`` days, by the build's clock; the list says when, and the build too."""
    site.article("seul", more="comments: closed\nlinkbacks: open\n")  # of 2 March
    given = {"SITEURL": ADDRESS, "INTERACTIONS_INBOX": "/inbox/", "INTERACTIONS_CLOSE_AFTER": 30}
    done = site.build(**given, FRAMEWORK_NOW="2026-03-31T23:59:59+02:00")
    assert (doors(site.page("2026/03/seul")), "April 1, 2026" in done.stderr) == ([1] * 4, True)
    closes = Articles(site.output / FILE).site.articles[0].closes
    assert closes is not None
    assert closes.isoformat() == "2026-04-01T00:00:00+02:00"
    site.build(**given, FRAMEWORK_NOW="2026-04-01T01:00:00+02:00")
    assert doors(site.page("2026/03/seul")) == [0] * 4


def test_a_preview_knows_where_it_is(site: SiteFolder) -> None:
    """Without an address there is no RDF, which knows absolute ones only; where the preview sets its own, there is."""
    site.article("marmite")
    built(site, SITEURL="", INTERACTIONS_INBOX="/inbox/")
    assert doors(site.page("2026/03/marmite")) == [1, 1, 1, 0]
    built(site, SITEURL="", INTERACTIONS_ORIGIN="http://127.0.0.1:8000", FRAMEWORK_NOW=NOW)
    page = site.page("2026/03/marmite")
    assert doors(page) == [1] * 4
    assert page.xpath("//link[@rel='webmention']/@href") == ["http://127.0.0.1:8000/inbox/webmention"]
