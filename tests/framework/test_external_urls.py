"""Addresses of other people's pages in front matter."""

from __future__ import annotations

import pytest

from plugins.framework.frontmatter.external_urls import WebPage
from tests.framework.test_fields import read

RIGHT = [
    "https://name.example",
    "http://name.example:8080/2026/pot/?a=1&b=2#top",
    "https://été.example/où",
    "http://[::1]:8000/",
    "https://name.example/" + "x" * 1979,
]
WRONG = [
    "",
    "name.example/page",
    "/2026/03/pot/",
    "ftp://name.example/",
    "HTTPS://name.example/",
    "javascript:alert(1)",
    "https://",
    "https:///page",
    "https://user:secret@name.example/",
    "https://name.example:port/",
    "https://[name.example/",
    "https://name.example/a b",
    'https://name.example/"onclick=x',
    "https://name.example/<b>",
    "https://name.example/\u202egnp.exe",
    "https://name.example/\x00",
    "https://name.example/" + "x" * 1980,
]


@pytest.mark.parametrize("value", RIGHT)
def test_right_addresses(value: str) -> None:
    """They stay as they were typed."""
    assert read(WebPage, value) == value


@pytest.mark.parametrize("value", WRONG)
def test_wrong_addresses(value: str) -> None:
    """Each is told, with how to mend it."""
    assert read(WebPage, value).endswith("is not the address of a web page; write it as https://name.example/page")
