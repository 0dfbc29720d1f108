"""Cycle detection in the relations between terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.framework.model import Axis

Place = tuple[str, str]


def cycles(axes: Mapping[str, Axis]) -> Iterator[tuple[str, str, str]]:
    """Yield each cycle once: the file of its first term, the relation, and the cycle as an author types it.

    A relation such as "amplifies" leads from a cause to its effect; in a cycle it would explain nothing.
    """
    kinds = {kind for axis in axes.values() for term in axis.terms.values() for kind in term.relations}
    for kind in sorted(kinds):
        targets: dict[Place, list[Place]] = {
            (axis.key, term.key): sorted(term.relations.get(kind, ()))
            for axis in axes.values()
            for term in axis.terms.values()
        }
        for circle in _cycles(targets):
            axis, term = circle[0]
            path = axes[axis].terms[term].path
            names = (key if place == axis else f"{place}/{key}" for place, key in (*circle, circle[0]))
            yield path, kind, " → ".join(names)


def _cycles(targets: Mapping[Place, list[Place]]) -> Iterator[list[Place]]:
    """Yield the cycles found by a depth-first search that visits each node once."""
    done: set[Place] = set()
    for start in sorted(targets):
        if start in done:
            continue
        way: list[Place] = [start]
        pending = [iter(targets[start])]
        while way:
            following = next(pending[-1], None)
            if following is None:
                done.add(way.pop())
                pending.pop()
            elif following in way:
                yield way[way.index(following) :]
            elif following not in done and following in targets:
                way.append(following)
                pending.append(iter(targets[following]))
