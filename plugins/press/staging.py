"""The staging of a build: changed files wait beside the output, and are renamed into place by a commit.

``add`` compares a file with the output and stages it if it is new or changed; ``commit`` renames the staged files into
place. Until then the output is untouched, so a build that fails leaves no trace.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.press.known_outputs import KnownOutputs
from plugins.press.output_manifest import Digests, digest, manifest_path, read_manifest, write_manifest

ABANDONED_AFTER = 24 * 3600
"""The age in seconds at which the staging folder of a killed build is removed."""

PLAIN = re.compile(r"[a-z0-9_-][a-z0-9._-]*(?:/[a-z0-9_-][a-z0-9._-]*)*")
"""A path that is normalised already."""

PAGES_AND_FEEDS = (".html", ".xml", ".atom", ".rss", ".json")


class StageError(Exception):
    """A file cannot be written; the message names it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a commit.

    Attributes:
        written: New and changed files.
        unchanged: The number of unchanged files.
        removed: Stale files of earlier builds that were removed.
        kept: Stale files that were modified since they were built; they are not touched.
    """

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    kept: tuple[str, ...]


class Stage:
    """The staged files of one build.

    Args:
        output: The output folder; made when missing.
        state: The folder of the manifests.
    """

    def __init__(self, output: Path, state: Path) -> None:
        self.output = output
        self._manifest = manifest_path(state, output)
        self._known = KnownOutputs(self._manifest.with_suffix(".known"), output)
        self._recipes: dict[str, str] = {}
        self._folder = Path()
        self._files: dict[str, str] = {}
        self._changed: dict[str, str] = {}
        """The staged files by path: numbered, in one folder, so that each costs one rename."""
        self._number = itertools.count()
        self._resumed: set[str] = set()
        self._before: dict[str, Digests] | None = None

    def __contains__(self, name: str) -> bool:
        return name in self._files

    @property
    def names(self) -> tuple[str, ...]:
        """The files of the build."""
        return tuple(self._files)

    def resume(self) -> bool:
        """Add all files of the last build, each of which may be made again; return whether that is possible."""
        before = self._before = read_manifest(self._manifest)
        self._files = {name: digests[0] for name, digests in before.items() if len(digests) == 1}
        self._resumed = set(self._files)
        return bool(before) and len(self._files) == len(before) and self._known.keep_all(self._files)

    def keep(self, name: str, recipe: str) -> bool:
        """Add a file as it is in the output, if it was made of a recipe; return whether it was.

        Raises:
            StageError: The path is outside the output, or the file was added before.
        """
        name = name if PLAIN.fullmatch(name) and ".." not in name else self.clean(name)
        self._refuse_second(name)
        written = self._known.digest_of(name, recipe)
        if written is not None:
            self._files[name] = written
        return written is not None

    def add(self, name: str, data: bytes, *, replace: bool = False, recipe: str = "") -> None:
        """Add a file to the build.

        Args:
            name: Its path below the output, with forward slashes.
            data: Its bytes.
            replace: Whether it may replace a file that was added before.
            recipe: The digest of what it is made of, if it is to be known by that.

        Raises:
            StageError: The path is outside the output, or the file was added before.
        """
        name = name if PLAIN.fullmatch(name) and ".." not in name else self.clean(name)
        if not replace:
            self._refuse_second(name)
        self._files[name] = digest(data)
        self._recipes[name] = recipe
        if name in self._changed:
            os.unlink(self._changed.pop(name))  # noqa: PTH108 - as below
        if self._is_there(name, data):
            return
        staged = f"{self._staging()}/{next(self._number)}"
        try:
            with open(staged, "wb") as file:  # noqa: PTH123 - a path object a file costs as much as the file
                file.write(data)
        except OSError as error:  # one of a full disk names no file
            error.filename = error.filename or f"{self.output}/{name}"
            raise
        self._changed[name] = staged

    def _refuse_second(self, name: str) -> None:
        """Raise if a file was added before, unless it comes from the last build."""
        if name in self._resumed:
            self._resumed.remove(name)
            del self._files[name]
        if name in self._files:
            raise StageError(f"two sources write {name}")

    def _staging(self) -> Path:
        """Return this build's own staging folder beside the output, so that concurrent builds share none."""
        if self._folder == Path():
            parent = self.output.resolve().parent
            parent.mkdir(parents=True, exist_ok=True)
            for forgotten in parent.glob(f".{self.output.name}.staging-*"):
                if time.time() - forgotten.stat().st_mtime > ABANDONED_AFTER:
                    shutil.rmtree(forgotten, ignore_errors=True)
            self._folder = Path(tempfile.mkdtemp(prefix=f".{self.output.name}.staging-", dir=parent))
        return self._folder

    def clean(self, name: str) -> str:
        """Return a path below the output, normalised.

        Raises:
            StageError: It is outside the output.
        """
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0] or "\0" in name:
            raise StageError(f"{name!r} is not a path below the output")
        return path.as_posix()

    def _is_there(self, name: str, data: bytes) -> bool:
        try:
            with open(f"{self.output}/{name}", "rb") as file:  # noqa: PTH123 - as below
                return os.fstat(file.fileno()).st_size == len(data) and file.read() == data
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return False

    def commit(self) -> Outcome:
        """Commit the build: rename assets before the pages that use them, then remove stale files.

        Raises:
            StageError: A folder that no build made is where a file has to be, or one file's path is that of another's
                folder.
        """
        clashing = sorted(self._files.keys() & _folders(self._files))
        if clashing:
            inside = min(name for name in self._files if name.startswith(f"{clashing[0]}/"))
            raise StageError(f"{clashing[0]} is a file, and the folder of {inside}: give one of them another address")
        before = read_manifest(self._manifest) if self._before is None else self._before
        files = {name: (written,) for name, written in self._files.items()}
        if not self._changed and before == files:
            return self._done(len(files))
        self.output.mkdir(parents=True, exist_ok=True)
        both = {name: before.get(name, ()) + files.get(name, ()) for name in {**before, **files}}
        write_manifest(self._manifest, both)  # an interruption from here on must lose no file
        stale = sorted(name for name in before if name not in files)
        folders = _folders(self._changed)
        in_the_way = {
            name
            for name in stale
            if name in folders or any(str(parent) in files for parent in PurePosixPath(name).parents)
        }
        gone = {name: self._remove(name, before[name]) for name in stale if name in in_the_way}
        made: set[str] = set()
        for name in sorted(self._changed, key=lambda name: (name.endswith(PAGES_AND_FEEDS), name)):
            folder = name.rpartition("/")[0]
            try:
                if folder not in made:
                    (self.output / folder).mkdir(parents=True, exist_ok=True)
                    made.add(folder)
                os.replace(self._changed[name], f"{self.output}/{name}")  # noqa: PTH105 - as in add
            except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
                raise StageError(f"{error.filename2 or error.filename} is in the way of {name}: move it") from None
        gone |= {name: self._remove(name, before[name]) for name in stale if name not in in_the_way}
        write_manifest(self._manifest, files)
        return self._done(
            len(files) - len(self._changed),
            removed=tuple(name for name in stale if gone[name]),
            kept=tuple(name for name in stale if not gone[name]),
        )

    def _done(self, unchanged: int, removed: tuple[str, ...] = (), kept: tuple[str, ...] = ()) -> Outcome:
        """Remember what files were made of, and return the outcome."""
        for name, recipe in self._recipes.items():
            if recipe:
                self._known.made(name, recipe, self._files[name])
        self._known.save()
        self.discard()
        return Outcome(tuple(sorted(self._changed)), unchanged, removed, kept)

    def discard(self) -> None:
        """Remove the staged files and leave the output as it is."""
        if self._folder != Path():
            shutil.rmtree(self._folder, ignore_errors=True)

    def _remove(self, name: str, written: Digests) -> bool:
        """Remove a stale file and the folders it leaves empty; keep it when it was modified since it was built."""
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
    """Return all parent folders of the files, ``.`` among them."""
    found = {"."}
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
