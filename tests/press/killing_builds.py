"""A site whose build is killed at a point, and what the output is then, and after the next build."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.press.edited_sites import Built, EditedSite
from tests.press.site_edits import EDITS

__all__ = ["KilledBuilds"]

CHANGES = (("title", 1), ("delete", 2), ("head picture", 3), ("style", 1), ("comment", 1))
"""What was changed since the last build that ended: files are written, written over and removed."""


class KilledBuilds:
    """A site that was built and changed, as often as it is asked for.

    Args:
        folder: An empty folder.

    Attributes:
        points: How many points a build passes that is not killed.
    """

    def __init__(self, folder: Path) -> None:
        self._kept, self._counted = folder / "kept", folder / "points"
        self.site = EditedSite.made(folder / "site")
        self.old = self.site.build("output", "var")
        for name, number in CHANGES:
            EDITS[name](self.site, number)
        self.new = self.site.clean("clean")
        shutil.copytree(self.site.folder, self._kept)
        assert self.killed(0) == self.new
        self.points = int(self._counted.read_text("ascii"))

    def killed(self, number: int) -> Built:
        """Build the site as it was when it was changed, and be killed at the point of a number."""
        shutil.rmtree(self.site.folder)
        shutil.copytree(self._kept, self.site.folder)
        return self.site.build("output", "var", ("tests.press.killed_build", str(number), str(self._counted)))

    def check(self, number: int) -> None:
        """A file is as it was or as it becomes, never half of it; the next build puts all right."""
        killed = self.killed(number)
        assert killed.code == -9, number
        half = {
            name: digest
            for name, digest in killed.files.items()
            if digest not in (self.old.files.get(name), self.new.files.get(name))
        }
        missing = (self.old.files.keys() & self.new.files.keys()) - killed.files.keys()
        assert (half, missing) == ({}, set()), number
        assert self.site.build("output", "var") == self.new, number
