"""Disks that are full: a build says so, harms nothing, and the next one puts all right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.press.filling_disks import Filled, injected

SAID = {
    "output": r"the output cannot be written \(/disk/output/\S+: No space left on device\)",
    "state": r"the output cannot be written \(disk/var/press/\S+: No space left on device\)",
}
"""What a build says, by what is on the disk that is full."""


def check(found: Filled, where: str) -> None:
    """The exit code is that of an output that cannot be written, and the message names the file."""
    assert (found.code, found.unharmed, found.mended) == (73, True, True)
    assert re.fullmatch(SAID[where], found.told), found.told


@pytest.mark.parametrize("where", SAID)
def test_a_disk_that_is_told_to_be_full(tmp_path: Path, where: str) -> None:
    """Of the output, or of what builds remember."""
    check(injected(tmp_path, where), where)
