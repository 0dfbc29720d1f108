"""What a reader's line carries for an article of a thousand words, with contents, notes, chips and the pot."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.server import serving
from tests.conftest import SITES, SiteFolder

KB = 1024
LEVEL = 6  # what web servers use
REQUESTS = 6
WORDS = Path(__file__).with_name("thousand.md").read_text("utf-8")
ICONS = ("/favicon.ico", "/favicon.svg")


@pytest.fixture(scope="module")
def fetched(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what a browser asks for, and gets, when it opens the article for the first time and reads to the end."""
    site = thousand(tmp_path_factory.mktemp("budget"))
    asked: list[str] = []
    with serving(site.output, asked=asked) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/2026/03/mille/", wait_until="networkidle")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
    if not set(ICONS).intersection(asked):
        asked.append(ICONS[1])  # a headless browser shows no icon, and asks for none
    return {
        path: (site.output / path.removeprefix("/").replace("mille/", "mille/index.html")).read_bytes()
        for path in asked
    }


def thousand(folder: Path) -> SiteFolder:
    """Return a site, built as it is published, with an article of a thousand words between two others."""
    shutil.copytree(SITES / "french" / "content", folder / "content")
    site = SiteFolder(folder)
    more = "tags: [management, coopération, recrutement]\nsummary: Une annonce décrit celui qui l'écrit.\n"
    for slug, title, date in (("avant", "Avant", "2026-03-01"), ("apres", "Après", "2026-03-03")):
        file = site.article(slug, title=title)
        file.write_text(file.read_text("utf-8").replace("2026-03-02", date), "utf-8")
    site.article("mille", title="Recruter, c'est déjà transformer", body=WORDS, more=more)
    done = site.build("publishconf.py", FRAMEWORK_NOW="2026-06-01T12:00:00", AUTHOR_PAGE="")
    assert done.returncode == 0, done.stdout + done.stderr
    return site


def carried(fetched: dict[str, bytes], *ends: str) -> int:
    """Return how many bytes the files with these ends are, each compressed for itself."""
    files = [data for path, data in fetched.items() if path.endswith(ends)]
    assert files
    return sum(len(gzip.compress(data, LEVEL, mtime=0)) for data in files)


def test_the_article_has_a_thousand_words() -> None:
    """The measure measures what it says."""
    assert 1_000 <= len(WORDS.split()) <= 1_050


def test_the_page(fetched: dict[str, bytes]) -> None:
    """HTML, style sheets and scripts together: at most 20 KB."""
    assert carried(fetched, "/", ".css", ".js") <= 20 * KB


def test_the_style_sheets(fetched: dict[str, bytes]) -> None:
    """At most 10 KB."""
    assert carried(fetched, ".css") <= 10 * KB


def test_the_scripts(fetched: dict[str, bytes]) -> None:
    """At most 6 KB before search is opened."""
    assert carried(fetched, ".js") <= 6 * KB
    assert not [path for path in fetched if "pagefind" in path or path.endswith("search.js")]


def test_the_requests(fetched: dict[str, bytes]) -> None:
    """At most six, the icon among them."""
    assert len(fetched) <= REQUESTS, sorted(fetched)
