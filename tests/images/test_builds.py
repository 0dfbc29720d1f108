"""Real builds: what reaches the output of a site with pictures in it."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import feedparser
import pytest
from PIL import Image

from tests.conftest import SiteFolder
from tests.images.samples import SECRET, bomb, jpeg, moving, photograph, png, saved

HEAD = "image: {file: images/tete.jpg, alt: Une photo en tête, caption: Sous la photo}\n"
BODY = """Du texte.

![Une photo](../../images/photo.jpg "La légende")

![Un dessin](../../images/dessin.svg)

![Une photo étroite](../../images/photo.jpg){: width=300 }

<a href="../../images/anim.gif"><img src="../../images/anim.gif" alt="Ce qui bouge"></a>
"""
DRAWING = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 54" onload="x()"><!-- {SECRET} -->
<title>Un dessin</title><script>{SECRET}</script><rect width="96" height="54"/></svg>"""


@pytest.fixture
def pictures(site: SiteFolder) -> SiteFolder:
    """Return a site with an article that shows pictures, and one picture that no text mentions."""
    site.write("images/photo.jpg", jpeg(6, image=photograph(1200, 900)))
    site.write("images/tete.jpg", jpeg(image=photograph(2000, 1000)))
    site.write("images/seule.png", png())
    site.write("images/anim.gif", moving("GIF", comment=SECRET.encode()))
    site.write("images/dessin.svg", DRAWING)
    site.write("images/lisez.pdf", b"%PDF-1.7 words")
    site.article("photos", body=BODY, more=HEAD)
    return site


def publish(site: SiteFolder, address: str = "https://pot.example") -> subprocess.CompletedProcess[str]:
    """Build as for readers, less the search index, which has its own tests."""
    return site.build("publishconf.py", SITEURL=address, SEARCH_INDEX=False)


def published(site: SiteFolder) -> dict[str, bytes]:
    """Return the files of the image folder of the output."""
    folder = site.output / "images"
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def tags(site: SiteFolder, page: str, names: str = "img|source|picture") -> list[dict[str, str]]:
    """Return the attributes of the pictures in the text of a page."""
    elements = site.page(page).xpath("//div[@class='text e-content']//*[self::img or self::source]")
    return [{"tag": element.tag, **element.attrib} for element in elements]


def test_the_preview_strips_and_measures(pictures: SiteFolder) -> None:
    """In the preview, every picture is stripped and measured; there are no variants."""
    done = pictures.build()
    assert done.returncode == 0, done.stderr
    files = published(pictures)
    assert sorted(files) == ["anim.gif", "dessin.svg", "lisez.pdf", "photo.jpg", "seule.png", "tete.jpg"]
    assert [name for name, data in files.items() if SECRET.encode() in data] == []
    assert files["lisez.pdf"] == b"%PDF-1.7 words"
    assert Image.open(io.BytesIO(files["photo.jpg"])).size == (900, 1200)
    assert Image.open(io.BytesIO(files["tete.jpg"])).size == (1600, 800)
    lazy = {"loading": "lazy", "decoding": "async"}
    shown = [
        (tag["src"], tag["width"], tag["height"], {key: tag[key] for key in lazy})
        for tag in tags(pictures, "2026/03/photos")
    ]
    assert shown == [
        ("/images/photo.jpg", "900", "1200", lazy),
        ("/images/dessin.svg", "96", "54", lazy),
        ("/images/photo.jpg", "300", "400", lazy),
        ("/images/anim.gif", "60", "40", lazy),
    ]


def test_no_secret_is_anywhere_in_the_output(pictures: SiteFolder) -> None:
    """Whatever is published, in the preview or for good, holds no word of the metadata."""
    for build in (SiteFolder.build, publish):
        assert build(pictures).returncode == 0
        found = [file for file in pictures.output.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()]
        assert found == []


def test_publishing_offers_widths(pictures: SiteFolder) -> None:
    """When published, each photograph has variants that exist, have the width they say, and are lighter."""
    done = publish(pictures, "https://pot.example/blog")
    assert done.returncode == 0, done.stderr
    first, base, _, narrow, _, _ = tags(pictures, "2026/03/photos")
    assert (first["tag"], first["type"], first["sizes"]) == ("source", "image/avif", "(min-width: 48em) 46em, 100vw")
    assert narrow["sizes"] == "300px"
    assert (base["src"], base["width"], base["height"]) == ("/blog/images/photo.jpg", "900", "1200")
    offered = [entry.split() for entry in first["srcset"].split(", ")]
    assert [width for _, width in offered] == ["480w", "800w", "900w"]
    weights = []
    for address, width in offered:
        assert re.fullmatch(rf"/blog/images/photo\.[0-9a-f]{{8}}\.{width[:-1]}\.avif", address)
        data = (pictures.output / address.removeprefix("/blog/")).read_bytes()
        weights.append(len(data))
        assert Image.open(io.BytesIO(data)).width == int(width[:-1])
    base_weight = (pictures.output / "images/photo.jpg").stat().st_size
    assert sorted(weights) == weights
    assert weights[-1] < base_weight


def test_a_second_build_changes_nothing(pictures: SiteFolder) -> None:
    """What is made again, from the store or without it, is the same to the byte."""
    assert publish(pictures).returncode == 0
    first = pictures.files()
    again = publish(pictures)
    assert "(0 files written" in again.stdout
    assert pictures.files() == first
    for kept in [file for file in (pictures.path / "var/images").rglob("*") if file.is_file()]:
        kept.write_bytes(b"\0" + kept.read_bytes()[1:])
    assert publish(pictures).returncode == 0
    assert pictures.files() == first


def test_a_picture_that_goes_takes_its_variants_along(pictures: SiteFolder) -> None:
    """Stale variants leave the output with the picture that they were made of."""
    assert publish(pictures).returncode == 0
    before = set(published(pictures))
    pictures.write("images/photo.jpg", jpeg(image=photograph(500, 400)))
    assert publish(pictures).returncode == 0
    gone = before - set(published(pictures))
    assert {name.split(".")[0] for name in gone} == {"photo"}
    assert len(gone) == 3


def test_feeds_carry_simple_pictures(pictures: SiteFolder) -> None:
    """In feeds a picture is one element with an absolute address, and the enclosure has the published size."""
    assert publish(pictures).returncode == 0
    feed = feedparser.parse((pictures.output / "feed.atom").read_bytes(), sanitize_html=False)
    (entry,) = feed.entries
    html = entry.content[0].value
    assert re.findall(r"<(?:source|picture)\b", html) == []
    assert 'src="https://pot.example/images/photo.jpg"' in html
    assert re.findall(r"\b(?:srcset|sizes|loading|decoding|fetchpriority)=", html) == []
    enclosure = next(link for link in entry.links if link.rel == "enclosure")
    assert enclosure.href == "https://pot.example/images/tete.jpg"
    assert int(enclosure.length) == (pictures.output / "images/tete.jpg").stat().st_size


def test_introductions_are_measured_too(site: SiteFolder) -> None:
    """The pictures of the framework's introductions have their sizes."""
    term = next((site.path / "content/framework/drivers").glob("numerique.md"))
    term.write_text(term.read_text("utf-8") + "\n![Un dessin](../../images/dessin.svg)\n", "utf-8")
    site.write("images/dessin.svg", DRAWING)
    site.article("un")
    done = site.build()
    assert done.returncode == 0, done.stderr
    pages = [file.read_text("utf-8") for file in site.output.rglob("index.html")]
    found = {tag for page in pages for tag in re.findall(r"<img[^>]*dessin\.svg[^>]*>", page)}
    assert found == {
        '<img alt="Un dessin" src="/images/dessin.svg" width="96" height="54" loading="lazy" decoding="async">'
    }


FINDINGS = {
    "coupee.jpg": (
        jpeg()[:2000],
        "this picture cannot be read (it is cut off); export it again, or put another one in its place",
    ),
    "bombe.png": (
        bomb(30_000, 30_000),
        "this picture has more than 100 million pixels; make it smaller with the program that it comes from",
    ),
    "photo.heic": (
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "browsers do not show HEIC pictures; python3 tasks.py image content/images/photo.heic brings it in as one that "
        "they do; then delete this file",
    ),
    "scan.tif": (
        saved(photograph(), "TIFF"),
        "browsers do not show TIFF pictures; python3 tasks.py image content/images/scan.tif brings it in as one that "
        "they do; then delete this file",
    ),
    "faux.jpg": (png(), "this file is a png picture, and its name says jpeg; rename it to faux.png"),
    "cachee.txt": (jpeg(), "this file is a jpeg picture, and its name does not say so; rename it to cachee.jpg"),
    "casse.svg": (
        b"<svg><rect></svg>",
        "this drawing is not well-formed SVG; export it again as SVG, or put another one in its place",
    ),
    "vide.png": (
        b"",
        "this picture cannot be read (its content is damaged); export it again, or put another one in its place",
    ),
}


def test_what_cannot_be_published_is_told_and_left_out(site: SiteFolder) -> None:
    """Each is a finding with its file, its cause and how to mend it; none reaches the output; strict builds refuse."""
    for name, (data, _) in FINDINGS.items():
        site.write(f"images/{name}", data)
    site.write("images/bonne.jpg", jpeg())
    site.article(
        "un", more="image: {file: images/coupee.jpg, alt: Une photo}\n", body="![Une photo](../../images/vide.png)"
    )
    done = site.build()
    assert done.returncode == 0
    told = [line for line in done.stderr.splitlines() if line.startswith("content/images/")]
    assert told == [f"content/images/{name}:1:1: {words}" for name, (_, words) in sorted(FINDINGS.items())]
    assert list(published(site)) == ["bonne.jpg"]
    assert site.build("publishconf.py").returncode == 65


def test_large_files_are_worth_a_word(site: SiteFolder) -> None:
    """A picture over 5 MB is advice: it fails nothing."""
    site.article("un")
    data = jpeg()
    site.write("images/lourde.jpg", data + b"\0" * (6 * 1024 * 1024))
    done = site.check()
    assert done.returncode == 0
    said = "this picture weighs 6 MB; python3 tasks.py image content/images/lourde.jpg makes it lighter (advice)"
    assert f"content/images/lourde.jpg:1:1: {said}" in done.stdout.splitlines()


def test_a_wrong_setting_ends_the_build(site: SiteFolder) -> None:
    """An unknown format or setting is told, with what is known, and nothing is built."""
    site.article("un")
    for name, value in (("IMAGES_FORMAT", "gif"), ("IMAGES_WIDTH", 3), ("IMAGES_WIDTHS", [0])):
        done = site.build(**{name: value})
        assert done.returncode == 78
        assert "IMAGES_WIDTHS" in done.stderr
        assert not site.output.exists()


def test_a_link_out_of_the_content_is_not_followed(site: SiteFolder, tmp_path: Path) -> None:
    """A picture that is a link to a file elsewhere is not published."""
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(jpeg())
    site.write("images/bonne.jpg", jpeg())
    (site.path / "content/images/lien.jpg").symlink_to(secret)
    site.article("un")
    assert site.build().returncode == 0
    assert list(published(site)) == ["bonne.jpg"]


def test_names_that_need_quoting(site: SiteFolder) -> None:
    """Spaces, commas and accents in a name lead where they should."""
    site.write("images/l'été, à deux.jpg", jpeg(image=photograph(900, 600)))
    site.article("un", body="![Une photo](<../../images/l'été, à deux.jpg>)")
    done = publish(site)
    assert done.returncode == 0, done.stderr
    source, image = tags(site, "2026/03/un")
    assert image["width"] == "900"
    for entry in source["srcset"].split(", "):
        address = entry.split()[0]
        assert re.fullmatch(r"/images/l%27%C3%A9t%C3%A9%2C%20%C3%A0%20deux\.[0-9a-f]{8}\.\d+\.avif", address)
