"""Two builds at once, after one change and another."""

from __future__ import annotations

from pathlib import Path

from tests.press.test_builds_at_once import check_rounds


def test_two_builds_end_well_and_leave_one_site(tmp_path: Path) -> None:
    """Texts come, change and go; what is remembered is damaged or lost."""
    changes = ["touch", "title", "partial", "rename", "cut off", "delete", "picture", "forgotten", "new", "output gone"]
    check_rounds(tmp_path, changes)
