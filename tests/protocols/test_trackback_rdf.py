"""The RDF of auto-discovery: a comment that no title ends, and that says the title whole."""

from __future__ import annotations

import lxml.etree
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as some
from selectolax.lexbor import LexborHTMLParser

from plugins.base.safe_text import clean
from plugins.protocols.trackback_rdf import block

DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
TB = "{http://madskills.com/public/xml/rss/module/trackback/}"
HOSTILE = [
    "-->",
    "--",
    "---",
    "--!>",
    "<!--",
    "]]>",
    '"',
    "'",
    "\"'",
    "<b>",
    "&",
    "&amp;",
    "&#45;",
    ">",
    "-",
    "\n",
    "\t",
    "é",
    "\0",
]
TITLES = some.lists(some.one_of(some.sampled_from(HOSTILE), some.text(max_size=5)), max_size=8).map("".join)


def read(comment: str) -> dict[str, str]:
    """Return what a sender reads: the page's one comment, as XML."""
    page = LexborHTMLParser(f"<!doctype html><p>a</p>{comment}<p>b</p>")
    assert page.body is not None
    assert page.body.text(deep=True) == "ab"
    (inner,) = lxml.html.fromstring(f"<div>{comment}</div>").xpath("./comment()")
    root = lxml.etree.fromstring(inner.text.strip())
    assert [child.tag for child in root] == [f"{RDF}Description"]
    return dict(root[0].attrib)


@given(TITLES)
def test_any_title_stays_within_the_comment(title: str) -> None:
    """The comment ends where it should, in two parsers of HTML, and the title comes back from two of XML."""
    comment = block("https://a.example/1/", title, "https://a.example/tb/1")
    inner = comment.removeprefix("<!--").removesuffix("-->")
    assert "--" not in inner
    found = read(comment)
    assert found[f"{DC}title"] == clean(title).replace("\n", " ")
    assert found[f"{DC}identifier"] == found[f"{RDF}about"] == "https://a.example/1/"
    assert found[f"{TB}ping"] == "https://a.example/tb/1"


@pytest.mark.parametrize("part", HOSTILE)
def test_any_address_does(part: str) -> None:
    """Addresses come from settings and slugs; one that could end the comment does not."""
    found = read(block(f"https://a.example/{part}/", "t", f"https://a.example/tb/{part}"))
    assert found[f"{RDF}about"] == f"https://a.example/{clean(part).replace(chr(10), ' ')}/"
