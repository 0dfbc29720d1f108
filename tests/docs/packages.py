"""The packages of the project, as plugins/contract.toml lays them out: layers, arrows and rooms."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
CONTRACT = PLUGINS / "contract.toml"

CAPTIONS = {
    "preview": "builds and serves while you write",
    "inbox": "receives, verifies and moderates what readers and other sites send",
    "notify": "tells other sites that articles link to them",
    "seo": "head tags, sitemap, icons and cards",
    "images": "sizes, variants, no metadata",
    "search": "an index asked by the browser",
    "feeds": "Atom, RSS and JSON Feed",
    "interactions": "comments and linkbacks from files",
    "drawings": "the pot and the map",
    "reading": "callouts, notes, code, series",
    "typography": "French and English typesetting",
    "press": "takes texts to pages step by step, stages them, and swaps the build in: the one door to the output",
    "framework": "axes and terms, front matter, rendering, the corpus, what packages contribute, and views of pages",
    "protocols": "webmention, pingback, trackback as bytes",
    "fetcher": "guarded requests to hosts that others named",
    "i18n": "words and dates of the site's language",
    "base": "HTML tokens, findings, files, settings, store",
}
"""What each package is for, in a few words."""

LAYERS = {
    "preview": "The author's desk",
    "inbox": "The service",
    "notify": "After publishing",
    "seo": "What a page shows and says",
    "press": "Into the output",
    "framework": "Texts and terms",
    "protocols": "Other hosts",
    "i18n": "What all share",
}
"""What each layer is for, by the first of its packages in the contract."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package.

    Attributes:
        name: Its folder below plugins/.
        caption: What it is for.
        contributes: Whether it contributes to a build (it has a module ``contribution``).
        pelican: Whether modules of it may import Pelican.
        inside: Its rooms and what stands beside them, layer by layer, the highest first; empty without layers.
    """

    name: str
    caption: str
    contributes: bool
    pelican: bool
    inside: tuple[tuple[str, ...], ...] = ()

    @property
    def rooms(self) -> tuple[tuple[str, ...], ...]:
        """The rooms alone, which are folders, in the same order."""
        folders = (tuple(name for name in level if (PLUGINS / self.name / name).is_dir()) for level in self.inside)
        return tuple(level for level in folders if level)


@dataclass(frozen=True, slots=True)
class Layer:
    """A row of packages.

    Attributes:
        caption: What the row is for.
        packages: Its packages, in the order of the contract.
        arrows: Which of them imports which.
    """

    caption: str
    packages: tuple[Package, ...]
    arrows: tuple[tuple[str, str], ...]


def layers(contract: str) -> tuple[Layer, ...]:
    """Return the layers that the text of a contract lays out, the highest first."""
    by_id = {entry["id"]: entry for entry in tomllib.loads(contract)["tool"]["importlinter"]["contracts"]}
    arrows = [_arrow(line) for line in by_id["layers"]["ignore_imports"]]
    pelican = {line.split(".")[1] for line in by_id["pelican"]["ignore_imports"]}
    found = []
    for line in by_id["layers"]["layers"]:
        names = _names(line)
        packages = tuple(_package(name, by_id.get(name), pelican=name in pelican) for name in names)
        within = tuple(arrow for arrow in arrows if set(arrow) <= set(names))
        found.append(Layer(LAYERS[names[0]], packages, within))
    return tuple(found)


def _package(name: str, own: dict[str, list[str]] | None, *, pelican: bool) -> Package:
    contributes = (PLUGINS / name / "contribution.py").is_file()
    inside = tuple(_names(line) for line in own["layers"]) if own and own["layers"] else ()
    return Package(name, CAPTIONS[name], contributes, pelican, inside)


def _names(line: str) -> tuple[str, ...]:
    """Return the names of one layer: those of independent ones stand between bars, of others between colons.

    >>> _names("a | b"), _names("data : settings")
    (('a', 'b'), ('data', 'settings'))
    """
    return tuple(name.strip() for name in line.replace(":", "|").split("|"))


def _arrow(line: str) -> tuple[str, str]:
    """Return who imports whom.

    >>> _arrow("plugins.seo.** -> plugins.images.**")
    ('seo', 'images')
    """
    source, target = (part.strip().split(".")[1] for part in line.split("->"))
    return source, target


def described(rows: Sequence[Layer]) -> str:
    """Return the picture in words."""
    lines = []
    for number, layer in enumerate(rows, 1):
        names = ", ".join(package.name for package in layer.packages)
        arrows = "; ".join(f"{source} imports {target}" for source, target in layer.arrows)
        lines.append(f"Row {number}, {layer.caption}: {names}{f' ({arrows})' if arrows else ''}.")
    packages = [package for layer in rows for package in layer.packages]
    contributing = ", ".join(package.name for package in packages if package.contributes)
    pelican = ", ".join(package.name for package in packages if package.pelican)
    signs = f"To a build contribute {contributing}. Pelican is known to {pelican} alone."
    return " ".join(["From top to bottom, each row may import from the rows below it.", *lines, signs])
