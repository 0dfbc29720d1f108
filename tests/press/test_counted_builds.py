"""Which texts a build renders and which pages and feeds it makes after one edit: those that it changes, no others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, ROOT
from tests.forkserver import run_module
from tests.press.edited_sites import STEMS, EditedSite
from tests.press.site_edits import EDITS

ALWAYS = {"inbox-articles.json"}
"""Small, and made anew each time."""
PAGES = {
    *(f"2026/03/{stem}/index.html" for stem in STEMS),
    *("index.html", "404.html", "archives/index.html", "carte/index.html", "marmite/index.html", "qui/index.html"),
    *(f"{path}/index.html" for path in ("auteurs", "moteurs", "priorites", "series", "tags", "terrains")),
    *(f"moteurs/{key}/index.html" for key in ("collaboratif", "numerique", "rse")),
    *("auteurs/la-redaction/index.html", "priorites/relations-humaines/index.html", "priorites/terrain-rse/index.html"),
    *("terrains/covoiturage/index.html", "terrains/recrutement/index.html"),
    *(f"tags/{key}/index.html" for key in ("eau", "t0", "t1", "t2", "t3")),
}
OF_DEUX = ("", "auteurs/la-redaction/", "moteurs/numerique/", "priorites/terrain-rse/", "tags/eau/", "tags/t1/")
"""The folders of the lists and feeds that the second article is in."""


def feeds(*folders: str, name: str = "feed") -> set[str]:
    """Return the feeds of folders, in every format."""
    return {f"{folder}{name}.{form}" for folder in folders for form in ("atom", "rss", "json")}


LISTS = {"404.html", "archives/index.html", *(f"{folder}index.html" for folder in OF_DEUX)}
DEUX = {"2026/03/deux/index.html"}
AROUND = {"2026/03/un/index.html", "2026/03/trois/index.html"}


@dataclass
class Counted:
    """A site that says what its builds do."""

    site: EditedSite

    def build(self) -> tuple[set[str], set[str]]:
        """Build it, and return the texts that were rendered and the pages and feeds that were made."""
        extra = [f"{name}={json.dumps(value)}" for name, value in self.site.settings.items()]
        command = ["tests.press.counted_build", "content", "-s", str(ROOT / "pelicanconf.py"), "-e", *extra]
        done = run_module([*command, "-o", "output"], self.site.folder, ENVIRONMENT)
        assert done.returncode == 0, done.stderr
        texts, outputs = json.loads(done.stdout.splitlines()[-1])
        return set(texts), set(outputs) - ALWAYS


@pytest.fixture
def counted(tmp_path: Path) -> Counted:
    """Return a site that was built once."""
    counted = Counted(EditedSite.made(tmp_path))
    counted.site.write("deux", 1, more="summary: Deux.\n")
    texts, outputs = counted.build()
    assert len(texts) == 5
    assert outputs >= PAGES | feeds(*OF_DEUX)
    assert counted.build() == (set(), set())
    return counted


def test_a_body(counted: Counted) -> None:
    """Its own page, and the feeds that hold it."""
    counted.site.write("deux", 1, more="summary: Deux.\n", body="Un mot.")
    assert counted.build() == ({"articles/2026/deux.md"}, DEUX | feeds(*OF_DEUX))


def test_a_title(counted: Counted) -> None:
    """Its page, lists, feeds and comment feeds, the map, and the articles before and after it."""
    counted.site.write("deux", 1, more="summary: Deux.\n", title="Autre")
    texts, outputs = counted.build()
    assert texts == {"articles/2026/deux.md"}
    own = feeds("2026/03/deux/", name="commentaires")
    assert outputs == DEUX | AROUND | LISTS | feeds(*OF_DEUX) | own | {"carte/index.html"}


def test_a_comment(counted: Counted) -> None:
    """Its article, the comment feeds, and the feeds that count it; nothing is rendered."""
    EDITS["comment"](counted.site, 1)
    told = feeds("", "2026/03/deux/", name="commentaires")
    assert counted.build() == (set(), DEUX | told | feeds(*OF_DEUX))


def test_an_introduction(counted: Counted) -> None:
    """The page of its term, and the map, which shows all terms."""
    EDITS["introduction"](counted.site, 1)
    assert counted.build() == (set(), {"moteurs/rse/index.html", "carte/index.html"})


def test_a_style_and_a_script(counted: Counted) -> None:
    """No page and no feed."""
    EDITS["style"](counted.site, 1)
    EDITS["script"](counted.site, 1)
    assert counted.build() == (set(), set())


def test_a_template(counted: Counted) -> None:
    """The pages that use it; a partial that all use, all pages; feeds use none."""
    EDITS["template"](counted.site, 1)
    assert counted.build() == (set(), {f"2026/03/{stem}/index.html" for stem in STEMS})
    EDITS["partial"](counted.site, 1)
    assert counted.build() == (set(), PAGES)


def test_a_time_alone(counted: Counted) -> None:
    """A file that was only touched is what it was."""
    counted.site.article("deux").touch()
    assert counted.build() == (set(), set())


def test_a_plain_value_for_templates(counted: Counted) -> None:
    """Text and numbers in ``JINJA_GLOBALS`` come from no module: no text is rendered for them."""
    EDITS["global"](counted.site, 1)
    texts, outputs = counted.build()
    assert (texts, outputs & PAGES) == (set(), PAGES)
    assert counted.build() == (set(), set())
