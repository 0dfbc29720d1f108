"""Pages and addresses that are made to be dear or to break when they are read. Nothing is timed: work is counted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import mf2py
import pytest

from plugins.protocols import microformats, source_page
from plugins.protocols.source_page import Page
from plugins.protocols.url_equivalence import page_address

SOURCE, TARGET = "https://autre.example/1", "http://127.0.0.1/2026/03/marmite/"


def counted(monkeypatch: pytest.MonkeyPatch, holder: Any, name: str) -> Callable[[], int]:
    """Count the calls of a function."""
    calls: list[None] = []
    real = getattr(holder, name)

    def call(*arguments: Any, **named: Any) -> Any:
        calls.append(None)
        return real(*arguments, **named)

    monkeypatch.setattr(holder, name, call)
    return lambda: len(calls)


LINK = f'<a href="{TARGET}">x</a>'
DEAR = {
    "relations": '<a href=/ rel="' + " ".join(map(str, range(150_000))) + '">',
    "classes": '<div class="' + " ".join(f"h-x{n}" for n in range(100_000)) + '">',
    "old roots in old roots": "<div class=hentry>" * 48 + "<p class=entry-title>x</p>" * 9_000,
    "many old roots": "<div class=vcard><a class=url href=a>x</a></div>" * 4_900,
    "entries in entries": "<div class=h-entry><div class=e-content>" * 45 + "x " * 440_000,
    "elements": "<p class=h-entry>" * 30_000,
    "depth": "<div>" * 1_000 + "<p class=h-entry>",
    "less-than signs": "<" * 900_000,
}


@pytest.mark.parametrize("page", DEAR.values(), ids=DEAR)
def test_pages_that_are_dear_are_not_read_for_microformats(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kept mf2py busy for seconds or minutes; whether they link here is found out all the same."""
    read = counted(monkeypatch, mf2py, "parse")
    found = Page(SOURCE, "text/html", f"<title>T</title>{LINK}{page}".encode()[:1_000_000])
    assert source_page.mentions(found, {TARGET})
    said = microformats.source_content(found, {TARGET})
    assert (read(), said.title, said.author) == (0, "T", microformats.Author())
    assert microformats.representative_card(found) is None
    assert read() == 0


def test_a_page_of_a_usual_size_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old theme's article with a thousand paragraphs and a hundred comments."""
    read = counted(monkeypatch, mf2py, "parse")
    comments = "<div class=vcard><a class='url fn' href='/b'>B</a></div><p>Oui.</p>" * 100
    page = f"<div class='hentry'><h1 class=entry-title>T</h1>{LINK}{'<p>Un paragraphe.</p>' * 1_000}</div>{comments}"
    said = microformats.source_content(Page(SOURCE, "text/html", page.encode()), {TARGET})
    assert (read(), said.title) == (1, "T")


@pytest.mark.parametrize("value", ["https://autre.example/", "a://", "https://127.0.0.1.example/", "x"])
def test_of_a_json_document_only_links_to_us_are_compared(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing takes time: a hundred thousand addresses of other hosts are not."""
    compared = counted(monkeypatch, source_page, "comparable")
    document = json.dumps([value] * 30_000 + [TARGET])
    assert source_page.mentions(Page(SOURCE, "application/json", document.encode()), {TARGET})
    assert compared() == 2
    ours = json.dumps([f"{TARGET}{number}" for number in range(30_000)])
    assert not source_page.mentions(Page(SOURCE, "application/json", ours.encode()), {TARGET})
    assert compared() < 2_010


BROKEN = {
    "base": f'<base href="http://[">{LINK}<div class=h-entry><a class="u-url p-author" href="http://[">x</a></div>',
    "links": f'{LINK}<a href="http://[::1" rel=author>x</a><a href="http://℀.example" class="u-url">x</a>',
    "surrogates": f"{LINK}<div class=h-entry><p class=p-name>&#xd800;&#xdfff;&#0;</p></div>",
    "numbers": f"{LINK}<title>&#{'9' * 5_000};</title><div class=h-entry><time class=dt-published>{'9' * 5_000}</time>",
    "dates": f"{LINK}<div class=h-entry><time class=dt-published datetime='99999-99-99T99:99:99+99:99'>x</time></div>",
    "cut": f"{LINK}<div class=h-entry><p class=p-name",
    "charset": f"<meta charset=unicode_escape>{LINK}\\",
}


@pytest.mark.parametrize("page", BROKEN.values(), ids=BROKEN)
def test_broken_pages_break_nothing(page: str) -> None:
    """They link here, and say what can be made out."""
    for kind in ("text/html", f"text/html; charset*{'9' * 5_000}=x", "text/html; charset=idna"):
        found = Page(SOURCE, kind, page.encode())
        assert source_page.mentions(found, {TARGET})
        assert microformats.source_content(found, {TARGET}).type == "mention"
        assert microformats.representative_card(found) is None


@pytest.mark.parametrize("kind", ["application/json", "application/ld+json", "text/plain", "text/html"])
def test_broken_documents_mention_nothing(kind: str) -> None:
    """Nested, of long numbers, of half characters."""
    bodies = ["[" * 100_000, '{"a":' * 100_000, "1" * 5_000, '"\\ud800://autre.example/"', "", "\0" * 100_000]
    for body in bodies:
        assert not source_page.mentions(Page(SOURCE, kind, body.encode()), {TARGET}), body[:20]


def test_addresses_of_any_length_are_judged() -> None:
    """What is kept comes back as it is; the rest is none."""
    odd = ["https://a.example/" + "a" * 2_000, "https://a.example:" + "9" * 5_000, "https://[", "https://℀.example/"]
    assert [page_address(given) for given in odd] == [None] * 4
    for given in ("https://a.example/%00../é?a=<b>", "https://xn--/", "http://a.example:080/", "https://[::1]/"):
        kept = page_address(given)
        assert kept is None or (page_address(kept) == kept and re.fullmatch("[!-~]+", kept))
