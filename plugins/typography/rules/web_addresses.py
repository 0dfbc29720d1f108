"""Rule 12 in text: URLs, domains and e-mail addresses are no prose, and are masked."""

from __future__ import annotations

import re

from plugins.typography.characters import OPAQUE

ADDRESS = re.compile(
    r"(?:(?:https?|ftp|file)://|www\.|mailto:)[^\s<>\"«»“”]+"
    r"|[\w.+-](?<![\w.+-]{2})[\w.+-]*@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
DOMAIN = re.compile(r"\.(?:fr|com|org|net|eu|info|io)(?!\w)(?:/[^\s<>\"«»“”]*)?")
LABEL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.ABCDEFGHIJKLMNOPQRSTUVWXYZ")
TRAILING = ".,;:!?…'’)]"


def hide_addresses(text: str) -> str:
    """Return the text, of the same length, with its addresses masked by the opaque character.

    >>> hide_addresses("Voir http://a.fr/?l'eau.") == "Voir " + OPAQUE * 18 + "."
    True
    >>> hide_addresses("L'oeuvre d'oeuvre.fr") == "L'oeuvre d'" + OPAQUE * 9
    True
    """
    if "@" in text or "://" in text or "www." in text:
        text = ADDRESS.sub(lambda match: _hidden(match[0]), text)
    if not DOMAIN.search(text):
        return text
    parts: list[str] = []
    position = 0
    for match in DOMAIN.finditer(text):
        start = match.start()
        while start > position and text[start - 1] in LABEL:
            start -= 1
        if start < match.start():
            parts += (text[position:start], _hidden(text[start : match.end()]))
            position = match.end()
    return "".join([*parts, text[position:]])


def _hidden(address: str) -> str:
    end = len(address.rstrip(TRAILING))
    return OPAQUE * end + address[end:]
