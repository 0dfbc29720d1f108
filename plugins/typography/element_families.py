"""What HTML's elements mean to typesetting."""

from __future__ import annotations

import re

PROTECTED = frozenset({"code", "pre", "kbd", "samp", "script", "style", "math", "svg", "textarea"})
"""Rule 12: nothing inside them is prose."""

INVISIBLE = frozenset({"script", "style"})
"""Those of them that leave no trace between the words around them."""

FOREIGN = frozenset({"math", "svg"})
"""Those of them that ``/>`` closes (HTML Standard, section 13.1.2, "foreign elements")."""

REPLACED = frozenset({"img", "input", "embed", "iframe", "object", "video", "audio", "canvas"})
"""Inline elements that stand in a sentence as a word does."""

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
"""Elements without an end (HTML Standard, section 13.1.2)."""

TYPOGRIFY_INLINE = frozenset({"a", "em", "span", "strong", "i", "b"})
"""The inline elements that typogrify sees through at the start and the end of a block."""

TYPOGRIFY_CLASSES = frozenset({"amp", "caps", "dquo", "quo"})
"""The classes of the spans that typogrify adds, which a second pass must leave alone."""

TYPOGRIFY_BLOCKS = frozenset({"", "p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"})
"""The block elements whose first quote and last space typogrify minds; an empty name is a fragment's."""


def family(language: str) -> str:
    """Return ``fr`` or ``en`` for a language whose rules are known, else an empty string.

    >>> family("fr-CA"), family("EN_GB"), family("frr"), family("de")
    ('fr', 'en', '', '')
    """
    primary = re.split("[-_]", language.strip().lower(), maxsplit=1)[0]
    return primary if primary in ("fr", "en") else ""
