"""Pillars, weighings and stops that the tests share."""

from __future__ import annotations

from plugins.drawings.map_positions import Stop
from plugins.drawings.model import Pillar, Weighing
from plugins.framework.model import Axis, Framework, Term
from plugins.i18n.messages import Labels

SHAPES = ("square", "round", "leaf", "", "round", "")
NAMES = ("sea", "land", "sky", "fire", "wood", "iron")


def labels(name: str) -> Labels:
    """Return a name in English."""
    return Labels({"en": name})


def pillars(count: int) -> tuple[Pillar, ...]:
    """Return so many pillars."""
    return tuple(Pillar(NAMES[i], f"term-feet-{NAMES[i]}", SHAPES[i], labels(NAMES[i])) for i in range(count))


def weighing(*weights: int) -> Weighing:
    """Return what a pot on these weights stands on."""
    return Weighing(pillars(len(weights)), tuple(weight / sum(weights) for weight in weights), weights)


def stop(name: str, *weights: int, terms: tuple[str, ...] = ()) -> Stop:
    """Return an article on the map."""
    return Stop(name, f"/2026/{name}/", "en", {NAMES[i]: w for i, w in enumerate(weights) if w}, terms)


def axis(key: str, *terms: str, ordered: bool = False, required: bool = False) -> Axis:
    """Return an axis with terms."""
    found = {term: Term(term, labels(term)) for term in terms}
    return Axis(key, labels(key), labels(f"{key}s"), key, ordered=ordered, required=required, terms=found)


def framework(*axes: Axis) -> Framework:
    """Return a framework whose first axis is balanced."""
    return Framework(axes={each.key: each for each in axes}, balance=axes[0].key)
