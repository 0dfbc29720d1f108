"""Drawings of the framework's weights: the pot that stands or tips, and the map of all articles between the pillars.

The core computes geometry (:func:`plugins.drawings.pot.pot`, :mod:`~plugins.drawings.map_positions`,
:mod:`~plugins.drawings.map_layout`), templates only draw it, and
:func:`plugins.drawings.pot_svg.standalone_svg` draws a pot for what stands outside of pages. README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point. Imports late, so that the core stays free of Pelican."""
    from plugins.drawings import wiring

    wiring.connect()
