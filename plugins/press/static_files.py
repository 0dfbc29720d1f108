"""The static files of a site: the theme's assets, the style sheet, and the content's own files."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from plugins.framework.build import Build, StaticFile
from plugins.framework.outputs.contributions import Asset, Contributions
from plugins.press.style_sheets import style_sheet

__all__ = ["static_assets"]

STYLE_SHEET = "css/site.css"


def static_assets(build: Build, contributions: Contributions, theme: Path, styles: str) -> Iterator[Asset]:
    """Yield every static file; no symbolic link is followed out of the theme or the content folder.

    Args:
        build: The build.
        contributions: What packages add.
        theme: The theme's folder.
        styles: The folder of the theme whose style sheets, by name, make one; empty for none.
    """
    settings = build.settings
    target = PurePosixPath(settings["THEME_STATIC_DIR"])
    for folder in settings["THEME_STATIC_PATHS"]:
        for path, name in _files(theme, theme / folder, settings["IGNORE_FILES"]):
            yield Asset(str(target / name), path.read_bytes())
    parts = [file.read_text("utf-8") for file in sorted((theme / styles).glob("*.css"))] if styles else []
    parts += (css for one in sorted(contributions, key=lambda one: one.package) if (css := one.style_sheet()))
    yield Asset(str(target / STYLE_SHEET), style_sheet(parts).encode())
    content = build.content.resolve()
    for static in build.static.values():
        source = content / static.path
        if source.is_file() and source.resolve().is_relative_to(content):
            yield from (Asset(name, data) for name, data in _published(contributions, static, source))


def _published(contributions: Contributions, static: StaticFile, source: Path) -> Iterable[tuple[str, bytes]]:
    """Return path and bytes of a static file, or of what a package publishes in its stead."""
    for one in contributions:
        if (instead := one.published(static)) is not None:
            return instead
    return [(static.output, source.read_bytes())]


def _files(root: Path, start: Path, ignored: Iterable[str]) -> Iterator[tuple[Path, str]]:
    for path in [start] if start.is_file() else sorted(start.rglob("*")):
        name = path.relative_to(start if start.is_dir() else root).as_posix()
        hidden = any(fnmatch.fnmatch(path.name, pattern) for pattern in ignored)
        inside = path.resolve().is_relative_to(root.resolve())
        if path.is_file() and inside and not hidden and not path.name.startswith("."):
            yield path, name
