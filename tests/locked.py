"""Python programs that others wrote, each in an environment of its own below ``var/``, as its lock says.

They are measured or tested against, and never imported: their dependencies are no business of the project's.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

from tests import system

BUILDERS = ("setuptools==", "wheel==")
"""What makes wheels of source archives: in the lock too, and installed first."""


class InstallError(Exception):
    """A lock could not be installed; the lines of pip's above say why."""


def interpreter(lock: Path, folder: Path) -> Path:
    """Return the interpreter of an environment that holds what a lock says, made on first use.

    Args:
        lock: A requirements file with a hash for each archive, complete: nothing that it does not name comes in.
        folder: The environment; made anew when the lock, or this Python, is another.

    Raises:
        InstallError: It could not be installed.
    """
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    marker = folder / "installed"
    stamp = f"{sys.version_info[:2]} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    with system.alone(system.VAR / f"{folder.name}.lock"):
        if not (python.exists() and marker.exists() and marker.read_text("utf-8") == stamp):
            fill(folder, python, lock)
            marker.write_text(stamp, "utf-8")
    return python


def fill(folder: Path, python: Path, lock: Path) -> None:
    """Make an environment anew and install a lock into it."""
    print(f"Installing {lock.name} ...", file=sys.stderr)
    venv.create(folder, clear=True)
    entries = re.split(r"\n(?=\S)", lock.read_text("utf-8"))
    first = folder / "builders.lock"
    first.write_text("\n".join(entry for entry in entries if entry.startswith(BUILDERS)), "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "-qq"]  # it needs no pip of its own
    pip += ["--disable-pip-version-check", "--require-hashes"]
    for part in (first, lock):
        if part.stat().st_size and subprocess.call([*pip, "--no-deps", "--no-build-isolation", "-r", part]):
            raise InstallError(f"could not install {lock.name}; the lines above say why")
