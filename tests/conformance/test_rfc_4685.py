"""RFC 4685, Atom Threading Extensions, in the feeds of a built site."""

from __future__ import annotations

from pathlib import Path

import feedparser
import lxml.etree

from tests.conftest import SiteFolder
from tests.interactions.built import ADDRESS, MARMITE, PAGE

ATOM = "{http://www.w3.org/2005/Atom}"
THR = "{http://purl.org/syndication/thread/1.0}"
URL = f"{ADDRESS}/{PAGE}/"
LINKBACKS = {MARMITE: 1, "2026-03-seul": 2}
"""Entries that are no comments."""


def feed(path: Path) -> lxml.etree._Element:
    """Return a feed's root."""
    return lxml.etree.parse(path).getroot()


def by_id(root: lxml.etree._Element) -> dict[str, lxml.etree._Element]:
    """Return the entries of a feed by their ids."""
    return {str(entry.findtext(f"{ATOM}id")): entry for entry in root.findall(f"{ATOM}entry")}


def test_3_in_reply_to(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """Each entry of the comments' feed names what it answers: ``ref`` is the id of the article's entry, or another."""
    site, ids = talking
    articles = by_id(feed(site.output / "feed.atom"))
    comments = by_id(feed(site.output / PAGE / "commentaires.atom"))
    (article,) = [key for key in articles if key.endswith(f":{MARMITE}")]
    for key, entry in comments.items():
        (answered,) = entry.findall(f"{THR}in-reply-to")
        assert answered.get("ref") in {article, *comments}
        assert answered.get("ref") != key
        assert (answered.text, list(answered)) == (None, [])
        assert answered.get("href", "").startswith(URL)
        assert answered.get("type") == "text/html"
    (first, answer) = (next(key for key in comments if key.endswith(ids[name])) for name in ("first", "answer"))
    (answered,) = comments[answer].findall(f"{THR}in-reply-to")
    assert (answered.get("ref"), answered.get("source")) == (first, f"{URL}commentaires.atom")


def test_4_the_replies_link_relation(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """``rel="replies"`` with ``thr:count`` and ``thr:updated``: as many as there are in the feed it names."""
    site, _ = talking
    for key, entry in by_id(feed(site.output / "feed.atom")).items():
        replies = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "replies"]
        if key.endswith(("2026-03-ferme", "2026-03-sans")):
            continue
        atom, page = replies
        assert (atom.get("type"), page.get("type")) == ("application/atom+xml", "text/html")
        path = atom.get("href", "").removeprefix(f"{ADDRESS}/")
        found = feed(site.output / path)
        linkbacks = LINKBACKS.get(key.rpartition(":")[2], 0)
        assert {link.get(f"{THR}count") for link in replies} == {str(len(by_id(found)) - linkbacks)}
        newest = max((str(one.findtext(f"{ATOM}updated")) for one in by_id(found).values()), default=None)
        assert {link.get(f"{THR}updated") for link in replies} == {newest}


def test_5_total(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """``thr:total`` is a number and nothing else, once an entry, the same as the count."""
    site, _ = talking
    for entry in by_id(feed(site.output / "feed.atom")).values():
        counts = {link.get(f"{THR}count") for link in entry.findall(f"{ATOM}link") if link.get("rel") == "replies"}
        assert {total.text for total in entry.findall(f"{THR}total")} == counts


def test_a_reader_finds_them(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """Feedparser reads the count, and whom an entry answers."""
    site, ids = talking
    found = feedparser.parse(str(site.output / "feed.atom"))
    counts = {entry.id.rpartition(":")[2]: entry.get("thr_total") for entry in found.entries}
    assert (counts[MARMITE], counts["2026-03-muet"], counts.get("2026-03-ferme")) == ("5", "0", None)
    comments = feedparser.parse(str(site.output / PAGE / "commentaires.atom"))
    (entry,) = [entry for entry in comments.entries if entry.id.endswith(ids["answer"])]
    assert entry["thr_in-reply-to"]["ref"].endswith(ids["first"])
