"""A tolerant parser of the ``Link`` header (RFC 8288, with the algorithm of its appendix B)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Link", "links"]

SPACE = " \t\r\n"
BETWEEN = re.compile(rf"[{SPACE},]*")
NAME = re.compile(rf"[{SPACE}]*;[{SPACE};]*([^={SPACE},;]*)[{SPACE}]*")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"?', re.DOTALL)
BARE = re.compile(r"[^,;]*")


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a ``Link`` header.

    Attributes:
        href: The URL reference between ``<`` and ``>``, not resolved.
        parameters: Values by name in lower case; of a repeated parameter the first (section 3.3).
    """

    href: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def rels(self) -> frozenset[str]:
        """The relation types, in lower case (sections 2.1.1 and 3.3)."""
        return frozenset(self.parameters.get("rel", "").lower().split())


def links(value: str) -> Iterator[Link]:
    """Yield the links of one header field in order, up to the first syntax error.

    >>> [link.href for link in links('<a?b=c,d>; rel="x y", </e>;rel=z') if "y" in link.rels]
    ['a?b=c,d']
    """
    position = BETWEEN.match(value).end()  # type: ignore[union-attr]  # matches emptiness
    while position < len(value) and value[position] == "<":
        end = value.find(">", position)
        if end < 0:
            return
        href = value[position + 1 : end].strip(SPACE)
        parameters, position = _parameters(value, end + 1)
        yield Link(href, parameters)
        comma = value.find(",", position)
        if comma < 0:
            return
        position = BETWEEN.match(value, comma).end()  # type: ignore[union-attr]


def _parameters(value: str, position: int) -> tuple[dict[str, str], int]:
    """Return the parameters that begin at a position, and the position of their end (appendix B.3)."""
    found: dict[str, str] = {}
    while named := NAME.match(value, position):
        position, content = named.end(), ""
        if value[position : position + 1] == "=":
            position += 1
            while value[position : position + 1] and value[position] in SPACE:
                position += 1
            if quoted := QUOTED.match(value, position):
                position, content = quoted.end(), re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL)
            elif bare := BARE.match(value, position):
                position, content = bare.end(), bare[0].strip(SPACE)
        if named[1]:
            found.setdefault(named[1].lower(), content)
    return found, position
