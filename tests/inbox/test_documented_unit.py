"""The service of docs/inbox.md: its environment as systemd and a shell read it, and its unit."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
from pathlib import Path

from plugins.base.settings import from_prefix
from plugins.inbox.settings import PREFIX, InboxSettings
from tests.conftest import ROOT


def blocks(language: str) -> list[str]:
    """Return the blocks of a language, without what indents them."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", (ROOT / "docs/inbox.md").read_text("utf-8"), re.M | re.S)
    return [re.sub(rf"^{indent}", "", text, flags=re.M) for indent, text in found]


def test_the_environment_is_one_for_systemd_and_for_a_shell(tmp_path: Path) -> None:
    """The documented files are sourced by hand too (``set -a; . inbox.env``): each line is one assignment there."""
    files = [text for text in blocks("ini") if text.startswith(PREFIX)]
    assert len(files) == 2
    for text in files:
        (tmp_path / "inbox.env").write_text(text, "utf-8")
        done = subprocess.run(
            ["/bin/sh", "-c", "set -eua; . ./inbox.env; env"],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        sourced = dict(line.split("=", 1) for line in done.stdout.splitlines() if line.startswith(PREFIX))
        written = dict(line.split("=", 1) for line in text.splitlines())
        assert sourced == {name: "".join(shlex.split(value)) for name, value in written.items()}
        from_prefix(sourced, PREFIX, InboxSettings)


def test_the_unit_lets_records_be_read_and_its_folders_are_made() -> None:
    """A build by another user reads what the unit writes; a folder that is missing would end it at its start."""
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(next(text for text in blocks("ini") if text.startswith("[Unit]")))
    service = unit["Service"]
    assert int(service["UMask"], 8) & 0o044 == 0
    made = re.findall(r"^install -d .* (/\S+)$", "\n".join(blocks("sh")), re.M)
    for folder in service["ReadWritePaths"].split():
        assert any(path == folder or path.startswith(f"{folder}/") for path in made), folder
