"""The golden site, byte for byte."""

from __future__ import annotations

from pathlib import Path

from tests.golden.regenerate import EXPECTED, build_golden


def test_the_golden_site_is_as_expected(tmp_path: Path) -> None:
    """Every file of the output is there, no other is, and each has the expected bytes."""
    built = build_golden(tmp_path / "site")
    expected = {f.relative_to(EXPECTED).as_posix(): f.read_bytes() for f in EXPECTED.rglob("*") if f.is_file()}
    assert sorted(built) == sorted(expected), "run python3 tasks.py golden and read the difference"
    for name, data in built.items():
        assert data.decode("utf-8") == expected[name].decode("utf-8"), name
