"""The generator of static files: the theme's assets, the content's static files and the style sheet, staged."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from pelican.contents import Static
from pelican.generators import StaticGenerator

from plugins.base.settings import from_prefix
from plugins.press.settings import PREFIX, PressSettings
from plugins.press.style_sheets import style_sheet
from plugins.press.writer import PressWriter

STYLE_SHEET = "css/site.css"


class PressStaticGenerator(StaticGenerator):  # type: ignore[misc]  # Pelican has no types
    """Copies the theme's assets and the content's static files; follows no symbolic link out of either folder."""

    def generate_output(self, writer: PressWriter) -> None:
        """Pass every static file to the writer."""
        theme = Path(self.theme)
        for folder in self.settings["THEME_STATIC_PATHS"]:
            for path, name in self._files(theme, theme / folder):
                writer.write_bytes(str(PurePosixPath(self.settings["THEME_STATIC_DIR"]) / name), path.read_bytes())
        self._write_style_sheet(writer, theme)
        content = Path(self.path).resolve()
        for static in self.context["staticfiles"]:
            source = content / static.source_path
            if source.is_file() and source.resolve().is_relative_to(content):
                for name, data in self._published(static, source):
                    writer.write_bytes(name, data)

    def _published(self, static: Static, source: Path) -> Iterable[tuple[str, bytes]]:
        """Return path and bytes of a static file, or of its substitutes in the context's ``published``."""
        instead = self.context.get("published", {}).get(static.get_relative_source_path())
        return [(static.save_as, source.read_bytes())] if instead is None else instead()

    def _write_style_sheet(self, writer: PressWriter, theme: Path) -> None:
        """Write the theme's style sheets, by name, and those in the context's ``styles``, as one file."""
        folder = from_prefix(self.settings, PREFIX, PressSettings).styles
        parts = [file.read_text("utf-8") for file in sorted((theme / folder).glob("*.css"))] if folder else []
        added = self.context.get("styles", {})
        parts += (added[name] for name in sorted(added))
        name = PurePosixPath(self.settings["THEME_STATIC_DIR"]) / STYLE_SHEET
        writer.write_bytes(str(name), style_sheet(parts).encode())

    def _files(self, root: Path, start: Path) -> Iterator[tuple[Path, str]]:
        ignored = self.settings["IGNORE_FILES"]
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            name = path.relative_to(start if start.is_dir() else root).as_posix()
            hidden = any(fnmatch.fnmatch(part, pattern) for part in path.parts[-1:] for pattern in ignored)
            inside = path.resolve().is_relative_to(root.resolve())
            if path.is_file() and inside and not hidden and not path.name.startswith("."):
                yield path, name
