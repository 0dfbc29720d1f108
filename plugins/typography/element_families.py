"""HTML elements by their effect on typesetting: protected, invisible, replaced, void, known to typogrify."""

from __future__ import annotations

import re

PROTECTED = frozenset({"code", "pre", "kbd", "samp", "script", "style", "math", "svg", "textarea"})
"""Rule 12: elements whose content is no prose."""

INVISIBLE = frozenset({"script", "style"})
"""Protected elements that are not displayed: the words around them are adjacent."""

FOREIGN = frozenset({"math", "svg"})
"""Protected elements that ``/>`` closes (HTML Standard, section 13.1.2, "foreign elements")."""

REPLACED = frozenset({"img", "input", "embed", "iframe", "object", "video", "audio", "canvas"})
"""Inline replaced elements, treated as a word."""

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
"""Void elements (HTML Standard, section 13.1.2)."""

TYPOGRIFY_INLINE = frozenset({"a", "em", "span", "strong", "i", "b"})
"""The inline elements that typogrify skips at the start and the end of a block."""

TYPOGRIFY_CLASSES = frozenset({"amp", "caps", "dquo", "quo"})
"""The classes of typogrify's spans, which a second pass must not change."""

TYPOGRIFY_BLOCKS = frozenset({"", "p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"})
"""The block elements whose initial quote and last space typogrify sets; an empty name is a fragment's."""


def family(language: str) -> str:
    """Return ``fr`` or ``en`` for a language tag with typographic rules, else an empty string.

    >>> family("fr-CA"), family("EN_GB"), family("frr"), family("de")
    ('fr', 'en', '', '')
    """
    primary = re.split("[-_]", language.strip().lower(), maxsplit=1)[0]
    return primary if primary in ("fr", "en") else ""
