"""Bounds on the cost of parsing microformats with mf2py: nodes, depth, class and ``rel`` values, copies, text.

mf2py recurses, copies the contents of classic microformats' roots, extracts the text of nested elements repeatedly, and
compares each relation with all: a hostile page of 1 MB takes it minutes.
"""

from __future__ import annotations

from collections.abc import Iterator

from mf2py import backcompat
from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["is_cheap"]

MOST_NODES = 20_000
DEEPEST = 100
MOST_WORDS = 100
"""The most classes or relations of one element."""
MOST_COPIES = 10_000
"""The most nodes that mf2py copies: one within two roots counts twice, a root counts ``ROOT_COST`` times."""
ROOT_COST = 5
MOST_CHARACTERS = 4_000_000
"""The most characters of extracted text: one within two elements with a class counts twice."""


def is_cheap(tree: LexborHTMLParser) -> bool:
    """Return whether a page is within the bounds.

    >>> is_cheap(LexborHTMLParser("<p class=h-entry>x")), is_cheap(LexborHTMLParser("<p>" + "<b>" * 100))
    (True, False)
    """
    classed = roots = copies = characters = 0
    for nodes, (node, depth, entered) in enumerate(_walk(tree)):
        words = _words(node, "class")
        if not entered:
            classed, roots = classed - bool(words), roots - bool(backcompat.root(words))
            continue
        copies += roots + ROOT_COST * bool(backcompat.root(words))
        characters += classed * len(node.text(deep=False)) if node.tag == "-text" else 0
        too_dense = len(words) > MOST_WORDS or len(_words(node, "rel")) > MOST_WORDS
        too_dear = copies > MOST_COPIES or characters > MOST_CHARACTERS
        if nodes > 2 * MOST_NODES or depth > DEEPEST or too_dense or too_dear:
            return False
        classed, roots = classed + bool(words), roots + bool(backcompat.root(words))
    return True


def _walk(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, int, bool]]:
    """Yield each node with its depth and whether it is entered or left, without recursion."""
    node, depth = tree.root, 0
    while node is not None:
        yield node, depth, True
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            continue
        while node is not None:
            yield node, depth, False
            if node.next is not None:
                break
            node, depth = node.parent, depth - 1
        node = node.next if node is not None and depth > 0 else None


def _words(node: LexborNode, attribute: str) -> list[str]:
    return (node.attributes.get(attribute) or "").split()
