"""Checks whether a file is an image that can be published: format by name and content, size."""

from __future__ import annotations

from pathlib import PurePosixPath

from plugins.base.findings import quoted
from plugins.i18n.messages import N_, Message, message
from plugins.images.file_types import KINDS, TYPES, kind_of_bytes, kind_of_name
from plugins.images.model import Rejection

__all__ = ["LARGE", "advice", "kind_of"]

LARGE = 5 * 1024 * 1024
"""The size in bytes from which a file gets advice: it makes the repository larger, if not pages."""


def kind_of(name: str, head: bytes, shown: str = "") -> str | Rejection | None:
    r"""Return the image format of a file, None when it is no image, or why it cannot be published.

    Args:
        name: The file's name.
        head: Its first bytes, :data:`plugins.images.file_types.HEAD` of them.
        shown: The file's path, for messages.

    >>> kind_of("pot.jpg", b"\xff\xd8\xff\xe1"), kind_of("pot.pdf", b"%PDF")
    ('jpeg', None)
    >>> kind_of("pot.jpg", b"GIF89a").problem.text()
    'this file is a gif picture, and its name says jpeg'
    """
    said, found = kind_of_name(name), kind_of_bytes(head)
    foreign = next((kind for kind in (found, said) if kind is not None and kind not in KINDS), None)
    if foreign is not None:
        return Rejection(
            message(N_("browsers do not show {format} pictures"), format=foreign),
            message(
                N_("python3 tasks.py image {file} brings it in as one that they do; then delete this file"),
                file=shown or name,
            ),
        )
    if found is None or said == found:
        return said
    renamed = PurePosixPath(name).with_suffix(KINDS[found][0]).name
    return Rejection(
        message(N_("this file is a {found} picture, and its name says {said}"), found=found, said=said)
        if said
        else message(N_("this file is a {found} picture, and its name does not say so"), found=found),
        message(N_("rename it to {name}"), name=quoted(renamed)),
    )


def advice(size: int, kind: str, shown: str) -> tuple[Message, Message] | None:
    """Return advice about an image file, as problem and mend, or None.

    Args:
        size: The file's size in bytes.
        kind: Its format.
        shown: The file's path, for messages.
    """
    if size <= LARGE or kind not in TYPES:
        return None
    return (
        message(N_("this picture weighs {size} MB"), size=round(size / 1024 / 1024)),
        message(N_("python3 tasks.py image {file} makes it lighter"), file=shown)
        if kind != "svg"
        else message(N_("make it simpler with the program that it comes from")),
    )
