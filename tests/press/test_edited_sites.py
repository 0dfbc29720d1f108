"""An incremental build is a clean one with a memory: whatever was edited, the output and the findings are the same."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.press.edited_sites import EDITS, EditedSite

SEQUENCES = st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 19)), min_size=3, max_size=5)


@settings(max_examples=10, derandomize=True)  # the same in every run: python3 tasks.py test is the judge of a change
@example([("address", 0), ("rename", 0), ("one second", 1)])  # two texts of one id
@given(SEQUENCES)
def test_incremental_builds_are_clean_builds(edits: list[tuple[str, int]]) -> None:
    """After each of some edits, byte for byte: nothing is missing, nothing stale, and the same is told."""
    with tempfile.TemporaryDirectory() as folder:
        site = EditedSite.made(Path(folder))
        site.build("output", "var")
        for number, (name, value) in enumerate(edits):
            site.remember()
            EDITS[name](site, value)
            incremental = site.build("output", "var")
            clean = site.build(f"clean{number}", f"var{number}")
            assert incremental[1:] == clean[1:], (name, value)
            if clean[2] == 0:  # else the output stays as it was
                assert incremental[0] == clean[0], (name, value)
            shutil.rmtree(site.folder / f"clean{number}", ignore_errors=True)
