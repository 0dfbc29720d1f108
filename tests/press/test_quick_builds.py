"""Builds after edits of texts and interactions alone: they look at what has read them, and come out as clean ones."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ENVIRONMENT, SiteFolder
from tests.forkserver import run_module
from tests.interactions.built import say
from tests.press.edited_sites import STEMS, EditedSite

FORMS = ("atom", "json", "rss")


class Site:
    """A site that says how it was built.

    Args:
        folder: An empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.site = EditedSite.made(folder)
        self.how, self.looked_at = "", set[str]()
        self.written: set[str] = set()
        self.build()

    def build(self, **environment: str) -> tuple[str, int]:
        """Build it; return what it says, and the exit code."""
        before = self._stats()
        command = ["tests.press.quick_build", *self.site.arguments("output", "var")]
        done = run_module(command, self.site.folder, {**ENVIRONMENT, **environment})
        *said, last = done.stdout.splitlines()
        self.how, looked_at = json.loads(last)
        self.looked_at = set(looked_at)
        now = self._stats()
        self.written = {name for name in now if before.get(name) != now[name]}
        return "\n".join([*said, done.stderr]), done.returncode

    def _stats(self) -> dict[str, tuple[int, int]]:
        output = self.site.folder / "output"
        files = [path for path in output.rglob("*") if path.is_file()]
        return {path.relative_to(output).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}

    def is_clean(self) -> bool:
        """Return whether the output is what a build without memory makes."""
        folder = SiteFolder(self.site.folder)
        return folder.files() == self.site.clean("clean").files


def edit(site: Site, stem: str, old: str, new: str) -> None:
    """Replace words of an article."""
    site.site.replace(f"content/articles/2026/{stem}.md", old, new)


def front(site: Site, stem: str, key: str, value: str) -> None:
    """Set a key of an article's front matter."""
    file = site.site.article(stem)
    text = re.sub(rf"^{key}: .*\n", "", file.read_text("utf-8"), flags=re.MULTILINE)
    file.write_text(text.replace("priorities:", f"{key}: {value}\npriorities:", 1), "utf-8")


def body(site: Site, stem: str, number: int) -> None:
    """Change a word of a body."""
    edit(site, stem, "Premier paragraphe", f"Premier paragraphe {number}")


def title(site: Site, stem: str, number: int) -> None:
    """Change a title."""
    edit(site, stem, f"title: Titre {stem}", f"title: Titre {stem} {number} &")


def summary(site: Site, stem: str, number: int) -> None:
    """Give a summary."""
    front(site, stem, "summary", f"Un résumé {number}.")


def heading(site: Site, stem: str, number: int) -> None:
    """Add a heading."""
    edit(site, stem, "![Un pot]", f"## Autre point {number}\n\n![Un pot]")


def link(site: Site, stem: str, number: int) -> None:
    """Link to another article and to a picture."""
    edit(site, stem, "![Un pot]", f"[Là]({STEMS[number % 4]}.md#point) ![p](../../images/pot.png)\n\n![Un pot]")


def picture(site: Site, stem: str, number: int) -> None:
    """Give a picture at the head, with other words each time."""
    front(site, stem, "image", f"{{file: images/pot.png, alt: Pot {number}}}")


def comment(site: Site, stem: str, number: int) -> None:
    """Add a comment, or write one anew."""
    say(SiteFolder(site.site.folder), number % 90 + 2, article=f"2026-03-{stem}")


EDITS: dict[str, Callable[[Site, str, int], None]] = {
    one.__name__: one for one in (body, title, summary, heading, link, picture, comment)
}
SEQUENCES = st.lists(
    st.tuples(st.sampled_from(sorted(EDITS)), st.sampled_from(STEMS), st.integers(0, 19)), min_size=2, max_size=5
)


@settings(max_examples=12, derandomize=True)
@given(SEQUENCES)
def test_quick_builds_are_clean_builds(edits: list[tuple[str, str, int]]) -> None:
    """After each edit of a text's face or body, or of a comment: quick, and byte for byte a clean build's output."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        for name, stem, number in edits:
            EDITS[name](site, stem, number)
            said, code = site.build()
            assert (site.how in ("quick", "scan"), code) == (True, 0), (name, said)
            assert site.is_clean(), name


def test_what_a_changed_body_looks_at(tmp_path: Path) -> None:
    """The article's page and its entries in feeds; nothing else is looked at, and nothing else is written."""
    site = Site(tmp_path)
    summary(site, "deux", 1)  # else its beginning is its summary
    site.build()
    body(site, "deux", 1)
    said, code = site.build()
    folders = ("", "auteurs/la-redaction/", "moteurs/numerique/", "priorites/terrain-rse/", "tags/eau/", "tags/t1/")
    feeds = {f"{folder}feed.{form}" for folder in folders for form in FORMS} | {"feed/index.xml"}
    assert (site.how, code) == ("quick", 0)
    assert site.looked_at == site.written == {"2026/03/deux/index.html", *feeds}
    assert " (20 files written, " in said


def test_what_a_comment_looks_at(tmp_path: Path) -> None:
    """The article's page, its comment feed, that of all comments, and the counts in feeds."""
    site = Site(tmp_path)
    comment(site, "deux", 3)
    site.build()
    folders = ("", "auteurs/la-redaction/", "moteurs/numerique/", "priorites/terrain-rse/", "tags/eau/", "tags/t1/")
    feeds = {f"{folder}feed.{form}" for folder in folders for form in FORMS} | {"feed/index.xml"}
    comments = {f"{folder}commentaires.{form}" for folder in ("", "2026/03/deux/") for form in FORMS}
    assert site.how == "quick"
    assert site.looked_at == site.written == {"2026/03/deux/index.html", *feeds, *comments}


def test_a_text_is_rendered_as_a_whole_build_renders_it(tmp_path: Path) -> None:
    """Pelican's own readers write into the settings: a body that begins as its metadata do stays a body."""
    site = Site(tmp_path)
    edit(site, "un", "---\n\nPremier paragraphe", "---\nAuteur: personne\n\nPremier paragraphe")
    assert (site.build()[1], site.how, site.is_clean()) == (0, "quick", True)
    assert "Auteur" in (tmp_path / "output/2026/03/un/index.html").read_text("utf-8")


WHOLE: dict[str, Callable[[Site], object]] = {
    "a date": lambda site: edit(site, "un", "date: 2026-03-01", "date: 2026-02-11"),
    "a term": lambda site: edit(site, "un", "tags: [eau", "tags: [feu"),
    "a draft": lambda site: edit(site, "un", "tags:", "status: draft\ntags:"),
    "a mistake": lambda site: edit(site, "un", "tags:", "tag: [x]\ntags:"),
    "a link that leads nowhere": lambda site: edit(site, "un", "Premier", "[a](rien.md) Premier"),
    "an anchor that is gone": lambda site: edit(site, "un", "## Point", "## Autre"),
    "a new text": lambda site: site.site.write("nouveau", 1),
    "a text that is gone": lambda site: site.site.article("trois").unlink(),
    "a comment that is gone": lambda site: next(
        (site.site.folder / "content/interactions/2026-03-un").iterdir()
    ).unlink(),
    "the title of a page in the navigation": lambda site: site.site.replace("content/pages/qui.md", "Qui", "Quoi"),
    "a template": lambda site: site.site.replace("theme/templates/_footer.html", "</footer>", "<!-- --></footer>"),
    "a picture": lambda site: (site.site.folder / "content/images/pot.png").write_bytes(b""),
    "a setting": lambda site: site.site.settings.update(SITENAME="Autre"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_what_takes_a_whole_build(tmp_path: Path, name: str) -> None:
    """What changes more than texts and what shows them is found out by a whole build, at once."""
    site = Site(tmp_path)
    WHOLE[name](site)
    site.build()
    assert site.how == "whole"


@pytest.mark.parametrize("damage", ["no plan", "half a plan", "another plan", "no memory"])
def test_a_damaged_plan_takes_a_whole_build(tmp_path: Path, damage: str) -> None:
    """A plan that is lost, cut off or of another build, or lost values: the whole build puts all right."""
    site = Site(tmp_path)
    state = site.site.folder / "var"
    plan = next((state / "press/scans").glob("*.plan"))
    other = plan.read_bytes()
    body(site, "un", 1)
    site.build()
    assert site.how == "quick"
    if damage == "no plan":
        plan.unlink()
    elif damage == "half a plan":
        plan.write_bytes(plan.read_bytes()[: len(other) // 2])
    elif damage == "another plan":
        plan.write_bytes(other)
    else:
        (state / "press/kept.sqlite3").write_bytes(b"")
    body(site, "deux", 2)
    assert (site.build()[1], site.how, site.is_clean()) == (0, "whole", True)
