"""A build's files on their way to the output.

``add`` compares with what is there and keeps only what changed, in a folder beside the output; ``commit`` renames
it into place. Until then the output is untouched, so a build that fails in the middle leaves no trace.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.press.manifest import Digests, digest, manifest_path, read_manifest, write_manifest

FORGOTTEN = 24 * 3600
"""Seconds after which the staging folder of a build that was cut off is removed."""

PAGES_AND_FEEDS = (".html", ".xml", ".atom", ".rss", ".json")


class StageError(Exception):
    """A file cannot be written; the message names it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a commit did.

    Attributes:
        written: Files that are new or changed.
        unchanged: How many were left alone.
        removed: Stale files of earlier builds that are gone.
        kept: Stale files that somebody changed since; they were not touched.
    """

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    kept: tuple[str, ...]


class Stage:
    """The files of one build.

    Args:
        output: The output folder; made when missing.
        state: The folder of what builds remember.
    """

    def __init__(self, output: Path, state: Path) -> None:
        self.output = output
        self._manifest = manifest_path(state, output)
        self._folder = Path()
        self._files: dict[str, str] = {}
        self._changed: dict[str, Path] = {}
        """Where what is new or changed waits: numbered, in one folder, so that a rename is all that a file costs."""
        self._number = itertools.count()

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def add(self, name: str, data: bytes, *, replace: bool = False) -> None:
        """Take a file into the build.

        Args:
            name: Its path below the output, with forward slashes.
            data: Its bytes.
            replace: Whether it may take the place of one that was added before.

        Raises:
            StageError: The path leaves the output, or the file was added before.
        """
        name = self.clean(name)
        if name in self._files and not replace:
            raise StageError(f"two sources write {name}")
        self._files[name] = digest(data)
        if name in self._changed:
            self._changed.pop(name).unlink()
        if self._is_there(name, data):
            return
        staged = self._staging() / str(next(self._number))
        staged.write_bytes(data)
        self._changed[name] = staged

    def _staging(self) -> Path:
        """Return this build's own folder beside the output; two builds at once must not share one."""
        if self._folder == Path():
            parent = self.output.resolve().parent
            parent.mkdir(parents=True, exist_ok=True)
            for forgotten in parent.glob(f".{self.output.name}.staging-*"):
                if time.time() - forgotten.stat().st_mtime > FORGOTTEN:
                    shutil.rmtree(forgotten, ignore_errors=True)
            self._folder = Path(tempfile.mkdtemp(prefix=f".{self.output.name}.staging-", dir=parent))
        return self._folder

    def clean(self, name: str) -> str:
        """Return a path below the output in its one spelling.

        Raises:
            StageError: It leads out of the output.
        """
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0] or "\0" in name:
            raise StageError(f"{name!r} is not a path below the output")
        return path.as_posix()

    def _is_there(self, name: str, data: bytes) -> bool:
        try:
            return (self.output / name).read_bytes() == data
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return False

    def commit(self) -> Outcome:
        """Put the build in place: assets before the pages that ask for them, stale files last.

        Raises:
            StageError: A folder that is not the press's own stands where a file is to be, or one file's name is
                that of another's folder.
        """
        clashing = sorted(self._files.keys() & _folders(self._files))
        if clashing:
            inside = min(name for name in self._files if name.startswith(f"{clashing[0]}/"))
            raise StageError(f"{clashing[0]} is a file, and the folder of {inside}: give one of them another address")
        before = read_manifest(self._manifest)
        files = {name: (written,) for name, written in self._files.items()}
        self.output.mkdir(parents=True, exist_ok=True)
        both = {name: before.get(name, ()) + files.get(name, ()) for name in {**before, **files}}
        write_manifest(self._manifest, both)  # a cut from here on must forget nothing
        stale = sorted(name for name in before if name not in files)
        folders = _folders(self._changed)
        in_the_way = {
            name
            for name in stale
            if name in folders or any(str(parent) in files for parent in PurePosixPath(name).parents)
        }
        gone = {name: self._remove(name, before[name]) for name in stale if name in in_the_way}
        for name in sorted(self._changed, key=lambda name: (name.endswith(PAGES_AND_FEEDS), name)):
            target = self.output / name
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._changed[name].replace(target)
            except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
                raise StageError(f"{error.filename2 or error.filename} is in the way of {name}: move it") from None
        gone |= {name: self._remove(name, before[name]) for name in stale if name not in in_the_way}
        write_manifest(self._manifest, files)
        self.discard()
        return Outcome(
            written=tuple(sorted(self._changed)),
            unchanged=len(self._files) - len(self._changed),
            removed=tuple(name for name in stale if gone[name]),
            kept=tuple(name for name in stale if not gone[name]),
        )

    def discard(self) -> None:
        """Forget the build and leave the output as it is."""
        if self._folder != Path():
            shutil.rmtree(self._folder, ignore_errors=True)

    def _remove(self, name: str, written: Digests) -> bool:
        """Remove a stale file and the folders it leaves empty; keep it when its bytes are not ours."""
        path = self.output / name
        if not path.is_file() or path.is_symlink():
            return True
        if digest(path.read_bytes()) not in written:
            return False
        path.unlink()
        for parent in PurePosixPath(name).parents:
            folder = self.output / parent
            if parent.parts and not any(folder.iterdir()):
                folder.rmdir()
            else:
                break
        return True


def _folders(names: Iterable[str]) -> set[str]:
    """Return every folder that files lie in, and the folders of these."""
    return {str(parent) for name in names for parent in PurePosixPath(name).parents}
