"""The files robots.txt and site.webmanifest."""

from __future__ import annotations

import json
from urllib.robotparser import RobotFileParser

import pytest

from plugins.base.settings import SettingsError, from_prefix
from plugins.seo.icons import APPS
from plugins.seo.robots_and_sitemap import robots
from plugins.seo.settings import PREFIX, SeoSettings
from plugins.seo.web_manifest import manifest


def test_robots_may_visit_all() -> None:
    """Nothing is barred unless a setting says so."""
    assert robots({}) == b"User-agent: *\nAllow: /\n"


def test_robots_leave_what_they_are_asked_to() -> None:
    """A parser of robots.txt reads what the setting says."""
    parser = RobotFileParser()
    text = robots({"GPTBot": ["/"], "*": ["/essais/", "/brouillons/"]}, "https://a.example/sitemap.xml").decode()
    parser.parse(text.splitlines())
    assert [parser.can_fetch(*who) for who in (("GPTBot", "/"), ("Other", "/"), ("Other", "/essais/1"))] == [
        *(False, True, False)
    ]
    assert parser.site_maps() == ["https://a.example/sitemap.xml"]


def test_the_manifest() -> None:
    """It has what a browser asks for, with addresses that hold wherever the site's root is."""
    found = json.loads(manifest("Trépied", "Pot", "", "fr", "#fbf8f2", APPS))
    assert {name: value for name, value in found.items() if name != "icons"} == {
        "name": "Trépied",
        "short_name": "Pot",
        "lang": "fr",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fbf8f2",
        "theme_color": "#fbf8f2",
    }
    assert [(icon["src"], icon["sizes"], icon["purpose"]) for icon in found["icons"]] == [
        ("icon-192.png", "192x192", "any"),
        ("icon-512.png", "512x512", "any"),
        ("icon-maskable-512.png", "512x512", "maskable"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"light": "white"},
        {"disallow": {"Bad\nbot": ["/"]}},
        {"disallow": {"Bot": ["essais"]}},
        {"disallow": {"Bot": ["/a\nAllow: /"]}},
        {"sitemap_size": 50_001},
        {"fediverse": "anne@a.example"},
        {"same_as": ["a.example"]},
        {"card": True},
    ],
)
def test_wrong_settings_are_refused(wrong: dict[str, object]) -> None:
    """A value that would make a wrong file is told, and so is a name that nobody reads."""
    with pytest.raises(SettingsError):
        from_prefix({f"{PREFIX}{name.upper()}": value for name, value in wrong.items()}, PREFIX, SeoSettings)
