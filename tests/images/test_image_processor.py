"""What is kept between builds: whole or made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from plugins.base.store import Store
from plugins.images import raster
from plugins.images.image_processor import ImageProcessor, Inspection
from plugins.images.model import Facts, Output
from plugins.images.settings import ImagesSettings
from tests.images.samples import jpeg, photograph, png, saved


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with every reading of pixels and every file that is made."""
    done: list[str] = []
    inspect, encoded = raster.inspect, raster.encoded

    def counting_inspect(data: bytes, kind: str) -> object:
        done.append("inspect")
        return inspect(data, kind)

    def counting_encoded(data: bytes, facts: Facts, outputs: Iterable[Output]) -> Iterator[bytes]:
        for file in encoded(data, facts, outputs):
            done.append("encoded")
            yield file

    monkeypatch.setattr(raster, "inspect", counting_inspect)
    monkeypatch.setattr(raster, "encoded", counting_encoded)
    return done


def made(folder: Path, data: bytes, kind: str, **options: object) -> tuple[Inspection, dict[str, bytes]]:
    """Return what a new workshop makes of a picture."""
    shop = ImageProcessor(ImagesSettings.model_validate({"variants": True, **options}), Store(folder))
    look = shop.inspect(data, kind)
    assert isinstance(look, Inspection)
    return look, dict(shop.files("images/pot.jpg", data, look))


def test_nothing_is_made_twice(tmp_path: Path, counted: list[str]) -> None:
    """A second build reads no pixel and encodes nothing; one more width costs one file."""
    data = saved(photograph(1000, 600), "JPEG", quality=95)
    first = made(tmp_path, data, "jpeg")
    assert counted == ["inspect", *["encoded"] * 4]
    assert made(tmp_path, data, "jpeg") == first
    assert len(counted) == 5
    made(tmp_path, data, "jpeg", widths=[480, 640, 800])
    assert len(counted) == 6


def test_a_harmed_file_is_made_anew_and_the_same(tmp_path: Path, counted: list[str]) -> None:
    """Whatever happens to the store, the files are the same."""
    data = jpeg(6, image=photograph(900, 600))
    look, files = made(tmp_path, data, "jpeg")
    for kept in [file for file in tmp_path.rglob("*") if file.is_file()]:
        kept.write_bytes(kept.read_bytes()[:-3])
    assert made(tmp_path, data, "jpeg") == (look, files)
    assert counted == ["inspect", *["encoded"] * len(files)] * 2


def test_names_change_with_bytes(tmp_path: Path) -> None:
    """The base has the picture's own name; variants are named after what they are made of."""
    _, one = made(tmp_path, jpeg(image=photograph(900, 600)), "jpeg")
    _, other = made(tmp_path, jpeg(image=photograph(900, 601)), "jpeg")
    assert sorted(name.split(".")[2] for name in one if name != "images/pot.jpg") == ["480", "800", "900"]
    assert set(one) & set(other) == {"images/pot.jpg"}


def test_no_variant_is_offered_that_spares_nothing(tmp_path: Path) -> None:
    """A flat drawing is lighter as it is: its AVIF would weigh more, so there is none."""
    flat = photograph(900, 600).quantize(4).convert("1")
    look, files = made(tmp_path, png(flat), "png")
    assert look.plan.variants == ()
    assert list(files) == ["images/pot.jpg"]


def test_each_variant_is_lighter_than_the_next(tmp_path: Path) -> None:
    """From the base downwards, every file is smaller than the one before it."""
    look, files = made(tmp_path, jpeg(image=photograph(1900, 1200), quality=96), "jpeg")
    weights = [len(files[name]) for name in look.names("images/pot.jpg")]
    assert [output.width for output in look.plan.variants] == [480, 800, 1200, 1600]
    assert weights == [weights[0], *sorted(weights[1:])]
    assert weights[0] > weights[-1]
