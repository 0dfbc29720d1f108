"""What the last build of one command left for the scan: its inputs and outputs as they were, and what it said.

One file a command, with a checksum. Standard library alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plugins.base import environment
from plugins.i18n.author_language import author_language
from plugins.press.scan import Inputs, changed, look, stats_of

__all__ = ["LastBuild", "Scan", "Told", "environment_of", "read_last_build", "scan", "scan_path"]

MAGIC = b"trepied scan 1\n"
Told = list[tuple[int, str]]
"""Lines with their stream: 1 for standard output, 2 for standard error."""


class LastBuild(NamedTuple):
    """A build that ended, with whatever exit code its texts deserve.

    Attributes:
        command: Its arguments, as Pelican takes them.
        trees, places: Where its inputs are (:func:`~plugins.press.scan.look`).
        modules: Those of them that are read before a build can look: settings and code.
        inputs: They, as they were before it read them.
        digests: The SHA-256 of those that were young then.
        output: The folder of its output; empty when it wrote none.
        names, stats: The files there, and their stats (:func:`~plugins.press.scan.stats_of`).
        due: When the present changes what it would say, in seconds since 1970; None for never.
        code: Its exit code.
        language: The site's language, that of an author whose environment names none.
        told: What it would say again, by the author's language.
        about: How many of those lines are about its texts.
        environment: The digest of the variables of the environment that it may have read.
        everything: Whether those are all that there are, since a settings file reads some.
        plan: The digest of its plan; empty without one.
    """

    command: list[str]
    trees: list[str]
    places: list[str]
    modules: list[str]
    inputs: Inputs
    digests: dict[str, str]
    output: str
    names: list[str]
    stats: array[int]
    due: float | None
    code: int
    language: str
    told: dict[str, Told]
    about: int
    environment: str
    everything: bool = False
    plan: str = ""

    def is_steady(self, now: float) -> bool:
        """Return whether nothing but inputs can have changed: neither the time, nor the environment, nor the output.

        Args:
            now: The present, in seconds since 1970.
        """
        if self.due is not None and now >= self.due:
            return False
        if self.environment != environment_of(everything=self.everything):
            return False
        return not self.output or stats_of(self.output, self.names).tobytes() == self.stats.tobytes()

    def look(self) -> Inputs:
        """Return the inputs as they are now."""
        return look(self.trees, self.places)

    def changes(self, inputs: Inputs) -> set[str]:
        """Return the inputs that are other than they were."""
        return changed(self.inputs, inputs, self.digests)

    def words(self) -> Told | None:
        """Return what to tell an author of this environment; None when that is not known in this language."""
        return self.told.get(author_language(environment.variables(), self.language))

    def to_bytes(self) -> bytes:
        """Return it as bytes."""
        numbers = array("q", [number for seen in self.inputs.values() for number in seen])
        about = {name: value for name, value in self._asdict().items() if name not in ("inputs", "stats")}
        head = {**about, "paths": list(self.inputs), "order": sys.byteorder}
        data = json.dumps(head).encode() + b"\n" + numbers.tobytes() + self.stats.tobytes()
        return MAGIC + hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def environment_of(*, everything: bool) -> str:
    """Return the digest of what a build may read of the environment, besides the author's language."""
    known = environment.everything() if everything else environment.variables()
    read = sorted((name, value) for name, value in known.items() if everything or not name.startswith(("LC_", "LANG")))
    return hashlib.sha256(json.dumps(read).encode()).hexdigest()


def scan_path(state: Path, command: Sequence[str]) -> Path:
    """Return the file of a command's last build.

    Args:
        state: The folder of what builds remember.
        command: The arguments, as Pelican takes them; the command runs in the current folder.
    """
    name = json.dumps([os.getcwd(), *command])  # noqa: PTH109 - before pathlib is needed
    return state / "press" / "scans" / hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def read_last_build(path: Path) -> LastBuild | None:
    """Return the last build; None when nothing right is known of it."""
    try:
        data = path.read_bytes()
        head, _, rest = data.removeprefix(MAGIC).partition(b"\n")
        if not data.startswith(MAGIC) or hashlib.sha256(rest).hexdigest().encode() != head:
            return None
        text, _, numbers = rest.partition(b"\n")
        return _last_build(json.loads(text), numbers)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _last_build(head: Mapping[str, Any], data: bytes) -> LastBuild | None:
    about = dict(head)
    paths, order = about.pop("paths"), about.pop("order")
    numbers = array("q")
    numbers.frombytes(data)
    each = [iter(numbers[: 4 * len(paths)])] * 4
    about["told"] = {name: [(int(one), str(text)) for one, text in lines] for name, lines in about["told"].items()}
    inputs = dict(zip(paths, zip(*each, strict=True), strict=True))
    return LastBuild(**about, inputs=inputs, stats=numbers[4 * len(paths) :]) if order == sys.byteorder else None


class Scan(NamedTuple):
    """What a scan found, if nothing but inputs can have changed.

    Attributes:
        last: The last build.
        lines: What it told, in the author's language.
        inputs: The inputs as they are.
        changes: Those that are other than they were.
    """

    last: LastBuild
    lines: Told
    inputs: Inputs
    changes: set[str]

    def tell(self) -> int | None:
        """Tell again what the last build told, and return its exit code; None when something changed since then."""
        if self.changes:
            return None
        for stream, text in self.lines:
            print(text, file=sys.stdout if stream == 1 else sys.stderr)
        return self.last.code


def scan(state: Path, command: Sequence[str], now: float) -> Scan | None:
    """Return what changed since the last build of a command; None where that takes a whole build to tell.

    Args:
        state: The folder of what builds remember.
        command: The arguments, as Pelican takes them; the command runs in the current folder.
        now: The present, in seconds since 1970.
    """
    last = read_last_build(scan_path(state, command))
    lines = last.words() if last is not None else None
    if last is None or lines is None or not last.is_steady(now):
        return None
    inputs = last.look()
    return Scan(last, lines, inputs, last.changes(inputs))
