"""The table of cases under the system's own Python, where it is another one: its ``re`` may match otherwise."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import typogrify

from tests.conftest import ROOT
from tests.typography.test_cases import MARKS, TABLE

CHECK = """
import json, sys
from plugins.typography.typeset import typeset_html, typeset_text
cases = json.load(sys.stdin)
wrong = []
for stem, typed, wanted in cases:
    for text in (typed, wanted):
        set_ = typeset_text(text, "fr") if stem == "text" else typeset_html(text, "en" if stem == "english" else "fr")
        if set_ != wanted:
            wrong.append([stem, text, set_])
json.dump([len(cases), wrong], sys.stdout)
"""
OLDEST = (3, 11)


def others() -> list[str]:
    """Return the interpreters of the system that are not this version, and can run the project."""
    names = ("python3", *(f"python3.{minor}" for minor in range(11, 20)))
    found = {str(Path(path).resolve()) for name in names if (path := shutil.which(name, path=os.defpath))}
    return [path for path in sorted(found) if version(path) not in (sys.version, None)]


def version(interpreter: str) -> str | None:
    """Return the words that an interpreter has for its version, or None if it is too old."""
    code = f"import sys; print(sys.version if sys.version_info >= {OLDEST} else '')"
    said = subprocess.run([interpreter, "-I", "-S", "-c", code], capture_output=True, text=True, check=False).stdout
    return said.strip() or None


def wrong(interpreter: str) -> list[list[str]]:
    """Return what an interpreter sets otherwise than the table: file, text and what came of it."""
    cases = [
        [stem, typed.translate(MARKS), wanted.translate(MARKS)] for stem, typed, wanted in (c.values for c in TABLE)
    ]
    packages = Path(typogrify.__path__[0]).parent  # English is set by a library, which is pure Python
    done = subprocess.run(
        [interpreter, "-S", "-B", "-c", CHECK],
        input=json.dumps(cases),
        env={"PYTHONPATH": os.pathsep.join((str(ROOT), str(packages))), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    count, found = json.loads(done.stdout)
    assert count == len(TABLE)
    return list(found)


def test_every_python_of_the_system_sets_the_table() -> None:
    """What is typed is set as the table says, and stays so, in a process of its own: this Python's, and any other's."""
    for interpreter in (sys.executable, *others()):
        assert wrong(interpreter) == [], interpreter
