"""Pages are made of cards and views: without Pelican, without pydantic, without YAML."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ENVIRONMENT, SiteFolder
from tests.golden.regenerate import DRAWN, EXPECTED, HERE, SETTINGS

ABSENT = ("pelican", "pydantic", "pydantic_core", "yaml")


def run(folder: Path, *words: str) -> str:
    """Run a half in a new process, for that of the other tests has imported all; return what it prints."""
    command = [sys.executable, "-m", "tests.press.pages_from_cards", *words]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_cards_to_pages_takes_neither_pelican_nor_pydantic_nor_yaml(tmp_path: Path) -> None:
    """The golden site comes out byte for byte, in a process that imports none of them."""
    shutil.copytree(HERE / "content", tmp_path / "content")
    site = SiteFolder(tmp_path)
    run(tmp_path, "cards", json.dumps(SETTINGS))
    made = run(tmp_path, "pages")
    imported = {name.partition(".")[0] for name in made.split()}
    assert "jinja2" in imported
    assert sorted(imported.intersection(ABSENT)) == []
    expected = {file.relative_to(EXPECTED).as_posix(): file for file in EXPECTED.rglob("*") if file.is_file()}
    built = {
        file.relative_to(site.output).as_posix(): file
        for file in site.output.rglob("*")
        if file.is_file() and file.suffix not in DRAWN
    }
    assert sorted(built) == sorted(expected)
    assert [name for name, file in built.items() if file.read_bytes() != expected[name].read_bytes()] == []
