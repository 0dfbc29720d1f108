"""From a picture's bytes to all its published files, with what earlier builds have made.

A picture is looked at once: all of its pixels are read, so that a damaged one is found before anything is written, and
its variants are weighed, so that none is offered that spares nothing. It is made into files once. What was seen and
made is kept by content, and no more than one picture is in memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from urllib.parse import quote

from plugins.base.store import Store
from plugins.images.file_types import TYPES
from plugins.images.model import Facts, Output, Picture, Plan, Trouble
from plugins.images.raster import PILLOW_VERSION, encoded, inspect
from plugins.images.settings import ImagesSettings
from plugins.images.svg import facts_of, sanitised
from plugins.images.variants import RECIPE, key_of, lighter, plan, srcset, variant_name

__all__ = ["Look", "Workshop"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a picture told.

    Attributes:
        facts: What it is.
        plan: What it becomes.
        keys: The name under which each of the plan's files is kept: the base, then the variants.
    """

    facts: Facts
    plan: Plan
    keys: tuple[str, ...]

    def names(self, name: str) -> list[str]:
        """Return the path of each file, when the base has the path ``name``."""
        variants = zip(self.plan.variants, self.keys[1:], strict=True)
        return [name, *(variant_name(name, output, key) for output, key in variants)]


class Workshop:
    """Looks at pictures and makes their files.

    Args:
        settings: What the site wants.
        store: What earlier builds have made.
    """

    def __init__(self, settings: ImagesSettings, store: Store) -> None:
        self._settings, self._store = settings, store

    def look(self, data: bytes, kind: str) -> Look | Trouble:
        """Return what a picture is and becomes, or why it cannot be published."""
        digest = hashlib.sha256(data).hexdigest()
        facts = self._facts(data, kind, digest)
        if isinstance(facts, Trouble):
            return facts
        made = plan(facts, self._settings)
        keys = tuple(key_of(digest, PILLOW_VERSION, facts, output) for output in (made.base, *made.variants))
        whole = Look(facts, made, keys)
        return self._worthwhile(data, whole) if made.variants else whole

    def _worthwhile(self, data: bytes, whole: Look) -> Look:
        """Return a look that keeps only the variants that spare readers something."""
        names = whole.names("any")
        weights = {name: len(file) for name, file in self.files("any", data, whole)}
        kept = lighter([weights[name] for name in names])
        variants = tuple(whole.plan.variants[index - 1] for index in kept)
        return Look(whole.facts, Plan(whole.plan.base, variants), (whole.keys[0], *(whole.keys[i] for i in kept)))

    def _facts(self, data: bytes, kind: str, digest: str) -> Facts | Trouble:
        if kind == "svg":
            svg = sanitised(data)
            return svg if isinstance(svg, Trouble) else facts_of(svg)
        key = hashlib.sha256(repr((RECIPE, PILLOW_VERSION, digest, kind)).encode()).hexdigest()
        kept = self._store.get(key)
        if kept is not None:
            return Facts(**json.loads(kept))
        facts = inspect(data, kind)
        if isinstance(facts, Facts):
            self._store.put(key, json.dumps(asdict(facts)).encode())
        return facts

    def files(self, name: str, data: bytes, look: Look) -> Iterator[tuple[str, bytes]]:
        """Yield the paths and bytes of a picture's files."""
        if look.facts.kind == "svg":
            svg = sanitised(data)
            assert isinstance(svg, bytes), "it was looked at"
            yield name, svg
            return
        outputs = (look.plan.base, *look.plan.variants)
        wanted = list(zip(look.names(name), look.keys, outputs, strict=True))
        missing: list[tuple[str, str, Output]] = []
        for path, key, output in wanted:
            kept = self._store.get(key)
            if kept is None:
                missing.append((path, key, output))
            else:
                yield path, kept
        made = encoded(data, look.facts, (output for _, _, output in missing))
        for (path, key, _), file in zip(missing, made, strict=True):
            self._store.put(key, file)
            yield path, file

    def base(self, data: bytes, look: Look) -> bytes:
        """Return the bytes of the file with the picture's own name."""
        return next(self.files("any", data, Look(look.facts, Plan(look.plan.base), look.keys[:1])))[1]

    def picture(self, url: str, root: str, look: Look) -> Picture:
        """Return what texts and templates need to know of a picture.

        Args:
            url: Its address below the site's.
            root: The path part of the site's address, without a slash at its end.
            look: What it is.
        """
        base, variants = look.plan.base, look.plan.variants
        told = srcset(root, zip(look.names(url)[1:], (output.width for output in variants), strict=True))
        return Picture(
            path=url,
            src=f"{root}/{quote(url)}",
            width=base.width,
            height=base.height,
            type=TYPES[variants[0].kind] if variants else "",
            srcset=told,
            sizes=self._settings.sizes if variants else "",
        )
