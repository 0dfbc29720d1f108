"""Pages of others: their charset, their links, and what they cost when they are made to cost much."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plugins.protocols import source_page
from plugins.protocols.source_page import Page, links, mentions, text_of, tree_of

URL, TARGET = "https://b.example/billet", "https://a.example/x"
PIECES = [
    "<a href=",
    "<base href=",
    TARGET,
    "'",
    '"',
    ">",
    "<",
    "/",
    "</a>",
    "<!--",
    "-->",
    "<template>",
    "<svg>",
    "<table>",
    "<script>",
    "</script>",
    "<![CDATA[",
    "]]>",
    "&#x",
    "&amp;",
    "//",
    "http:",
    "[",
    "\0",
    "é",
    "<p class=h-entry>",
    "{",
    "}",
    '"a":',
    ",",
    "<meta charset=utf-7>",
    "<title>",
    "<plaintext>",
    "<li>",
    "<b>",
    "</b>",
]
GARBAGE = some.lists(some.one_of(some.sampled_from(PIECES), some.text(max_size=4)), max_size=20).map("".join)
TYPES = [
    "text/html",
    "application/json",
    "text/plain",
    "application/xhtml+xml",
    "",
    "text/html; charset=utf-16",
    "x",
    "a/b+json",
    "text/html; charset=x-user-defined",
    "text/html; charset=replacement",
    ";",
    "text/html;charset",
]


@given(GARBAGE, some.binary(max_size=20), some.sampled_from(TYPES), some.sampled_from([URL, "http://[", ""]))
def test_garbage_raises_nothing(text: str, noise: bytes, content_type: str, url: str) -> None:
    """Whatever a server sends, as whatever: it mentions, or it does not."""
    body = text.encode("utf-8", "surrogatepass") + noise
    assert isinstance(mentions(Page(url, content_type, body), {TARGET}), bool)
    assert isinstance(text_of(Page(url, content_type, body)), str)


@given(some.text(max_size=30))
def test_a_link_is_found_between_any_words(words: str) -> None:
    """Text around a link hides it only where it makes it no link."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    html = f"<p>{escaped}<a href='{TARGET}'>{escaped}</a>"
    assert mentions(Page(URL, "text/html", html.encode("utf-8", "replace")), {TARGET})
    value = json.dumps({"a": [words, {"b": TARGET}]}).encode()
    assert mentions(Page(URL, "application/json", value), {TARGET})


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/html; charset=utf-8", "é".encode(), "é"),
        ("text/html; charset=iso-8859-1", b"\xe9\x80", "é€"),
        ("text/html", "é".encode(), "é"),
        ("text/html", b"\xe9t\xe9 chaud", "été chaud"),
        ("text/html", "\ufeffé".encode(), "é"),
        ("text/html; charset=iso-8859-1", "\ufeffé".encode(), "é"),
        ("text/html; charset=utf-16", "é".encode("utf-16-le"), "é"),
        ("text/html", b"<meta charset=iso-8859-15>\xa4", "<meta charset=iso-8859-15>€"),
        ("text/html; charset=utf-8", b"<meta charset=latin1>\xe9", "<meta charset=latin1>\ufffd"),
        ("text/html; charset=utf-7", b"+ADw-", "+ADw-"),
        ("text/html", b"<meta charset=utf-7>+ADw-", "<meta charset=utf-7>+ADw-"),
        ("text/html", "aé".encode()[:-1], "a\ufffd"),
        ("text/html; charset=no-such", "é".encode(), "é"),
    ],
)
def test_charsets(content_type: str, body: bytes, text: str) -> None:
    """A byte order mark, the header, the page, then what fits; UTF-7 is none."""
    assert text_of(Page(URL, content_type, body)) == text


@pytest.mark.parametrize(("before", "text"), [(1_004, "а"), (1_005, "Á")])
def test_a_page_declares_its_charset_in_1024_bytes(before: int, text: str) -> None:
    """HTML Standard, 4.2.5.4: what is declared further on is declared nowhere."""
    body = b" " * before + b"<meta charset=koi8-r>\xc1 tous"
    assert text_of(Page(URL, "text/html", body)).endswith(f">{text} tous")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TARGET, True),
        (f"Voyez {TARGET}.", True),
        (f"({TARGET})", True),
        (f"«{TARGET}»", True),
        (f"{TARGET}, {TARGET}y", True),
        (f"{TARGET}y", False),
        (f"{TARGET}/", False),
        (f"{TARGET}.html", False),
        (f"{TARGET}?y", False),
        (f"{TARGET}#y", True),
        ("https://a.example/", False),
    ],
)
def test_plain_text(text: str, found: bool) -> None:
    """The address stands there, and is not the beginning of a longer one."""
    assert mentions(Page(URL, "text/plain", text.encode()), {TARGET}) is found


def nodes(html: str) -> int:
    """Return how many elements a page becomes."""
    return len(tree_of(html).css("*"))


def test_a_page_without_end_is_read_to_its_beginning() -> None:
    """Depth and attributes that cost their square are cut off; what stands before is read."""
    first = f"<p><a href='{TARGET}'>ici</a></p>"
    assert nodes(first) == 5  # with html, head and body
    assert [nodes(first + "<div>" * count) for count in (1_999, 2_000, 2_001, 100_000)] == [2_004, 2_005, 2_005, 2_005]
    # each block makes the open formatting anew: 0 + 1 + … + 315 elements are fewer than 50,000, and 316 more are not
    assert [nodes(first + "<div><b>" * count) for count in (315, 316, 317, 50_000)] == [635, 637, 637, 637]
    attributes = " ".join(f"a{number}" for number in range(50_000))
    assert nodes(f"{first}<p {attributes}>x") == nodes(first)
    assert nodes(f"{first}<p {attributes.replace(' ', '/')}>x") == nodes(first)
    for tail, found in (("<div>" * 100_000, True), (f"<p {attributes}>", False)):
        assert mentions(Page(URL, "text/html", (first + tail).encode()), {TARGET})
        assert mentions(Page(URL, "text/html", (tail + first).encode()), {TARGET}) is found


def test_ordinary_long_pages_are_read_to_their_end() -> None:
    """Many items, paragraphs without end tags, long values of attributes, wide tables: no page of people's is cut."""
    link = f"<a href='{TARGET}'>ici</a>"
    for html in (
        "<ul>" + "<li><a href='/x'>x</a>" * 5_000 + "</ul>",
        "<p>Texte.<br>" * 20_000,
        "<table>" + ("<tr>" + "<td>1" * 10) * 1_000 + "</table>",
        "<div><span>x</span></div>" * 10_000,
        f"<img src='data:{'a b/' * 5_000}' alt=x>",
        "<div>" * 500 + "</div>" * 500,
        "<" * 100_000,
    ):
        assert mentions(Page(URL, "text/html", (html + link).encode()), {TARGET})


def test_links_of_other_hosts_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing is dear: it is done for links to the target's host, and for so many of those."""
    compared = []

    def comparing(address: str) -> str:
        compared.append(address)
        return address

    monkeypatch.setattr(source_page, "comparable", comparing)
    html = "<a href='https://c.example/1'>x</a>" * 20_000
    assert not mentions(Page(URL, "text/html", html.encode()), {TARGET})
    assert len(compared) == 1
    html = "<a href='https://a.example/1'>x</a>" * 20_000
    assert not mentions(Page(URL, "text/html", html.encode()), {TARGET})
    assert len(compared) == 1 + 1 + 2_000  # the target of each page, and links of the second


@pytest.mark.parametrize(("before", "found"), [(1_999, True), (2_000, False)])
def test_so_many_links_to_one_host_are_compared(before: int, found: bool) -> None:
    """The two thousandth link to the target's host is looked at, the next one is not; as addresses in JSON are."""
    others = "<a href='https://a.example/1'>x</a>" * before
    assert mentions(Page(URL, "text/html", f"{others}<a href='{TARGET}'>x</a>".encode()), {TARGET}) is found
    values = json.dumps([TARGET, *["https://a.example/1"] * before])  # they are looked at from the last one on
    assert mentions(Page(URL, "application/json", values.encode()), {TARGET}) is found


def test_many_attributes_of_one_element() -> None:
    """Up to a thousand are as many as anybody writes: with one more the page ends before the element."""
    attributes = " ".join(f"a{number}" for number in range(999))
    assert list(links(f"<a {attributes} href='{TARGET}'>x</a>", URL, {TARGET})) == [TARGET]
    assert list(links(f"<a b {attributes} href='{TARGET}'>x</a>", URL, {TARGET})) == []
