"""What builds remember: it is damaged, or the code changes, and what comes out is that of a build without a memory."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, ROOT
from tests.press.edited_sites import EditedSite
from tests.press.site_edits import EDITS

BODY = 32
"""The bytes of a body's key: its SHA-256. What was read of a text has a shorter one."""


@pytest.fixture
def site(tmp_path: Path) -> EditedSite:
    """Return a site that was built."""
    site = EditedSite.made(tmp_path)
    site.build("output", "var")
    return site


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE kept SET data = zeroblob(100) WHERE length(key) = {BODY}",
        f"DELETE FROM kept WHERE length(key) = {BODY}",
        f"UPDATE kept SET data = zeroblob(100) WHERE length(key) < {BODY}",
        "UPDATE kept SET data = zeroblob(length(data))",
        "UPDATE kept SET key = randomblob(length(key))",
        "DELETE FROM kept WHERE rowid % 2 = 1",
    ],
)
def test_what_is_damaged_is_computed_again(
    site: EditedSite, tmp_path_factory: pytest.TempPathFactory, change: str
) -> None:
    """Bodies that are asked for when pages are made too, which is after their texts were found remembered."""
    with closing(sqlite3.connect(site.folder / "var/press/kept.sqlite3")) as kept, kept:
        assert kept.execute(change).rowcount > 0
    EDITS["partial"](site, 1)
    clean = site.clean("clean", tmp_path_factory.getbasetemp() / "templates-of-clean-builds")
    assert site.build("output", "var") == clean
    assert site.build("output", "var") == clean


def test_another_folder_of_state_may_be_put_in_its_place(site: EditedSite, tmp_path: Path) -> None:
    """What was remembered elsewhere, of other texts, as a cache of CI brings it."""
    other = EditedSite.made(tmp_path / "other")
    for name in ("title", "slug", "weights", "template"):
        EDITS[name](other, 2)
    other.build("output", "var")
    shutil.rmtree(site.folder / "var")
    shutil.copytree(other.folder / "var", site.folder / "var")
    assert site.build("output", "var") == site.build("clean", "clean-var")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("base/excerpt.py", "WORDS_A_MINUTE = 230", "WORDS_A_MINUTE = 3"),
        ("reading/headings.py", 'class_="anchor"', 'class_="anker"'),
    ],
    ids=["a constant", "a transform"],
)
def test_other_code_makes_all_anew(tmp_path: Path, file: str, old: str, new: str) -> None:
    """A word of a plugin's that changes is a word of the output that changes."""
    root = tmp_path / "root"
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pelicanconf.py", root)
    EditedSite.made(tmp_path / "site")

    def build(output: str, state: str) -> dict[str, bytes]:
        command = [sys.executable, "-m", "pelican", "content", "-s", str(root / "pelicanconf.py"), "-o", output]
        settings = ["-e", f'PRESS_STATE="{state}"', 'FRAMEWORK_NOW="2026-06-01"']
        environment = {**ENVIRONMENT, "PYTHONPATH": str(root)}
        done = subprocess.run(
            [*command, *settings], cwd=tmp_path / "site", env=environment, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
        folder = tmp_path / "site" / output
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    before = build("output", "var")
    text = (root / "plugins" / file).read_text("utf-8")
    assert old in text
    (root / "plugins" / file).write_text(text.replace(old, new), "utf-8")
    after = build("output", "var")
    assert after != before
    assert after == build("clean", "clean-var")
