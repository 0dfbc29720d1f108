"""Field types of untrusted input from visitors and other sites: cleaned text, names, titles, URLs, dates.

There is no type for e-mail addresses and IP addresses, so that none is stored.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from plugins.base.addresses import LONGEST_ADDRESS, ascii_address
from plugins.base.findings import quoted
from plugins.framework.frontmatter.fields import YEARS, parse_date, wrong
from plugins.i18n.messages import N_
from plugins.interactions.visitor_text import LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, as_line, as_text, is_invisible

__all__ = ["Address", "Name", "Text", "Title", "UTCMoment"]


def _visible(value: str) -> str:
    """Return the value if it has a visible character."""
    if is_invisible(value):
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
