"""What is known of a picture, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.i18n.messages import Message

__all__ = ["Facts", "Output", "Picture", "Plan", "Trouble"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a picture cannot be published: what is wrong, and how to mend it."""

    problem: Message
    mend: Message


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a picture that was read.

    Attributes:
        kind: A key of :data:`plugins.images.file_types.KINDS`.
        width: Pixels, as it is shown: the orientation of the camera is applied.
        height: Pixels, likewise.
        frames: 1, or how many when it moves.
        lossless: Whether its format keeps every pixel: a screenshot, a drawing.
        bare: Whether its image data may be published as they are, once all else in the file is gone: nothing is to
            be turned, no colour to be converted.
    """

    kind: str
    width: int
    height: int
    frames: int = 1
    lossless: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """One file that a picture becomes; width and height in pixels."""

    kind: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All the files that a picture becomes: the one with its own name, and lighter ones by width."""

    base: Output
    variants: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A published picture, as templates and texts need it.

    Attributes:
        path: Its address below the site's.
        src: Its address on this site's pages.
        width: Pixels.
        height: Pixels.
        type: The media type of the variants; empty when there are none.
        srcset: The variants with their widths (HTML Standard, 4.8.4.2.1); empty when there are none.
        sizes: How wide the theme shows it; empty when there are no variants.
        alt: What it shows, in words; empty until an article says it.
        caption: The words under it.
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
