"""Small file systems that fill up, where the machine lets one be mounted: else disks that are told to be full."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.press.filling_disks import mounted
from tests.press.test_full_disks import SAID, check


@pytest.mark.parametrize("where", SAID)
def test_a_disk_that_is_full(tmp_path: Path, where: str) -> None:
    """A tmpfs with the output, or with what builds remember."""
    check(mounted(tmp_path, where), where)
