"""Addresses that lead somewhere from anywhere."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.addresses import absolute, absolute_srcset, display_url, site_address, srcset_candidates, uri

BASE = "https://pot.example/blog/2026/03/marmite/"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://other.example/a?b=c#d", "https://other.example/a?b=c#d"),
        ("//cdn.example/a.png", "https://cdn.example/a.png"),
        ("/blog/images/a.svg", "https://pot.example/blog/images/a.svg"),
        ("../../b/", "https://pot.example/blog/2026/b/"),
        ("#fn:1", f"{BASE}#fn:1"),
        ("?page=2", f"{BASE}?page=2"),
        ("", BASE),
        (" \n/a b ", "https://pot.example/a b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:+33", "tel:+33"),
        ("javascript:alert(1)", None),
        (" jAva\tscript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("vbscript:x", None),
        ("http://[", None),
    ],
)
def test_absolute(address: str, expected: str | None) -> None:
    """An address resolves as in a browser that shows the page; one that would run something leads nowhere."""
    assert absolute(address, BASE) == expected


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_absolute_addresses_have_a_scheme(address: str) -> None:
    """Whatever stands in an attribute, what comes out has a scheme, and no script in it."""
    found = absolute(address, BASE)
    assert found is None or urlsplit(found).scheme not in ("", "javascript", "vbscript")


@pytest.mark.parametrize(
    ("srcset", "expected"),
    [
        ("a.png", [("a.png", "")]),
        (" a.png 1x ,\nb.png 2.5x", [("a.png", "1x"), ("b.png", "2.5x")]),
        ("a.png, b.png 640w,", [("a.png", ""), ("b.png", "640w")]),
        ("data:image/png;base64,AA== 1x, b.png 2x", [("data:image/png;base64,AA==", "1x"), ("b.png", "2x")]),
        (",,,", []),
        ("", []),
    ],
)
def test_candidates(srcset: str, expected: list[tuple[str, str]]) -> None:
    """A ``srcset`` splits as the HTML Standard says."""
    assert list(srcset_candidates(srcset)) == expected


def test_absolute_srcset() -> None:
    """Every address becomes absolute and keeps its descriptor; what leads nowhere goes."""
    assert (
        absolute_srcset("/a.png 1x, javascript:x 2x, b.png 3x", BASE) == f"https://pot.example/a.png 1x, {BASE}b.png 3x"
    )
    assert absolute_srcset("javascript:x", BASE) is None


@pytest.mark.parametrize(
    ("siteurl", "expected"),
    [
        ("https://pot.example", "https://pot.example"),
        ("https://pot.example/blog/", "https://pot.example/blog"),
        ("", "https://founding.example"),
    ],
)
def test_site_address(siteurl: str, expected: str) -> None:
    """A published site has its own address; a preview's feeds lead to the founding domain."""
    assert site_address(siteurl, "founding.example") == expected


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
def test_uris_are_ascii(path: str) -> None:
    """An address is ASCII, and one that is already a URI stays as it is."""
    once = uri(f"https://pot.example/{path}")
    assert once.isascii()
    assert " " not in once
    assert uri(once) == once


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.name.example/", "name.example"),
        ("https://name.example:8080/a/b/?c#d", "name.example/a/b"),
        ("https://name.example/l%27%C3%A9t%C3%A9", "name.example/l'été"),
        ("https://name.example/%E2%80%AEgnp", "name.example/%E2%80%AEgnp"),
        ("https://name.example/" + "x" * 100, "name.example/" + "x" * 66 + "…"),
    ],
)
def test_spoken(address: str, expected: str) -> None:
    """Host and path, as short as one reads, and nothing in it that turns the direction of the line."""
    assert display_url(address) == expected
