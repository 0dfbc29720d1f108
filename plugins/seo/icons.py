"""The site's icons as SVG: favicon, Apple touch icon, app icons.

They show a pot with one foot per pillar of the framework, in its colour.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from plugins.seo.card_shapes import FEET, pot
from plugins.seo.web_manifest import AppIcon

__all__ = ["APPLE", "APPS", "FAVICON", "FAVICON_ICO", "LOGO", "Palette", "favicon", "icon"]

FAVICON, FAVICON_ICO = "favicon.svg", "favicon.ico"
APPLE = AppIcon("apple-touch-icon.png", 180)
APPS = (AppIcon("icon-192.png", 192), AppIcon("icon-512.png", 512), AppIcon("icon-maskable-512.png", 512, "maskable"))
LOGO = APPS[1]
SVG = "http://www.w3.org/2000/svg"

NIGHT = "#ece4d6"
"""The pot's colour in the dark scheme."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of the icons: paper, ink, and the feet in the light and in the dark scheme."""

    paper: str
    ink: str
    feet: tuple[str, ...] = ()
    night_feet: tuple[str, ...] = ()

    def standing(self, feet: Sequence[str]) -> tuple[str, ...]:
        """Return the colours of the feet, or three in ink when their number is none of a pot's."""
        return tuple(feet) if len(feet) in FEET and all(feet) else (self.ink,) * 3


def favicon(palette: Palette) -> bytes:
    """Return the favicon as SVG, with an inline style sheet for the dark scheme."""
    root = Element("svg", {"xmlns": SVG, "viewBox": "0 0 64 64"})
    feet = palette.standing(palette.feet)
    night = palette.night_feet if len(palette.night_feet) == len(feet) and all(palette.night_feet) else feet
    rules = [f".iron{{fill:{NIGHT}}}.wire{{stroke:{NIGHT}}}"]
    rules += [f"path[fill='{day}']{{fill:{dark}}}" for day, dark in zip(feet, night, strict=True) if day != palette.ink]
    if all(foot == palette.ink for foot in feet):
        rules.append(f"path[fill='{palette.ink}']{{fill:{NIGHT}}}")
    SubElement(root, "style").text = f"@media (prefers-color-scheme:dark){{{''.join(dict.fromkeys(rules))}}}"
    pot(root, palette.ink, feet, classes=True)
    drawn: bytes = ElementTree.tostring(root, encoding="utf-8")
    return drawn


def icon(palette: Palette, share: float, rounded: bool) -> bytes:
    """Return an icon with a background as SVG, for any size.

    Args:
        palette: Its colours.
        share: The pot's part of the side; a mask may leave only the middle 0.8 (W3C manifest, "maskable").
        rounded: Whether the corners of the background are round.
    """
    root = Element("svg", {"xmlns": SVG, "viewBox": "0 0 64 64"})
    SubElement(root, "rect", width="64", height="64", rx="12" if rounded else "0", fill=palette.paper)
    edge = 32 * (1 - share)
    group = SubElement(root, "g", transform=f"translate({edge:g} {edge:g}) scale({share:g})")
    pot(group, palette.ink, palette.standing(palette.feet))
    drawn: bytes = ElementTree.tostring(root, encoding="utf-8")
    return drawn
