"""Builds that are killed while they write: at some points here, at each with ``--long``."""

from __future__ import annotations

from pathlib import Path

from tests.press.killing_builds import KilledBuilds


def test_a_killed_build_leaves_nothing_half_written(tmp_path: Path) -> None:
    """At six points from the first to the last: the output is made of whole files, and the next build ends all."""
    builds = KilledBuilds(tmp_path)
    for part in range(6):
        builds.check(1 + part * (builds.points - 1) // 5)
