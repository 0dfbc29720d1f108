"""The kinds of values: dates, slugs, paths, languages, colours, texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from plugins.framework.frontmatter import fields
from plugins.i18n.messages import Message


def read(kind: Any, value: object) -> Any:
    """Return what a type makes of a value, or its complaint in words."""
    try:
        return TypeAdapter(Annotated[kind, None]).validate_python(value)
    except ValidationError as error:
        context = error.errors()[0].get("ctx", {})
        if "problem" not in context:
            return error.errors()[0]["type"]
        return f"{Message(context['problem'], context['places']).text()}; {Message(context['mend']).text()}"


HOW_TO_DATE = "write it as 2026-03-02 or 2026-03-02T08:30:00+01:00"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-02", datetime(2026, 3, 2)),
        ("2026-03-02T08:30", datetime(2026, 3, 2, 8, 30)),
        ("2026-03-02 08:30:15", datetime(2026, 3, 2, 8, 30, 15)),
        ("2026-03-02T08:30:15.25", datetime(2026, 3, 2, 8, 30, 15, 250000)),
        ("2026-03-02T08:30:00Z", datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
        ("2026-03-02T08:30:00+01:00", datetime(2026, 3, 2, 8, 30, tzinfo=timezone(timedelta(hours=1)))),
        ("2026-03-02T08:30:00+0100", datetime(2026, 3, 2, 8, 30, tzinfo=timezone(timedelta(hours=1)))),
        ("2024-02-29", datetime(2024, 2, 29)),
        ("1900-01-01", datetime(1900, 1, 1)),
        ("2199-12-31", datetime(2199, 12, 31)),
    ],
)
def test_dates(value: str, expected: datetime) -> None:
    """ISO 8601 dates are read with or without time, seconds and zone."""
    assert read(fields.Moment, value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-13-01", "there is no such day or hour as '2026-13-01'"),
        ("2025-02-29", "there is no such day or hour as '2025-02-29'"),
        ("2026-03-02T25:00", "there is no such day or hour as '2026-03-02T25:00'"),
        ("2026-03-02T08:30:00+25:00", "there is no such day or hour as '2026-03-02T08:30:00+25:00'"),
        ("0000-01-01", "there is no such day or hour as '0000-01-01'"),
        ("1899-12-31", "the year of '1899-12-31' cannot be right"),
        ("2200-01-01", "the year of '2200-01-01' cannot be right"),
        ("1026-03-02", "the year of '1026-03-02' cannot be right"),
        ("9999-12-31T23:59:59-23:59", "the year of '9999-12-31T23:59:59-23:59' cannot be right"),
        ("01/02/2024", "'01/02/2024' is not a date"),
        ("2024-05", "'2024-05' is not a date"),
        ("20240501", "'20240501' is not a date"),
        ("2026-3-2", "'2026-3-2' is not a date"),
        ("2026-W10-1", "'2026-W10-1' is not a date"),
        ("2026-03-02T08", "'2026-03-02T08' is not a date"),
        ("2026-03-02\n", "'2026-03-02\n' is not a date"),
        ("٢٠٢٦-٠٣-٠٢", "'٢٠٢٦-٠٣-٠٢' is not a date"),
        ("demain", "'demain' is not a date"),
        ("", "'' is not a date"),
        ("1" * 100, f"'{'1' * 59}…' is not a date"),
    ],
)
def test_dates_that_are_none(value: str, expected: str) -> None:
    """Other ways of writing a date, and days that no calendar has, are refused with an example."""
    assert read(fields.Moment, value) == f"{expected}; {HOW_TO_DATE}"


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=st.none() | st.just(UTC)))
def test_any_moment_is_read_back(moment: datetime) -> None:
    """What isoformat writes is read as the same moment."""
    assert read(fields.Moment, moment.isoformat()) == moment


@given(st.text() | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}([+-][0-9]{2}:[0-9]{2})?)?"))
def test_any_text_is_a_date_or_not(value: str) -> None:
    """Any text is a date or a complaint; nothing else is raised."""
    assert isinstance(read(fields.Moment, value), datetime | str)


SLUG_WORDS = "cannot stand in an address; use at most 80 lower-case letters without accents, digits and hyphens"


@pytest.mark.parametrize("value", ["marmite", "2026-03-marmite", "a", "a" * 80])
def test_slugs(value: str) -> None:
    """Lower-case letters, digits and single hyphens between them make a slug."""
    assert read(fields.Slug, value) == value


@pytest.mark.parametrize(
    "value", ["", "..", "../x", "a/b", "Été", "été", "a b", "-a", "a-", "a--b", "a\n", "a.html", "con:", "%2e"]
)
def test_slugs_that_are_none(value: str) -> None:
    """What would leave the site, or need quoting in an address, is no slug."""
    assert read(fields.Slug, value) == f"'{value}' {SLUG_WORDS}"


@pytest.mark.parametrize("value", ["index.html", "about/index.html", "a/b/c.txt", "é.html", "é" * 100, "a" * 200])
def test_save_as(value: str) -> None:
    """A relative path with forward slashes stays below the output."""
    assert read(fields.SavePath, value) == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "/x.html",
        "../x.html",
        "a/../x.html",
        "a/./x",
        "a//b",
        "a/",
        "..",
        "C:/x",
        "a\\b",
        "a\nb",
        "é" * 101,
        "a" * 201,
    ],
)
def test_save_as_that_leaves(value: str) -> None:
    """Absolute paths, dots, drives, backslashes, controls and names that no file system takes are refused."""
    shown = value if len(value) <= 60 else value[:59] + "…"
    assert read(fields.SavePath, value) == (
        f"'{shown}' leaves the site's folder; give a path such as 'about/index.html', without '..' and without '/' "
        "at its start"
    )


@pytest.mark.parametrize("value", ["fr", "no", "fr-CA", "zh-Hans-CN", "eo", "FR"])
def test_languages(value: str) -> None:
    """Language tags that Babel knows stay as they were typed."""
    assert read(fields.Language, value) == value


@pytest.mark.parametrize("value", ["", "xx", "français", "fr_FR", "en-XX", "f", "i-klingon", "../fr", "en-a-bbb"])
def test_languages_that_are_none(value: str) -> None:
    """A tag that Babel could not format a date in is refused here, not in a template."""
    assert read(fields.Language, value) == f"'{value}' is not a language; write a language tag such as fr or en"


def test_colours() -> None:
    """Colours are six hexadecimal digits, lower-cased; nothing else can reach a style sheet."""
    assert read(fields.Colour, "#3F4A9c") == "#3f4a9c"
    for value in ("red", "#fff", "#3f4a9c;", "#3f4a9c\n", "3f4a9c", "#gggggg"):
        assert read(fields.Colour, value) == f"""'{value}' is not a colour; write it as "#3f4a9c\""""


def test_image_files() -> None:
    """A picture's file is a path below the content folder in its one spelling."""
    for value in ("images/marmite.svg", "é" * 100, "a" * 200):
        assert read(fields.ImageFile, value) == value
    for value in (
        "",
        "/x.svg",
        "../x.svg",
        "./images/x.svg",
        "images//x.svg",
        "images\\x.svg",
        "https://x/y.svg",
        "é" * 101,
        "a" * 201,
    ):
        shown = value if len(value) <= 60 else value[:59] + "…"
        assert read(fields.ImageFile, value) == (
            f"'{shown}' is not a path below the content folder; write it as images/name.svg"
        )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" a \n b\t", "a b"),
        ("Que faire\u202f?", "Que faire\u202f?"),
        ("«\xa0oui\xa0»", "«\xa0oui\xa0»"),
        ('" < & ]]>', '" < & ]]>'),
        ("", "string_too_short"),
        (" \n\t", "string_too_short"),
        ("\xa0", "string_too_short"),
    ],
)
def test_lines(value: str, expected: str) -> None:
    """A text is one line; no-break spaces, which an author chose, stay; nothing but blanks is empty."""
    assert read(fields.Line, value) == expected


def test_words_make_addresses() -> None:
    """A tag, a series or an author needs a letter or a digit, since a page is named after it."""
    assert read(fields.Word, " Été  2026 ") == "Été 2026"
    for value in ("!!", "😀", "«»"):
        assert read(fields.Word, value) == (
            f"no address can be made of '{value}'; give it at least one letter or digit"
        )


def test_names() -> None:
    """Labels are texts by language, at least one."""
    assert read(fields.Names, {"fr": "le  Numérique", "en": "digital"}) == {"fr": "le Numérique", "en": "digital"}
    assert read(fields.Names, {}) == "too_short"
    assert read(fields.Names, {"label": "x"}) == ("'label' is not a language; write a language tag such as fr or en")
