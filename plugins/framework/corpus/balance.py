"""Balance of weights: shares, their mean over articles, and Pielou's evenness.

Source: E. C. Pielou, "The measurement of diversity in different types of biological collections", Journal of
Theoretical Biology 13 (1966), 131-144: J = H / log S, where H is the Shannon entropy of the shares and S the
number of kinds there could be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

__all__ = ["evenness", "mean_shares", "shares"]


def shares(weights: Mapping[str, float], kinds: Sequence[str]) -> dict[str, float]:
    """Return each kind's share of the total weight, from 0 to 1; all 0 when the total is 0.

    >>> shares({"a": 3, "b": 1}, ["a", "b", "c"])
    {'a': 0.75, 'b': 0.25, 'c': 0.0}
    """
    total = math.fsum(weights.get(kind, 0) for kind in kinds)
    return {kind: weights.get(kind, 0) / total if total else 0.0 for kind in kinds}


@lru_cache(maxsize=4096)
def _shares(weights: tuple[tuple[str, float], ...], kinds: tuple[str, ...]) -> Mapping[str, float]:
    """Return the shares of weights, which many articles have in common."""
    return shares(dict(weights), kinds)


def evenness(weights: Mapping[str, float], kinds: Sequence[str]) -> float:
    """Return Pielou's evenness of the weights over all ``kinds``, from 0 (one kind alone) to 1 (all equal).

    It is 1 for fewer than two kinds, and 0 for no weight at all.

    >>> evenness({"a": 2, "b": 2, "c": 2}, ["a", "b", "c"])
    1.0
    >>> evenness({"a": 3}, ["a", "b", "c"])
    0.0
    >>> round(evenness({"a": 1, "b": 3, "c": 2}, ["a", "b", "c"]), 4)
    0.9206
    """
    parts = [part for part in shares(weights, kinds).values() if part > 0]
    if not parts:
        return 0.0
    if len(kinds) < 2:
        return 1.0
    entropy = -math.fsum(part * math.log(part) for part in parts)
    return min(1.0, max(0.0, round(entropy / math.log(len(kinds)), 12)))


def mean_shares(corpus: Iterable[Mapping[str, float]], kinds: Sequence[str]) -> dict[str, float]:
    """Return the mean of the articles' shares by kind; articles without weights do not count.

    >>> mean_shares([{"a": 1}, {"b": 3}, {}], ["a", "b"])
    {'a': 0.5, 'b': 0.5}
    """
    named = tuple(kinds)
    weighed = [part for weights in corpus if any((part := _shares(tuple(weights.items()), named)).values())]
    if not weighed:
        return dict.fromkeys(kinds, 0.0)
    return {kind: math.fsum(part[kind] for part in weighed) / len(weighed) for kind in kinds}
