"""An incremental build is a clean one with a memory: whatever was edited, the output and the findings are the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.press.edit_sequences import SEQUENCES, Edits, check_edits


@settings(max_examples=14, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([("address", 0), ("rename", 0), ("one second", 1)])  # two texts of one id
@example([("drafts", 0), ("future", 1), ("clock", 2)])  # a text whose time has come
@given(SEQUENCES)
def test_incremental_builds_are_clean_builds(tmp_path_factory: pytest.TempPathFactory, edits: Edits) -> None:
    """The same sequences in every run: ``python3 tasks.py test`` is the judge of a change."""
    check_edits(tmp_path_factory.getbasetemp(), edits)
