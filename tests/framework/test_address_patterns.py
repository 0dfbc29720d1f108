"""Addresses of texts by Pelican's patterns."""

from __future__ import annotations

from typing import Any

import pytest

import pelicanconf
from plugins.base.settings_error import SettingsError
from plugins.framework.address_patterns import AddressPatterns
from tests.framework.samples import MARCH

SETTINGS = {name: value for name, value in vars(pelicanconf).items() if name.isupper()}
TEXT = {"draft": False, "slug": "pot", "language": "fr", "date": MARCH, "path": "articles/pot.md", "author": "anne"}


def address(kind: str = "article", patterns: dict[str, Any] | None = None, **text: Any) -> tuple[str, str]:
    """Return URL and file of a text on a French site."""
    return AddressPatterns.of({**SETTINGS, **(patterns or {})}).of_text(kind, **{**TEXT, **text})


@pytest.mark.parametrize(
    ("kind", "draft", "expected"),
    [
        ("article", False, "2026/03/pot/"),
        ("article", True, "drafts/pot/"),
        ("page", False, "pot/"),
        ("page", True, "drafts/pages/pot/"),
    ],
)
def test_of_the_project(kind: str, draft: bool, expected: str) -> None:
    """Articles by month, pages by slug, drafts apart."""
    assert address(kind, draft=draft) == (expected, f"{expected}index.html")


@pytest.mark.parametrize(
    ("kind", "draft", "name"),
    [
        ("article", False, "ARTICLE"),
        ("article", True, "DRAFT"),
        ("page", False, "PAGE"),
        ("page", True, "DRAFT_PAGE"),
    ],
)
def test_each_setting_is_read(kind: str, draft: bool, name: str) -> None:
    """A text in another language than the site's has patterns of its own."""
    patterns = {
        f"{name}_URL": "u",
        f"{name}_SAVE_AS": "s",
        f"{name}_LANG_URL": "{lang}/u",
        f"{name}_LANG_SAVE_AS": "{lang}/s",
    }
    assert address(kind, patterns, draft=draft) == ("u", "s")
    assert address(kind, patterns, draft=draft, language="en") == ("en/u", "en/s")
    assert address(kind, {**patterns, "DEFAULT_LANG": "en"}, draft=draft, language="en") == ("u", "s")


def test_what_patterns_may_name() -> None:
    """Slug, language, date, path and author; the category is that of a site without any."""
    pattern = "{slug} {lang} {date:%d.%m.%Y} {path} {author} [{category}]"
    assert address(patterns={"ARTICLE_URL": pattern})[0] == "pot fr 02.03.2026 articles/pot.md anne []"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{slugs}/", "names 'slugs', and there are {author}, {category}, {date}, {lang}, {path}, {slug}"),
        ("{}/", "names Replacement index 0 out of range for positional args tuple, and there are"),
        ("{slug.pot}/", "names 'str' object has no attribute 'pot', and there are"),
        ("{slug", "names expected '}' before end of string, and there are"),
        ("{slug:%Y}/", "names Invalid format specifier"),
        ("{slug[x]}/", "names string indices must be integers"),
    ],
)
@pytest.mark.parametrize("name", ["ARTICLE_URL", "ARTICLE_SAVE_AS"])
def test_a_wrong_pattern(name: str, pattern: str, said: str) -> None:
    """It is told with the name of its setting and what it may name."""
    with pytest.raises(SettingsError) as caught:
        address(patterns={name: pattern})
    assert str(caught.value).startswith(f"setting {name}: {pattern!r} {said}")


def test_a_page_without_date() -> None:
    """A pattern that needs a date is a wrong one for a page that has none."""
    with pytest.raises(
        SettingsError, match=r"^setting PAGE_URL: .* names 'date', and there are {author}, {category}, {l"
    ):
        address("page", {"PAGE_URL": "{date:%Y}/"}, date=None)
