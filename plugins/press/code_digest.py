"""The digest of the code that reads texts: what it was written with is kept as long as it stays the same."""

from __future__ import annotations

import hashlib
import importlib.util
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.framework.render.render_options import RenderOptions

__all__ = ["code_digest"]

METADATA = frozenset({".dist-info", ".egg-info", ".egg-link", ".pth"})
"""What is in the folder of installed packages once a distribution, its version in its name."""


def code_digest(options: RenderOptions, plugins: Path) -> bytes:
    """Return the digest of the plugins' code, the site's own transforms and extensions, and the installed packages.

    Args:
        options: What names transforms and extensions.
        plugins: The folder of the plugins.
    """
    digest = hashlib.blake2b(sys.version.encode(), digest_size=20)
    for name in sorted(_installed()):
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
    folders = {plugins, *_own_folders((*options.transforms, *options.markdown.extensions), plugins)}
    for folder in sorted(folders):
        for file in sorted(folder.rglob("*.py")):
            data = file.read_bytes()
            digest.update(b"%d:" % len(data) + data)
    return digest.digest()


def _installed() -> Iterator[str]:
    """Yield the names of the installed distributions with their versions, as their folders are called."""
    for folder in _site_packages():
        if Path(folder).is_dir():
            yield from (path.name for path in Path(folder).iterdir() if path.suffix in METADATA)


def _site_packages() -> list[str]:
    own = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return sorted({*own, *site.getsitepackages(), site.getusersitepackages()})


def _own_folders(names: Iterable[str], plugins: Path) -> Iterator[Path]:
    """Yield the folders of modules that are neither the plugins' nor installed."""
    installed = [Path(folder) for folder in (*_site_packages(), sysconfig.get_path("stdlib"))]
    for name in dict.fromkeys(name.partition(":")[0] for name in names):
        if name.startswith("plugins."):
            continue
        try:
            found = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            continue
        file = Path(found.origin) if found and found.origin else None
        if file is not None and file.is_file() and not any(map(file.is_relative_to, [plugins, *installed])):
            yield file.parent
