"""The lists of articles by term, in order, with sizes for a weighted list and neighbours.

Declared axes and open ones (tags, series, authors) go through the same functions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plugins.base.slugs import slugify
from plugins.framework.model import Axis, Term, Weights
from plugins.i18n.messages import Labels


@dataclass(frozen=True, slots=True)
class Entry:
    """The properties of one article that lists and their order depend on.

    Attributes:
        path: Its file, unique among the entries.
        date: Its date of publication.
        uses: Terms with weights by axis key; for a series, the weight is the part.
        names: For open axes, the term's name as typed, by axis key and term key.
    """

    path: str
    date: datetime
    uses: Mapping[str, Weights]
    names: Mapping[str, Mapping[str, str]]


def open_uses(
    said: Mapping[str, Sequence[tuple[str, int]]],
) -> tuple[Mapping[str, Weights], Mapping[str, Mapping[str, str]]]:
    """Return weights and names by axis and term of the words typed on open axes, without those that make no slug.

    >>> open_uses({"tags": [("Été", 1), ("été", 1), ("!!", 1)]})
    ({'tags': {'ete': 1}}, {'tags': {'ete': 'Été'}})
    """
    uses: dict[str, dict[str, int]] = {}
    names: dict[str, dict[str, str]] = {}
    for axis, words in said.items():
        for word, weight in words:
            if key := slugify(word):
                uses.setdefault(axis, {}).setdefault(key, weight)
                names.setdefault(axis, {}).setdefault(key, word)
    return uses, names


def with_open_terms(axis: Axis, entries: Iterable[Entry]) -> Axis:
    """Return an open axis with a term for every word in use, named as in its oldest article."""
    names: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: (entry.date, entry.path)):
        for key, name in entry.names.get(axis.key, {}).items():
            names.setdefault(key, name)
    terms = {key: Term(key=key, names=Labels({"": name})) for key, name in sorted(names.items())}
    return replace(axis, terms=terms)


def articles_by_term(axis: Axis, entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the articles of every term of the axis, possibly none, both in order."""
    buckets: dict[str, list[Entry]] = {key: [] for key in axis.terms}
    for entry in entries:
        for key in entry.uses.get(axis.key, {}):
            if key in buckets:
                buckets[key].append(entry)
    return {key: in_order(axis, key, bucket) for key, bucket in buckets.items()}


def in_order(axis: Axis, key: str, bucket: Iterable[Entry]) -> list[Entry]:
    """Return a term's articles by weight, by date (newest first) or by part; ties by date, then by path."""
    newest = sorted(sorted(bucket, key=lambda entry: entry.path), key=lambda entry: entry.date, reverse=True)
    if axis.order == "firmest":
        return sorted(newest, key=lambda entry: -entry.uses[axis.key][key])
    if axis.order == "part":
        return sorted(newest, key=lambda entry: entry.uses[axis.key][key])
    return newest


def scales(counts: Mapping[str, int], steps: int = 5) -> dict[str, int]:
    """Return a size from 1 to ``steps`` for each term of a weighted list, by the logarithm of its count.

    >>> scales({"a": 1, "b": 4, "c": 16, "d": 0})
    {'a': 1, 'b': 3, 'c': 5, 'd': 1}
    >>> scales({"a": 3, "b": 3})
    {'a': 1, 'b': 1}
    """
    logarithms = {key: math.log(max(count, 1)) for key, count in counts.items()}
    least, most = min(logarithms.values(), default=0.0), max(logarithms.values(), default=0.0)
    span = most - least
    return {key: 1 + round((steps - 1) * (value - least) / span) if span else 1 for key, value in logarithms.items()}


def neighbours(ordered: Sequence[Entry]) -> dict[str, tuple[Entry | None, Entry | None]]:
    """Return the previous and the next entry of each entry, by path."""
    return {
        entry.path: (
            ordered[index - 1] if index else None,
            ordered[index + 1] if index + 1 < len(ordered) else None,
        )
        for index, entry in enumerate(ordered)
    }
