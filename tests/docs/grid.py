"""Where boxes stand in a grid, so that those with an arrow between them are neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

COLUMNS = 4


def arranged(names: Sequence[str], arrows: Sequence[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """Return line and column of each name, so that those with an arrow between them are neighbours.

    Raises:
        ValueError: There is no such arrangement.

    >>> arranged(["a", "b", "c", "d", "e"], [("a", "d")])
    {'a': (0, 0), 'd': (0, 1), 'b': (0, 2), 'c': (0, 3), 'e': (1, 0)}
    """
    cells = [(at // COLUMNS, at % COLUMNS) for at in range(len(names))]
    bound = [name for name in names if any(name in arrow for arrow in arrows)]
    for chosen in permutations(cells, len(bound)):
        placed = dict(zip(bound, chosen, strict=True))
        if all(_apart(placed[source], placed[target]) == 1 for source, target in arrows):
            rest = [name for name in names if name not in placed]
            placed |= dict(zip(rest, [cell for cell in cells if cell not in chosen], strict=True))
            return dict(sorted(placed.items(), key=lambda item: item[1]))
    raise ValueError(f"these arrows cannot be drawn between neighbours: {list(arrows)}")


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])
