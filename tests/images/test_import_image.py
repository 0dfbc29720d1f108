"""What becomes of a picture that is brought in, by its colours and its shape; and from which weight on one says so."""

from __future__ import annotations

import pytest
from PIL import Image

from plugins.images.import_image import ImportedImage, import_image
from plugins.images.publication_checks import advice
from tests.images.samples import reopened, saved


def coloured(count: int, mode: str) -> Image.Image:
    """Return a picture of so many colours, or greys."""
    image = Image.new(mode, (count, 2))
    for number in range(count):
        image.putpixel((number, 0), number if mode == "L" else (number % 256, number // 256, 9))
        image.putpixel((number, 1), number if mode == "L" else (number % 256, number // 256, 9))
    return image


@pytest.mark.parametrize(
    ("count", "mode", "suffix"), [(256, "RGB", ".png"), (257, "RGB", ".jpg"), (16, "L", ".png"), (17, "L", ".jpg")]
)
def test_few_colours_are_a_drawing(count: int, mode: str, suffix: str) -> None:
    """256 colours or 16 greys stay as they are to the pixel; more are a photograph."""
    found = import_image(saved(coloured(count, mode), "BMP"), "x.bmp", 2_000)
    assert isinstance(found, ImportedImage)
    assert found.suffix == suffix


@pytest.mark.parametrize(
    ("size", "made"),
    [((200, 100), (200, 100)), ((201, 100), (200, 100)), ((400, 100), (200, 50)), ((404, 100), (402, 100))],
    ids=["as long as may be", "longer", "four times as long as wide", "a scroll"],
)
def test_a_picture_is_no_longer_than_asked_for(size: tuple[int, int], made: tuple[int, int]) -> None:
    """One that is more than four times as long as wide is scrolled along: its area counts; standing or lying."""
    for turned in (1, -1):
        found = import_image(saved(Image.new("RGB", size[::turned]), "BMP"), "x.bmp", 200)
        assert isinstance(found, ImportedImage)
        assert reopened(found.data).size == made[::turned]


@pytest.mark.parametrize(("weight", "told"), [(5 * 1024 * 1024, False), (5 * 1024 * 1024 + 1, True)])
def test_a_heavy_picture_is_worth_a_word(weight: int, told: bool) -> None:
    """From 5 MiB on, of what browsers show."""
    assert (advice(weight, "jpeg", "x.jpg") is not None) is told
    assert advice(weight, "pdf", "x.pdf") is None
