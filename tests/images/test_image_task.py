"""The task ``image``: what is written, what is asked, what is refused."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from plugins.images.import_image import ImportedImage, import_image
from plugins.images.model import Rejection
from tests.conftest import ROOT, SiteFolder
from tests.images.samples import SECRET, jpeg, moving, photograph, png, reopened, saved


@pytest.fixture
def project(site: SiteFolder) -> SiteFolder:
    """Return a folder with settings and a content folder without pictures."""
    shutil.rmtree(site.path / "content/images", ignore_errors=True)
    site.write("../pelicanconf.py", (ROOT / "pelicanconf.py").read_bytes())
    return site


def image(project: SiteFolder, *arguments: str | Path, stdin: str = "") -> tuple[int, str, str]:
    """Run the task and return its exit code and what it said."""
    done = project.run("plugins.images.image_task", *map(str, arguments), stdin=stdin)
    return done.returncode, done.stdout, done.stderr


def test_a_photograph_is_brought_in(project: SiteFolder, tmp_path: Path) -> None:
    """It is turned, made smaller, stripped, named, written, and the lines that show it are printed."""
    source = tmp_path / "Été à la mer.JPG"
    source.write_bytes(jpeg(6, image=photograph(4000, 3000)))
    before = source.read_bytes()
    code, out, err = image(project, source, "--alt", "La mer, [calme]", "--caption", "Ce jour-là")
    assert (code, err) == (0, "")
    file = project.path / "content/images/ete-a-la-mer.jpg"
    made = reopened(file.read_bytes())
    assert made.size == (1500, 2000)
    assert SECRET.encode() not in file.read_bytes()
    assert source.read_bytes() == before
    assert out.splitlines()[1:] == [
        "",
        "In an article:",
        "",
        '![La mer, \\[calme\\]](../../images/ete-a-la-mer.jpg "Ce jour-là")',
        "",
        "Or at its head, in the front matter:",
        "",
        "image:",
        "  file: images/ete-a-la-mer.jpg",
        "  alt: La mer, [calme]",
        "  caption: Ce jour-là",
    ]


def test_what_it_prints_is_right(project: SiteFolder, tmp_path: Path) -> None:
    """An article with the printed lines has no mistake, and shows the picture."""
    source = tmp_path / "pot.jpg"
    source.write_bytes(jpeg())
    _, out, _ = image(project, source, "--alt", "Un pot: 'noir', \"grand\" [et] \\rond", "--caption", 'Le "pot"')
    lines = out.splitlines()
    head = "\n".join(lines[lines.index("image:") :]) + "\n"
    project.article("pot", body=lines[4], more=head)
    done = project.check()
    assert done.returncode == 0, done.stdout


def test_the_words_are_asked_for(project: SiteFolder, tmp_path: Path) -> None:
    """An empty answer and a file's name are refused with a reason; then the words are taken."""
    source = tmp_path / "pot.png"
    source.write_bytes(png())
    code, out, _ = image(project, source, stdin="\npot.png\n  Un   pot \n")
    assert code == 0
    assert out.count("What does the picture show") == 3
    assert "Without it, blind readers miss the picture. For a mere ornament, give --decorative." in out
    assert "'pot.png' is a file's name: say what the picture shows." in out
    assert "![Un pot](../../images/pot.png)" in out.splitlines()


def test_an_ornament_needs_no_words(project: SiteFolder, tmp_path: Path) -> None:
    """With --decorative nothing is asked, and the Markdown says that it is an ornament."""
    source = tmp_path / "filet.png"
    source.write_bytes(png())
    code, out, _ = image(project, source, "--decorative")
    assert code == 0
    assert out.splitlines()[-1] == "![](../../images/filet.png){: role=presentation}"
    assert image(project, source, "--decorative", "--alt", "Un filet")[0] == 1


def test_nobody_answers(project: SiteFolder, tmp_path: Path) -> None:
    """Without a terminal, what to give is said, and nothing is written."""
    source = tmp_path / "pot.png"
    source.write_bytes(png())
    code, _, err = image(project, source)
    assert (code, err) == (1, "nobody answers: give --alt, or --decorative for an ornament\n")
    assert not (project.path / "content/images").exists()


def test_no_other_picture_is_replaced(project: SiteFolder, tmp_path: Path) -> None:
    """Another picture of the name is an error; the same one twice is written once; --name gives another name."""
    for folder, data in (("a", png()), ("b", png(photograph(50, 40)))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "pot.png").write_bytes(data)
    assert image(project, tmp_path / "a/pot.png", "--alt", "Un pot")[0] == 0
    kept = (project.path / "content/images/pot.png").read_bytes()
    assert image(project, tmp_path / "a/pot.png", "--alt", "Un pot")[0] == 0
    code, _, err = image(project, tmp_path / "b/pot.png", "--alt", "Un pot")
    assert code == 1
    assert err.endswith("content/images/pot.png is another picture: choose --name\n")
    assert image(project, tmp_path / "b/pot.png", "--alt", "Un pot", "--name", "autre-pot")[0] == 0
    assert (project.path / "content/images/pot.png").read_bytes() == kept
    assert sorted(file.name for file in (project.path / "content/images").iterdir()) == ["autre-pot.png", "pot.png"]


@pytest.mark.parametrize(
    ("name", "data", "arguments", "words"),
    [
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", (), "HEIC pictures cannot be read here; export it as JPEG"),
        ("a.txt", b"words", (), "this is no picture that can be read; give a JPEG, PNG"),
        ("a.jpg", jpeg()[:2000], (), "this picture cannot be read (it is cut off)"),
        ("a.svg", b"<svg>", (), "this drawing is not well-formed SVG"),
        ("a.png", png(), ("--name", "../a"), "'../a' cannot stand in an address"),
        ("!!!.png", png(), (), "no name can be made of '!!!.png': give one with --name"),
    ],
)
def test_what_cannot_be_brought_in(
    project: SiteFolder, tmp_path: Path, name: str, data: bytes, arguments: tuple[str, ...], words: str
) -> None:
    """The reason is said in one line, and nothing is written."""
    (tmp_path / name).write_bytes(data)
    code, _, err = image(project, *arguments, "--alt", "Un pot", tmp_path / name)
    assert (code, words in err, err.count("\n")) == (1, True, 1)
    assert not (project.path / "content/images").exists()
    code, _, err = image(project, "--alt", "Un pot", tmp_path / "absent.png")
    assert (code, "No such file" in err) == (1, True)


def pipe(path: Path) -> None:
    """Make a pipe that nobody writes into."""
    os.mkfifo(path)


def device(path: Path) -> None:
    """Make a link to a device that has no end."""
    path.symlink_to("/dev/zero")


def bound(path: Path) -> None:
    """Make a socket, by its name alone, which is short enough."""
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


@pytest.mark.parametrize("make", [pipe, device, bound, Path.mkdir])
def test_what_is_no_file(project: SiteFolder, tmp_path: Path, make: Callable[[Path], None]) -> None:
    """Nobody waits for a pipe, and a device is not read to its end."""
    make(tmp_path / "x.png")
    code, out, err = image(project, "--alt", "Un pot", tmp_path / "x.png")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "it is not a regular file" in err
    assert not (project.path / "content/images").exists()


FOREIGN = {
    "a TIFF photograph": (saved(photograph(), "TIFF"), ".jpg"),
    "a TIFF of few colours": (saved(photograph().quantize(16), "TIFF"), ".png"),
    "a BMP": (saved(photograph(), "BMP"), ".jpg"),
    "a grey BMP": (saved(photograph().convert("L"), "BMP"), ".jpg"),
    "a TIFF one sees through": (saved(photograph().convert("RGBA"), "TIFF"), ".png"),
    "a TIFF with 16 bits": (saved(Image.new("I;16", (40, 30), 0x8000), "TIFF"), ".png"),
    "a moving GIF": (moving("GIF"), ".gif"),
    "an AVIF": (saved(photograph(), "AVIF"), ".avif"),
    "a lossless WebP": (saved(photograph(), "WEBP", lossless=True), ".webp"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', ".svg"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_formats(name: str) -> None:
    """What is not for the web becomes a JPEG, or a PNG when it is drawn; the rest keeps its format."""
    data, suffix = FOREIGN[name]
    made = import_image(data, "x", 2000)
    assert isinstance(made, ImportedImage)
    assert made.suffix == suffix
    if suffix != ".svg":
        assert Image.open(io.BytesIO(made.data)).size == Image.open(io.BytesIO(data)).size


@pytest.mark.parametrize(
    ("size", "expected"),
    [((3000, 2000), (300, 200)), ((200, 100), (200, 100)), ((200, 3200), (75, 1200)), ((1200, 300), (300, 75))],
)
def test_how_large_it_is_kept(size: tuple[int, int], expected: tuple[int, int]) -> None:
    """The longer side is bounded; a scroll, four times longer than wide, has the area of a square of it."""
    made = import_image(saved(photograph(*size), "PNG"), "x.png", 300)
    assert isinstance(made, ImportedImage)
    assert reopened(made.data).size == expected


def test_a_bomb_is_refused() -> None:
    """What claims to be gigantic is not read, in any format."""
    header = b"BM" + (58).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
    info = (40).to_bytes(4, "little") + (30_000).to_bytes(4, "little") * 2 + b"\x01\0\x18\0" + bytes(24)
    made = import_image(header + info + bytes(4), "x.bmp", 2000)
    assert isinstance(made, Rejection)
    assert made.problem.text() == "this picture has more than 100 million pixels"
