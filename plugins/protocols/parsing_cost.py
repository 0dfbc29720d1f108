"""Whether a page costs little to read for microformats.

mf2py walks by recursion, copies what stands in the roots of old microformats, takes the text of nested elements again
and again, and compares each relation with all: a page of 1 MB that is made for it keeps it busy for minutes.
"""

from __future__ import annotations

from collections.abc import Iterator

from mf2py import backcompat
from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["is_modest"]

MOST_NODES = 20_000
DEEPEST = 100
MOST_WORDS = 100
"""Classes or relations of one element."""
MOST_COPIES = 10_000
"""Nodes that are copied, one in two roots twice; a root itself is as dear as some of them."""
DEAR = 5
MOST_CHARACTERS = 4_000_000
"""Of texts, one in two elements with a class twice."""


def is_modest(tree: LexborHTMLParser) -> bool:
    """Tell whether a page is neither long nor deep, and nowhere denser than people write.

    >>> is_modest(LexborHTMLParser("<p class=h-entry>x")), is_modest(LexborHTMLParser("<p>" + "<b>" * 100))
    (True, False)
    """
    classed = roots = copies = characters = 0
    for nodes, (node, depth, entered) in enumerate(_walk(tree)):
        words = _words(node, "class")
        if not entered:
            classed, roots = classed - bool(words), roots - bool(backcompat.root(words))
            continue
        copies += roots + DEAR * bool(backcompat.root(words))
        characters += classed * len(node.text(deep=False)) if node.tag == "-text" else 0
        too_dense = len(words) > MOST_WORDS or len(_words(node, "rel")) > MOST_WORDS
        too_dear = copies > MOST_COPIES or characters > MOST_CHARACTERS
        if nodes > 2 * MOST_NODES or depth > DEEPEST or too_dense or too_dear:
            return False
        classed, roots = classed + bool(words), roots + bool(backcompat.root(words))
    return True


def _walk(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, int, bool]]:
    """Yield each node with its depth, when it is entered and when it is left; without recursion."""
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
