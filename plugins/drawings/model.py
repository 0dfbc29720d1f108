"""The data model of a pot's drawing: pillars, shares, paths and transforms, in a square of 320 units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plugins.framework.model import Axis
from plugins.i18n.messages import Labels, Message

__all__ = ["SIDE", "Part", "Pillar", "PotDrawing", "State", "Transform", "Weighing", "pillars_of", "weighing"]

SIDE = 320
"""Width and height of the drawing, in its own units; y points down."""

State = Literal["steaming", "standing", "leaning", "tipped"]


@dataclass(frozen=True, slots=True)
class Pillar:
    """A pillar: a term of the balance axis, drawn as a foot.

    Attributes:
        key: The term's key.
        css: The class that gives ``--term``, its colour.
        shape: The name of its shape, or an empty string.
        names: Its name by language.
    """

    key: str
    css: str
    shape: str
    names: Labels

    def __hash__(self) -> int:
        """Return a hash without the names: labels are mappings, and not hashable."""
        return hash((self.key, self.css, self.shape))


@dataclass(frozen=True, slots=True)
class Weighing:
    """The weights that a pot is drawn for, pillar by pillar in the axis's order.

    Attributes:
        pillars: The pillars of the axis, two or more.
        shares: The share of each, from 0 to 1; their sum is 1.
        weights: The weights as the author gave them; empty for the mean of several articles.
    """

    pillars: tuple[Pillar, ...]
    shares: tuple[float, ...]
    weights: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Transform:
    """The transform of a group: moved to (x, y), rotated clockwise by ``angle`` degrees, scaled."""

    x: float
    y: float
    angle: float
    scale: float


@dataclass(frozen=True, slots=True)
class Part:
    """One SVG path of a drawing.

    Attributes:
        kind: Its kind: ``iron``, ``shine`` (a light on the iron), ``wire``, ``leg`` or ``foot`` (in the colour of
            the pillar), ``steam``, ``spill``, ``ground``.
        path: An SVG path (SVG 2, section 9.3).
        fine: Whether it is left out of a small drawing.
        css: The class of the pillar for legs and feet.
    """

    kind: str
    path: str
    fine: bool = False
    css: str = ""


@dataclass(frozen=True, slots=True)
class PotDrawing:
    """The drawing of a pot: feet, body and lid, and the parts around it.

    Attributes:
        name: A name that is unique on a page and valid in an ``id``.
        state: The state of the pot.
        around: The parts that are not rotated with the pot: ground, spill, steam.
        pot, lid: The transforms of the pot and of its lid.
        feet, body, cover: Their parts, from back to front.
        title, description: The text alternative.
    """

    name: str
    state: State
    around: tuple[Part, ...]
    pot: Transform
    feet: tuple[Part, ...]
    body: tuple[Part, ...]
    lid: Transform
    cover: tuple[Part, ...]
    title: Message
    description: Message


def pillars_of(axis: Axis) -> tuple[Pillar, ...]:
    """Return the pillars of an axis in its order."""
    return tuple(
        Pillar(term.key, f"term-{axis.key}-{term.key}", term.shape, term.names) for term in axis.terms.values()
    )


def weighing(axis: Axis, shares: Mapping[str, float], weights: Mapping[str, int] | None = None) -> Weighing | None:
    """Return the weighing on an axis; None when there is no weight, or the axis has fewer than two terms."""
    if len(axis.terms) < 2 or not any(shares.values()):
        return None
    said = tuple(weights.get(key, 0) for key in axis.terms) if weights is not None else ()
    return Weighing(pillars_of(axis), tuple(shares.get(key, 0.0) for key in axis.terms), said)
