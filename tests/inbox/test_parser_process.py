"""Pages that are made to cost minutes and gigabytes: read aside, within an allowance, and out of reach when it ends."""

from __future__ import annotations

import os

import pytest

from plugins.inbox.verify import parser_process
from plugins.inbox.verify.parser_process import Allowance, TooCostlyError, parse_author, parse_mention
from plugins.protocols.microformats import Author, representative_card, source_content
from plugins.protocols.source_page import Page
from tests.inbox.linking import Linking

URL, TARGET = "https://b.example/billet", "https://a.example/x"
LITTLE = Allowance(seconds=1)
LINK = f"<a href='{TARGET}'>ici</a>"
OPENED = "<p>" + "".join(f"<b a{number}><table></b></table>" for number in range(1_900)) + "</p>"
DEAR = {
    "end tags of nothing": "<div></x>" * 111_000 + LINK,
    "attributes without white space": "<a " + "".join(f'a{number}=""' for number in range(90_000)) + ">" + LINK,
    "attributes behind a quoted bracket": "<a x='>' "
    + " ".join(f"a{number}" for number in range(150_000))
    + ">"
    + LINK,
}


def page(html: str, content_type: str = "text/html") -> Page:
    """Return a page."""
    return Page(URL, content_type, html.encode()[:1_000_000])


@pytest.mark.parametrize("html", DEAR.values(), ids=DEAR)
def test_what_takes_too_long_is_ended(html: str) -> None:
    """Each of these takes lexbor some 20 to 60 seconds."""
    with pytest.raises(TooCostlyError):
        parse_mention(page(html), {TARGET}, LITTLE)


def test_what_takes_too_much_memory_is_ended() -> None:
    """Formatting that is left open is opened again in each block: 50 KB would become 20 million elements."""
    with pytest.raises(TooCostlyError):
        parse_mention(page(LINK + OPENED + "<p>x" * 10_000), {TARGET}, Allowance(seconds=60, bytes=400 * 1024 * 1024))


def test_patience_has_an_end() -> None:
    """Where a system has no limits of its own, and on a machine that is busy."""
    with pytest.raises(TooCostlyError):
        parse_mention(page(DEAR["attributes behind a quoted bracket"]), {TARGET}, Allowance(seconds=60, patience=1.0))


@pytest.mark.parametrize(
    "html",
    [
        f"<title>Été</title><p>{'Texte. ' * 2_000}</p><p>Lisez {LINK}.</p>",
        f"<p class=h-entry><a class=p-author href='/moi'>A</a>{'x ' * 9_000}<a class=u-like-of href='{TARGET}'>x</a>",
        "<p>" + "Rien. " * 2_000,
    ],
)
def test_it_is_read_as_it_is_at_hand(html: str) -> None:
    """What comes from aside is what would have been read here; an author's page too."""
    found = source_content(page(html), {TARGET}) if LINK in html or TARGET in html else None
    assert parse_mention(page(html), {TARGET}) == found
    card = f"<p class=h-card><a class='u-url u-uid' href='{URL}'>Zoé</a></p>"
    for one in (html, html + card):
        assert parse_author(page(one)) == representative_card(page(one))
    assert parse_author(page("x" * 4_096 + card)) == Author("Zoé", URL)


@pytest.mark.parametrize(("length", "aside_"), [(4_096, 0), (4_097, 1)])
def test_small_pages_are_read_at_hand(monkeypatch: pytest.MonkeyPatch, length: int, aside_: int) -> None:
    """A page of 4 KiB costs no process; one of a byte more does."""
    started = []
    real = parser_process.subprocess.run

    def run(*arguments: object, **named: object) -> object:
        started.append(arguments)
        return real(*arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(parser_process.subprocess, "run", run)
    card = f"<p class=h-card><a class='u-url u-uid' href='{URL}'>Zoe</a>"
    assert parse_mention(page(LINK.ljust(length)), {TARGET}) is not None
    assert len(started) == aside_
    assert parse_author(page(card.ljust(length))) == Author("Zoe", URL)
    assert len(started) == 2 * aside_


def test_no_secret_goes_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads strangers' pages gets nothing of the inbox's environment."""
    monkeypatch.setenv("INBOX_SECRET", "s" * 40)
    seen: list[dict[str, str]] = []
    real = parser_process.subprocess.run

    def run(*arguments: object, **named: object) -> object:
        seen.append(dict(named["env"]))  # type: ignore[call-overload]
        return real(*arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(parser_process.subprocess, "run", run)
    assert parse_mention(page("x" * 4_096 + LINK), {TARGET}) is not None
    assert set(seen[0]) <= set(os.environ) - {"INBOX_SECRET"}
    assert not any(name.startswith("INBOX_") for name in seen[0])


def test_a_dear_page_is_out_of_reach(linking: Linking, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a slow server is: tried again, and given up; its author's page tells nothing."""
    monkeypatch.setattr(
        "plugins.inbox.verify.fetch_source.parse_mention", lambda page, targets: parse_mention(page, targets, LITTLE)
    )
    linking.webmention(linking.site.put("/a", DEAR["end tags of nothing"].replace(TARGET, linking.target)))
    assert linking.look() == {"/a": "unreachable"}
    assert (linking.row.status, linking.row.attempts) == ("checking", 1)
