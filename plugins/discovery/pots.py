"""The pot of an article, and the site's, drawn by plugins/drawings for a card. Contains no Pelican and no I/O."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.drawings.model import pillars_of, weighing
from plugins.drawings.pot import pot
from plugins.drawings.svg import standalone_svg
from plugins.framework.model import Axis

__all__ = ["article_pot", "site_pot"]

SIZE = 400
SHINE = "#6b6156"
"""The colour of the lights on the iron."""


def article_pot(axis: Axis, weights: Mapping[str, int], ink: str) -> str:
    """Return the pot that stands on an article's weights as SVG; nothing when nothing weighs."""
    whole = sum(weights.values())
    return _drawn(axis, {key: weight / whole for key, weight in weights.items()}, weights, ink)


def site_pot(axis: Axis, ink: str) -> str:
    """Return the pot that stands on equal feet: it stands for the site, whatever its articles weigh."""
    return _drawn(axis, {key: 1 / len(axis.terms) for key in axis.terms}, None, ink)


def _drawn(axis: Axis, shares: Mapping[str, float], weights: Mapping[str, int] | None, ink: str) -> str:
    weighed = weighing(axis, shares, weights)
    if weighed is None:
        return ""
    lights = (term.light for term in axis.terms.values())
    colours = {pillar.css: light for pillar, light in zip(pillars_of(axis), lights, strict=True) if light}
    return standalone_svg(pot(weighed, "card"), colours, ink, SIZE, shine=SHINE)
