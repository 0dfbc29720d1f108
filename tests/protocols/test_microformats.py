"""What pages say of themselves, and that no page can make reading it dear."""

from __future__ import annotations

from typing import Any

import mf2py
import pytest
from hypothesis import given
from hypothesis import strategies as some
from selectolax.lexbor import LexborHTMLParser

from plugins.protocols.microformats import Author, SourceContent, representative_card, source_content
from plugins.protocols.parsing_limits import is_cheap
from plugins.protocols.source_page import Page, tree_of
from tests.protocols.test_source_page import GARBAGE, TARGET, TYPES, URL

CLASSES = [
    "h-entry",
    "h-card",
    "p-name",
    "p-author",
    "u-url",
    "u-uid",
    "u-in-reply-to",
    "u-like-of",
    "e-content",
    "p-summary",
    "h-cite",
    "vcard",
    "hentry",
    "dt-published",
    "h-feed",
    "h-",
]
ELEMENTS = some.lists(
    some.one_of(
        some.builds("<div class='{} {}'>".format, some.sampled_from(CLASSES), some.sampled_from(CLASSES)),
        some.builds(
            "<a class='{}' href='{}' rel='{}'>".format,
            some.sampled_from(CLASSES),
            some.sampled_from([TARGET, "/x", "", "javascript:x", "//", "#"]),
            some.sampled_from(["me", "author", ""]),
        ),
        some.sampled_from(["</div>", "</a>", "<img alt=x src=y>", "<time datetime=x>", "<data value=x>", "mot"]),
        some.text(max_size=4),
    ),
    max_size=15,
).map("".join)


def page(html: str, content_type: str = "text/html") -> Page:
    """Return a page."""
    return Page(URL, content_type, html.encode("utf-8", "surrogatepass"))


@given(some.one_of(GARBAGE, ELEMENTS), some.sampled_from(TYPES))
def test_garbage_raises_nothing(html: str, content_type: str) -> None:
    """Whatever stands in a page: it says something, and there is somebody or nobody."""
    said = source_content(page(html, content_type), {TARGET})
    assert said.type in ("reply", "like", "repost", "mention")
    assert isinstance(representative_card(page(html, content_type)), Author | None)


@given(some.text(max_size=2_000))
def test_an_excerpt_has_its_length(words: str) -> None:
    """Of all but replies, so much is kept."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    for html in (
        f"<p>{escaped}<a href='{TARGET}'>x</a>",
        f"<p class=h-entry><a class=u-repost-of href='{TARGET}'>{escaped}",
    ):
        assert len(source_content(page(html), {TARGET}).text) <= 300


@pytest.mark.parametrize(("length", "kept"), [(300, "a" * 300), (301, "a" * 299 + "…")])
def test_an_excerpt_has_at_most_300_characters(length: int, kept: str) -> None:
    """Of the block around the link, and of an entry's summary; a reply is kept whole."""
    words = "a" * length
    assert source_content(page(f"<p>{words}<a href='{TARGET}'></a></p>"), {TARGET}).text == kept
    entry = "<div class=h-entry><a class=u-{}-of href='{}'></a><span class=p-summary>{}</span></div>"
    assert source_content(page(entry.format("like", TARGET, words)), {TARGET}).text == kept
    reply = f"<div class=h-entry><a class=u-in-reply-to href='{TARGET}'></a><div class=e-content>{words}</div></div>"
    assert source_content(page(reply), {TARGET}).text == words


def test_what_is_no_html_says_nothing() -> None:
    """JSON and plain text are looked at for the link alone."""
    for content_type in ("application/json", "text/plain", "image/png"):
        assert source_content(page(f'"{TARGET}"', content_type), {TARGET}) == SourceContent()
        assert representative_card(page("<p class=h-card>x", content_type)) is None


def test_nobody_else_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """mf2py is given the page, and never fetches one of its own."""

    def fetch(*arguments: object, **named: object) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr("requests.get", fetch)
    for html in ("", "\0", "<!-- -->", " ", "<template>", f"<a href='{TARGET}'>x"):
        source_content(page(html), {TARGET})
        representative_card(page(html))


def test_a_page_that_is_long_or_deep_is_not_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recursion and copies cost their square: such a page has a title and an excerpt, and no microformats."""
    walked: list[Any] = []
    real = mf2py.parse

    def parse(**given_: Any) -> Any:
        walked.append(given_)
        return real(**given_)

    monkeypatch.setattr(mf2py, "parse", parse)
    link = f"<title>T</title><p>Voyez <a href='{TARGET}'>ceci</a>.</p>"
    for html in (
        link + "<div class=h-entry>" * 150,
        link + "<i></i>x" * 20_001,
        link + "<div class=h-entry>" * 1_000 + "</div>" * 1_000,
    ):
        said = source_content(page(html), {TARGET})
        assert (said.title, said.text) == ("T", "Voyez ceci.")
        assert representative_card(page(html)) is None
    assert walked == []
    source_content(page(link + "<p class=h-entry>x"), {TARGET})
    assert len(walked) == 1


def test_the_word_of_an_element_that_is_text() -> None:
    """What stands in a script, a template or a text field is no word of the page, and no microformat."""
    for tag in ("script", "style", "template", "textarea", "noscript", "iframe", "xmp", "noembed", "noframes"):
        html = f"<p class=h-entry><a class=u-like-of href='{TARGET}'>x</a><{tag}><b class=p-author>Ana</b></{tag}>"
        assert source_content(page(html), {TARGET}).author == Author()


def words_of(count: int) -> str:
    """Return so many words, each another."""
    return " ".join(f"w{number}" for number in range(count))


@pytest.mark.parametrize(
    ("most", "more"),
    [
        pytest.param("<b>" * 99, "<b>" * 100, id="depth: 100 with the body"),
        pytest.param("<i></i>" * 19_999, "<i></i>" * 20_000, id="elements: 20,000 with the document's own"),
        pytest.param(f"<p class='{words_of(100)}'>", f"<p class='{words_of(101)}'>", id="classes: 100"),
        pytest.param(f"<p rel='{words_of(100)}'>", f"<p rel='{words_of(101)}'>", id="relations: 100"),
        pytest.param(
            "<p class=vcard>" + "<i></i>" * 9_995,
            "<p class=vcard>" + "<i></i>" * 9_996,
            id="copies: 10,000, of which a root is 5",
        ),
        pytest.param(
            "<p class=a><b class=b>" + "x" * 2_000_000, "<p class=a><b class=b>" + "x" * 2_000_001, id="text: 4,000,000"
        ),
    ],
)
def test_what_is_read_for_microformats_has_bounds(most: str, more: str) -> None:
    """A page is read up to each of its bounds, and not one step beyond."""
    assert [is_cheap(LexborHTMLParser(html)) for html in (most, more)] == [True, False]


@pytest.mark.parametrize(("length", "kind"), [(2_000_000, "like"), (2_000_001, "mention")])
def test_a_page_is_read_for_microformats_up_to_two_million_characters(length: int, kind: str) -> None:
    """As it is written out again, where each ``<`` in a text takes four."""
    html = f"<p class=h-entry><a class=u-like-of href='{TARGET}'>x</a>"
    padded = html + "x" * (length - len(tree_of(html).html or ""))
    assert len(tree_of(padded).html or "") == length
    assert source_content(page(padded), {TARGET}).type == kind
