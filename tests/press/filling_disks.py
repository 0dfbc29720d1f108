"""A site whose disk fills up: ``python -m tests.press.filling_disks FOLDER WHERE`` on a small file system of its own.

Prints what came of it as JSON. It runs in a mount namespace, in which a tmpfs of 4 MiB is mounted below FOLDER.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from tests.conftest import ROOT
from tests.press.edited_sites import EditedSite
from tests.press.site_edits import EDITS

__all__ = ["Filled", "filled", "injected", "mounted"]

ROOM = 30_000
"""Bytes that are left."""
FOLDERS = {"output": ("disk/output", "var"), "state": ("output", "disk/var")}
"""What is on the disk that fills up: the folders of the output and of what builds remember."""
NAMESPACES = (["unshare", "-rm"], ["unshare", "-m"])
"""Ways to a mount of one's own: without being root, and as root where users have no namespaces."""


@dataclass(frozen=True)
class Filled:
    """What came of a disk that was full.

    Attributes:
        code: The exit code of the build on it.
        told: What that build told, the folder left out.
        unharmed: Whether the output was as it had been, or as it was to be.
        mended: Whether the next build, with room again, made what a clean one makes.
    """

    code: int
    told: str
    unharmed: bool
    mended: bool


def filled(folder: Path, where: str, *, mount: bool) -> Filled:
    """Build a site, change it, and build it on a full disk, then on one with room.

    Args:
        folder: An empty folder, or one with an empty folder ``disk`` that is the disk.
        where: What is on that disk.
        mount: Whether it is one, and is filled; else its being full is told to what writes.
    """
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    site, folders = EditedSite.made(folder), FOLDERS[where]
    old = site.build(*folders)
    EDITS["title"](site, 1)
    EDITS["partial"](site, 1)
    filler, module = disk / "filler", ["pelican"]
    if mount:
        free = os.statvfs(disk)
        filler.write_bytes(bytes(free.f_bavail * free.f_frsize - ROOM))
    else:
        module = ["tests.press.full_disk", str(disk), str(ROOM)]
    full = site.build(*folders, module)
    filler.unlink(missing_ok=True)
    again, clean = site.build(*folders), site.clean("clean")
    told = full.told.strip().replace(str(folder), "")
    return Filled(full.code, told, full.files in (old.files, clean.files), again == clean)


def injected(folder: Path, where: str) -> Filled:
    """Return what comes of a disk that is told to be full."""
    return filled(folder, where, mount=False)


def mounted(folder: Path, where: str) -> Filled:
    """Return what comes of a small disk that is full; of one that is told to be, where nothing can be mounted."""
    way = namespace()
    if way is None:
        return injected(folder, where)
    (folder / "disk").mkdir()
    script = 'mount -t tmpfs -o size=4m none "$2/disk" && exec "$1" -m tests.press.filling_disks "$2" "$3"'
    command = [*way, "sh", "-c", script, "sh", sys.executable, str(folder), where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Filled(**json.loads(done.stdout.splitlines()[-1]))


@cache
def namespace() -> Sequence[str] | None:
    """Return a way to a mount of one's own, if there is any here."""
    for way in NAMESPACES:
        try:
            done = subprocess.run([*way, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
        except FileNotFoundError:
            return None
        if done.returncode == 0:
            return way
    return None


if __name__ == "__main__":
    print(json.dumps(asdict(filled(Path(sys.argv[1]), sys.argv[2], mount=True))))
