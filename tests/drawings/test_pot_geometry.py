"""The pot stands, leans or lies as its weights say, and says so in words."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.drawings import pot_outline
from plugins.drawings.model import PotDrawing, Weighing
from plugins.drawings.pot_feet import stand
from plugins.drawings.pot_geometry import pot
from tests.drawings.samples import axis, pillars, weighing

WEIGHTS = st.lists(st.integers(0, 3), min_size=2, max_size=6).filter(any)


@pytest.mark.parametrize(
    ("weights", "state"),
    [
        ((1, 1, 1), "steaming"),
        ((2, 2, 2), "steaming"),
        ((1, 1), "steaming"),
        ((1,) * 6, "steaming"),
        ((2, 3, 3), "leaning"),
        ((1, 3, 2), "leaning"),
        ((1, 0, 1), "leaning"),
        ((3, 1, 0), "leaning"),
        ((0, 3, 0), "tipped"),
        ((0, 1), "tipped"),
        ((0, 0, 0, 2, 0, 0), "tipped"),
    ],
)
def test_a_pot_stands_as_its_weights_say(weights: tuple[int, ...], state: str) -> None:
    """It steams on even feet, leans on uneven ones and lies on a single one."""
    assert pot(weighing(*weights), "a").state == state


def test_a_pot_on_nearly_even_shares_stands() -> None:
    """The mean of many articles is seldom quite even: the pot stands without steam, and is not said to lean."""
    drawing = pot(Weighing(pillars(3), (0.37, 0.26, 0.37)), "a")
    assert (drawing.state, abs(drawing.pot.angle) < 2.5) == ("standing", True)


@pytest.mark.parametrize(
    ("shares", "state", "angle"), [((0.415, 0.24, 0.345), "standing", 2.4), ((0.42, 0.24, 0.34), "leaning", 2.8)]
)
def test_a_pot_leans_from_two_degrees_and_a_half_on(shares: tuple[float, ...], state: str, angle: float) -> None:
    """Less is not seen, and not said; to either side."""
    for given_ in (shares, shares[::-1]):
        drawing = pot(Weighing(pillars(3), given_), "a")
        assert (drawing.state, abs(drawing.pot.angle)) == (state, angle)


@pytest.mark.parametrize(
    ("shares", "state"),
    [
        ((0.968, 0.032), "leaning"),
        ((0.9695, 0.0305), "tipped"),
        ((0.558, 0.442), "steaming"),
        ((0.56, 0.44), "leaning"),
    ],
)
def test_a_pot_steams_and_falls_by_its_evenness(shares: tuple[float, ...], state: str) -> None:
    """Pielou's evenness of 0.99 makes it steam, one below 0.2 makes it fall; to either side."""
    for given_ in (shares, shares[::-1]):
        assert pot(Weighing(pillars(2), given_), "a").state == state


def test_a_pot_falls_to_the_lighter_side() -> None:
    """It turns with the clock when its right feet are the shorter ones, and against it when the left ones are."""
    assert pot(weighing(3, 2, 1), "a").pot.angle > 0 > pot(weighing(1, 2, 3), "a").pot.angle
    assert pot(weighing(3, 1), "a").pot.angle == -pot(weighing(1, 3), "a").pot.angle


@given(WEIGHTS)
def test_whatever_the_weights_something_touches_the_ground_and_nothing_is_below(weights: list[int]) -> None:
    """The lowest point of feet, belly and handles is on the ground, to a unit."""
    given_ = weighing(*weights)
    drawing = pot(given_, "a")
    sine, cosine = math.sin(math.radians(drawing.pot.angle)), math.cos(math.radians(drawing.pot.angle))
    points = [*(tip for foot in stand(given_.pillars, given_.shares) for tip in foot.tips), *pot_outline.OUTLINE]
    points += pot_outline.EARS if drawing.state == "tipped" else []
    lowest = max(drawing.pot.y + drawing.pot.scale * (x * sine + y * cosine) for x, y in points)
    assert abs(lowest - 300) < 1


@given(WEIGHTS)
def test_only_what_carries_has_a_foot_and_it_leans_when_uneven(weights: list[int]) -> None:
    """Feet are those of the pillars with a weight, in order; only equal weights stand upright."""
    drawing = pot(weighing(*weights), "a")
    expected = [p.css for p, weight in zip(pillars(len(weights)), weights, strict=True) if weight]
    assert [part.css for part in drawing.feet if part.kind == "foot"] == expected
    assert (drawing.pot.angle == 0) == (len(set(weights)) == 1)


@given(st.data(), st.integers(2, 6))
def test_more_weight_makes_a_longer_and_thicker_foot(data: st.DataObject, count: int) -> None:
    """Length and thickness follow the share, up to somewhat more than twice an even one."""
    index = data.draw(st.integers(0, count - 1))
    more = data.draw(st.floats(0.1, min(0.4, 2.1 / count)))
    less = data.draw(st.floats(0.05, more - 0.02))
    shares = tuple(less if i == index else (1 - less) / (count - 1) for i in range(count))
    heavier = tuple(more if i == index else (1 - more) / (count - 1) for i in range(count))
    light, heavy = stand(pillars(count), shares)[index], stand(pillars(count), heavier)[index]
    assert heavy.tips[0][1] > light.tips[0][1]
    assert heavy.tips[1][0] - heavy.tips[0][0] > light.tips[1][0] - light.tips[0][0]


def test_feet_differ_in_shape() -> None:
    """Each shape has an end of its own, so that colour is never alone."""
    ends = [foot.parts[1].path for foot in stand(pillars(4), (0.25,) * 4)]
    assert [re.sub(r"[-\d. ]+", "", path) for path in ends] == ["MVHVZ", "MaZ", "MQQZ", "MLHLZ"]


@given(WEIGHTS)
def test_a_drawing_stays_in_its_square(weights: list[int]) -> None:
    """The pot's middle and its lid are inside; no number is too long or not a number."""
    drawing = pot(weighing(*weights), "a")
    for placed in (drawing.pot, drawing.lid):
        assert 0 < placed.x < 320
        assert 0 < placed.y < 320
    assert all(re.fullmatch(r"[A-Za-z\d. -]+", part.path) for part in parts(drawing))


def parts(drawing: PotDrawing) -> list[object]:
    """Return all the parts of a drawing."""
    return [*drawing.around, *drawing.feet, *drawing.body, *drawing.cover]


def test_a_pot_says_what_it_shows() -> None:
    """The title tells how it stands; the description its weights, and what is missing."""
    drawing = pot(weighing(1, 3, 0), "a")
    assert drawing.title.text() == "The pot leans"
    assert drawing.description.text() == "Weights of its feet, out of 3: sea 1; land 3. Missing: sky."
    shares = pot(Weighing(pillars(2), (1 / 3, 2 / 3)), "a").description
    assert shares.text() == "Its feet carry: sea 33%; land 67%."


def test_nothing_to_weigh_makes_no_pot() -> None:
    """An axis of one term, or an article without a weight, has no pot."""
    from plugins.drawings.model import weighing as weighed

    assert weighed(axis("feet", "sea"), {"sea": 1.0}) is None
    assert weighed(axis("feet", "sea", "land"), {"sea": 0.0, "land": 0.0}) is None
    assert weighed(axis("feet", "sea", "land"), {}) is None
