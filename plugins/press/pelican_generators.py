"""What is Pelican's in a build: the context and the generators, of which its own finds static files.

Foreign plugins may add generators (``get_generators``). All share one template environment, that of static files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pelican import Pelican, signals
from pelican.generators import StaticGenerator

from plugins.framework.build import StaticFile

__all__ = ["generators", "pelican_context", "static_files"]


def pelican_context(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context that Pelican's generators share."""
    return {
        **settings,
        "generated_content": {},
        "static_links": set(),
        "static_content": {},
        "localsiteurl": settings["SITEURL"],
    }


def generators(pelican: Pelican, context: dict[str, Any]) -> tuple[Any, list[Any]]:
    """Return Pelican's generator of static files, and those of foreign plugins."""
    common = {
        "context": context,
        "settings": pelican.settings,
        "path": pelican.path,
        "theme": pelican.theme,
        "output_path": pelican.output_path,
    }
    static = StaticGenerator(**common)
    foreign = [kind(**common) for kind in _foreign(pelican)]
    for generator in foreign:
        if not hasattr(generator, "env"):  # Pelican asks for no base class
            continue
        static.env.filters |= {**generator.env.filters, **static.env.filters}
        generator.env = static.env
    return static, foreign


def _foreign(pelican: Pelican) -> Iterable[type]:
    for _, given in signals.get_generators.send(pelican):
        for kind in given if isinstance(given, Iterable) else (given,):
            if isinstance(kind, type):
                yield kind


def static_files(static: Any, foreign: Iterable[Any]) -> dict[str, StaticFile]:
    """Let generators make their contexts, and return the static files by path."""
    for generator in (*foreign, static):
        if hasattr(generator, "generate_context"):
            generator.generate_context()
    found = {}
    for file in sorted(static.staticfiles, key=lambda file: str(file.source_path)):
        path, output = file.get_relative_source_path(), Path(file.save_as).as_posix()
        found[path] = StaticFile(path, quote(output), output)
    return found
