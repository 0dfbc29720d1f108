"""Slugs and article ids: made from a title, a file name or a date, and checked."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from unidecode import unidecode

LONGEST_SLUG = 80
"""Characters; a longer slug is cut at a hyphen, since file systems allow 255 bytes a name."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@lru_cache(maxsize=4096)
def slugify(text: str) -> str:
    """Return the text as a slug: ASCII letters in lower case, digits, hyphens; empty when it has none of them.

    >>> slugify("L’été des œuvres : 3ᵉ partie"), slugify("Où dort la trésorerie ?")
    ('l-ete-des-oeuvres-3e-partie', 'ou-dort-la-tresorerie')
    >>> slugify("!!!")
    ''
    """
    ascii_text = unidecode(unicodedata.normalize("NFKC", text)).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
    if len(slug) <= LONGEST_SLUG:
        return slug
    return slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]


def is_slug(text: str) -> bool:
    """Return whether a text is a valid slug.

    >>> is_slug("marmite-2"), is_slug("../marmite"), is_slug("a" * 200)
    (True, False, False)
    """
    return len(text) <= LONGEST_SLUG and bool(SLUG.match(text))


def derived_slug(path: str) -> str:
    """Return the default slug of a file, from its name and not its title: a new title keeps the permalink.

    >>> derived_slug("articles/2026/L'Été.md")
    'l-ete'
    """
    name = PurePosixPath(path).name
    return slugify(name.rpartition(".")[0] or name)  # no stem: Python 3.14 sees another one in "..md"


def derived_id(day: date, slug: str) -> str:
    """Return the default id of an article: year, month and slug; it is a valid slug itself.

    >>> derived_id(date(2026, 3, 2), "marmite")
    '2026-03-marmite'
    """
    return slugify(f"{day:%Y-%m}-{slug}")
