"""What Pelican's settings and options do in a build: those that act, and those that are refused."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ENVIRONMENT, ROOT, SiteFolder
from tests.images.samples import png

OUTPUT = (
    "setting DELETE_OUTPUT_DIRECTORY: take it out, or the option -d: what no build writes any more is removed by "
    "itself; python3 tasks.py clean removes all of it"
)
RELATIVE = (
    "setting RELATIVE_URLS: take it out, or the option --relative-urls: addresses begin with a slash; python3 tasks.py "
    "serve shows the site"
)


@pytest.mark.parametrize(
    ("option", "said"),
    [("-d", OUTPUT), ("--delete-output-directory", OUTPUT), ("--relative-urls", RELATIVE)],
)
def test_an_option_without_effect(site: SiteFolder, option: str, said: str) -> None:
    """It is refused before anything is read; what is in the output stays."""
    site.article("un")
    assert site.build().returncode == 0
    before = site.files()
    command = [sys.executable, "-m", "pelican", "content", "-s", str(ROOT / "pelicanconf.py"), "-o", "output", option]
    done = subprocess.run(command, cwd=site.path, env=ENVIRONMENT, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (78, "", [said])
    assert site.files() == before


def test_settings_without_effect(site: SiteFolder) -> None:
    """All of them are told at once, and nothing is written."""
    done = site.build(TEMPLATE_PAGES={"a.html": "b.html"}, OUTPUT_SOURCES=True, ARTICLE_ORDER_BY="title")
    assert (done.returncode, done.stderr.splitlines()) == (
        78,
        [
            "setting ARTICLE_ORDER_BY: articles come in the order of their dates, and pages in that of their files' "
            "names: take it out",
            "setting OUTPUT_SOURCES: take it out: the sources of texts are not published",
            "setting TEMPLATE_PAGES: take it out, and name the template in DIRECT_TEMPLATES",
        ],
    )
    assert not site.output.exists()


@pytest.mark.parametrize(
    ("name", "pattern", "said"),
    [
        ("PAGE_URL", "{titre}/", "names 'titre', and there are {author}, {category}, {lang}, {path}, {slug}"),
        ("ARTICLE_SAVE_AS", "../{slug}.html", "makes '../un.html', no file of this site"),
        ("ARTICLE_SAVE_AS", "{slug}/", "makes 'un/', no file of this site"),
        ("ARTICLE_SAVE_AS", "", "makes '', no file of this site"),
        ("ARTICLE_URL", "/{slug}/", "makes '/un/', no address of this site"),
    ],
)  # fmt: skip
def test_a_wrong_address(site: SiteFolder, name: str, pattern: str, said: str) -> None:
    """The setting is named, and nothing is written, in the output or beside it."""
    site.article("un")
    site.write("pages/qui.md", "---\ntitle: Qui\nslug: qui\n---\n\nNous.\n")
    before = {path.name for path in site.path.iterdir()}
    done = site.build(**{name: pattern})
    assert (done.returncode, done.stderr) == (78, f"setting {name}: {pattern!r} {said}\n")
    assert {path.name for path in site.path.iterdir()} <= {*before, "var"}  # what was read is remembered


SETTINGS = """
import pelicanconf

globals().update({{name: value for name, value in vars(pelicanconf).items() if name.isupper()}})
PATH, THEME, THEME_TEMPLATES_OVERRIDES = "content", {theme!r}, ["theme"]
JINJA_FILTERS = {{"shouted": lambda text: text.upper()}}
JINJA_GLOBALS = {{"links": ["a", "b"]}}
JINJA_TESTS = {{"long": lambda text: len(text) > 3}}
"""
TEMPLATE = (
    "{{ view.title | shouted }} {{ links | join('+') }} {{ view.title is long }} {{ 'plugins.seo' is plugin_enabled }}"
)


def test_jinjas_settings(site: SiteFolder) -> None:
    """Filters, globals and tests of the author's are there for templates."""
    site.article("un")
    (site.path / "theme").mkdir()
    (site.path / "theme/article.html").write_text(TEMPLATE, "utf-8")
    (site.path / "settings.py").write_text(SETTINGS.format(theme=str(ROOT / "theme")), "utf-8")
    command = [sys.executable, "-m", "pelican", "-s", "settings.py", "-o", "output"]
    done = subprocess.run(command, cwd=site.path, env=ENVIRONMENT, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert (site.output / "2026/03/un/index.html").read_text("utf-8") == "UN TITRE – TRÉPIED a+b True True"


@pytest.mark.parametrize(
    ("given", "there", "gone"),
    [
        ({"IGNORE_FILES": ["un.*"]}, {"2026/03/deux/index.html"}, {"2026/03/un/index.html"}),
        ({"IGNORE_FILES": ["pot.*"]}, {"2026/03/un/index.html"}, {"images/pot.png"}),
        ({"ARTICLE_EXCLUDES": ["articles/2026"]}, {"qui/index.html"}, {"2026/03/un/index.html"}),
        ({"PAGE_EXCLUDES": ["pages/a"]}, {"2026/03/un/index.html"}, {"qui/index.html"}),
        ({"STATIC_EXCLUDES": ["images/a"]}, {"images/pot.png"}, {"images/a/pot.png"}),
        ({"STATIC_PATHS": ["images/a"]}, {"images/a/pot.png"}, {"images/pot.png"}),
        ({"STATIC_SAVE_AS": "files/{path}"}, {"files/images/pot.png"}, {"images/pot.png"}),
        ({"EXTRA_PATH_METADATA": {"images/pot.png": {"path": "pot.png"}}}, {"pot.png"}, {"images/pot.png"}),
        ({"THEME_STATIC_DIR": "look"}, {"look/css/site.css"}, {"theme/css/site.css"}),
        ({"INDEX_SAVE_AS": "accueil.html"}, {"accueil.html"}, {"index.html"}),
        ({"ARCHIVES_SAVE_AS": "tout.html"}, {"tout.html"}, {"archives/index.html"}),
        ({"DIRECT_TEMPLATES": ["index"]}, {"index.html"}, {"archives/index.html", "404.html"}),
        ({"ARTICLE_PATHS": ["articles/2025"]}, {"qui/index.html"}, {"2026/03/un/index.html"}),
    ],
)  # fmt: skip
def test_settings_that_act(site: SiteFolder, given: dict[str, Any], there: set[str], gone: set[str]) -> None:
    """What Pelican's manual says of them is so."""
    site.article("un")
    site.article("deux")
    site.write("pages/a/qui.md", "---\ntitle: Qui\nslug: qui\n---\n\nNous.\n")
    site.write("images/pot.png", png())
    site.write("images/a/pot.png", png())
    done = site.build(**given)
    assert (done.returncode, done.stderr) == (0, "")
    assert (there - site.files().keys(), gone & site.files().keys()) == (set(), set())


def test_the_time_zone(site: SiteFolder) -> None:
    """A date without one is in the site's."""
    site.article("un").write_text(site.article("un").read_text("utf-8").replace("2026-03-02", "2026-03-01T01:00:00"))
    for zone, expected in (("Europe/Paris", "2026-03-01T01:00:00+01:00"), ("Asia/Tokyo", "2026-03-01T01:00:00+09:00")):
        assert site.build(TIMEZONE=zone).returncode == 0
        assert f'datetime="{expected}"' in (site.output / "2026/03/un/index.html").read_text("utf-8")
