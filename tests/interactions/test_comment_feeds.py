"""Feeds of comments, and what the site's feeds say of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import feedparser
import lxml.etree
import pytest

from plugins.feeds.entries import Site
from plugins.feeds.tag_uris import Authority
from plugins.i18n.messages import ENGLISH
from plugins.interactions.comment_feeds import (
    CommentStats,
    Counts,
    Entries,
    Subject,
    changed,
    feed_interactions,
    newest,
)
from plugins.interactions.model import Interaction
from plugins.interactions.record_ids import new_id
from tests.conftest import SiteFolder, sample
from tests.feeds.rules import RULES
from tests.feeds.samples import ENTRY, FEED
from tests.interactions.built import ADDRESS, MARMITE, PAGE, built, say, talk

STEMS = ("feed", "commentaires")
ATOM = "{http://www.w3.org/2005/Atom}"
THR = "{http://purl.org/syndication/thread/1.0}"
SLASH = "{http://purl.org/rss/1.0/modules/slash/}"
WFW = "{http://wellformedweb.org/CommentAPI/}"
URL = f"{ADDRESS}/{PAGE}/"
TAG = "tag:trepied.example,2024-01-01:"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> tuple[SiteFolder, dict[str, str]]:
    """Return a built site with a conversation, a translation and a hidden article, and the ids of what was said."""
    site = sample(tmp_path_factory.mktemp("feeds"))
    ids = talk(site)
    site.article("pot", title="The pot", more=f"lang: en\ntranslation_of: {MARMITE}\n")
    site.article("cache", title="Caché", more="status: hidden\n")
    site.write("pages/abonnement.md", "---\ntitle: Les flux\nslug: abonnement\n---\n\nTexte.\n")
    ids["english"] = say(site, 20, article="2026-03-pot", author="Ann", text="Fine.")
    ids["hidden"] = say(site, 21, article="2026-03-cache", author="Hid", text="Shh.")
    return built(site), ids


def entries(site: SiteFolder, name: str) -> list[lxml.etree._Element]:
    """Return the entries of an Atom feed."""
    return lxml.etree.parse(site.output / name).getroot().findall(f"{ATOM}entry")


def test_an_articles_feed_holds_what_was_said(given: tuple[SiteFolder, dict[str, str]]) -> None:
    """Comments and linkbacks, newest first, each page once, likes left out; each with its identity and its anchor."""
    site, ids = given
    found = entries(site, f"{PAGE}/commentaires.atom")
    order = ["late", "reply", "trackback", "third", "answer", "first"]
    assert [entry.findtext(f"{ATOM}id") for entry in found] == [f"{TAG}comment/{ids[name]}" for name in order]
    assert [entry.find(f"{ATOM}link").get("href") for entry in found] == [
        f"{URL}#comment-{ids[name]}" for name in order
    ]
    assert found[-1].findtext(f"{ATOM}title") == "Camille, à propos de «\xa0La marmite & <nous>\xa0»"
    assert found[-1].findtext(f"{ATOM}author/{ATOM}name") == "Camille"
    assert found[-1].findtext(f"{ATOM}author/{ATOM}uri") == "https://camille.example/"
    assert found[-1].findtext(f"{ATOM}content") == "<p>Bonjour <em>vous</em>.</p>"
    assert found[3].findtext(f"{ATOM}updated") == "2026-03-05T08:00:00+00:00"
    assert found[2].findtext(f"{ATOM}content") == (
        '<p><a href="https://www.autre.example/billet?a=1&amp;b=2" rel="nofollow ugc">Trois pieds</a> '
        "(autre.example)</p><blockquote><p>Un &lt;b&gt;mot&lt;/b&gt;</p></blockquote>"
    )


def test_entries_say_what_they_answer(given: tuple[SiteFolder, dict[str, str]]) -> None:
    """RFC 4685, section 3: the article, or another comment and the feed in which it stands."""
    site, ids = given
    answers = [dict(entry.find(f"{THR}in-reply-to").attrib) for entry in entries(site, f"{PAGE}/commentaires.atom")]
    article = {"ref": f"{TAG}{MARMITE}", "href": URL, "type": "text/html"}
    assert [answer for answer in answers if answer == article] == [article] * 4
    assert answers[4] == {
        "ref": f"{TAG}comment/{ids['first']}",
        "href": f"{URL}#comment-{ids['first']}",
        "type": "text/html",
        "source": f"{URL}commentaires.atom",
    }
    assert answers[3]["ref"] == f"{TAG}comment/{ids['answer']}"


def test_the_sites_feed_holds_all_listed_articles(given: tuple[SiteFolder, dict[str, str]]) -> None:
    """Translations too, in their language; a hidden article's comments stay in its own feed."""
    site, ids = given
    found = entries(site, "commentaires.atom")
    assert [entry.findtext(f"{ATOM}id") for entry in found][:2] == [
        f"{TAG}comment/{ids['english']}",
        f"{TAG}comment/{ids['late']}",
    ]
    assert found[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert len(found) == 7
    assert len(entries(site, "2026/03/cache/commentaires.atom")) == 1


def test_the_main_feeds_count(given: tuple[SiteFolder, dict[str, str]]) -> None:
    """Atom links to the replies with their number and their last change, RSS and JSON in their own words."""
    site, _ = given
    (entry,) = [e for e in entries(site, "feed.atom") if e.findtext(f"{ATOM}id") == f"{TAG}{MARMITE}"]
    replies = [dict(link.attrib) for link in entry.findall(f"{ATOM}link") if link.get("rel") == "replies"]
    when = {f"{THR}count": "5", f"{THR}updated": "2026-03-05T08:00:00+00:00", "rel": "replies"}
    assert replies == [
        {"type": "application/atom+xml", "href": f"{URL}commentaires.atom", **when},
        {"type": "text/html", "href": f"{URL}#commentaires", **when},
    ]
    assert entry.findtext(f"{THR}total") == "5"
    items = lxml.etree.parse(site.output / "feed.rss").findall("channel/item")
    (item,) = [item for item in items if item.findtext("guid") == f"{TAG}{MARMITE}"]
    assert item.findtext("comments") == f"{URL}#commentaires"
    assert item.findtext(f"{WFW}commentRss") == f"{URL}commentaires.rss"
    assert item.findtext(f"{SLASH}comments") == "5"
    items = {item["id"]: item for item in json.loads((site.output / "feed.json").read_text("utf-8"))["items"]}
    assert items[f"{TAG}{MARMITE}"]["_comments"] == {
        "count": 5,
        "url": f"{URL}#commentaires",
        "feed_url": f"{URL}commentaires.json",
    }
    assert items[f"{TAG}2026-03-muet"]["_comments"]["count"] == 0
    assert "_comments" not in items[f"{TAG}2026-03-ferme"]


def test_every_feed_keeps_the_rules(given: tuple[SiteFolder, dict[str, str]]) -> None:
    """Atom, RSS and JSON Feed, of each article, of all comments and of the site."""
    site, _ = given
    files = [file for file in site.output.rglob("*") if file.stem in STEMS and file.suffix]
    assert len([file for file in files if file.stem == "commentaires"]) == 3 * 5
    for file in files:
        location = f"{ADDRESS}/{file.relative_to(site.output).as_posix()}"
        assert list(RULES[file.suffix[1:]](file.read_bytes(), location)) == []


def test_a_feed_reader_reads_them(given: tuple[SiteFolder, dict[str, str]]) -> None:
    """A widespread library sees the titles, the counts and whom an entry answers."""
    site, ids = given
    main = feedparser.parse(str(site.output / "feed.rss"))
    assert {entry.id: entry.slash_comments for entry in main.entries if "slash_comments" in entry} == {
        f"{TAG}{MARMITE}": "5",
        f"{TAG}2026-03-muet": "0",
    }
    comments = feedparser.parse(str(site.output / PAGE / "commentaires.rss"))
    assert (comments.bozo, comments.feed.title) == (False, "Commentaires sur «\xa0La marmite & <nous>\xa0»")
    assert comments.entries[-1].author == "Camille"
    assert comments.entries[-1].id == f"{TAG}comment/{ids['first']}"


def test_a_feed_without_an_entry_takes_the_articles_date(given: tuple[SiteFolder, dict[str, str]]) -> None:
    """No date comes from the clock."""
    site, _ = given
    feed = lxml.etree.parse(site.output / "2026/03/muet/commentaires.atom").getroot()
    assert feed.findtext(f"{ATOM}updated") == "2026-03-02T00:00:00+01:00"
    assert feed.findtext(f"{ATOM}id") == f"{TAG}feed/comments/2026-03-muet"


def test_the_page_of_feeds_names_the_feed_of_comments(given: tuple[SiteFolder, dict[str, str]]) -> None:
    """Readers find it where they find the others."""
    site, _ = given
    hrefs = site.page("abonnement").xpath("//h3[@id='feeds-comments']/following-sibling::ul[1]//a/@href")
    assert hrefs == [f"/blog/commentaires.{form}" for form in ("atom", "rss", "json")]


SUBJECT = Subject("a", "urn:a", "https://a.example/a/", "Un titre", "fr", datetime(2026, 3, 2, tzinfo=UTC), "")


def test_answers_to_what_is_gone_answer_the_article() -> None:
    """An entry never names what no feed has; and without a feed there is no source to name."""
    site = Site("https://a.example", "A", "", "fr", "A")
    makes = Entries(site, Authority("a.example", date(2024, 1, 1)), ENGLISH)
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    parent, one = (new_id(moment + timedelta(hours=hour), bytes(10)) for hour in (0, 1))
    gone = Interaction(id=one, article="a", kind="comment", author="B", text="c", published=moment, in_reply_to=parent)
    (answered,) = makes.of(gone, SUBJECT, {one: gone}).extra.atom
    assert answered.attributes == {"ref": "urn:a", "href": SUBJECT.url, "type": "text/html"}
    there = replace(gone, id=parent, in_reply_to=None)
    (answered,) = makes.of(gone, SUBJECT, {one: gone, parent: there}).extra.atom
    assert answered.attributes == {
        "ref": f"tag:a.example,2024-01-01:comment/{parent}",
        "href": f"{SUBJECT.url}#comment-{parent}",
        "type": "text/html",
    }


def test_articles_without_a_feed_say_nothing() -> None:
    """A contributor answers None for what it does not know."""
    counts = Counts({"a": CommentStats(SUBJECT, 0, None)}.get)
    assert (changed([]), newest(feed_interactions([]), 5)) == (None, ())
    known = counts.for_entry(replace(ENTRY, key="a"))
    assert known is not None
    assert [element.name for element in known.atom] == ["link", "link", "thr:total"]
    assert counts.for_entry(replace(ENTRY, key="b")) is None
    assert counts.for_feed(FEED) is None


@pytest.mark.parametrize(("length", "summary"), [(240, "a" * 240), (241, "a" * 239 + "…")])
def test_a_summary_has_at_most_240_characters(length: int, summary: str) -> None:
    """Readers that show summaries alone show the beginning of a comment; its text is whole."""
    site = Site("https://a.example", "A", "", "fr", "A")
    makes = Entries(site, Authority("a.example", date(2024, 1, 1)), ENGLISH)
    moment, text = datetime(2026, 3, 2, tzinfo=UTC), "a" * length
    said = Interaction(
        id=new_id(moment, bytes(10)), article="a", kind="comment", author="B", text=text, published=moment
    )
    entry = makes.of(said, SUBJECT, {})
    assert (entry.summary, entry.content) == (summary, f"<p>{text}</p>")
