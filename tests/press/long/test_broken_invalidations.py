"""What builds remember is broken on purpose, and incremental builds are seen to differ from clean ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.press.broken_invalidations import BROKEN
from tests.press.edit_sequences import check_edits, steps


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_seen(tmp_path: Path, name: str) -> None:
    """A file is stale or missing, or one too many, and nobody is told; with nothing broken all is right."""
    edits = list(BROKEN[name].edits)
    check_edits(tmp_path, edits)
    made = [*steps(tmp_path, edits, ("tests.press.broken_invalidations", name))]
    assert [(step.built.code, step.clean.code) for step in made] == [(0, 0)] * len(made)
    *right, wrong = [step.built.files == step.clean.files for step in made]
    assert (all(right), wrong) == (True, False)
