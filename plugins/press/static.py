"""Pelican's static files, copied through the stage. Knows Pelican, as wiring does."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pelican.generators import StaticGenerator

from plugins.press.writer import PressWriter


class PressStaticGenerator(StaticGenerator):  # type: ignore[misc]  # Pelican has no types
    """Copies the theme's assets and the content's static files; follows no link out of either folder."""

    def generate_output(self, writer: PressWriter) -> None:
        """Hand every static file to the writer."""
        theme = Path(self.theme)
        for folder in self.settings["THEME_STATIC_PATHS"]:
            for path, name in self._files(theme, theme / folder):
                writer.write_bytes(str(PurePosixPath(self.settings["THEME_STATIC_DIR"]) / name), path.read_bytes())
        content = Path(self.path).resolve()
        for static in self.context["staticfiles"]:
            source = content / static.source_path
            if source.is_file() and source.resolve().is_relative_to(content):
                writer.write_bytes(static.save_as, source.read_bytes())

    def _files(self, root: Path, start: Path) -> Iterator[tuple[Path, str]]:
        ignored = self.settings["IGNORE_FILES"]
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            name = path.relative_to(start if start.is_dir() else root).as_posix()
            hidden = any(fnmatch.fnmatch(part, pattern) for part in path.parts[-1:] for pattern in ignored)
            inside = path.resolve().is_relative_to(root.resolve())
            if path.is_file() and inside and not hidden and not path.name.startswith("."):
                yield path, name
