"""Packages of npm's that tests and tasks use, installed as their locks say.

Each folder here holds a ``package.json`` and a lock with the hash of every package and no registry's address.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests import system

HERE = Path(__file__).resolve().parent
FILES = ("package.json", "package-lock.json", ".npmrc")


class InstallError(Exception):
    """Packages could not be installed; the message says why."""


@cache
def modules(name: str) -> Path:
    """Return the ``node_modules`` of a folder here, installed if its lock changed or they are not there."""
    folder = HERE / name
    target = folder / "node_modules"
    stamp = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    marker = target / ".installed"
    if not marker.is_file() or marker.read_text("utf-8") != stamp:
        install(folder, target, stamp)
    return target


def install(folder: Path, target: Path, stamp: str) -> None:
    """Install what a folder's lock says: beside, without running any package's script, and whole or not at all."""
    npm = system.command(system.NPM)
    stages = HERE.parents[1] / "var"
    stages.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=stages, prefix="node-") as made:
        stage = Path(made) / "new"
        stage.mkdir()
        for name in FILES:
            shutil.copy2(folder / name, stage)
        done = subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=stage,
            env={**os.environ, "NO_UPDATE_NOTIFIER": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise InstallError(f"npm could not install what {folder.name}/package-lock.json says:\n{done.stderr}")
        (stage / "node_modules" / ".installed").write_text(stamp, "utf-8")
        if target.exists():
            target.rename(Path(made) / "old")
        (stage / "node_modules").rename(target)
