"""Hundreds of sequences of edits, other ones in each run: ``python3 tasks.py test --long``."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.press.edit_sequences import SEQUENCES, Edits, check_edits

PARTS, EACH = 8, 30
"""How many tests share the sequences, so that several workers run them, and how many sequences each has."""


@pytest.mark.parametrize("part", range(PARTS))
def test_incremental_builds_are_clean_builds(tmp_path: Path, request: pytest.FixtureRequest, part: int) -> None:
    """After each edit of a sequence; ``--seed`` has those of an earlier run again."""
    number = request.config.getoption("randomly_seed", 0)

    @seed(f"{number} {part}")
    @settings(max_examples=EACH, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(SEQUENCES)
    def tried(edits: Edits) -> None:
        check_edits(tmp_path, edits)

    tried()
