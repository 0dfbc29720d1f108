"""Cards and icons: what they say, and that they are the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from plugins.base.store import Store
from plugins.seo import fonts
from plugins.seo.card_svg import Card, Ink, Mark, card
from plugins.seo.icons import Palette, favicon, icon
from plugins.seo.social_pictures import Pictures, head_picture
from plugins.seo.svg_to_png import png
from tests.conftest import ROOT

TEXT = "{http://www.w3.org/2000/svg}text"
RECT = "{http://www.w3.org/2000/svg}rect"
MARKS = (
    Mark("Le Numérique", "#3f4a9c", "square", 1),
    Mark("Le Collaboratif", "#a3451f", "round", 3),
    Mark("La Responsabilité sociale", "#3f6b2c", "leaf", 2),
)
SHORT_HEADER = b"\x89PNG\r\n\x1a\n\0\0\0\x04IHDR\0\0\1\0\xeb\x15\xd8!"
PALETTE = Palette("#fbf8f2", "#211d18", ("#3f4a9c", "#a3451f", "#3f6b2c"), ("#a9b3ff", "#f0a17c", "#9fcf86"))
TITLES = {
    "short": "Tenir",
    "typographic": "«\u00a0Qui\u202f?\u00a0» –\u00a0l’équipe\u00a0: 10\u202f000\u00a0€, XXᵉ siècle…",
    "hostile": "</text><script>alert(1)</script> & \"'",
    "emoji": "La marmite 🍲 tient\ufe0f 👩\u200d🍳",
    "long": "Pourquoi l’innovation sociale et la transformation numérique ne se décrètent pas " * 4,
    "word": "anticonstitutionnellement" * 8,
    "Greek": "Ὁ βίος βραχύς",
}


def drawn(title: str, **more: object) -> list[str]:
    """Return the texts of a card, line by line."""
    said = Card(title, site="Trépied", note="2 mars 2026", marks=MARKS, weighted=True, feet=PALETTE.feet, **more)  # type: ignore[arg-type]
    svg = card(said, Ink())
    assert svg is not None
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(TEXT)]


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_no_box_stands_for_a_letter(title: str) -> None:
    """The font has every character that a card shows, and none is a space that fonts lack."""
    words = drawn(title)
    assert all(fonts.has(character, "semibold") for text in words for character in text)
    assert not {"\u00a0", "\u202f", "\n"} & set("".join(words))


def test_what_a_card_says() -> None:
    """The site, the title on its lines, the date, the terms."""
    assert drawn("La marmite tient\u202f!") == [
        *("Trépied", "La marmite tient !", "2 mars 2026"),
        *("Le Numérique", "Le Collaboratif", "La Responsabilité sociale"),
    ]


def test_the_ribbon_is_divided_as_the_article_is() -> None:
    """One sixth, one half, one third of the width."""
    svg = card(Card("Tenir", marks=MARKS), Ink())
    assert svg is not None
    parts = [rect for rect in ElementTree.fromstring(svg).iter(RECT) if rect.get("height") == "14"]
    assert [(part.get("x"), part.get("fill")) for part in parts] == [
        *(("0", "#3f4a9c"), ("200", "#a3451f"), ("800", "#3f6b2c"))
    ]


def test_six_long_names_do_not_leave_the_card() -> None:
    """Names grow smaller, then give way to an ellipsis before the date."""
    many = tuple(Mark(f"Un très long nom de pilier, le {n}e", "#3f4a9c", "square", 3) for n in range(6))
    svg = card(Card("Tenir", note="2 mars 2026", marks=many, weighted=True), Ink())
    assert svg is not None
    texts = list(ElementTree.fromstring(svg).iter(TEXT))
    assert texts[-1].text == "…"
    left = 1120 - fonts.width("2 mars 2026", 20, "regular")
    assert float(texts[-1].get("x", "")) < left
    last = texts[-2]
    assert float(last.get("x", "")) + fonts.width(last.text or "", 20, "regular") < left


@pytest.mark.parametrize("title", ["三本足の鍋", "الوعاء", "🍲"])
def test_a_title_that_cannot_be_drawn(title: str) -> None:
    """There is no card rather than one with boxes; the site's takes its place."""
    assert card(Card(title), Ink()) is None


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_card_is_light_and_right(title: str) -> None:
    """1200 by 630 pixels, on the theme's paper, at most 60 KB."""
    svg = card(Card(title, marks=MARKS, weighted=True), Ink())
    assert svg is not None
    data = png(svg, 1200, 128)
    assert len(data) <= 60_000
    with Image.open(io.BytesIO(data)) as image:
        assert (image.size, image.format) == ((1200, 630), "PNG")
        assert image.convert("RGB").getpixel((40, 300)) == (0xFB, 0xF8, 0xF2)


def test_pictures_are_the_same_bytes_in_another_process() -> None:
    """Nothing depends on the machine's fonts, on the order of sets, or on the clock."""
    program = (
        "import hashlib;from tests.seo.test_social_pictures import *;from plugins.seo.svg_to_png import ico;"
        "data=png(card(Card(TITLES['long'],marks=MARKS),Ink()),1200,128)+png(icon(PALETTE,.8,True),192)+favicon(PALETTE)"
        "+ico(png(favicon(PALETTE),s) for s in (16,32));print(hashlib.sha256(data).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "", "LANG": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != ""


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 7])
def test_the_icon_has_as_many_feet_as_there_are_pillars(count: int) -> None:
    """Two to six; else three, in ink."""
    colours = tuple(f"#0000{n:02x}" for n in range(count))
    root = ElementTree.fromstring(favicon(Palette("#ffffff", "#000000", colours, colours)))
    feet = [path.get("fill") for path in root.iter("{http://www.w3.org/2000/svg}path") if not path.get("class")]
    assert feet == (list(colours) if 2 <= count <= 6 else ["#000000"] * 3)


def test_the_icon_follows_the_night() -> None:
    """Its own style sheet gives iron and feet their colours on dark tabs, and there is nothing else in it."""
    style = ElementTree.fromstring(favicon(PALETTE)).findtext("{http://www.w3.org/2000/svg}style")
    assert style == (
        "@media (prefers-color-scheme:dark){.iron{fill:#ece4d6}.wire{stroke:#ece4d6}path[fill='#3f4a9c']{fill:#a9b3ff}"
        "path[fill='#a3451f']{fill:#f0a17c}path[fill='#3f6b2c']{fill:#9fcf86}}"
    )


def test_what_a_mask_leaves() -> None:
    """The maskable icon has nothing but paper outside the circle that masks leave."""
    with Image.open(io.BytesIO(png(icon(PALETTE, 0.62, False), 512))) as image:
        pixels = image.convert("RGB")
        outside = {
            pixels.getpixel((x, y))
            for x in range(0, 512, 4)
            for y in range(0, 512, 4)
            if (x - 256) ** 2 + (y - 256) ** 2 > (0.4 * 512) ** 2
        }
    assert outside == {(0xFB, 0xF8, 0xF2)}


def test_what_is_kept_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture is drawn once; one that was cut off is drawn anew; what nobody asks for goes."""
    drawn: list[int] = []

    def draw(svg: bytes, width: int, colours: int) -> bytes:
        drawn.append(width)
        return hashlib.sha256(svg).digest()

    monkeypatch.setattr("plugins.seo.svg_to_png.png", draw)

    def cards(*titles: str) -> dict[str, bytes]:
        made = Pictures(Ink(), PALETTE, Store(tmp_path / "kept"))
        for title in titles:
            made.picture(f"{title}.png", Card(title, "Site"), title)
        return dict(made.cards())

    first = cards("Un", "Deux")
    assert (cards("Un", "Deux"), drawn) == (first, [1200, 1200])
    kept = sorted((tmp_path / "kept").glob("*/*"))
    kept[0].write_bytes(kept[0].read_bytes()[:-1])
    assert (cards("Un", "Deux"), drawn) == (first, [1200] * 3)
    assert list(cards("Un")) == ["Un.png"]
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_pictures_that_social_networks_show(tmp_path: Path) -> None:
    """Drawings, pictures of less than 200 pixels, what is none and what is not there are left out."""
    for name, size, kind in (("a.jpg", (800, 400), "JPEG"), ("b.png", (199, 800), "PNG"), ("f.png", (200, 200), "PNG")):
        Image.new("RGB", size).save(tmp_path / name, kind)
    (tmp_path / "c.svg").write_text("<svg/>")
    (tmp_path / "e.png").write_bytes(SHORT_HEADER)
    found = head_picture(tmp_path / "a.jpg", "images/a.jpg", "Une marmite")
    assert found
    assert (found.width, found.height, found.type) == (800, 400, "image/jpeg")
    assert head_picture(tmp_path / "f.png", "f.png", "")
    assert [head_picture(tmp_path / name, name, "") for name in ("b.png", "c.svg", "d.jpg", "e.png")] == [None] * 4
