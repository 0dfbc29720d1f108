"""The field types of front matter, as pydantic types: date, slug, language tag, colour, path, line, labels.

Every scalar arrives as the string that was typed, and a type validates and converts it. Errors carry a problem and a
mend, as English source texts for the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from babel.core import Locale, UnknownLocaleError
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from plugins.base.findings import quoted
from plugins.base.slugs import is_slug, slugify
from plugins.i18n.messages import N_

ISO_8601 = re.compile(
    r"(?P<year>\d{4})-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?\Z",
    re.ASCII,
)
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*\Z", re.ASCII)
COLOUR = re.compile(r"#[0-9a-f]{6}\Z", re.ASCII | re.IGNORECASE)
YEARS = range(1900, 2200)
LONGEST_PATH = 200
"""The most bytes of a path; file systems allow 255 a name."""


def wrong(problem: str, mend: str, **places: object) -> PydanticCustomError:
    """Return a validation error with a problem and a mend for the catalogue."""
    return PydanticCustomError("author", "author", {"problem": problem, "mend": mend, "places": places})


def parse_date(value: object) -> object:
    """Return the date and time of an ISO 8601 string (ISO 8601-1:2019, 5.2.2 and 5.4.2.1, extended format)."""
    if not isinstance(value, str):
        return value
    mend = N_("write it as 2026-03-02 or 2026-03-02T08:30:00+01:00")
    match = ISO_8601.match(value)
    if not match:
        raise wrong(N_("'{value}' is not a date"), mend, value=quoted(value))
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise wrong(N_("there is no such day or hour as '{value}'"), mend, value=value) from None
    if moment.year not in YEARS:
        raise wrong(N_("the year of '{value}' cannot be right"), mend, value=value)
    return moment


def check_slug(value: str) -> str:
    """Return the value if it is a valid slug."""
    if not is_slug(value):
        raise wrong(
            N_("'{value}' cannot stand in an address"),
            N_("use at most 80 lower-case letters without accents, digits and hyphens"),
            value=quoted(value),
        )
    return value


def check_save_as(value: str) -> str:
    """Return the value if it is a relative path below the output folder."""
    parts = value.split("/")
    if (
        re.search(r"[\\:\x00-\x1f]", value)
        or any(part in ("", ".", "..") for part in parts)
        or len(value.encode()) > LONGEST_PATH
    ):
        raise wrong(
            N_("'{value}' leaves the site's folder"),
            N_("give a path such as 'about/index.html', without '..' and without '/' at its start"),
            value=quoted(value),
        )
    return value


def check_language(value: str) -> str:
    """Return the value if it is a language tag (BCP 47) that Babel knows."""
    try:
        if not LANGUAGE.match(value):
            raise ValueError(value)
        Locale.parse(value.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        raise wrong(
            N_("'{value}' is not a language"),
            N_("write a language tag such as fr or en"),
            value=quoted(value),
        ) from None
    return value


def check_labels(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the labels if their keys are language tags."""
    for language in value:
        check_language(language)
    return value


def check_colour(value: str) -> str:
    """Return the value if it is a colour ``#rrggbb``."""
    if not COLOUR.match(value):
        raise wrong(N_("'{value}' is not a colour"), N_('write it as "#3f4a9c"'), value=quoted(value))
    return value.lower()


def check_image_file(value: str) -> str:
    """Return the value if it is the path of an image below the content folder."""
    if (
        any(part in ("", ".", "..") for part in value.split("/"))
        or re.search(r"[\\:]", value)
        or len(value.encode()) > LONGEST_PATH
    ):
        raise wrong(
            N_("'{value}' is not a path below the content folder"),
            N_("write it as images/name.svg"),
            value=quoted(value),
        )
    return value


def one_line(value: str) -> str:
    r"""Return a text on one line, white space collapsed; no-break spaces are kept, since they are typed on purpose.

    >>> one_line("Que  faire\u202f?\n")
    'Que faire\u202f?'
    """
    if not value.strip():
        raise PydanticCustomError("string_too_short", "empty")
    return re.sub(r"[ \t\n\r\f\v]+", " ", value).strip(" ")


def check_word(value: str) -> str:
    """Return the name of an open axis's term if a slug can be made of it."""
    if not slugify(value):
        raise wrong(
            N_("no address can be made of '{value}'"),
            N_("give it at least one letter or digit"),
            value=quoted(value),
        )
    return value


def parse_switch(value: object) -> object:
    """Return the value of a switch: True, False, or a tuple of names."""
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, list) and all(isinstance(name, str) and name for name in value):
        return tuple(value)
    if isinstance(value, bool | tuple):
        return value
    raise wrong(
        N_("'{value}' is not a switch"),
        N_("write false to switch it off, or a list of the rules to leave out"),
        value=quoted(str(value)),
    )


Switch = Annotated[
    bool | tuple[str, ...],
    BeforeValidator(parse_switch),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "string"}}]}),
]
Moment = Annotated[
    datetime,
    BeforeValidator(parse_date),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}"}),
]
Slug = Annotated[
    str,
    AfterValidator(check_slug),
    WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}),
]
SavePath = Annotated[str, AfterValidator(check_save_as)]
Language = Annotated[str, AfterValidator(check_language)]
Colour = Annotated[
    str, AfterValidator(check_colour), WithJsonSchema({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"})
]
ImageFile = Annotated[str, AfterValidator(check_image_file)]
Line = Annotated[str, Field(min_length=1), AfterValidator(one_line)]
Word = Annotated[Line, AfterValidator(check_word)]
Names = Annotated[dict[str, Line], Field(min_length=1), AfterValidator(check_labels)]
