"""What images contribute: published image files, and the sizes of images in texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from plugins.base.findings import Finding, Position
from plugins.base.store import Store
from plugins.framework.build import StaticFile
from plugins.framework.corpus.corpus import Text
from plugins.framework.outputs.contributions import Contribution, Page
from plugins.images.file_types import HEAD
from plugins.images.image_processor import ImageProcessor, Inspection
from plugins.images.model import Picture, Rejection
from plugins.images.publication_checks import advice, kind_of

if TYPE_CHECKING:
    from plugins.images.settings import ImagesSettings

__all__ = ["ImagesContribution"]


class ImagesContribution(Contribution):
    """Images."""

    package = "images"
    requires = ("press",)
    prefix = "IMAGES_"
    model = "plugins.images.settings:ImagesSettings"
    image_tag = "plugins.images.image_tags:image_tag"
    settings: ImagesSettings

    def read(self) -> None:
        """Inspect every published image, and add the findings."""
        self.restore()
        self._inspect_all()

    def restore(self) -> None:
        """Leave images to be inspected when they are asked for."""
        self.processor = ImageProcessor(self.settings, Store(Path(self.build.state) / "images"))
        self._pictures: dict[str, Picture] = {}
        self._by_address: dict[str, Picture] = {}
        self._seen: dict[str, Inspection | None] = {}
        self._looked_at: set[str] = set()

    def _inspect_all(self) -> None:
        for static in self.build.static.values():
            self._inspect(static)

    def published_picture(self, path: str) -> Picture | None:
        """Return the published image of a file below the content folder."""
        static = self.build.static.get(path)
        if static is not None:
            self._inspect(static)
        return self._pictures.get(path)

    def _inspect(self, static: StaticFile) -> None:
        build, path = self.build, static.path
        if path in self._looked_at:
            return
        self._looked_at.add(path)
        file = build.content.resolve() / path
        if not file.is_file() or not file.resolve().is_relative_to(build.content.resolve()):
            return
        with file.open("rb") as stream:
            head = stream.read(HEAD)
        shown = f"{build.prefix}{path}"
        kind = kind_of(file.name, head, shown)
        if kind is None:
            return
        seen = kind if isinstance(kind, Rejection) else self.processor.inspect(file.read_bytes(), kind)
        if isinstance(seen, Rejection):
            build.findings.append(Finding(path, Position(), seen.problem, seen.mend))
            self._seen[path] = None
            return
        assert isinstance(kind, str)
        if told := advice(file.stat().st_size, kind, shown):
            build.findings.append(Finding(path, Position(), *told, advice=True))
        picture = self.processor.picture(static.output, build.root, seen)
        self._pictures[path] = self._by_address[f"{build.root}/{picture.path}"] = picture
        self._seen[path] = seen

    def published(self, static: StaticFile) -> Iterable[tuple[str, bytes]] | None:
        """Return the files of an image; none of one with a finding."""
        self._inspect(static)
        if static.path not in self._seen:
            return None
        seen = self._seen[static.path]
        return self._files(static, seen) if seen is not None else ()

    def _files(self, static: StaticFile, seen: Inspection) -> Iterator[tuple[str, bytes]]:
        yield from self.processor.files(static.output, (self.build.content / static.path).read_bytes(), seen)

    def picture(self, target: tuple[str, str]) -> Picture | None:
        """Return the published image that a text shows."""
        kind, path = target
        if kind == "static":
            return self.published_picture(path)
        if kind:
            return None
        self._inspect_all()  # any of them may have the address
        return self._by_address.get(unquote(path))

    def part(self, page: Page) -> Picture | None:
        """Return the image at the head of a text; None when it has none, or one with a finding."""
        if not isinstance(page.subject, Text):
            return None
        image = page.subject.card.image
        picture = self.published_picture(image.file) if image else None
        return replace(picture, alt=image.alt, caption=image.caption) if picture and image else None
