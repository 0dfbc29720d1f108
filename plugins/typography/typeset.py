"""Typesets HTML and plain text by the rules of their language.

Both functions are pure and idempotent, take linear time, never raise on any text, and leave everything that no rule
concerns unchanged, byte for byte.
"""

from __future__ import annotations

from plugins.base.html_tokens import Token, tokens
from plugins.typography.edit_text import apply_edits, apply_to_text
from plugins.typography.element_families import family
from plugins.typography.english_rules import set_english, set_english_text
from plugins.typography.french_rules import french_edits
from plugins.typography.html_blocks import HtmlParts, read
from plugins.typography.rule_options import Options

__all__ = ["tokens", "typeset_html", "typeset_text", "typeset_tokens"]

DEFAULT = Options()


def typeset_html(html: str, language: str, options: Options = DEFAULT) -> str:
    """Return HTML with its text typeset; tags and attributes stay, except for the ``<sup>`` that rules 8 and 9 add.

    Args:
        html: A page's body, or a fragment such as a title; ``lang`` attributes inside it are respected.
        language: The language of the text outside them (BCP 47).
        options: The enabled rules.

    >>> typeset_html("<p><em>Vraiment</em> ?</p>", "fr") == "<p><em>Vraiment</em>\\u202f?</p>"
    True
    """
    if not options.rules or not (family(language) or "lang" in html.lower()):
        return html
    return "".join(_typeset(read(html, language), options).parts)


def typeset_tokens(found: list[Token], language: str, options: Options = DEFAULT) -> list[tuple[int, str]]:
    """Return the texts among some tokens that typesetting changes, by number, as HTML.

    >>> typeset_tokens(list(tokens("<p>Oui !</p><p>Non</p>")), "fr") == [(1, "Oui\\u202f!")]
    True
    """
    if not found or not options.rules or not (family(language) or any("lang" in each.text.lower() for each in found)):
        return []
    document = _typeset(read(found, language), options)
    ends = [*document.firsts[1:], len(document.parts)]
    changed = []
    for number, (token, first, end) in enumerate(zip(found, document.firsts, ends, strict=True)):
        if token.kind == "text":
            text = document.parts[first] if end - first == 1 else "".join(document.parts[first:end])
            if text != token.text:
                changed.append((number, text))
    return changed


def _typeset(document: HtmlParts, options: Options) -> HtmlParts:
    parts = document.parts
    for block in document.blocks:
        if block.language == "fr":
            edits = french_edits(block.text(), options.rules)
            if edits:
                apply_edits(edits, block.pieces, parts)
        elif 13 in options.rules:
            for part, text in set_english(block):
                parts[part] = text
    return document


def typeset_text(text: str, language: str, options: Options = DEFAULT) -> str:
    """Return plain text typeset in Unicode, without superscript; each line is a block.

    Args:
        text: Plain text, such as a title for a feed; ``<`` and ``&`` are ordinary characters.
        language: Its language (BCP 47).
        options: The enabled rules.

    >>> typeset_text("La 2ème fois, c'est \\"mieux\\"", "fr")
    'La 2e fois, c’est «\\xa0mieux\\xa0»'
    """
    chosen = family(language)
    if chosen == "fr" and options.rules:
        return "\n".join([apply_to_text(french_edits(line, options.rules), line) for line in text.split("\n")])
    if chosen == "en" and 13 in options.rules:
        return "\n".join([set_english_text(line) for line in text.split("\n")])
    return text
