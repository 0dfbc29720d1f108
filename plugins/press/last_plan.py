"""What a build leaves of its plan, so that the next one looks at what changed texts and interactions concern alone.

It is a memory and nothing else: one that is lost, damaged or of other code makes a whole build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from plugins.base.files import replace_file
from plugins.framework.build import Introduction, StaticFile
from plugins.framework.cards import Kind, Status
from plugins.framework.model import Axis, Framework
from plugins.framework.render.links import Link
from plugins.framework.render.targets import Holed

__all__ = ["KnownText", "LastPlan", "Reads", "plan_path", "read_plan", "write_plan"]


@dataclass(frozen=True, slots=True)
class KnownText:
    """A text of the build.

    Attributes:
        kind, path: Article or page; its file, relative to the content folder.
        key: That of what it says, among kept values.
        status, url, output: As its card has them.
    """

    kind: Kind
    path: str
    key: bytes
    status: Status
    url: str
    output: str


@dataclass
class Reads:
    """What each output has read.

    Attributes:
        names: The names of what can be read.
        outputs: The outputs.
        read: The numbers of the names that each output has read.
    """

    names: list[str]
    outputs: list[str]
    read: list[list[int]]

    @classmethod
    def of(cls, reads: Mapping[str, Iterable[str]]) -> Reads:
        """Return what outputs have read, by their names."""
        found = cls([], [], [])
        found.update(reads)
        return found

    def update(self, reads: Mapping[str, Iterable[str]]) -> None:
        """Take what some outputs have read now."""
        numbers = {name: number for number, name in enumerate(self.names)}
        places = {output: place for place, output in enumerate(self.outputs)}
        for output, names in reads.items():
            numbered = [numbers.setdefault(name, len(numbers)) for name in sorted(names)]
            if output in places:
                self.read[places[output]] = numbered
            else:
                self.outputs.append(output)
                self.read.append(numbered)
        self.names = list(numbers)

    def readers(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the outputs that have read one of some names."""
        wanted = set(names)
        numbers = {number for number, name in enumerate(self.names) if name in wanted}
        for output, read in zip(self.outputs, self.read, strict=True):
            if not numbers.isdisjoint(read):
                yield output


@dataclass
class LastPlan:
    """The plan of a build, and what it was made in.

    Attributes:
        code: The digest of the code.
        settings: Pelican's settings, tagged.
        packages: The settings of each package, tagged.
        framework, open_axes: The axes.
        introductions: The framework's: path, HTML, links, anchors.
        static: The published files.
        words: Compiled catalogues: language, folder, bytes.
        texts: The texts.
        ids: The ids of all files, those that this build leaves out too.
        troubled: The paths of the files that have findings.
        reads: What outputs have read.
    """

    code: bytes
    settings: Any
    packages: dict[str, Any]
    framework: Framework
    open_axes: dict[str, Axis]
    introductions: list[tuple[str, Holed, tuple[Link, ...], frozenset[str]]]
    static: list[StaticFile]
    words: list[tuple[str, str, bytes]]
    texts: list[KnownText]
    ids: list[str]
    troubled: list[str]
    reads: Reads

    def introduced(self) -> Iterator[Introduction]:
        """Yield the introductions of the framework."""
        for path, html, links, anchors in self.introductions:
            yield Introduction(path, html, links, anchors)


DECODER = msgspec.msgpack.Decoder(LastPlan)


def plan_path(scan: Path) -> Path:
    """Return the file of a plan, beside that of its scan."""
    return scan.with_name(f"{scan.name}.plan")


def write_plan(path: Path, plan: LastPlan) -> str:
    """Write a plan, whole or not at all, and return its digest; an empty string where it cannot be written."""
    data = msgspec.msgpack.encode(plan)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError:  # a full disk: the next build does without
        return ""
    return hashlib.sha256(data).hexdigest()


def read_plan(path: Path, digest: str) -> LastPlan | None:
    """Return the plan with a digest; None where there is none, or another."""
    try:
        data = path.read_bytes()
        plan: LastPlan | None = DECODER.decode(data) if hashlib.sha256(data).hexdigest() == digest else None
    except (OSError, msgspec.MsgspecError):
        return None
    return plan
