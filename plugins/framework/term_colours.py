"""The style sheet of the terms' colours, since a strict Content-Security-Policy forbids inline styles."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.framework.model import Framework, Term


def style_sheet(framework: Framework) -> str:
    """Return CSS that sets ``--term`` on each term's class, ``term-<axis>-<term>``, for light and dark paper.

    Old browsers, which do not know ``light-dark()`` (CSS Color Module Level 5, section 7), see the light ones.

    >>> from plugins.framework.model import Axis, Labels
    >>> term = Term("sea", Labels({}), light="#112233", dark="#aabbcc")
    >>> print(style_sheet(Framework(axes={"a": Axis("a", Labels({}), Labels({}), "a", terms={"sea": term})})))
    @layer tokens {
    .term-a-sea { --term: #112233; }
    @supports (color: light-dark(#000, #fff)) {
    .term-a-sea { --term: light-dark(#112233, #aabbcc); }
    }
    }
    <BLANKLINE>
    """
    coloured = [(name, term) for name, term in _classes(framework) if term.light]
    light = [f".{name} {{ --term: {term.light}; }}\n" for name, term in coloured]
    both = [f".{name} {{ --term: light-dark({term.light}, {term.dark}); }}\n" for name, term in coloured if term.dark]
    supported = ["@supports (color: light-dark(#000, #fff)) {\n", *both, "}\n"] if both else []
    return "".join(["@layer tokens {\n", *light, *supported, "}\n"]) if light else ""


def _classes(framework: Framework) -> Iterator[tuple[str, Term]]:
    for axis in framework.axes.values():
        for term in axis.terms.values():
            yield f"term-{axis.key}-{term.key}", term
