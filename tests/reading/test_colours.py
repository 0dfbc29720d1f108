"""The colours of code and callouts can be read in both schemes (WCAG 2.2, 1.4.3: 4.5 to 1)."""

from __future__ import annotations

import re

import pytest
from pygments.token import STANDARD_TYPES

from tests.reading.samples import ROOT

CSS = (ROOT / "theme/styles/reading.css").read_text("utf-8")
ALL = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "theme/styles").glob("*.css")))
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TOKENS = {name: (light, dark) for name, light, dark in TOKEN.findall(ALL)}
RULE = re.compile(r"\.code (?::is\(([^)]*)\)|(\.\w+)) \{ (color|background): var\(--([\w-]+)\)")

UNCOLOURED = {"", "g", "n", "x", "w", "esc", "o", "p", "pm", "nn", "nx", "ge", "ges", "gu", "gi", "gd", "gr", "err"}
"""Classes in the colour of the text: names, signs, white space, and what is told by its background or its slant."""


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def rules(kind: str) -> dict[str, str]:
    """Return the token of every class of Pygments that has a colour or a background."""
    found = {}
    for several, one, what, token in RULE.findall(CSS):
        if what == kind:
            found |= {name.strip().removeprefix("."): token for name in (several or one).split(",")}
    return found


def test_contrast_is_computed_right() -> None:
    """Black on white is 21 to 1, and a known pair is what everybody finds."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_every_class_that_pygments_can_write_is_thought_of() -> None:
    """Each has a colour or is left in the colour of the text on purpose; none is coloured that does not exist."""
    coloured = set(rules("color"))
    assert set(STANDARD_TYPES.values()) - coloured - UNCOLOURED == set()
    assert coloured - set(STANDARD_TYPES.values()) == set()
    assert coloured & UNCOLOURED == set()


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("paper", ["code-paper", "code-mark"])
def test_code_can_be_read(paper: str, scheme: int) -> None:
    """Every colour of code stands out from its paper, and from that of a marked line."""
    used = {"code-text", *rules("color").values()}
    low = {token: contrast(TOKENS[token][scheme], TOKENS[paper][scheme]) for token in used}
    assert {token: round(ratio, 2) for token, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_differences_can_be_read(scheme: int) -> None:
    """What was added or removed is in the colour of the text, on a paper of its own."""
    for token in set(rules("background").values()):
        assert contrast(TOKENS["code-text"][scheme], TOKENS[token][scheme]) >= 4.5, token


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_titles_of_callouts_can_be_read(scheme: int) -> None:
    """The colour of every kind stands out from the paper of callouts."""
    for token in ("ink", "tip", "warning", "example"):
        assert contrast(TOKENS[token][scheme], TOKENS["paper-raised"][scheme]) >= 4.5, token


def test_old_browsers_get_the_light_scheme() -> None:
    """Each token has a plain value too, the light one, where ``light-dark()`` is unknown."""
    plain = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", CSS))
    assert plain == {name: TOKENS[name][0] for name in plain}
    assert set(plain) == {name for name, _, _ in TOKEN.findall(CSS)}
