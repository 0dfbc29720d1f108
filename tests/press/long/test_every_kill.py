"""Builds that are killed at every point at which they write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.press.killing_builds import KilledBuilds

PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_a_killed_build_leaves_nothing_half_written(tmp_path: Path, part: int) -> None:
    """The output is made of whole files whenever it is killed, and the next build puts all right."""
    builds = KilledBuilds(tmp_path)
    assert builds.points > 100
    for number in range(1 + part, builds.points + 1, PARTS):
        builds.check(number)
