"""What an attacker found, and stays mended."""

from __future__ import annotations

from plugins.images.file_types import kind_of_bytes
from plugins.images.image_tags import image_tag
from plugins.images.model import Picture, Rejection
from plugins.images.svg import sanitised, size

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'


def test_a_hostile_name_stays_inside_its_attribute() -> None:
    """A picture's address is the quoted one, whatever its file is called."""
    picture = Picture('i/q"#.jpg', "/i/q%22%23.jpg", 8, 6)
    html = image_tag('<img alt="A" src="{static}/i/q%22%23.jpg">', picture, alone=True)
    assert html == '<img alt="A" src="/i/q%22%23.jpg" width="8" height="6" loading="lazy" decoding="async">'


def test_comments_before_nothing_are_read_once() -> None:
    """Bytes that begin with many comments and are no SVG are told so; they took exponential time."""
    assert kind_of_bytes(b"<!---->" * 140 + b"x") is None


def test_a_deep_svg_is_refused() -> None:
    """A drawing nested a thousand deep would grow to many megabytes."""
    assert isinstance(sanitised((OPEN + "<g>" * 999 + "</g>" * 999 + "</svg>").encode()), Rejection)


def test_an_endless_length_is_cut() -> None:
    """A width of four hundred digits is the largest that there is."""
    assert size('<svg width="1' + "0" * 400 + '">') == (16384, 150)


def test_no_address_outward_survives() -> None:
    """image-set() asks other hosts as url() does."""
    css = '<style>g{background:image-set("https://evil.example/e.png" 1x)}</style>'
    clean = sanitised((OPEN + css + '<g style="fill:src(&quot;https://evil.example/&quot;)"/></svg>').encode())
    assert isinstance(clean, bytes)
    assert b"evil.example/e.png" not in clean or b"image-set(" not in clean
