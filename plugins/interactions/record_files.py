"""The file store of approved interactions: ``content/interactions/<article id>/<id>.yaml``.

Writes are atomic and durable, and each interaction has a file of its own, so that processes never write the same one.
The files are complete without any database.

For the inbox::

    store = Store(Path("content/interactions"))
    store.write(interaction)                       # approve, edit: one atomic replacement
    store.remove(interaction.article, interaction.id)
    store.get(article, id)                         # None when there is none, or when it cannot be used
    store.read()                                   # everything, with the findings
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.base.files import remove_file, remove_leftovers, replace_file
from plugins.base.findings import Finding, Position
from plugins.base.slugs import is_slug
from plugins.framework.frontmatter.source import FRONT_MATTER_LIMIT
from plugins.i18n.messages import N_, Message, message
from plugins.interactions.model import Interaction
from plugins.interactions.record_ids import is_id

__all__ = ["SUFFIX", "Store", "Stored"]

SUFFIX = ".yaml"
READ_AT_MOST = FRONT_MATTER_LIMIT + 1


@dataclass(frozen=True, slots=True)
class Stored:
    """The content of the store.

    Attributes:
        interactions: The valid ones, by article and then by id, which is by time.
        findings: The findings about the others; paths begin with the folder's name.
    """

    interactions: tuple[Interaction, ...]
    findings: tuple[Finding, ...]


Parse = Callable[[bytes, str, str, str], tuple[Interaction | None, list[Finding]]]
"""Parses a file: its bytes, its path as findings show it, and the ids of the article and of itself."""


def parsed(data: bytes, shown: str, article: str, identity: str) -> tuple[Interaction | None, list[Finding]]:
    """Parse a file (:func:`~plugins.interactions.record_yaml.parse`)."""
    from plugins.interactions.record_yaml import parse  # with pydantic and YAML

    return parse(data, shown, article, identity)


class Store:
    """The approved interactions of a site.

    Args:
        folder: ``content/interactions``; made at the first write.
        parse: Parses a file.
    """

    def __init__(self, folder: Path, parse: Parse = parsed) -> None:
        self.folder, self._parse = folder, parse

    def path(self, article: str, identity: str) -> Path:
        """Return the path of an interaction's file.

        Raises:
            ValueError: An id is invalid, such as ``..``.
        """
        if not is_slug(article) or not is_id(identity):
            raise ValueError(f"no interaction can be {article!r}/{identity!r}")
        return self.folder / article / f"{identity}{SUFFIX}"

    def write(self, interaction: Interaction) -> bool:
        """Write or replace an interaction; return whether its file changed."""
        from plugins.interactions.record_yaml import write

        path, data = self.path(interaction.article, interaction.id), write(interaction)
        if path.is_file() and path.read_bytes() == data:
            return False
        replace_file(path, data)
        return True

    def remove(self, article: str, identity: str) -> bool:
        """Remove an interaction durably; return whether there was one."""
        return remove_file(self.path(article, identity))

    def get(self, article: str, identity: str) -> Interaction | None:
        """Return an interaction, or None when there is none, or an invalid one."""
        found: list[Finding] = []
        path = self.path(article, identity)
        return self._interaction(path, found) if path.is_file() else None

    def find(self, identity: str) -> Interaction | None:
        """Return an interaction of any article by its id, or None."""
        if not is_id(identity):
            return None
        paths = sorted(self.folder.glob(f"*/{identity}{SUFFIX}"))
        return next((found for path in paths if (found := self.get(path.parent.name, identity))), None)

    def of(self, article: str) -> Iterator[Interaction]:
        """Yield the valid interactions of an article, in order."""
        for path in sorted((self.folder / article).glob(f"*{SUFFIX}")) if is_slug(article) else ():
            found = self.get(article, path.stem) if is_id(path.stem) else None
            if found is not None:
                yield found

    def read(self) -> Stored:
        """Return all interactions, and the findings."""
        interactions: dict[str, Interaction] = {}
        findings: list[Finding] = []
        for path in self._files(findings):
            interaction = self._interaction(path, findings)
            if interaction is None:
                continue
            first = interactions.setdefault(interaction.id, interaction)
            if first is not interaction:
                other = self._shown(self.path(first.article, first.id))
                problem = message(N_("this interaction stands in {other} already"), other=other)
                findings.append(Finding(self._shown(path), Position(), problem, message(N_("delete one of them"))))
        return Stored(tuple(interactions.values()), tuple(findings))

    def tidy(self) -> None:
        """Remove the temporary files of killed processes; only while no other process writes here."""
        if self.folder.is_dir():
            for folder in self.folder.iterdir():
                remove_leftovers(folder)

    def _files(self, findings: list[Finding]) -> Iterator[Path]:
        """Yield the files with valid names, in order, and add a finding for each other one."""
        for folder in self._within(self.folder, findings) if self.folder.is_dir() else ():
            if not folder.is_dir() or folder.is_symlink() or not is_slug(folder.name):
                self._find(folder, findings, N_("only folders named after an article's id belong here"))
                continue
            for file in self._within(folder, findings):
                if file.suffix != SUFFIX or not is_id(file.stem):
                    self._find(file, findings, N_("this is not the file of an interaction"))
                elif file.is_symlink() or not file.is_file():
                    self._find(file, findings, N_("this is no file of its own"))
                else:
                    yield file

    def _within(self, folder: Path, findings: list[Finding]) -> list[Path]:
        """Return the entries of a folder, in order and without hidden files."""
        try:
            return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        except OSError as error:
            self._unreadable(folder, error, findings)
            return []

    def _interaction(self, path: Path, findings: list[Finding]) -> Interaction | None:
        try:
            with path.open("rb") as file:
                data = file.read(READ_AT_MOST)
        except FileNotFoundError:  # removed since the folder was listed: the inbox may run during a build
            return None
        except OSError as error:
            self._unreadable(path, error, findings)
            return None
        interaction, found = self._parse(data, self._shown(path), path.parent.name, path.stem)
        findings += found
        return interaction

    def _unreadable(self, path: Path, error: OSError, findings: list[Finding]) -> None:
        problem = message(N_("this file cannot be read ({reason})"), reason=error.strerror or str(error))
        findings.append(Finding(self._shown(path), Position(), problem, fatal=True))

    def _find(self, path: Path, findings: list[Finding], problem: str) -> None:
        mend: Message = message(N_("move it elsewhere"))
        findings.append(Finding(self._shown(path), Position(), message(problem), mend, fatal=True))

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.folder.parent).as_posix()
