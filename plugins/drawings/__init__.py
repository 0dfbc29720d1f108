"""Drawings of the balance of weights: a pot on its feet, and a map of all articles in barycentric coordinates.

The core computes geometry (:func:`plugins.drawings.pot_geometry.pot`, :mod:`~plugins.drawings.map_positions`,
:mod:`~plugins.drawings.map_layout`), templates only draw it, and
:func:`plugins.drawings.pot_svg.standalone_svg` returns a pot as an SVG file. README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
