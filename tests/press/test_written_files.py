"""Which files of the output a build writes after one edit: those that the edit changes, and no other is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.press.edited_sites import STEMS, EditedSite
from tests.press.site_edits import EDITS

MORE = "summary: Deux.\n"
"""A summary of its own, so that the text may change alone."""
ARTICLE = "2026/03/deux/"
LISTS = ("", "auteurs/la-redaction/", "moteurs/numerique/", "priorites/terrain-rse/", "tags/eau/", "tags/t1/")
"""The folders of the lists and feeds that the second article is in."""
LISTS_OF_FIRST = (*LISTS[:-1], "tags/t0/")
OVERVIEWS = ("auteurs/", "marmite/", "moteurs/", "priorites/", "tags/")
"""The folders of pages that count articles by term."""


def pages(*folders: str) -> set[str]:
    """Return the pages of folders."""
    return {f"{folder}index.html" for folder in folders}


def feeds(*folders: str, name: str = "feed", forms: tuple[str, ...] = ("atom", "rss", "json")) -> set[str]:
    """Return the feeds of folders; that of the site as RSS stands at an old address too."""
    old = {"feed/index.xml"} if "" in folders and name == "feed" and "rss" in forms else set()
    return old | {f"{folder}{name}.{form}" for folder in folders for form in forms}


def comments(*folders: str) -> set[str]:
    """Return the feeds of comments of folders."""
    return feeds(*folders, name="commentaires")


class Written:
    """A site that was built, and says which files the next build touches."""

    def __init__(self, folder: Path) -> None:
        self.site = EditedSite.made(folder)
        self.site.write("deux", 1, more=MORE)
        self.site.build("output", "var")
        assert self.build() == (set(), set())

    def stats(self) -> dict[str, tuple[int, ...]]:
        """Return what tells of each file whether it was written: its inode, its times and its size."""
        output = self.site.folder / "output"
        found = {path.relative_to(output).as_posix(): path.stat() for path in output.rglob("*") if path.is_file()}
        return {name: (stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size) for name, stat in found.items()}

    def build(self) -> tuple[set[str], set[str]]:
        """Build, and return the files that were written and those that were removed."""
        before = self.stats()
        assert self.site.build("output", "var").code == 0
        after = self.stats()
        return {name for name in after if after[name] != before.get(name)}, before.keys() - after.keys()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return a site that was built, for all tests of this module."""
    return Written(tmp_path_factory.mktemp("written"))


@pytest.fixture
def written(built: Written) -> Iterator[Written]:
    """Return the site; afterwards its content is what it was, and built."""
    built.site.remember()
    yield built
    built.site.go_back(0)
    built.site.build("output", "var")


Edit = Callable[[EditedSite], object]

ONE_EDIT: dict[str, tuple[Edit, set[str]]] = {
    "a body": (
        lambda site: site.write("deux", 1, more=MORE, body="Un mot."),
        pages(ARTICLE) | feeds(*LISTS),
    ),
    "a title": (
        lambda site: site.write("deux", 1, more=MORE, title="Autre"),
        pages(ARTICLE, "2026/03/un/", "2026/03/trois/", "archives/", "carte/", *LISTS)
        | feeds(*LISTS)
        | comments(ARTICLE)
        | {"inbox-articles.json"},
    ),
    "a new article": (
        lambda site: site.write("nouveau", 0),
        pages("2026/03/nouveau/", "2026/03/un/", "archives/", "carte/", *OVERVIEWS, *LISTS_OF_FIRST)
        | feeds(*LISTS_OF_FIRST)
        | comments("2026/03/nouveau/")
        | {"inbox-articles.json"},
    ),
    "a driver": (
        lambda site: site.replace("content/articles/2026/deux.md", "numerique: 2", "numerique: 1"),
        pages(ARTICLE, "carte/", "moteurs/numerique/") | feeds(*LISTS, forms=("json",)),
    ),
    "a comment": (
        lambda site: EDITS["comment"](site, 1),
        pages(ARTICLE) | feeds(*LISTS) | comments("", ARTICLE),
    ),
    "an introduction": (lambda site: EDITS["introduction"](site, 1), pages("moteurs/rse/")),
    "a picture of the same size": (lambda site: EDITS["recolour"](site, 1), {"images/pot.png"}),
    "a picture": (
        lambda site: EDITS["picture"](site, 1),
        {"images/pot.png"}
        | pages(*(f"2026/03/{stem}/" for stem in STEMS))
        | feeds(*LISTS, *(f"tags/t{number}/" for number in range(4))),
    ),
    "times alone": (lambda site: EDITS["touch"](site, 1), set()),
    "nothing": (lambda site: None, set()),
}


@pytest.mark.parametrize("name", ONE_EDIT)
def test_an_edit_writes_what_it_changes(written: Written, name: str) -> None:
    """Of all other files the inode, the times and the size are what they were, and none is removed."""
    edit, expected = ONE_EDIT[name]
    edit(written.site)
    assert written.build() == (expected, set())


def test_a_rule_and_a_script_write_one_file_each(written: Written) -> None:
    """The style sheet is one file; the theme's scripts are as many as they are."""
    rule, script = written.site.folder / "theme/styles/zz.css", written.site.folder / "theme/static/js/site.js"
    before = script.read_bytes()
    rule.write_text(".x{z-index:1}\n")
    assert written.build() == ({"theme/css/site.css"}, set())
    script.write_text("// another\n")
    assert written.build() == ({"theme/js/site.js"}, set())
    rule.unlink()
    script.write_bytes(before)


def test_a_deleted_article_takes_its_files_along(written: Written) -> None:
    """They are removed, with the pages of terms that it alone had; what named it is written."""
    written.site.article("deux").unlink()
    changed, removed = written.build()
    assert removed == pages(ARTICLE, "tags/t1/") | feeds("tags/t1/") | comments(ARTICLE)
    assert changed == (
        pages("2026/03/un/", "2026/03/trois/", "archives/", "carte/", *OVERVIEWS, *LISTS[:-1])
        | feeds(*LISTS[:-1], "tags/t0/")  # the first article links to it
        | {"inbox-articles.json"}
    )
