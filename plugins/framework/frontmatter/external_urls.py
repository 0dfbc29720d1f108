"""URLs of pages on other sites, validated for front matter."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, WithJsonSchema

from plugins.base.addresses import is_visible
from plugins.base.findings import quoted
from plugins.framework.frontmatter.fields import wrong
from plugins.i18n.messages import N_

__all__ = ["WebPage", "check_web_page"]

LONGEST_ADDRESS = 2_000
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
    if not right or len(value) > LONGEST_ADDRESS or BARRED.search(value) or not is_visible(value):
        raise wrong(
            N_("'{value}' is not the address of a web page"),
            N_("write it as https://name.example/page"),
            value=quoted(value),
        )
    return value


WebPage = Annotated[
    str,
    AfterValidator(check_web_page),
    WithJsonSchema({"type": "string", "pattern": "^https?://[^/]", "maxLength": LONGEST_ADDRESS}),
]
