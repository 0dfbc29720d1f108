"""The data model of images: properties, planned output files, published image, rejection."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.i18n.messages import Message

__all__ = ["Facts", "Output", "Picture", "Plan", "Rejection"]


@dataclass(frozen=True, slots=True)
class Rejection:
    """The reason why an image cannot be published: problem and mend."""

    problem: Message
    mend: Message


@dataclass(frozen=True, slots=True)
class Facts:
    """The properties of an image.

    Attributes:
        kind: A key of :data:`plugins.images.file_types.KINDS`.
        width: Pixels, after applying the Exif orientation.
        height: Pixels, likewise.
        frames: The number of frames, more than 1 for an animation.
        lossless: Whether its format is lossless: a screenshot, a drawing.
        bare: Whether its image data can be published unchanged, with only metadata removed: there is nothing to rotate
            and no colour to convert.
    """

    kind: str
    width: int
    height: int
    frames: int = 1
    lossless: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """One output file of an image; width and height in pixels."""

    kind: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The output files of an image: the one with its own name, and smaller variants by width."""

    base: Output
    variants: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A published image, for templates and HTML.

    Attributes:
        path: Its URL relative to the site's.
        src: Its URL on this site's pages.
        width: Pixels.
        height: Pixels.
        type: The media type of the variants; empty when there are none.
        srcset: The variants with their widths (HTML Standard, 4.8.4.2.1); empty when there are none.
        sizes: The ``sizes`` attribute, by the theme's widths; empty when there are no variants.
        alt: The alternative text; empty until an article gives it.
        caption: The caption.
    """

    path: str
    src: str
    width: int
    height: int
    type: str = ""
    srcset: str = ""
    sizes: str = ""
    alt: str = ""
    caption: str = ""
