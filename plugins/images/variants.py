"""Plans the output files of an image: widths, formats, cache keys, file names, ``srcset``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from plugins.images.file_types import KINDS
from plugins.images.model import Facts, Output, Plan

if TYPE_CHECKING:
    from plugins.images.settings import ImagesSettings

RECIPE = 1
"""Part of the cache key, to be raised when the encoding changes: cached files are then encoded again."""

HIGHEST = 16383
"""The most pixels of height: WebP's limit; AVIF's is larger."""


def scaled(facts: Facts, width: int) -> tuple[int, int]:
    """Return the size of an image at a width, never larger than its own.

    >>> scaled(Facts("jpeg", 4000, 3000), 1600), scaled(Facts("png", 300, 1), 1600)
    ((1600, 1200), (300, 1))
    """
    if width >= facts.width:
        return facts.width, facts.height
    return width, max(1, round(facts.height * width / facts.width))


def plan(facts: Facts, settings: ImagesSettings) -> Plan:
    """Return the output files of an image.

    Animations and SVG have no variants, and keep their size.

    >>> from plugins.images.settings import ImagesSettings
    >>> made = plan(Facts("jpeg", 1000, 500), ImagesSettings(variants=True))
    >>> made.base, [variant.width for variant in made.variants]
    (Output(kind='jpeg', width=1000, height=500), [480, 800, 1000])
    """
    whole = facts.kind in ("svg", "gif") or facts.frames > 1
    width, height = (facts.width, facts.height) if whole else scaled(facts, settings.widest)
    base = Output(facts.kind, width, height)
    if not settings.variants or facts.kind == "svg" or facts.frames > 1:
        return Plan(base)
    widest = min(settings.widest, facts.width)
    widths = sorted({*(width for width in settings.widths if width < widest), widest})
    sizes = [scaled(facts, width) for width in widths]
    return Plan(base, tuple(Output(settings.format, *size) for size in sizes if max(size) <= HIGHEST))


def lighter(weights: Sequence[int]) -> list[int]:
    """Return the indices of the variants to publish: each smaller in bytes than all wider ones.

    There are none when the widest is no smaller than the base: wide screens would get a narrow variant.

    Args:
        weights: Bytes of the base, then of the variants from the narrowest to the widest.

    >>> lighter([900, 100, 300, 200, 400]), lighter([900, 100, 900])
    ([1, 3, 4], [])
    """
    kept: list[int] = []
    lightest = weights[0]
    for place in range(len(weights) - 1, 0, -1):
        if weights[place] < lightest:
            kept.append(place)
            lightest = weights[place]
        elif not kept:
            return []
    return kept[::-1]


def key_of(digest: str, pillow: str, facts: Facts, output: Output) -> str:
    """Return the cache key of an output file: the digest of everything that its bytes depend on."""
    told = (RECIPE, pillow, digest, facts, output)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def variant_name(name: str, output: Output, key: str) -> str:
    """Return the path of a variant; it changes with the bytes, so that browsers may cache it for ever.

    >>> variant_name("images/pot.jpg", Output("avif", 480, 360), "3f2a9c1e00")
    'images/pot.3f2a9c1e.480.avif'
    """
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{key[:8]}.{output.width}{KINDS[output.kind][0]}"))


def srcset(root: str, variants: Iterable[tuple[str, int]]) -> str:
    """Return names and widths as a ``srcset``; white space and commas are percent-encoded.

    >>> srcset("/blog", [("images/a b.480.avif", 480), ("images/a b.800.avif", 800)])
    '/blog/images/a%20b.480.avif 480w, /blog/images/a%20b.800.avif 800w'
    """
    return ", ".join(f"{root}/{quote(name)} {width}w" for name, width in variants)
