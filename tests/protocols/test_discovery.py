"""Pingback 1.0, section 2; TrackBack 1.2, "Auto-Discovery"; the order of the three; pages that are meant to hurt."""

from __future__ import annotations

import pytest

from plugins.fetcher.model import Reply
from plugins.protocols.discovery import Endpoint, discover
from plugins.protocols.unnested_html import parse_flat

PAGE = "https://blog.example/2026/pot/"


def reply(body: str | bytes, *headers: tuple[str, str], kind: str = "text/html", url: str = PAGE) -> Reply:
    """Return a page."""
    data = body if isinstance(body, bytes) else body.encode()
    return Reply(url, 200, (("content-type", kind), *headers), data)


def block(
    identifier: str = PAGE, ping: str = "https://blog.example/tb/1", *, about: str = "", title: str = "Pot"
) -> str:
    """Return an RDF block as TrackBack 1.2 shows it."""
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">\n'
        f'<rdf:Description rdf:about="{about}" dc:identifier="{identifier}" dc:title="{title}" '
        f'trackback:ping="{ping}" />\n</rdf:RDF>'
    )


def found(page: Reply, target: str = PAGE) -> list[tuple[str, str]]:
    """Return the endpoints, as pairs."""
    return [(one.protocol, one.url) for one in discover(page, target)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (reply("", ("x-pingback", "https://blog.example/x")), "https://blog.example/x"),
        (reply("", ("x-pingback", " https://blog.example/x?a=b ")), "https://blog.example/x?a=b"),
        (reply(b"", ("x-pingback", "https://blog.example/x"), kind="image/png"), "https://blog.example/x"),
        (reply('<link rel="pingback" href="https://blog.example/x">'), "https://blog.example/x"),
        (reply('<link rel="pingback" href="https://blog.example/x?a=1&amp;b=2" />'), "https://blog.example/x?a=1&b=2"),
        (
            reply('<link rel="pingback" href="https://no.example/">', ("x-pingback", "https://blog.example/x")),
            "https://blog.example/x",
        ),
        (reply('<a rel="pingback" href="https://no.example/">x</a>'), None),
        (reply('<!-- <link rel="pingback" href="https://no.example/"> -->'), None),
        (reply('<link rel="pingback" href="">'), None),
        (reply("", ("x-pingback", "")), None),
        (reply("", ("x-pingback", "javascript:alert(1)")), None),
        (reply("", ("x-pingback", "https://blog.example/" + "x" * 2000)), None),
    ],
)
def test_pingback(page: Reply, expected: str | None) -> None:
    """The header first, then the link element."""
    assert found(page) == ([("pingback", expected)] if expected else [])


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<!--\n{block()}\n-->", "https://blog.example/tb/1"),
        (f"<p>{block()}</p>", "https://blog.example/tb/1"),
        (block(ping="https://blog.example/tb?p=1&amp;x=2"), "https://blog.example/tb?p=1&x=2"),
        (block("https://no.example/") + block(), "https://blog.example/tb/1"),
        (block("https://no.example/", "https://no.example/tb"), None),
        (block("", about=PAGE), "https://blog.example/tb/1"),
        (block("HTTPS://Blog.example:443/2026/pot/#top"), "https://blog.example/tb/1"),
        (block(title='A "quoted" title', ping="https://no.example/") + block(), "https://blog.example/tb/1"),
        ("<rdf:RDF never closed " + block(), "https://blog.example/tb/1"),
        (block() + "<rdf:RDF never closed", "https://blog.example/tb/1"),
        (block(ping="javascript:x"), None),
        (block(ping=""), None),
        (block().replace("</rdf:RDF>", ""), None),
        (block().replace("madskills", "elsewhere"), None),
        (block().replace("<rdf:RDF", '<!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF', 1), "https://blog.example/tb/1"),
        (block(title="&a;"), None),
        (block(title="x" * 20_000), None),
        (block("https://no.example/") * 60 + block(), None),
    ],
)
def test_trackback(html: str, expected: str | None) -> None:
    """The block that is about the page, in a comment or not; what is malformed is passed over."""
    assert found(reply(html)) == ([("trackback", expected)] if expected else [])


def test_trackback_by_the_address_that_was_asked_for_or_by_where_it_led() -> None:
    """A page may call itself by the one or the other."""
    for name in ("https://short.example/1", PAGE):
        assert found(reply(block(name)), "https://short.example/1") == [("trackback", "https://blog.example/tb/1")]


def test_the_order() -> None:
    """Webmention, then pingback, then trackback, whatever the order on the page."""
    html = block() + '<link rel="pingback" href="/pb"><a rel="webmention" href="/wm">x</a>'
    assert discover(reply(html), PAGE) == (
        Endpoint("webmention", "https://blog.example/wm"),
        Endpoint("pingback", "https://blog.example/pb"),
        Endpoint("trackback", "https://blog.example/tb/1"),
    )
    header = ("x-pingback", "/pb")
    assert [name for name, _ in found(reply(block(), header))] == ["pingback", "trackback"]


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("text/html; charset=iso-8859-1", '<link rel=webmention href="/é">'.encode("latin-1"), "/é"),
        ("text/html", '<meta charset="windows-1252"><link rel=webmention href="/é">'.encode("cp1252"), "/é"),
        ("text/html", '<meta charset=utf-8><link rel=webmention href="/é">'.encode(), "/é"),
        ("text/html; charset=punycode", b"<link rel=webmention href=/a>", "/a"),
        ("text/html; charset=utf-7", b"+ADw-link rel=webmention href=/a+AD4-<link rel=webmention href=/b>", "/b"),
        ("text/html; charset=no-such", b"\xff<link rel=webmention href=/a>", "/a"),
        ("text/html; charset=zip", b"<link rel=webmention href=/a>", "/a"),
        ("TEXT/HTML", b"<link rel=webmention href=/a>", "/a"),
    ],
)
def test_encodings(kind: str, body: bytes, expected: str) -> None:
    """What is declared counts, if pages are written in it; else UTF-8."""
    assert found(reply(body, kind=kind)) == [("webmention", f"https://blog.example{expected}")]


@pytest.mark.parametrize(
    "html",
    [
        "<p>" + "".join(f"<font a{number}>" for number in range(3000)) + "</p>" + "<p>x</p>" * 3000,
        "<div>" * 20_000,
        "<b><i>" * 10_000 + "<p>x" * 1000,
        "<template>" * 20_000 + "<a>" * 20_000,
        "<table>" * 20_000,
    ],
)
def test_what_grows_with_the_square_of_a_page_is_not_built(html: str) -> None:
    """A page has no more elements than tags, and its links are found (a conforming tree of the first has 9 million)."""
    page = parse_flat('<link rel="webmention" href="/in">' + html)
    assert len(page.css("*")) <= html.count("<") + 4
    assert found(reply('<link rel="webmention" href="/in">' + html)) == [("webmention", "https://blog.example/in")]


@pytest.mark.parametrize(
    "piece", ["<rdf:RDF", "<rdf:RDF></rdf:RDF>", "<a ", "<!--", "</", "<a rel=webmention>", "&", "\0"]
)
def test_a_page_of_nothing_but_beginnings(piece: str) -> None:
    """A page of the size that is fetched, made of one piece, has no endpoint, and is done with."""
    assert found(reply(piece * (1_000_000 // len(piece)))) == []


@pytest.mark.parametrize(("length", "taken"), [(2_000, True), (2_001, False)])
def test_an_endpoint_has_an_address_of_2000_characters_at_most(length: int, taken: bool) -> None:
    """Who has a longer one is told nothing."""
    url = "https://blog.example/in?".ljust(length, "x")
    assert found(reply("", ("link", f"<{url}>; rel=webmention"))) == ([("webmention", url)] if taken else [])


@pytest.mark.parametrize(("before", "taken"), [(49, True), (50, False)])
def test_fifty_blocks_are_looked_at(before: int, taken: bool) -> None:
    """The page's own may stand behind those of 49 others."""
    html = block("https://blog.example/other") * before + block()
    assert found(reply(html)) == ([("trackback", "https://blog.example/tb/1")] if taken else [])


@pytest.mark.parametrize(("length", "taken"), [(20_000, True), (20_001, False)])
def test_a_block_has_20000_characters_at_most(length: int, taken: bool) -> None:
    """From its beginning to its end; a longer one is no block that software writes."""
    head, end = block().removesuffix("</rdf:RDF>"), "</rdf:RDF>"
    html = head.ljust(length - len(end)) + end
    assert len(html) == length
    assert found(reply(html)) == ([("trackback", "https://blog.example/tb/1")] if taken else [])


@pytest.mark.parametrize(("templates", "taken"), [(500, True), (501, False)])
def test_what_comes_after_500_templates_is_not_looked_at(templates: int, taken: bool) -> None:
    """They nest, and cost what they nest."""
    html = "<template></template>" * templates + '<link rel="webmention" href="/in">'
    assert found(reply(html)) == ([("webmention", "https://blog.example/in")] if taken else [])
