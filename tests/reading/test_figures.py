"""Pictures with a link, and pictures side by side."""

from __future__ import annotations

import pytest

from tests.reading.samples import typeset, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '[![a](b.svg "C & d")](e.md)',
            '<figure><a href="e.md"><img alt="a" src="b.svg"></a><figcaption>C &amp; d</figcaption></figure>',
            id="with a link",
        ),
        pytest.param(
            '![a](b.svg "C")\n![d](e.svg)',
            '<div class="figures"><figure><img alt="a" src="b.svg"><figcaption>C</figcaption></figure>'
            '<figure><img alt="d" src="e.svg"></figure></div>',
            id="two",
        ),
        pytest.param(
            "A ![a](b.svg) ![c](d.svg)",
            '<p>A <img alt="a" src="b.svg"> <img alt="c" src="d.svg"></p>',
            id="in a sentence",
        ),
        pytest.param("![a](b.svg)", '<figure><img alt="a" src="b.svg"></figure>', id="one"),
    ],
)
def test_figures(text: str, expected: str) -> None:
    """Pictures that stand alone are figures."""
    assert written(text) == expected


def test_captions_are_typeset() -> None:
    """Typography sees a caption as it sees a paragraph."""
    assert "<figcaption>L’été\u202f!</figcaption>" in typeset('[![a](b.svg "L\'été !")](c.md)')
