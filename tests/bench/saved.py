"""Results of measured builds, kept as they come, so that a run that was cut goes on where it stopped.

Each is a line of JSON under a key: a digest of the code that was measured, of what measured it, and of the machine.
Those of another key are not looked at, so that what is shown together was measured of one code, on one machine, with
the same versions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.measuring import Cost

SHOWING = {"chart.py", "report.py", "tables.py"}
"""Modules of this folder that only show what was measured."""
DIGESTED = (
    *("tasks.py", "pelicanconf.py", "publishconf.py", "requirements.lock"),
    *("plugins", "theme", "content/framework", "content/pages"),
)


@dataclass(frozen=True)
class Result:
    """A build that was measured.

    Attributes:
        site: The site's name.
        articles: How many there were.
        scenario: What was done before.
        run: Which round it was, from 0.
        files: How many files are in the output.
        written: How many of them the build wrote.
        removed: How many it took away.
        cost: What it cost.
    """

    site: str
    articles: int
    scenario: str
    run: int
    files: int
    written: int
    removed: int
    cost: Cost

    @property
    def name(self) -> tuple[str, int, str, int]:
        """What tells it from all others of one key."""
        return self.site, self.articles, self.scenario, self.run


class Saved:
    """The results of one key in a file.

    Args:
        file: Lines of JSON; it need not be there.
        key: Which of them are meant.
    """

    def __init__(self, file: Path, key: str) -> None:
        self._file, self._key = file, key
        self._results = {one.name: one for one in read(file, key)}

    @property
    def results(self) -> list[Result]:
        """All results, as they came."""
        return list(self._results.values())

    def has(self, site: str, articles: int, scenario: str, run: int) -> bool:
        """Tell whether a build was measured."""
        return (site, articles, scenario, run) in self._results

    def add(self, result: Result) -> None:
        """Keep a result: in the file when this returns."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a+b") as file:
            file.seek(0, 2)
            if file.tell():
                file.seek(-1, 2)
                if file.read(1) != b"\n":  # the line before was cut
                    file.write(b"\n")
            file.write(json.dumps({"key": self._key, **asdict(result)}, ensure_ascii=False).encode() + b"\n")
        self._results[result.name] = result

    def forget(self) -> None:
        """Take the results of this key away; those of others stay."""
        lines = self._file.read_bytes().splitlines(keepends=True) if self._file.exists() else []
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_bytes(b"".join(line for line in lines if self._key.encode() not in line))
        self._results.clear()


def read(file: Path, key: str) -> list[Result]:
    """Return the results of a key; a line that was cut counts for nothing."""
    found: list[Result] = []
    for line in file.read_text("utf-8", "replace").splitlines() if file.exists() else ():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if said.pop("key") == key:
            found.append(Result(**{**said, "cost": Cost(**said["cost"])}))
    return found


def key_of(code: str, machine: Mapping[str, str]) -> str:
    """Return the key of what one code did on one machine.

    >>> key_of("1a", {"cores": "2"}) == key_of("1a", {"cores": "4"})
    False
    """
    return hashlib.sha256(json.dumps([code, sorted(machine.items())]).encode()).hexdigest()[:16]


def code_digest(root: Path) -> str:
    """Return the digest of everything below the project's folder that figures depend on, but for what others install.

    Words about code, tests, and what only shows figures are left out.
    """
    files = [
        path for name in DIGESTED for path in below(root / name) if path.suffix != ".md" or "content" in path.parts
    ]
    files += [
        path for path in below(root / "tests/bench") if not path.name.startswith("test_") and path.suffix != ".md"
    ]
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.name not in SHOWING):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}:{len(data)}:".encode() + data)
    return digest.hexdigest()


def below(path: Path) -> list[Path]:
    """Return the files below a folder, or a file itself; what Python has compiled is none."""
    found = path.rglob("*") if path.is_dir() else [path]
    return [one for one in found if one.is_file() and "__pycache__" not in one.parts]
