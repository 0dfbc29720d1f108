"""Text alternatives of the drawings: titles and descriptions of pots, weights and shares in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugins.drawings.model import Pillar, State, Weighing
from plugins.i18n.messages import N_, Message, message

__all__ = ["description", "shares", "title", "weights"]

TITLES: dict[State, str] = {
    "steaming": N_("The pot stands on even feet, and steams"),
    "standing": N_("The pot stands, almost straight"),
    "leaning": N_("The pot leans"),
    "tipped": N_("The pot lies on its side"),
}


def title(state: State) -> Message:
    """Return the title of a pot in a state."""
    return message(TITLES[state])


def description(weighing: Weighing) -> Message:
    """Return the text description of a pot's feet: their weights, or their shares for the mean of several articles.

    >>> from plugins.drawings.model import Pillar
    >>> from plugins.i18n.messages import Labels
    >>> pillars = tuple(Pillar(key, key, "", Labels({"en": key})) for key in ("sea", "land", "sky"))
    >>> description(Weighing(pillars, (0.25, 0.75, 0.0), (1, 3, 0))).text()
    'Weights of its feet, out of 3: sea 1; land 3. Missing: sky.'
    >>> description(Weighing(pillars, (0.25, 0.75, 0.0))).text()
    'Its feet carry: sea 25%; land 75%. Missing: sky.'
    """
    pillars = weighing.pillars
    if weighing.weights:
        given = dict(zip((pillar.key for pillar in pillars), weighing.weights, strict=True))
        said = message(N_("Weights of its feet, out of 3: {list}."), list=weights(pillars, given))
    else:
        parts = dict(zip((pillar.key for pillar in pillars), weighing.shares, strict=True))
        said = message(N_("Its feet carry: {list}."), list=shares(pillars, parts))
    missing = [
        message("{term}", term=pillar.names)
        for pillar, share in zip(pillars, weighing.shares, strict=True)
        if not share
    ]
    return message(N_("{weights} Missing: {list}."), weights=said, list=listed(missing)) if missing else said


def listed(found: Sequence[Message]) -> Message:
    """Return one message that enumerates one or more."""
    said = found[0]
    for more in found[1:]:
        said = message(N_("{list}; {more}"), list=said, more=more)
    return said


def weights(pillars: Sequence[Pillar], given: Mapping[str, int]) -> Message:
    """Return the weights of an article as a message, in the order of the axis."""
    return listed(
        [
            message(N_("{term} {weight}"), term=pillar.names, weight=given[pillar.key])
            for pillar in pillars
            if given.get(pillar.key, 0)
        ]
    )


def shares(pillars: Sequence[Pillar], given: Mapping[str, float]) -> Message:
    """Return shares as a message, in whole percent, without those of zero."""
    return listed(
        [
            message(N_("{term} {share}%"), term=pillar.names, share=round(100 * given[pillar.key]))
            for pillar in pillars
            if given.get(pillar.key, 0)
        ]
    )
