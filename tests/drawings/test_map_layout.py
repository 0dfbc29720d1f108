"""The map as it is drawn."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.drawings.map_layout import NARROW, WIDE, Frame, lay_out, spread
from plugins.drawings.map_positions import places
from tests.drawings.samples import NAMES, pillars, stop

SOME = st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), max_size=80)


@given(st.integers(1, 60))
def test_articles_of_one_place_are_a_finger_apart(count: int) -> None:
    """24 pixels between any two (WCAG 2.2, 2.5.8)."""
    found = spread(count)
    assert len(found) == count
    for index, point in enumerate(found):
        assert all(math.dist(point, other) >= 24 - 1e-6 for other in found[:index])


def test_a_few_stand_in_a_ring_and_more_in_a_honeycomb() -> None:
    """Up to five articles leave the middle free; from six on one stands in it, and the others around it."""
    for count in range(2, 6):
        assert len({round(math.hypot(*point), 6) for point in spread(count)}) == 1
        assert (0.0, 0.0) not in spread(count)
    for count, ring in ((6, 1), (7, 1), (8, 2)):
        distances = [math.hypot(*point) / 24 for point in spread(count)]
        assert distances[0] == 0
        assert math.isclose(max(distances), ring)


@pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])
@given(count=st.integers(2, 6), weights=SOME)
def test_every_article_is_behind_one_mark_inside_the_drawing(
    frame: Frame, count: int, weights: list[list[int]]
) -> None:
    """Alone, or in a counted one; the narrow drawing spreads none."""
    stops = [stop(f"a{i:02}", *given_[:count]) for i, given_ in enumerate(weights)]
    drawing = lay_out(places(stops, NAMES[:count]), pillars(count), NAMES[:count], frame)
    behind = [one.href for mark in drawing.marks for one in (mark.place.stops if mark.stop is None else (mark.stop,))]
    assert sorted(behind) == sorted(one.href for one in stops if one.weights)
    for mark in drawing.marks:
        assert mark.radius <= mark.x <= drawing.width - mark.radius
        assert mark.radius <= mark.y <= drawing.height - mark.radius
        assert frame.spread or (mark.stop is None) == (len(mark.place.stops) > 1)


@given(weights=SOME)
def test_marks_of_three_pillars_do_not_overlap(weights: list[list[int]]) -> None:
    """On the wide drawing every mark can be told from the others, and hit."""
    stops = [stop(f"a{i:02}", *given_[:3]) for i, given_ in enumerate(weights)]
    marks = lay_out(places(stops, NAMES[:3]), pillars(3), NAMES[:3], WIDE).marks
    for index, mark in enumerate(marks):
        for other in marks[:index]:
            apart = math.dist((mark.x, mark.y), (other.x, other.y))
            assert apart >= max(24, mark.radius + other.radius) - 0.2


def test_the_heaviest_pillar_gives_its_colour_and_shape() -> None:
    """A tie is a ring, without a colour."""
    drawing = lay_out(places([stop("a", 3, 1, 0), stop("b", 2, 2, 0)], NAMES[:3]), pillars(3), NAMES[:3], WIDE)
    by_name = {mark.stop.title: mark for mark in drawing.marks if mark.stop}
    assert by_name["a"].pillar is not None
    assert by_name["a"].pillar.key == "sea"
    assert by_name["b"].pillar is None
    assert by_name["b"].path.count("a") == 4  # a circle in a circle


def test_a_crowd_is_counted() -> None:
    """Fifty articles of one weight, with others near, are one mark with their number."""
    stops = [*(stop(f"a{i}", 1, 1, 1) for i in range(50)), stop("b", 3, 3, 2)]
    marks = lay_out(places(stops, NAMES[:3]), pillars(3), NAMES[:3], WIDE).marks
    assert [(mark.stop.title if mark.stop else len(mark.place.stops)) for mark in marks] == ["b", 50]


def test_long_labels_are_broken_between_words() -> None:
    """No label is wider than its frame allows, words permitting."""
    drawing = lay_out((), pillars(2), ("a pillar with quite a long name indeed", "b"), NARROW)
    assert [line for _, line in drawing.corners[0].lines] == ["a pillar with", "quite a long name", "indeed"]
    assert drawing.marks == ()
