"""Which files a picture becomes, and what they are called."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from plugins.images.file_types import KINDS
from plugins.images.model import Facts, Output, Plan
from plugins.images.settings import ImagesSettings

RECIPE = 1
"""To be raised when the way of encoding changes: what was kept from earlier builds is then made anew."""

HIGHEST = 16383
"""Pixels: the highest picture that WebP holds; AVIF holds more."""


def scaled(facts: Facts, width: int) -> tuple[int, int]:
    """Return a picture's size at a width, never larger than it is.

    >>> scaled(Facts("jpeg", 4000, 3000), 1600), scaled(Facts("png", 300, 1), 1600)
    ((1600, 1200), (300, 1))
    """
    if width >= facts.width:
        return facts.width, facts.height
    return width, max(1, round(facts.height * width / facts.width))


def plan(facts: Facts, settings: ImagesSettings) -> Plan:
    """Return the files that a picture becomes.

    What moves, and what is drawn, is published at its own size and alone.

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
    """Return which variants are worth offering, by their place: each lighter than all that are wider.

    When the widest is no lighter than the base, none is: readers with a wide screen would get a narrow one.

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
    """Return the name under which a file that was made is kept: all that its bytes depend on, digested."""
    told = (RECIPE, pillow, digest, facts, output)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def variant_name(name: str, output: Output, key: str) -> str:
    """Return the path of a variant; it changes with its bytes, so that it may be kept by browsers for ever.

    >>> variant_name("images/pot.jpg", Output("avif", 480, 360), "3f2a9c1e00")
    'images/pot.3f2a9c1e.480.avif'
    """
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{key[:8]}.{output.width}{KINDS[output.kind][0]}"))


def srcset(root: str, variants: Iterable[tuple[str, int]]) -> str:
    """Return names and widths as a ``srcset``; white space and commas are quoted.

    >>> srcset("/blog", [("images/a b.480.avif", 480), ("images/a b.800.avif", 800)])
    '/blog/images/a%20b.480.avif 480w, /blog/images/a%20b.800.avif 800w'
    """
    return ", ".join(f"{root}/{quote(name)} {width}w" for name, width in variants)
