"""The Nu HTML checker finds nothing, not even a warning, in any page, drawing or style sheet that is built."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests import node, system

COMMAND = ("-Xmx512m", "-Dfile.encoding=UTF-8")


@pytest.fixture(scope="session")
def checker() -> list[str]:
    """Return the command of the checker, which files are added to."""
    jar = node.modules("checks") / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return [system.command(system.JAVA), *COMMAND, "-jar", str(jar), "--Werror"]


def complaints(checker: list[str], form: str, files: list[Path]) -> list[str]:
    """Return what the checker says of files of one form (``html``, ``svg`` or ``css``), a line each."""
    done = subprocess.run(
        [*checker, f"--{form}", *map(str, files)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if line]
    assert bool(done.returncode) == bool(said), f"{done.returncode}: {said}"
    return said


@pytest.mark.parametrize("form", ["html", "svg", "css"])
def test_nothing_is_wrong(outputs: dict[str, Path], checker: list[str], form: str) -> None:
    """In the real site, the golden one and the English one."""
    files = [file for output in outputs.values() for file in sorted(output.rglob(f"*.{form}"))]
    assert files
    said = complaints(checker, form, files)
    assert not said, "\n".join(said)


@pytest.mark.parametrize(
    ("form", "text", "words"),
    [
        ("html", '<!DOCTYPE html><html lang="fr"><title>t</title><p id="a">x<p id="a">y', "Duplicate ID"),
        ("svg", '<svg xmlns="http://www.w3.org/2000/svg"><rect widht="3"/></svg>', "widht"),
        ("css", "@layer a { p { colour: red } }", "colour"),
    ],
)
def test_the_checker_sees(checker: list[str], tmp_path: Path, form: str, text: str, words: str) -> None:
    """The test above can fail: a slip of each form is told."""
    file = tmp_path / f"slip.{form}"
    file.write_text(text, "utf-8")
    assert words in "\n".join(complaints(checker, form, [file]))
