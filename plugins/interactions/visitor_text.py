"""Field types of untrusted input from visitors and other sites: cleaned text, names, titles, URLs, dates.

Every function is idempotent, and its result is preserved by YAML, XML and JSON. There is no type for e-mail addresses
and IP addresses, so that none is stored.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from plugins.base.addresses import LONGEST_ADDRESS, ascii_address
from plugins.base.findings import quoted
from plugins.base.safe_text import clean
from plugins.framework.frontmatter.fields import YEARS, parse_date, wrong
from plugins.i18n.messages import N_

__all__ = [
    "LONGEST_ADDRESS",
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "Address",
    "Name",
    "Text",
    "Title",
    "UTCMoment",
    "as_line",
    "as_shown",
    "as_text",
]

LONGEST_TEXT = 10_000
"""The most characters of a comment, after cleaning."""
LONGEST_NAME = 80
LONGEST_TITLE = 300

LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029\x0b\x0c]")
"""Line breaks other than the line feed (Unicode Standard Annex 14, classes BK, CR and NL)."""
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates (Unicode Standard Annex 9): they may affect the text that follows."""
INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})


def as_text(typed: str) -> str:
    r"""Return a text without characters invalid in files and feeds, and without surrounding blank lines.

    Line ends of all kinds become line feeds, control characters are removed, and everything else is kept, markup too.

    >>> as_text("\r\nBonjour\x00,\r\n<b>dit-il</b>\u202f!  \n\n")
    'Bonjour,\n<b>dit-il</b>\u202f!'
    """
    text = clean(LINE_ENDS.sub("\n", typed)).replace("\ufeff", "")
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text.rstrip())


def as_line(typed: str) -> str:
    r"""Return a name or a title on one line, without bidirectional controls.

    >>> as_line(" Camille\u202e\n Durand ")
    'Camille Durand'
    """
    text = DIRECTION.sub("", as_text(typed))
    return re.sub(r"[ \t\n]+", " ", text).strip()


def as_shown(given: str, most: int) -> str:
    r"""Return a name or a title of another site, cut to ``most`` characters; empty if nothing in it is visible.

    >>> as_shown("Camille Durand", 8), as_shown("\u200b\u2060", 8)
    ('Camille', '')
    """
    line = as_line(as_line(given)[:most])
    return "" if _is_invisible(line) else line


def _is_invisible(line: str) -> bool:
    return all(unicodedata.category(character) in INVISIBLE for character in line)


def _visible(value: str) -> str:
    """Return the value if it has a visible character."""
    if _is_invisible(value):
        raise wrong(N_("'{value}' shows nothing"), N_("write at least one letter or digit"), value=quoted(value))
    return value


def _cleaned(value: object) -> object:
    return as_text(value) if isinstance(value, str) else value


def _on_one_line(value: object) -> object:
    return as_line(value) if isinstance(value, str) else value


def as_address(value: object) -> object:
    """Return an http or https URL with a host, without user name and password, in ASCII.

    >>> as_address(" https://Été.example/où ")
    'https://xn--t-9fab.example/o%C3%B9'
    """
    if not isinstance(value, str):
        return value
    whole = ascii_address(value)
    if whole is None:
        raise wrong(
            N_("'{value}' is not the address of a web page"),
            N_("write it as https://name.example/page"),
            value=quoted(value),
        )
    return whole


def as_moment(value: object) -> object:
    """Return a date and time as UTC in whole seconds; one without a time zone is refused."""
    moment = parse_date(value)
    if not isinstance(moment, datetime):
        return moment
    mend = N_("write it as 2026-03-02T08:30:00+01:00")
    if moment.tzinfo is None:
        raise wrong(N_("'{value}' names no time zone"), mend, value=quoted(str(value)))
    try:
        universal = moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        universal = None
    if universal is None or universal.year not in YEARS:
        raise wrong(N_("the year of '{value}' cannot be right"), mend, value=quoted(str(value)))
    return universal


Text = Annotated[str, BeforeValidator(_cleaned), Field(min_length=1, max_length=LONGEST_TEXT)]
Name = Annotated[
    str, BeforeValidator(_on_one_line), Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_visible)
]
Title = Annotated[str, BeforeValidator(_on_one_line), Field(min_length=1, max_length=LONGEST_TITLE)]
Address = Annotated[str, BeforeValidator(as_address), Field(max_length=LONGEST_ADDRESS)]
UTCMoment = Annotated[datetime, BeforeValidator(as_moment)]
