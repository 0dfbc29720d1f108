"""Which files a picture becomes."""

from __future__ import annotations

import pytest

from plugins.images.model import Facts
from plugins.images.settings import ImagesSettings
from plugins.images.variants import plan, scaled


@pytest.mark.parametrize(
    ("height", "widths"),
    [(600, [480, 800]), (16_383, [480, 800]), (16_384, [480]), (27_305, [480]), (27_307, [])],
)
def test_a_variant_is_no_higher_than_webp_holds(height: int, widths: list[int]) -> None:
    """16,383 pixels, at the width that the variant has; what is higher is offered as the base alone."""
    made = plan(Facts("jpeg", 800, height), ImagesSettings(variants=True))
    assert (made.base.width, made.base.height) == (800, height)
    assert [variant.width for variant in made.variants] == widths


@pytest.mark.parametrize(
    ("size", "width", "made"),
    [
        ((1000, 667), 800, (800, 534)),  # 533.6
        ((1000, 664), 800, (800, 531)),  # 531.2
        ((3000, 1), 800, (800, 1)),
        ((800, 600), 800, (800, 600)),
        ((799, 600), 800, (799, 600)),
    ],
)
def test_a_picture_keeps_its_proportions(size: tuple[int, int], width: int, made: tuple[int, int]) -> None:
    """Its height is the nearest whole one, at least a pixel; and nothing is made larger."""
    assert scaled(Facts("jpeg", *size), width) == made
