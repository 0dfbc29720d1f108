"""The table of cases: what is typed, what is set, and the reference (cases/README.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.typography.typeset import typeset_html, typeset_text

CASES = Path(__file__).parent / "cases"
ROW = re.compile(r"\| `(?P<typed>.*)` \| (?:`(?P<set>.*)`|=) \| (?P<reference>\d.*) \|")
MARKS = str.maketrans({"⍽": "\u00a0", "␣": "\u202f", "⏎": "\n"})


def rows(stem: str) -> list[tuple[str, str, str]]:
    """Return the cases of a file: typed, set, reference."""
    lines = (CASES / f"{stem}.md").read_text("utf-8").splitlines()
    found = []
    for line in lines[lines.index("|---|---|---|") + 1 :]:
        match = ROW.fullmatch(line)
        assert match, f"{stem}.md: not a case: {line}"
        found.append((match["typed"], match["set"] if match["set"] is not None else match["typed"], match["reference"]))
    return found


FILES = sorted(path.stem for path in CASES.glob("*.md") if path.stem != "README")
TABLE = [pytest.param(stem, typed, wanted, id=f"{stem}: {typed}") for stem in FILES for typed, wanted, _ in rows(stem)]


def typeset(stem: str, text: str) -> str:
    """Return a case's text, typeset as its file says."""
    if stem == "text":
        return typeset_text(text, "fr")
    return typeset_html(text, "en" if stem == "english" else "fr")


@pytest.mark.parametrize(("stem", "typed", "wanted"), TABLE)
def test_case(stem: str, typed: str, wanted: str) -> None:
    """What is typed is set exactly as the table says."""
    assert typeset(stem, typed.translate(MARKS)) == wanted.translate(MARKS)


@pytest.mark.parametrize(("stem", "typed", "wanted"), TABLE)
def test_case_is_settled(stem: str, typed: str, wanted: str) -> None:
    """What is set as the table says stays so."""
    assert typeset(stem, wanted.translate(MARKS)) == wanted.translate(MARKS)


def test_every_rule_has_cases_for_and_against() -> None:
    """The table holds at least 160 cases, and for every rule some that change and some that stay."""
    assert len(TABLE) >= 160
    for number in range(1, 11):
        (stem,) = (stem for stem in FILES if stem.startswith(f"{number:02}-"))
        changed = [typed != wanted for typed, wanted, _ in rows(stem)]
        assert changed.count(True) >= 5, stem
        assert changed.count(False) >= 5, stem
