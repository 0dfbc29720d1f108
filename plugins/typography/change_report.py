"""The changes that typesetting makes to HTML, word by word, for a report to the author."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from plugins.typography.characters import SPACES, Edit
from plugins.typography.edit_text import apply_edits, apply_to_text
from plugins.typography.english_rules import set_english
from plugins.typography.french_rules import french_edits
from plugins.typography.html_blocks import Block, Role, read
from plugins.typography.rule_options import RULES, Options

__all__ = ["Change", "changes"]


@dataclass(frozen=True, slots=True)
class Change:
    """A change to one or several adjacent words.

    Attributes:
        offset: The offset of the words in the HTML, in characters.
        before: The words before, without tags and entities.
        after: The words after; superscript letters are in ``<sup>``.
        rules: The names of the rules applied.
    """

    offset: int
    before: str
    after: str
    rules: tuple[str, ...]


def changes(html: str, language: str, options: Options) -> Iterator[Change]:
    """Yield the changes of :func:`~plugins.typography.typeset.typeset_html`, block after block.

    >>> [(c.offset, c.before, c.rules) for c in changes("<p>Oui, l'<em>eau</em> !</p>", "fr", Options())]
    [(8, "l'eau !", ('spaces', 'apostrophes'))]
    """
    document = read(html, language)
    offsets = list(accumulate((len(part) for part in document.parts), initial=0))
    for block in document.blocks:
        if block.language == "fr":
            edits = apply_edits(french_edits(block.text(), options.rules), block.pieces, list(document.parts))
            yield from _french_changes(block, edits, offsets)
        elif 13 in options.rules:
            for part, text in set_english(block):
                yield Change(offsets[part], document.parts[part], text, (RULES[13],))


def _french_changes(block: Block, edits: list[Edit], offsets: list[int]) -> Iterator[Change]:
    text = block.text()
    group: list[Edit] = []
    first = last = 0
    for edit in edits:
        if not group or edit[0] >= last:
            start, end = _words(text, edit[0], edit[1])
            if group and start > last:
                yield _change(block, text, (first, last), group, offsets)
                group = []
            first = first if group else start
            last = end
        group.append(edit)
    if group:
        yield _change(block, text, (first, last), group, offsets)


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start and end of the words that a change affects."""
    while start and text[start - 1] not in SPACES:
        start -= 1
    while end < len(text) and text[end] not in SPACES:
        end += 1
    return start, end


def _change(block: Block, text: str, span: tuple[int, int], edits: list[Edit], offsets: list[int]) -> Change:
    first, last = span
    shown = [(start - first, end - first, rule, new, raised) for start, end, rule, new, raised in edits]
    names = tuple(RULES[number] for number in sorted({edit[2] for edit in edits}))
    before = text[first:last]
    return Change(_offset(block, first, offsets), before, apply_to_text(shown, before), names)


def _offset(block: Block, position: int, offsets: list[int]) -> int:
    """Return the offset in the HTML of a character of a block's text."""
    end = 0
    for part, text, role in block.pieces:
        start, end = end, end + len(text)
        if position < end and part >= 0:
            return offsets[part] + (position - start if role is Role.TEXT else 0)
    return offsets[-1]
