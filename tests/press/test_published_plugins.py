"""Plugins for Pelican that others wrote and published: one that works here, and one that is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import pelicanconf
from tests.conftest import ENVIRONMENT, ROOT, SiteFolder
from tests.locked import interpreter

LOCK = Path(__file__).with_name("plugins.lock")
"""The plugins, and ``titlecase`` with ``regex``, which one imports; Pelican, which both need, is the project's."""


@pytest.fixture(scope="module")
def installed() -> str:
    """Return the folder of the installed plugins, which no other test's Python sees."""
    python = interpreter(LOCK, ROOT / "var/published-plugins")
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()


def build(site: SiteFolder, folder: str, plugin: str) -> subprocess.CompletedProcess[str]:
    """Build with a published plugin after the site's own, and with the templates in ``theme``."""
    given = {"PLUGINS": [*pelicanconf.PLUGINS, plugin], "THEME_TEMPLATES_OVERRIDES": ["theme"]}
    command = [sys.executable, "-m", "pelican", "content", "-s", str(ROOT / "pelicanconf.py"), "-o", "output", "-e"]
    command += [f"{name}={json.dumps(value)}" for name, value in given.items()]
    environment = {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join([str(ROOT), folder])}
    return subprocess.run(command, cwd=site.path, env=environment, capture_output=True, encoding="utf-8", timeout=120)


@pytest.mark.parametrize("name", ["jinja_filters", "pelican.plugins.jinja_filters"])
def test_one_that_needs_no_more_than_is_sent(site: SiteFolder, installed: str, name: str) -> None:
    """``pelican-jinja-filters`` adds filters to the site's templates, under both names that Pelican knows it by."""
    site.article("un", title="une marmite")
    (site.path / "theme").mkdir()
    (site.path / "theme/article.html").write_text(
        "{{ view.title | titlecase }}, {{ view.content.date | datetime('%d/%m/%Y') }}", "utf-8"
    )
    done = build(site, installed, name)
    assert (done.returncode, done.stderr) == (0, "")
    assert (site.output / "2026/03/un/index.html").read_text("utf-8") == "Une Marmite – Trépied, 02/03/2026"


@pytest.mark.parametrize("name", ["neighbors", "pelican.plugins.neighbors"])
def test_one_that_needs_more(site: SiteFolder, installed: str, name: str) -> None:
    """``pelican-neighbors`` waits for Pelican's articles: the build ends, and says for what, and what to do."""
    site.article("un")
    done = build(site, installed, name)
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (
        78,
        "",
        [
            "the plugin pelican.plugins.neighbors.neighbors needs Pelican's signal article_generator_finalized, which "
            "this site does not send",
            "take it out of PLUGINS, or look for one that needs less (plugins/press/README.md)",
        ],
    )
    assert not site.output.exists()


def test_none_is_the_projects() -> None:
    """They are installed apart: neither the project's locks nor its settings name them."""
    own = "".join(path.read_text("utf-8") for path in ROOT.glob("*.lock"))
    for name in ("pelican-jinja-filters", "pelican-neighbors", "titlecase"):
        assert f"{name}==" in LOCK.read_text("utf-8")
        assert f"{name}==" not in own
