"""Applies the edits of a block's text to the parts of its document, or to plain text."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.typography.characters import Edit
from plugins.typography.html_blocks import Piece, Role

__all__ = ["apply_edits", "apply_to_text"]


def apply_edits(edits: Sequence[Edit], pieces: Sequence[Piece], parts: list[str]) -> list[Edit]:
    """Apply the edits to the parts of the pieces, and return those applied, with new characters as HTML.

    New characters go to the part of the edit's first character; superscript is applied only when no tag is between the
    letters, and adds no ``<sup>`` inside another.

    Args:
        edits: In order, none overlapping another.
        pieces: The pieces of a block.
        parts: The parts of the document, changed in place.
    """
    made: list[Edit] = []
    waiting = iter(edits)
    edit = next(waiting, None)
    offset = gone = 0
    for index, (part, text, role) in enumerate(pieces):
        if edit is None and gone <= offset:
            break
        end = offset + len(text)
        if part < 0 or ((edit is None or edit[0] >= end) and gone <= offset):
            offset = end
            continue
        position = max(offset, min(gone, end))
        sewn: list[str] = []
        while edit is not None and edit[0] < end:
            start, stop, _, new, raised = edit
            if raised and role is Role.TEXT:
                new = f"<sup>{new}</sup>"
            old = text[start - offset : stop - offset] if stop <= end else None
            if new != old and (old is not None or not raised or _is_contiguous(pieces, index, stop - offset)):
                sewn += (text[position - offset : start - offset], new)
                position, gone = min(stop, end), stop
                made.append((start, stop, edit[2], new, raised))
            edit = next(waiting, None)
        if sewn or position > offset:
            sewn.append(text[position - offset :])
            parts[part] = "".join(sewn)
        offset = end
    return made


def _is_contiguous(pieces: Sequence[Piece], index: int, length: int) -> bool:
    """Return whether the next ``length`` characters, from the start of a piece, have no tag between them."""
    first = pieces[index][0]
    for following in range(index, len(pieces)):
        part, text, _ = pieces[following]
        length -= len(text)
        if part != first + following - index or length <= 0:
            return part == first + following - index
    return False


def apply_to_text(edits: Sequence[Edit], text: str) -> str:
    """Return plain text with the edits applied, without superscript.

    >>> apply_to_text([(1, 2, 3, "’", False)], "l'eau")
    'l’eau'
    """
    sewn: list[str] = []
    position = 0
    for start, stop, _, new, _ in edits:
        sewn += (text[position:start], new)
        position = stop
    return "".join([*sewn, text[position:]]) if sewn else text
