"""The settings, and what the core may not know."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plugins.base.settings import SettingsError, from_prefix
from plugins.feeds.feed_formats import FORMATS
from plugins.feeds.settings import PREFIX, FeedsSettings
from tests.conftest import ROOT

RIGHT = {"FEEDS_DOMAIN": "pot.example", "FEEDS_FOUNDED": "2024-01-01"}


def test_domain_and_day_are_enough() -> None:
    """Everything else has a default."""
    settings = from_prefix(RIGHT, PREFIX, FeedsSettings)
    assert (settings.domain, settings.founded) == ("pot.example", date(2024, 1, 1))
    assert (settings.entries, settings.hub, settings.page) == (20, None, None)
    assert settings.old_addresses == ("feed/index.xml",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"FEEDS_DOMAIN": "https://pot.example"},
        {"FEEDS_DOMAIN": "Pot.example"},
        {"FEEDS_DOMAIN": "été.example"},
        {"FEEDS_DOMAIN": "pot"},
        {"FEEDS_FOUNDED": "hier"},
        {"FEEDS_ENTRIES": 0},
        {"FEEDS_ENTRIES": 1001},
        {"FEEDS_HUB": "hub.example"},
        {"FEEDS_LENGTH": 20},
    ],
)
def test_a_wrong_setting_is_named(wrong: dict[str, Any]) -> None:
    """The message says which one it is."""
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        from_prefix({**RIGHT, **wrong}, PREFIX, FeedsSettings)


@pytest.mark.parametrize("entries", [1, 1000])
def test_a_feed_holds_one_to_a_thousand_entries(entries: int) -> None:
    """The least and the most that a site may set."""
    assert from_prefix({**RIGHT, "FEEDS_ENTRIES": entries}, PREFIX, FeedsSettings).entries == entries


@pytest.mark.parametrize("missing", RIGHT)
def test_identity_has_no_default(missing: str) -> None:
    """A site says where and when it was founded: no default could be right for two of them."""
    with pytest.raises(SettingsError, match=missing):
        from_prefix({key: value for key, value in RIGHT.items() if key != missing}, PREFIX, FeedsSettings)


def test_there_are_three_formats() -> None:
    """Atom first: readers take the first that they understand."""
    assert [(form.extension, form.label, form.type) for form in FORMATS] == [
        ("atom", "Atom", "application/atom+xml"),
        ("rss", "RSS", "application/rss+xml"),
        ("json", "JSON", "application/feed+json"),
    ]


def test_servers_are_told_every_media_type() -> None:
    """docs/feeds.md names each kind of file with its type, for nginx, Caddy and Apache."""
    text = (ROOT / "docs/feeds.md").read_text("utf-8")
    for form in FORMATS:
        assert f"| `feed.{form.extension}`" in text
        assert text.count(form.type) >= 4
    for name in from_prefix(RIGHT, PREFIX, FeedsSettings).old_addresses:
        assert f"`{name}`" in text
