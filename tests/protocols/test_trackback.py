"""TrackBack's pings and answers, apart from any server."""

from __future__ import annotations

from urllib.parse import urlencode

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as some

from plugins.base.safe_text import clean
from plugins.protocols.trackback import Ping, PingError, answer, read_ping
from plugins.protocols.urlencoded_form import FORM

MARKUP = ["<", ">", "&", "]]>", "<!--", "</message>", "\0", "\x1b", "\ud800", "\ufffe", '"', "'", "é", "\r\n"]
WORDS = some.lists(some.one_of(some.sampled_from(MARKUP), some.text(max_size=5)), max_size=8).map("".join)


@given(some.one_of(some.none(), WORDS))
def test_every_answer_is_well_formed(error: str | None) -> None:
    """Whatever is said in it, it parses, and says just that."""
    root = lxml.etree.fromstring(answer(error))
    assert root.findtext("error") == ("0" if error is None else "1")
    assert (root.findtext("message") or "") == clean(error or "")
    assert [child.tag for child in root] == (["error"] if error is None else ["error", "message"])


@given(some.binary(max_size=300), some.sampled_from([FORM, f"{FORM}; charset=latin-1", "text/plain", ""]))
def test_nothing_but_its_own_errors(body: bytes, content_type: str) -> None:
    """Any bytes: a ping with an address, or an error."""
    for given_ in (body, b"url=https%3A%2F%2Fa.example%2F&title=" + body, b"url=" + body):
        try:
            ping = read_ping(given_, content_type)
        except PingError:
            continue
        assert ping.url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("body", "ping"),
    [
        ("url=https%3A%2F%2Fa.example%2F", Ping("https://a.example/")),
        ("url=+https%3A%2F%2Fa.example%2F+", Ping("https://a.example/")),
        ("url=https%3A%2F%2Fa.example%2F1&url=https%3A%2F%2Fa.example%2F2", Ping("https://a.example/2")),
        (
            "url=https%3A%2F%2Fa.example%2F&title=+a+&excerpt=b%0Ac&blog_name=d&other=e",
            Ping("https://a.example/", "a", "b\nc", "d"),
        ),
        ("url=https%3A%2F%2Fa.example%2F&title=%26lt%3Bb%26gt%3B", Ping("https://a.example/", "<b>")),
        ("charset=latin1&url=https%3A%2F%2Fa.example%2F&title=%E9", Ping("https://a.example/", "é")),
    ],
)
def test_pings(body: str, ping: Ping) -> None:
    """The last of a field given twice; white space around a value is none of it."""
    assert read_ping(body.encode(), FORM) == ping


@pytest.mark.parametrize("name", ["charset", "Charset", "CHARSET"])
def test_the_charset_of_the_header_comes_first(name: str) -> None:
    """However its name is written; a field of the form decides only where the header says nothing."""
    body = b"charset=latin1&url=https%3A%2F%2Fa.example%2F&title=%C3%A9"
    assert read_ping(body, f"{FORM}; {name}=UTF-8").title == "é"
    assert read_ping(body, FORM).title == "Ã©"


@pytest.mark.parametrize(("given_", "kept"), [(201, 201), (20_000, 20_000), (20_001, 20_000), (100_000, 20_000)])
def test_long_fields_are_cut(given_: int, kept: int) -> None:
    """Twenty thousand characters of a field are read; what is longer than any record is not decoded."""
    ping = read_ping(urlencode({"url": "https://a.example/", "excerpt": "a" * given_}).encode(), FORM)
    assert ping.excerpt == "a" * kept
