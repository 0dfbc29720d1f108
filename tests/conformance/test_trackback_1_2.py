"""TrackBack Technical Specification 1.2 (Six Apart, 2004), as a receiver."""

from __future__ import annotations

import http.client
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import lxml.etree
import lxml.html
import pytest

from tests.conformance.conftest import HOSTILE
from tests.conftest import SiteFolder, texts
from tests.inbox.linking import FORM, MARMITE, PATH, Linking, linking, said
from tests.interactions.built import ADDRESS, PAGE

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
TB = "{http://madskills.com/public/xml/rss/module/trackback/}"
SUCCESS = b'<?xml version="1.0" encoding="utf-8"?>\n<response><error>0</error></response>\n'


def test_sending_a_trackback_ping_success(linking: Linking) -> None:
    """A form POST with all four fields: exactly the answer of the specification, and the claim says what was sent."""
    given = {"title": "Un titre", "excerpt": "Un extrait…", "blog_name": "Un blog"}
    answer = linking.trackback("https://a.example/1", **given)
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == (200, SUCCESS, "text/xml; charset=utf-8")
    row = linking.row
    assert (row.kind, row.source, row.article, row.target) == (
        "trackback",
        "https://a.example/1",
        MARMITE,
        linking.target,
    )
    assert (row.title, row.text, row.author, row.status) == ("Un titre", "Un extrait…", "Un blog", "checking")


def test_sending_a_trackback_ping_only_url_is_required(linking: Linking) -> None:
    """``url`` alone is a ping; other fields without it are none."""
    assert linking.trackback("https://a.example/1").body == SUCCESS
    row = linking.row
    assert (row.title, row.text, row.author) == (None, "", "")
    for fields in ({"title": "Un titre"}, {"url": ""}, {"url": "  "}):
        answer = linking.post(f"trackback/{MARMITE}", urlencode(fields).encode())
        assert said(answer) == ("1", "Le champ «\xa0url\xa0» manque\xa0: l’adresse de la page qui pointe ici.")
    for url in ("nothing", "mailto:a@b.example", "//a.example/", "javascript:alert(1)", "https://u:p@a.example/"):
        assert said(linking.trackback(url))[0] == "1"
    assert len(linking.rows) == 1


@pytest.mark.parametrize(
    ("content_type", "body", "title"),
    [
        (f"{FORM}; charset=ISO-8859-1", b"title=%C9t%E9", "Été"),
        (f"{FORM}; charset=iso-8859-15", b"title=%A4", "€"),
        (f'{FORM}; Charset="windows-1252"', b"title=%9Cuvre", "œuvre"),
        (FORM, b"charset=ISO-8859-1&title=%C9t%E9", "Été"),
        (FORM, b"title=%C9t%E9&charset=latin1", "Été"),
        (FORM, b"charset=UTF-8&title=%C3%89t%C3%A9", "Été"),
        (FORM, b"charset=&title=%C3%89t%C3%A9", "Été"),
        (f"{FORM}; charset=utf-8", b"charset=ISO-8859-1&title=%C3%89t%C3%A9", "Été"),
        (FORM, b"title=%C3%89t%C3%A9", "Été"),
        (FORM, "title=Été".encode(), "Été"),
        (f"{FORM}; charset=latin-1", "title=Été".encode("latin-1"), "Été"),
    ],
)
def test_sending_a_trackback_ping_charsets(linking: Linking, content_type: str, body: bytes, title: str) -> None:
    """Fields are read in the charset of the header, else of a field, else in UTF-8, as WordPress sends them."""
    answer = linking.post(f"trackback/{MARMITE}", b"url=https%3A%2F%2Fa.example%2F&" + body, content_type)
    assert answer.body == SUCCESS
    assert linking.row.title == title


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b"title=%C9t%E9"),
        (f"{FORM}; charset=utf-8", b"title=%E9"),
        (FORM, b"title=\xe9"),
        (f"{FORM}; charset=utf-7", b"title=%2BADw-script%2BAD4-"),
        (FORM, b"charset=utf-7&title=%2BADw-script%2BAD4-"),
        (f"{FORM}; charset=utf-16", b"title=a"),
        (f"{FORM}; charset=x-unknown", b"title=a"),
        (FORM, b"charset=x-unknown&title=a"),
        (f"{FORM}; charset=windows-1252", b"title=%81"),
        ("text/plain", b"title=a"),
        ("application/json", b"{}"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("", b"title=a"),
        (FORM, b"&".join(b"a=1" for _ in range(600))),
    ],
)
def test_sending_a_trackback_ping_refusals(linking: Linking, content_type: str, body: bytes) -> None:
    """What is not in its charset, or in one that is not taken, is refused in XML and in words; nothing is kept."""
    answer = linking.post(f"trackback/{MARMITE}", b"url=https%3A%2F%2Fa.example%2F&" + body, content_type)
    error, message = said(answer)
    assert (answer.status, error, bool(message)) == (200, "1", True)
    assert linking.rows == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("R&amp;D", "R&D"),
        ("R&D", "R&D"),
        ("&amp;amp;", "&amp;"),
        ("L&#8217;&eacute;t&eacute;", "L’été"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("a &#x26; b &hellip;", "a & b …"),
    ],
)
def test_sending_a_trackback_ping_escaped_words(linking: Linking, sent: str, kept: str) -> None:
    """WordPress sends words HTML-escaped: they are decoded once, and what then looks like markup is text."""
    linking.trackback("https://a.example/1", title=sent, excerpt=sent, blog_name=sent)
    assert (linking.row.title, linking.row.text, linking.row.author) == (kept, kept, kept)


def test_sending_a_trackback_ping_every_answer_is_xml(tmp_path: Path) -> None:
    """An unknown and a closed article, too much, too slow, too often, too many that wait: XML, each with its status."""
    ping = urlencode({"url": "https://a.example/1"}).encode()
    with linking(tmp_path, body_seconds=0.2, linkback_rate="2 per hour", waiting_limit=1) as found:
        assert [found.post(path, ping).status for path in ("trackback/nothing", "trackback/", "trackback/a/b")] == [
            404
        ] * 3
        assert said(found.post("trackback/nothing", ping))[0] == "1"
        closed = found.trackback("https://a.example/1", "2026-03-sans")
        assert (closed.status, said(closed)[0]) == (403, "1")
        aged = found.trackback("https://a.example/1", "2026-03-ancien")
        assert (aged.status, said(aged)[0]) == (403, "1")
        long = found.post(f"trackback/{MARMITE}", ping + b"&a=" + b"b" * 131_072)
        assert (long.status, said(long)[0]) == (413, "1")
        assert _slow(found) == (408, "1")
        assert found.trackback("https://a.example/1").body == SUCCESS
        full = found.trackback("https://a.example/2")
        assert (full.status, said(full)[0], full.headers["Retry-After"]) == (503, "1", "86400")
        often = found.trackback("https://a.example/3")
        assert (often.status, said(often)[0], often.headers["Retry-After"]) == (429, "1", "3600")
    with linking(tmp_path / "b", request_rate="1 per hour") as found:
        assert found.post(f"trackback/{MARMITE}", b"\xff\x00%").status == 200
        again = found.trackback("https://a.example/1")
        assert (again.status, said(again)[0]) == (429, "1")


def _slow(found: Linking) -> tuple[int, str]:
    """Send half a ping, and return status and error."""
    connection = http.client.HTTPConnection("127.0.0.1", found.running.browser.port, timeout=30)
    connection.putrequest("POST", f"/inbox/trackback/{MARMITE}")
    for name, value in {"Content-Type": FORM, "Content-Length": "100"}.items():
        connection.putheader(name, value)
    connection.endheaders(b"url=")
    answer = connection.getresponse()
    error = lxml.etree.fromstring(answer.read()).findtext("error") or ""
    connection.close()
    return answer.status, error


def test_sending_a_trackback_ping_the_source_is_looked_at(linking: Linking) -> None:
    """Beyond the specification: a page that does not link here is refused, one that does waits for a person."""
    linking.trackback(linking.link())
    linking.trackback(linking.site.put("/sans", "<p>Rien.</p>"))
    assert linking.look() == {"/billet": "linked", "/sans": "unlinked"}
    assert linking.states == {"/billet": ("pending", None), "/sans": ("rejected", "unlinked")}


def test_sending_a_trackback_ping_get_leads_to_the_article(linking: Linking) -> None:
    """A person who follows the address comes to the article; of an unknown one, they are told on a page."""
    for path in (MARMITE, PATH[1:], PATH[1:-1]):
        answer = linking.running.browser.get(f"/inbox/trackback/{path}")
        assert (answer.status, answer.location) == (303, linking.target)
        assert linking.running.browser.ask("HEAD", f"/inbox/trackback/{path}").status == 303
    assert linking.running.browser.get("/inbox/trackback/nothing").status == 404


@pytest.mark.parametrize("path", ["2026/03/marmite/", "2026/03/marmite", "/2026/03/marmite/", "2026/03/marmite//"])
def test_the_old_address(linking: Linking, path: str) -> None:
    """``…/2026/03/marmite/trackback/`` of the old blog: a web server leads it here, with the path of the article."""
    assert linking.post(f"trackback/{path}", b"url=https%3A%2F%2Fa.example%2F1").body == SUCCESS
    assert linking.row.article == MARMITE


def _blocks(page: lxml.html.HtmlElement) -> list[Any]:
    """Return the RDF descriptions in the comments of a page."""
    comments = page.xpath("//comment()[contains(., 'rdf:RDF')]")
    roots = [lxml.etree.fromstring(comment.text.strip()) for comment in comments]
    assert [root.tag for root in roots] == [f"{RDF}RDF"] * len(roots)
    return [description for root in roots for description in root.findall(f"{RDF}Description")]


def test_auto_discovery(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """One block a page: ``rdf:about`` and ``dc:identifier`` are its address, ``trackback:ping`` is where to send."""
    site, _ = talking
    (block,) = _blocks(site.page(PAGE))
    assert dict(block.attrib) == {
        f"{RDF}about": f"{ADDRESS}/{PAGE}/",
        f"{DC}identifier": f"{ADDRESS}/{PAGE}/",
        f"{DC}title": "La marmite & <nous>",
        f"{TB}ping": f"https://pot.example/inbox/trackback/{MARMITE}",
    }
    shown = texts(site.page(PAGE), "//p[@class='trackback']")
    assert shown == [f"URL de rétrolien : https://pot.example/inbox/trackback/{MARMITE}"]


def test_auto_discovery_only_where_linkbacks_are_taken(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """An article that takes comments only has no block and no address; one that takes linkbacks only has both."""
    site, _ = talking
    assert {name: len(_blocks(site.page(f"2026/03/{name}"))) for name in ("ferme", "sans", "seul", "muet")} == {
        "ferme": 0,
        "sans": 0,
        "seul": 1,
        "muet": 1,
    }
    assert texts(site.page("2026/03/sans"), "//p[@class='trackback']") == []
    assert len(texts(site.page("2026/03/seul"), "//p[@class='trackback']")) == 1


@pytest.mark.parametrize("slug", HOSTILE)
def test_auto_discovery_hostile_titles(hostile: SiteFolder, slug: str) -> None:
    """No title ends the comment or its attribute: the block says it whole, and nothing of it stands on the page."""
    page = hostile.page(f"2026/03/{slug}")
    (block,) = _blocks(page)
    assert block.get(f"{DC}title") == page.xpath("string(//h1)").strip()
    assert block.get(f"{TB}ping") == f"https://pot.example/inbox/trackback/2026-03-{slug}"
    assert page.xpath("//*[contains(text(), 'rdf:') or contains(text(), 'trackback:ping')]") == []
    assert [script for script in page.xpath("//script/text()") if "alert(1)" in script and "{" not in script] == []
    source = (hostile.output / f"2026/03/{slug}/index.html").read_text("utf-8")
    comment = source[source.index("<!--\n<rdf:RDF") + 4 :].split("-->", 1)[0]
    assert ("--" in comment, "<!" in comment, comment.rstrip().endswith("</rdf:RDF>")) == (False, False, True)
