"""Two builds at once, into one output and with one memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ENVIRONMENT
from tests.press.edited_sites import EditedSite
from tests.press.site_edits import EDITS


def both(site: EditedSite) -> list[tuple[int, str]]:
    """Start two builds together; return their exit codes and what they warn of."""
    command = [sys.executable, "-m", "pelican", *site.arguments("output", "var")]
    started = [
        subprocess.Popen(
            command, cwd=site.folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    return [(process.returncode, said[1]) for process in started if (said := process.communicate())]


def check_rounds(folder: Path, changes: list[str]) -> None:
    """After each change both builds end well; the output is a clean build's, and what is remembered serves."""
    site = EditedSite.made(folder)
    for number, name in enumerate(changes):
        EDITS[name](site, number)
        ended = both(site)
        clean = site.clean("clean", folder / "templates")
        assert [code for code, _ in ended] == [0, 0], ended
        assert site.build("output", "var") == clean, name
    assert [path.name for path in folder.glob(".output.staging-*")] == []


def test_two_builds_end_well_and_leave_one_site(tmp_path: Path) -> None:
    """At the very first, and after every page has changed."""
    check_rounds(tmp_path, ["touch", "partial"])
