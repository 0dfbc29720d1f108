"""Addresses of pages: which are taken, and which are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plugins.protocols.source_page import joined, leads_to
from plugins.protocols.url_equivalence import comparable, page_address, same_page

PARTS = [
    "http",
    "https",
    "HTTP",
    ":",
    "//",
    "/",
    "a.example",
    "A.example",
    "é.example",
    "[",
    "]",
    "::1",
    ":80",
    ":99999",
    "@",
    "u:p",
    "..",
    ".",
    "%",
    "%7E",
    "~",
    "%zz",
    "?",
    "#",
    "&",
    "=",
    " ",
    "\t",
    "\n",
    "\0",
    "\\",
    "xn--",
    "xn--a",
    "x" * 70,
    "٣",
    "\ud800",
]
ADDRESSES = some.lists(some.one_of(some.sampled_from(PARTS), some.text(max_size=4)), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("https://a.example", "https://a.example"),
        ("HTTPS://A.example/B", "https://a.example/B"),
        (" https://a.example/ ", "https://a.example/"),
        ("https://été.example/où?à=b#c", "https://xn--t-9fab.example/o%C3%B9?%C3%A0=b#c"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("https://a.example/" + "b" * 1_982, "https://a.example/" + "b" * 1_982),  # 2,000 characters
        ("https://a.example/" + "b" * 1_983, None),
        ("a.example", None),
        ("//a.example/", None),
        ("https:///a", None),
        ("https://u@a.example/", None),
        ("https://u:p@a.example/", None),
        ("ftp://a.example/", None),
        ("mailto:a@b.example", None),
        ("javascript:alert(1)", None),
        ("https://a.example:99999/", None),
        ("https://[::1/", None),
        ("https://a b.example/", None),
        ("https://a.example/\x00", "https://a.example/%00"),
        ("", None),
    ],
)
def test_page_addresses(given_: str, kept: str | None) -> None:
    """Http and https, a host, nobody's password; kept in ASCII."""
    assert page_address(given_) == kept


@given(ADDRESSES)
def test_what_is_kept_stays_as_it_is(typed: str) -> None:
    """An address that was taken is taken again, unchanged, and is one page with itself."""
    kept = page_address(typed)
    if kept is not None:
        assert kept.isascii()
        assert page_address(kept) == kept
        assert same_page(kept, kept)
        assert comparable(comparable(kept)) == comparable(kept)


@given(ADDRESSES, ADDRESSES)
def test_no_address_breaks_a_comparison(one: str, other: str) -> None:
    """Whatever stands in a page: comparing and joining it raises nothing."""
    assert same_page(one, other) == same_page(other, one)
    assert isinstance(joined(one, other), str)
    assert isinstance(leads_to(joined(one, other), {comparable("https://a.example/")}), bool)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/b", "https://a.example/b#c", True),
        ("https://a.example/b", "HTTPS://A.EXAMPLE:443/b", True),
        ("https://a.example/%7Eb", "https://a.example/~b", True),
        ("https://a.example/c/../b", "https://a.example/b", True),
        ("https://a.example", "https://a.example/", True),
        ("https://été.example/", "https://xn--t-9fab.example/", True),
        ("https://a.example/b", "https://a.example/b/", False),
        ("https://a.example/b", "http://a.example/b", False),
        ("https://a.example/b", "https://a.example/B", False),
        ("https://a.example/b?c=1", "https://a.example/b?c=2", False),
        ("https://a.example/b", "https://a.example:8000/b", False),
    ],
)
def test_one_page(one: str, other: str, same: bool) -> None:
    """RFC 3986, section 6.2: what names one page by its syntax, and nothing beyond."""
    assert same_page(one, other) is same
