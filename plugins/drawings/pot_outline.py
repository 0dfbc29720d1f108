"""The fixed paths of the pot: body around its centre, lid above its seat, steam and spill."""

from __future__ import annotations

from plugins.drawings.model import Part

__all__ = ["BODY", "COVER", "EARS", "OUTLINE", "SEAT", "SPILL", "STEAM"]

SEAT = (0.0, -66.0)
"""The position of the lid, from the centre of the pot."""

BELLY = ((-88.0, -56.0), (-128.0, 4.0), (-96.0, 86.0), (0.0, 86.0), (96.0, 86.0), (128.0, 4.0), (88.0, -56.0))
"""The belly as two cubic Béziers, from the left of the rim over the bottom to its right."""

BODY = (
    Part("wire", "M-99 -34C-122 -42 -128 -12 -106 -10M99 -34C122 -42 128 -12 106 -10"),
    Part("iron", "M-88 -58C-128 4 -96 86 0 86C96 86 128 4 88 -58Z"),
    Part("iron", "M-92 -68H92A7 7 0 0 1 92 -52H-92A7 7 0 0 1 -92 -68Z"),
    Part("shine", "M-86 -47H86", fine=True),
    Part("shine", "M-84 -22C-92 12 -78 48 -46 64", fine=True),
    Part("shine", "M-66 -24C-70 -6 -66 14 -58 26", fine=True),
)

COVER = (
    Part("iron", "M-84 0C-74 -34 -34 -42 0 -42C34 -42 74 -34 84 0Z"),
    Part("iron", "M-5 -38V-50H5V-38ZM0 -66A10.5 10.5 0 0 1 0 -45A10.5 10.5 0 0 1 0 -66Z"),
    Part("shine", "M-58 -12C-48 -25 -30 -30 -12 -31", fine=True),
)

STEAM = (
    Part("steam", "M122 58C112 47 132 37 122 22"),
    Part("steam", "M160 46C148 34 172 24 160 6"),
    Part("steam", "M198 58C188 47 208 37 198 22"),
)

SPILL = "M212 300C202 300 206 293 220 294C232 289 242 295 256 293C268 292 270 300 258 300Z"
"""The soup, before the mouth of a pot that lies on its side."""


def _curve(start: int, steps: int = 24) -> list[tuple[float, float]]:
    a, b, c, d = BELLY[start : start + 4]
    found = []
    for step in range(steps + 1):
        t = step / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        found.append(
            (
                sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
                sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
            )
        )
    return found


OUTLINE = (*_curve(0), *_curve(3)[1:], (-99.0, -60.0), (99.0, -60.0))
"""Points of the belly and the rim, which may touch the ground."""

EARS = ((-117.0, -22.0), (117.0, -22.0))
"""The outermost points of the handles, on which a pot on its side comes to rest."""
