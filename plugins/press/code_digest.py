"""The digest of the code: what it made is kept as long as it stays the same."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.framework.render.render_options import RenderOptions

__all__ = ["code_digest", "modules_of"]

METADATA = frozenset({".dist-info", ".egg-info", ".egg-link", ".pth"})
"""What is in the folder of installed packages once a distribution, its version in its name."""


class UnknownModuleError(Exception):
    """A module has no file."""


def code_digest(plugins: Path, modules: Iterable[str]) -> bytes:
    """Return the digest of the plugins' files, of modules of the site's own, and of the names of what is installed.

    A module that cannot be found makes it another digest each time.

    Args:
        plugins: The folder of the plugins.
        modules: Names of modules that take part, installed or not.
    """
    digest = hashlib.blake2b(sys.version.encode(), digest_size=20)
    for name in sorted(_installed()):
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
    try:
        own = set(_own_files(modules, plugins))
    except UnknownModuleError:
        own = set()
        digest.update(os.urandom(20))
    for file in sorted({*_files(plugins), *own}):
        data = file.read_bytes()
        digest.update(f"{file.name}:{len(data)}:".encode("utf-8", "surrogateescape") + data)
    return digest.digest()


def modules_of(settings: Mapping[str, Any], options: RenderOptions) -> set[str]:
    """Return the names of the modules that settings name, besides the plugins of the house."""
    named = {name.partition(":")[0] for name in (*options.transforms, *options.markdown.extensions)}
    named |= {one if isinstance(one, str) else one.__name__ for one in settings["PLUGINS"]}
    for setting in ("JINJA_FILTERS", "JINJA_TESTS", "JINJA_GLOBALS"):
        named |= {getattr(value, "__module__", None) or "" for value in settings.get(setting, {}).values()}
    return {name for name in named if name.partition(".")[0] not in ("", "plugins", "builtins", "markdown")}


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that code is made of: no documentation, nothing compiled."""
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(path, name) for name in names if not name.endswith((".md", ".pyc")))


def _installed() -> Iterator[str]:
    """Yield the names of the installed distributions with their versions, as their folders are called."""
    for folder in _site_packages():
        if Path(folder).is_dir():
            yield from (path.name for path in Path(folder).iterdir() if path.suffix in METADATA)


def _site_packages() -> list[str]:
    own = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return sorted({*own, *site.getsitepackages(), site.getusersitepackages()})


def _own_files(names: Iterable[str], plugins: Path) -> Iterator[Path]:
    """Yield the code of modules that are neither the plugins' nor installed, with all that stands beside it."""
    installed = [Path(folder) for folder in (*_site_packages(), sysconfig.get_path("stdlib"))]
    for name in names:
        try:
            found = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            found = None
        file = Path(found.origin) if found and found.origin else None
        if file is None or not file.is_file():
            raise UnknownModuleError(name)
        if not any(map(file.is_relative_to, [plugins, *installed])):
            yield from file.parent.rglob("*.py")
