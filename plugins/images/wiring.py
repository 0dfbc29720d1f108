"""Connects images to Pelican: processes the published image files, and sets dimensions in HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from pelican import signals

from plugins.base.findings import Finding, Position
from plugins.base.settings import from_prefix
from plugins.base.store import Store
from plugins.framework.wiring.pelican_contents import texts
from plugins.images.file_types import HEAD
from plugins.images.image_processor import ImageProcessor, Inspection
from plugins.images.image_tags import with_dimensions
from plugins.images.model import Picture, Rejection
from plugins.images.publication_checks import advice, kind_of
from plugins.images.settings import PREFIX, ImagesSettings
from plugins.press.settings import PREFIX as PRESS_PREFIX
from plugins.press.settings import PressSettings

CONTEXT_KEY = "images_build"


@dataclass
class ImagesBuild:
    """The state of one build.

    Attributes:
        processor: Inspects the images and produces their files.
        content: The content folder.
        root: The path part of the site's base URL, without a final slash.
        pictures: The published images, by path below the content folder.
        by_address: The same, by URL on this site's pages.
    """

    processor: ImageProcessor
    content: Path
    root: str
    pictures: dict[str, Picture] = field(default_factory=dict)
    by_address: dict[str, Picture] = field(default_factory=dict)

    def at(self, address: str) -> Picture | None:
        """Return the published image at a URL of a text, or None."""
        if address.startswith("{static}/"):
            path = address.removeprefix("{static}/")
            return self.pictures.get(path) or self.pictures.get(unquote(path))
        return self.by_address.get(unquote(address.partition("#")[0].partition("?")[0]))


def check_settings(pelican: Any) -> None:
    """End the build when a setting is wrong (``plugins.press.pelican_class``)."""
    from_prefix(pelican.settings, PREFIX, ImagesSettings)


def process_images(generator: Any) -> None:
    """Inspect every published image, add the findings, and set the output files for the press."""
    context = generator.context
    settings = from_prefix(context, PREFIX, ImagesSettings)
    state = Path(from_prefix(context, PRESS_PREFIX, PressSettings).state)
    processor = ImageProcessor(settings, Store(state / "images"))
    build = ImagesBuild(processor, Path(context["PATH"]).resolve(), context["root"])
    context[CONTEXT_KEY] = build
    for static in sorted(context["staticfiles"], key=lambda static: str(static.source_path)):
        static.override_url = quote(Path(static.save_as).as_posix())  # Pelican inserts it into HTML unescaped
        _process(static, build, context)
    context["pictures"] = build.pictures
    context.setdefault("html_filters", []).append(partial(with_dimensions, picture_at=build.at))


def _process(static: Any, build: ImagesBuild, context: dict[str, Any]) -> None:
    path = static.get_relative_source_path()
    file = build.content / path
    if not file.is_file() or not file.resolve().is_relative_to(build.content):
        return
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    framework = context["framework_build"]
    shown = f"{framework.prefix}{path}"
    kind = kind_of(file.name, head, shown)
    if kind is None:
        return
    seen = kind if isinstance(kind, Rejection) else build.processor.inspect(file.read_bytes(), kind)
    published = context.setdefault("published", {})
    if isinstance(seen, Rejection):
        framework.findings.append(Finding(path, Position(), seen.problem, seen.mend))
        published[path] = lambda: iter(())
        return
    assert isinstance(kind, str)
    if told := advice(file.stat().st_size, kind, shown):
        framework.findings.append(Finding(path, Position(), *told, advice=True))
    picture = build.processor.picture(Path(static.save_as).as_posix(), build.root, seen)
    build.pictures[path] = build.by_address[f"{build.root}/{picture.path}"] = picture
    published[path] = partial(_files, build, static.save_as, file, seen)


def _files(build: ImagesBuild, name: str, file: Path, seen: Inspection) -> Iterator[tuple[str, bytes]]:
    yield from build.processor.files(Path(name).as_posix(), file.read_bytes(), seen)


def place(generators: list[Any]) -> None:
    """Set the dimensions of images in every text, and every article's head image."""
    build: ImagesBuild = generators[0].context[CONTEXT_KEY]
    for generator in generators:
        for content in texts(generator):
            content._content = with_dimensions(content._content, build.at)
            content.picture = _head(content.image, build)


def _head(image: Any, build: ImagesBuild) -> Picture | None:
    """Return the head image of a text; None when it has none, or one with a finding."""
    picture = build.pictures.get(image.file) if image else None
    return replace(picture, alt=image.alt, caption=image.caption or "") if picture else None


def connect() -> None:
    """Connect to Pelican's signals; module-level functions only, since blinker keeps weak references."""
    signals.initialized.connect(check_settings)
    signals.static_generator_finalized.connect(process_images)
    signals.all_generators_finalized.connect(place)
