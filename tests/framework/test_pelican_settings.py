"""Pelican's settings: what they must be, and which ask for what is not done here."""

from __future__ import annotations

from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG

import pelicanconf
import publishconf
from plugins.base.settings_error import SettingsError
from plugins.framework.address_patterns import NAMES
from plugins.framework.pelican_settings import PelicanSettings, check_pelican_settings
from plugins.framework.settings_without_effect import WITHOUT_EFFECT

PROJECT = {name: value for name, value in vars(pelicanconf).items() if name.isupper()}
PATTERNS = "setting PAGINATION_PATTERNS: "


def said(**given: Any) -> list[str]:
    """Return what is said of the project's settings with some others."""
    try:
        check_pelican_settings({**DEFAULT_CONFIG, **PROJECT, **given})
    except SettingsError as error:
        return str(error).splitlines()
    return []


def test_what_asks_for_nothing() -> None:
    """Pelican's defaults, the project's settings and those of its publication are right."""
    check_pelican_settings(DEFAULT_CONFIG)
    check_pelican_settings({**DEFAULT_CONFIG, **PROJECT})
    check_pelican_settings(
        {**DEFAULT_CONFIG, **{name: value for name, value in vars(publishconf).items() if name.isupper()}}
    )
    check_pelican_settings({})


ACTING = {
    *NAMES, *PelicanSettings.model_fields,
    *("PATH", "OUTPUT_PATH", "THEME", "THEME_STATIC_DIR", "THEME_TEMPLATES_OVERRIDES", "INDEX_SAVE_AS", "PLUGINS"),
    *("PLUGIN_PATHS", "PELICAN_CLASS", "MARKDOWN", "LOG_FILTER", "LOCALE", "STATIC_URL", "STATIC_SAVE_AS"),
    *("STATIC_EXCLUDE_SOURCES", "EXTRA_PATH_METADATA", "JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS"),
    *("JINJA_ENVIRONMENT", "READERS", "ARTICLE_PERMALINK_STRUCTURE"),
}  # fmt: skip
"""Settings of Pelican's that do here what its manual says; ``READERS`` only switches off."""
BOUND_TO_OTHERS = {
    *("CACHE_PATH", "GZIP_CACHE", "CONTENT_CACHING_LAYER", "CHECK_MODIFIED_METHOD", "OUTPUT_SOURCES_EXTENSION"),
    *("TYPOGRIFY_IGNORE_TAGS", "TYPOGRIFY_OMIT_FILTERS", "TYPOGRIFY_DASHES", "PORT", "BIND", "WITH_FUTURE_DATES"),
}
"""Those that mean something only beside another, which is told, or with the server; and that of future articles, which
are drafts here whatever it says."""


def test_each_of_pelicans_settings_is_known() -> None:
    """A setting that a new Pelican brings has to be decided on."""
    assert set(DEFAULT_CONFIG) - ACTING - BOUND_TO_OTHERS - set(WITHOUT_EFFECT) == set()
    assert WITHOUT_EFFECT.keys() & (ACTING | BOUND_TO_OTHERS) == set()


@pytest.mark.parametrize("name", sorted({*WITHOUT_EFFECT, "READERS"}))
def test_one_without_effect(name: str) -> None:
    """Whatever asks for something is told, by its name and with a mend."""
    value: object = {"rst": "theirs.Reader"} if name == "READERS" else "asked"
    found = said(**{name: value})
    assert [line.partition(": ")[0] for line in found] == [f"setting {name}"]
    assert "take it out" in found[0]
    assert said(**{name: DEFAULT_CONFIG.get(name)}) == [] or name == "SUMMARY_MAX_LENGTH"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RSS_FEED_SUMMARY_ONLY", False),
        ("NEWEST_FIRST_ARCHIVES", False),
        ("DISPLAY_PAGES_ON_MENU", False),
        ("SUMMARY_MAX_LENGTH", None),
    ],
)
def test_one_that_asks_when_it_is_off(name: str, value: object) -> None:
    """What Pelican does unless it is told not to, and this site either way."""
    assert [line.partition(": ")[0] for line in said(**{name: value})] == [f"setting {name}"]


def test_all_are_told_at_once() -> None:
    """The author mends them in one go."""
    assert said(OUTPUT_SOURCES=True, TIMEZONE="Mars/Base", TEMPLATE_PAGES={"a.html": "b.html"}, PAGE_URL=None) == [
        "setting OUTPUT_SOURCES: take it out: the sources of texts are not published",
        "setting TEMPLATE_PAGES: take it out, and name the template in DIRECT_TEMPLATES",
        "setting TIMEZONE: 'Mars/Base' is not a time zone such as Europe/Paris",
        "setting PAGE_URL: it is no text",
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"TIMEZONE": "Europe"}, "setting TIMEZONE: 'Europe' is not a time zone such as Europe/Paris"),
        ({"DEFAULT_LANG": "xx"}, "setting DEFAULT_LANG: 'xx' is not a language such as fr"),
        ({"SITEURL": "blog.example"}, "setting SITEURL: 'blog.example' is not an address such as https://blog.example"),
        ({"SITEURL": "https:///x"}, "setting SITEURL: 'https:///x' is not an address such as https://blog.example"),
        ({"SITENAME": None}, "setting SITENAME: Input should be a valid string"),
        ({"ARTICLE_PATHS": ["a", "../x"]}, "setting ARTICLE_PATHS: '../x' is not a path below the content folder (1)"),
        ({"STATIC_PATHS": ["/etc"]}, "setting STATIC_PATHS: '/etc' is not a path below the content folder (0)"),
        ({"DIRECT_TEMPLATES": None}, "setting DIRECT_TEMPLATES: Input should be a valid list"),
        ({"IGNORE_FILES": "*.tmp"}, "setting IGNORE_FILES: Input should be a valid list"),
        ({"PAGINATED_TEMPLATES": ["index"]}, "setting PAGINATED_TEMPLATES: Input should be a valid dictionary"),
        ({"PAGINATED_TEMPLATES": {"index": 0}}, "setting PAGINATED_TEMPLATES: Input should be greater than 0 (index)"),
        ({"DEFAULT_PAGINATION": -1}, "setting DEFAULT_PAGINATION: Input should be greater than or equal to 0"),
        ({"DEFAULT_ORPHANS": None}, "setting DEFAULT_ORPHANS: Input should be a valid integer"),
        (
            {"PAGINATION_PATTERNS": [(1, "{url}", "{save_as}"), (2, "{page}/", "{page}.html")]},
            f"{PATTERNS}one names 'page', and there are {{base_name}}, {{extension}}, {{name}}, {{number}}, "
            "{save_as}, {url}",
        ),
        ({"PAGINATION_PATTERNS": []}, f"{PATTERNS}none is for the first page: add (1, '{{url}}', '{{save_as}}')"),
        (
            {"PAGINATION_PATTERNS": [(1, "{url}", "{save_as}")]},
            f"{PATTERNS}two pages of a list would be one file: write {{number}} into it",
        ),
        ({"PAGINATION_PATTERNS": [("a", "{url}", "x")]}, f"{PATTERNS}Input should be a valid integer, unable to parse "
         "string as an integer (0, 0)"),
    ],
)  # fmt: skip
def test_a_wrong_value(given: dict[str, Any], expected: str) -> None:
    """It is told with its name and, in a list, its place."""
    assert said(**given) == [expected]


@pytest.mark.parametrize(
    "given",
    [
        {"DEFAULT_PAGINATION": False},
        {"THEME_STATIC_PATHS": ("static",)},
        {"ARTICLE_PATHS": [""]},
        {"SITEURL": "https://x.example/blog"},
        {"PAGINATION_PATTERNS": DEFAULT_CONFIG["PAGINATION_PATTERNS"]},
        {"PAGINATION_PATTERNS": [(-1, "last/", "last/index.html"), *PROJECT["PAGINATION_PATTERNS"]]},
    ],
)
def test_a_right_value(given: dict[str, Any]) -> None:
    """What Pelican's manual allows is allowed."""
    assert said(**given) == []
