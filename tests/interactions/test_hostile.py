"""What strangers send, in every field: it shows, and it does nothing, on pages and in feeds."""

from __future__ import annotations

import json

import lxml.etree
import lxml.html
import pytest

from tests.conftest import SiteFolder, sample
from tests.feeds.rules import RULES
from tests.interactions.built import ADDRESS, PAGE, built, say

PAYLOADS = (
    "<script>alert(1)</script>",
    "</textarea></title></style></script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "<!-- --><iframe srcdoc='<script>alert(1)</script>'>",
    "]]><script>alert(1)</script>",
    "[x](javascript:alert(1)) <javascript:alert(1)> [y](data:text/html;base64,PHNjcmlwdD4=)",
    "{{ 7*7 }}{% raw %}{{ config }}",
    "%(count)s {title} {0.__class__} %s",
    "\u202eevil\u2066 \u200f\u0000\u0007\u001b[31m\ufffe\ud800x",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#x3C;script&#x3E;",
    "\u2028alert(1)\u2029 -->",
)
ADDRESSES = (
    "https://a.example/?q=<script>alert(1)</script>",
    "https://a.example/?q=\"onmouseover=alert(1)//",
    "https://a.example/'onmouseover='alert(1)",
    "https://a.example/#]]><script>",
)  # fmt: skip
STEMS = ("feed", "commentaires")
EVENTS = "//@*[starts-with(name(), 'on')]"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Return a built site under whose article every payload stands in every field."""
    site = sample(tmp_path_factory.mktemp("hostile"))
    site.article("marmite", title="'</title><script>alert(1)</script> & {{ x }} %s {0}'")
    for number, payload in enumerate(PAYLOADS):
        hour = 10 * number
        for offset, address in enumerate(("https://a.example/", *ADDRESSES)):
            say(site, hour + offset, kind="comment", author=payload[:80], author_url=_quoted(address), text=payload)
        source = f"https://b{number}.example/{payload if payload.isascii() else ''}".replace("\0", "")
        linkback = {"title": payload, "author": payload[:80], "text": payload, "source": _quoted(source)}
        say(site, hour + 6, kind="trackback", **linkback)
        say(site, hour + 7, kind="webmention", type="reply", **linkback)
    return built(site, INTERACTIONS_ENTRIES=1000)


def _quoted(address: str) -> str:
    """Return an address as a browser's form and a careless client send it: with its quotes and brackets encoded."""
    for character in " \"'<>\\^`{|}[]":
        address = address.replace(character, f"%{ord(character):02X}")
    return address


def test_no_page_has_a_script_of_theirs(output: SiteFolder) -> None:
    """Every page of the site: no inline script, no event, no style, no frame, no address that runs something."""
    for file in output.output.rglob("*.html"):
        page = lxml.html.fromstring(file.read_text("utf-8"))
        data = page.xpath("//script[@type='application/ld+json']")
        assert all(json.loads(block.text) for block in data)
        scripts = [script for script in page.iter("script") if script not in data]
        assert [script for script in scripts if not (script.get("src") or "").startswith("/blog/theme/")] == []
        assert page.xpath(f"{EVENTS} | //@style | //iframe | //svg[@onload] | //img[@src='x']") == []
        assert page.xpath("//@*[starts-with(translate(., 'JAVSCRIPT', 'javscript'), 'javascript:')]") == []
        assert not any(href.startswith(("data:", "vbscript:")) for href in page.xpath("//@href | //@src"))


def test_every_payload_is_shown_as_it_was_typed(output: SiteFolder) -> None:
    """Nothing is lost: who reads the page sees the words, and templates and formats read nothing into them."""
    shown = output.page(PAGE).xpath("string(//section[@class='conversation'])")
    for payload in (
        "<script>alert(1)</script>",
        "{{ 7*7 }}{% raw %}{{ config }}",
        "%(count)s {title} {0.__class__} %s",
    ):
        assert payload in shown
    assert "49" not in output.page(PAGE).xpath("string(//ol[@class='comments'])")


def test_names_cannot_turn_what_stands_after_them(output: SiteFolder) -> None:
    """No mark of direction leaves a name or a title, and each stands alone in its element."""
    page = output.page(PAGE)
    (talk,) = page.xpath("//section[@class='conversation']")
    names = talk.xpath(".//*[contains(@class, 'p-author')] | .//*[contains(@class, 'p-name')]")
    assert names
    assert all([child.tag for child in name] == ["bdi"] for name in names)
    assert not any(mark in name.text_content() for name in names for mark in "\u202e\u2066")


def test_feeds_are_whole_and_harmless(output: SiteFolder) -> None:
    """Every feed keeps the rules of its format: well-formed, no script, no event, no relative address."""
    feeds = [file for file in output.output.rglob("*") if file.stem in STEMS and file.suffix]
    assert len([file for file in feeds if file.stem == "commentaires"]) == 6
    for file in feeds:
        location = f"{ADDRESS}/{file.relative_to(output.output).as_posix()}"
        assert list(RULES[file.suffix[1:]](file.read_bytes(), location)) == []


def test_feeds_hold_every_entry(output: SiteFolder) -> None:
    """No payload ends a feed early: Atom, RSS and JSON have as many entries as there are comments and linkbacks."""
    folder = output.output / PAGE
    expected = len(PAYLOADS) * 7
    atom = lxml.etree.parse(folder / "commentaires.atom")
    rss = lxml.etree.parse(folder / "commentaires.rss")
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == expected
    assert len(rss.findall("channel/item")) == expected
    assert len(json.loads((folder / "commentaires.json").read_text("utf-8"))["items"]) == expected


def test_no_mail_address_reaches_the_output(output: SiteFolder) -> None:
    """Nothing in the output links to a mail address: there is no field for one."""
    assert [file for file in output.output.rglob("*") if file.is_file() and b"mailto:" in file.read_bytes()] == []
