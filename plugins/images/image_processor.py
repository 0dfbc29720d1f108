"""Inspects images and produces their published files, with a content-addressed cache.

An image is inspected once: all of its pixels are decoded, so that a corrupt one is found before anything is written,
and its variants are encoded, so that those that save no bytes are left out. Results are cached by content, and only one
image is in memory at a time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from plugins.base.store import Store
from plugins.images.file_types import TYPES
from plugins.images.model import Facts, Output, Picture, Plan, Rejection
from plugins.images.variants import RECIPE, key_of, lighter, plan, srcset, variant_name

if TYPE_CHECKING:
    from plugins.images.settings import ImagesSettings

__all__ = ["ImageProcessor", "Inspection"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result of inspecting an image.

    Attributes:
        facts: Its properties.
        plan: Its output files.
        keys: The cache key of each output file: the base, then the variants.
    """

    facts: Facts
    plan: Plan
    keys: tuple[str, ...]

    def names(self, name: str) -> list[str]:
        """Return the path of each output file, for a base with the path ``name``."""
        variants = zip(self.plan.variants, self.keys[1:], strict=True)
        return [name, *(variant_name(name, output, key) for output, key in variants)]


class ImageProcessor:
    """Inspects images and produces their files.

    Args:
        settings: The plugin's settings.
        store: The cache of earlier builds.
    """

    def __init__(self, settings: ImagesSettings, store: Store) -> None:
        self._settings, self._store = settings, store

    def inspect(self, data: bytes, kind: str) -> Inspection | Rejection:
        """Return the inspection of an image, or why it cannot be published."""
        digest = hashlib.sha256(data).hexdigest()
        from plugins.images.raster import PILLOW_VERSION  # with Pillow, which a build without new images does not need

        facts = self._facts(data, kind, digest)
        if isinstance(facts, Rejection):
            return facts
        made = plan(facts, self._settings)
        keys = tuple(key_of(digest, PILLOW_VERSION, facts, output) for output in (made.base, *made.variants))
        whole = Inspection(facts, made, keys)
        return self._worthwhile(data, whole) if made.variants else whole

    def _worthwhile(self, data: bytes, whole: Inspection) -> Inspection:
        """Return the inspection with only the variants that are smaller than the wider ones."""
        names = whole.names("any")
        weights = {name: len(file) for name, file in self.files("any", data, whole)}
        kept = lighter([weights[name] for name in names])
        variants = tuple(whole.plan.variants[index - 1] for index in kept)
        return Inspection(whole.facts, Plan(whole.plan.base, variants), (whole.keys[0], *(whole.keys[i] for i in kept)))

    def _facts(self, data: bytes, kind: str, digest: str) -> Facts | Rejection:
        from plugins.images.raster import PILLOW_VERSION, inspect
        from plugins.images.svg import facts_of, sanitised

        if kind == "svg":
            svg = sanitised(data)
            return svg if isinstance(svg, Rejection) else facts_of(svg)
        key = hashlib.sha256(repr((RECIPE, PILLOW_VERSION, digest, kind)).encode()).hexdigest()
        kept = self._store.get(key)
        if kept is not None:
            return Facts(**json.loads(kept))
        facts = inspect(data, kind)
        if isinstance(facts, Facts):
            self._store.put(key, json.dumps(asdict(facts)).encode())
        return facts

    def files(self, name: str, data: bytes, inspection: Inspection) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each output file of an image."""
        from plugins.images.raster import encoded
        from plugins.images.svg import sanitised

        if inspection.facts.kind == "svg":
            svg = sanitised(data)
            assert isinstance(svg, bytes), "it was looked at"
            yield name, svg
            return
        outputs = (inspection.plan.base, *inspection.plan.variants)
        wanted = list(zip(inspection.names(name), inspection.keys, outputs, strict=True))
        missing: list[tuple[str, str, Output]] = []
        for path, key, output in wanted:
            kept = self._store.get(key)
            if kept is None:
                missing.append((path, key, output))
            else:
                yield path, kept
        made = encoded(data, inspection.facts, (output for _, _, output in missing))
        for (path, key, _), file in zip(missing, made, strict=True):
            self._store.put(key, file)
            yield path, file

    def base(self, data: bytes, inspection: Inspection) -> bytes:
        """Return the bytes of the base file."""
        return next(
            self.files("any", data, Inspection(inspection.facts, Plan(inspection.plan.base), inspection.keys[:1]))
        )[1]

    def picture(self, url: str, root: str, inspection: Inspection) -> Picture:
        """Return the published image, for templates and HTML.

        Args:
            url: Its URL relative to the site's.
            root: The path part of the site's base URL, without a final slash.
            inspection: Its inspection.
        """
        base, variants = inspection.plan.base, inspection.plan.variants
        told = srcset(root, zip(inspection.names(url)[1:], (output.width for output in variants), strict=True))
        return Picture(
            path=url,
            src=f"{root}/{quote(url)}",
            width=base.width,
            height=base.height,
            type=TYPES[variants[0].kind] if variants else "",
            srcset=told,
            sizes=self._settings.sizes if variants else "",
        )
