"""No regular expression repeats possessively, and the lint that looks for it sees what it should."""

from __future__ import annotations

import pytest

from tests.expressions import findings, main


def test_no_expression_repeats_possessively(capsys: pytest.CaptureFixture[str]) -> None:
    """In any module of the project."""
    assert (main(), capsys.readouterr().out) == (0, "")


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ('A = re.compile(r"a*+b")', [(1, 16)]),
        ('A = re.sub("(?:a|b){0,3}+", "", text)', [(1, 12)]),
        ('\nA = (\n    rf"{SPACE}++x"\n)', [(3, 5)]),
        ('A = rf"{SPACE}{{1,4}}+x"', [(1, 5)]),
        ('A = re.compile(rb"a?+")', [(1, 16)]),
        ('A = re.compile(\n    r"[a-z]"\n    r"\\d++"\n)', [(2, 5)]),
        ('A = re.compile(r"(?>a+)[*+]+\\++")', []),
        ('A = "C++ *+"', []),
        ('A = re.compile(r"a+") + "b++"', []),
    ],
)
def test_what_the_lint_tells(source: str, places: list[tuple[int, int]]) -> None:
    """Raw strings and what ``re`` is called with are expressions; other strings may hold any sign."""
    assert list(findings(source)) == places
