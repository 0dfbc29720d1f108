"""URLs of pages on other sites: validated for front matter, and shortened for display."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, WithJsonSchema

from plugins.base.findings import quoted
from plugins.framework.frontmatter.fields import wrong
from plugins.i18n.messages import N_

__all__ = ["WebPage", "check_web_page", "display_url"]

LONGEST_ADDRESS = 2_000
LONGEST_DISPLAYED = 80
BARRED = re.compile(r"[\s\"<>\\^`{|}]")
"""The characters forbidden in an IRI (RFC 3987, section 2.2)."""


def check_web_page(value: str) -> str:
    """Return the value if it is an http or https URL with a host, without user name and password.

    >>> check_web_page("https://été.example/où")
    'https://été.example/où'
    """
    try:
        parts = urlsplit(value)
        right = value.startswith(("http://", "https://")) and bool(parts.hostname) and "@" not in parts.netloc
        _ = parts.port
    except ValueError:
        right = False
    if not right or len(value) > LONGEST_ADDRESS or BARRED.search(value) or not _visible(value):
        raise wrong(
            N_("'{value}' is not the address of a web page"),
            N_("write it as https://name.example/page"),
            value=quoted(value),
        )
    return value


def _visible(value: str) -> bool:
    """Return whether all characters are visible: no controls, and no direction marks, which could disguise a URL."""
    return not any(unicodedata.category(character).startswith("C") for character in value)


def display_url(address: str) -> str:
    """Return a URL shortened for display: host without ``www.``, and decoded path, cut when long.

    >>> display_url("https://www.name.example/2026/l%27%C3%A9t%C3%A9/?page=1#x"), display_url("http://name.example:8080/")
    ("name.example/2026/l'été", 'name.example')
    """
    parts = urlsplit(address)
    path = unquote(parts.path).rstrip("/")
    said = (parts.hostname or "").removeprefix("www.") + (path if _visible(path) else parts.path.rstrip("/"))
    return said if len(said) <= LONGEST_DISPLAYED else f"{said[: LONGEST_DISPLAYED - 1]}…"


WebPage = Annotated[
    str,
    AfterValidator(check_web_page),
    WithJsonSchema({"type": "string", "pattern": "^https?://[^/]", "maxLength": LONGEST_ADDRESS}),
]
