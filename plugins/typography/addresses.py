"""Rule 12, in text: web and e-mail addresses are not prose. Contains no Pelican and no I/O."""

from __future__ import annotations

import re

from plugins.typography.marks import OPAQUE

ADDRESS = re.compile(
    r"(?:(?:https?|ftp|file)://|www\.|mailto:)[^\s<>\"«»“”]+"
    r"|[\w.+-](?<![\w.+-]{2})[\w.+-]*+@[\w-]++(?:\.[\w-]++)++",
    re.IGNORECASE,
)
TRAILING = ".,;:!?…'’)]"


def hide_addresses(text: str) -> str:
    """Return the text, as long as before, with its addresses made opaque.

    >>> hide_addresses("Voir http://a.fr/?l'eau.") == "Voir " + OPAQUE * 18 + "."
    True
    """
    if "@" not in text and "://" not in text and "www." not in text:
        return text
    return ADDRESS.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    address = match[0].rstrip(TRAILING)
    return OPAQUE * len(address) + match[0][len(address) :]
