"""The style sheet of the terms' colours, which a strict Content-Security-Policy keeps out of the pages.

Contains no Pelican and no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.framework.model import Framework, Term


def style_sheet(framework: Framework) -> str:
    """Return CSS that sets ``--term`` on each term's class, ``term-<axis>-<term>``, for light and dark paper.

    >>> from plugins.framework.model import Axis, Labels
    >>> term = Term("sea", Labels({}), light="#112233", dark="#aabbcc")
    >>> print(style_sheet(Framework(axes={"a": Axis("a", Labels({}), Labels({}), "a", terms={"sea": term})})))
    .term-a-sea { --term: #112233; }
    @media (prefers-color-scheme: dark) {
      .term-a-sea { --term: #aabbcc; }
    }
    <BLANKLINE>
    """
    coloured = [(name, term) for name, term in _classes(framework) if term.light]
    light = [f".{name} {{ --term: {term.light}; }}\n" for name, term in coloured]
    dark = [f"  .{name} {{ --term: {term.dark}; }}\n" for name, term in coloured if term.dark]
    return "".join([*light, "@media (prefers-color-scheme: dark) {\n", *dark, "}\n"]) if dark else "".join(light)


def _classes(framework: Framework) -> Iterator[tuple[str, Term]]:
    for axis in framework.axes.values():
        for term in axis.terms.values():
            yield f"term-{axis.key}-{term.key}", term
