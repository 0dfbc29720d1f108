"""Where articles stand on the map."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.drawings.map_positions import Stop, barycentre, corners, gathered, places
from tests.drawings.samples import NAMES, stop

COUNTS = st.integers(2, 6)
SOME = st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), max_size=60)


def stops_of(count: int, weights: list[list[int]]) -> list[Stop]:
    """Return articles with the first weights of each list."""
    return [stop(f"a{i:02}", *given_[:count]) for i, given_ in enumerate(weights)]


@pytest.mark.parametrize(
    ("weights", "point"),
    [
        ((1, 1, 1), (0.0, 0.0)),
        ((3, 0, 0), (0.0, -1.0)),
        ((0, 1, 0), (-0.866, 0.5)),
        ((0, 2, 2), (0.0, 0.5)),
        ((1, 0, 3), (0.649, 0.125)),
    ],
)
def test_three_pillars_make_a_triangle(weights: tuple[int, ...], point: tuple[float, float]) -> None:
    """An article stands at the barycentre of its weights."""
    assert barycentre(dict(zip(NAMES, weights, strict=False)), NAMES[:3], corners(3)) == point


@pytest.mark.parametrize("count", range(2, 7))
def test_corners_are_as_far_from_the_middle(count: int) -> None:
    """Whatever the count, on one circle around the middle, none twice."""
    found = corners(count)
    assert len(set(found)) == count
    assert all(math.isclose(math.hypot(*corner), 1, abs_tol=1e-3) for corner in found)


@given(COUNTS, SOME)
def test_every_article_that_weighs_stands_in_one_place(count: int, weights: list[list[int]]) -> None:
    """And in none when it weighs nothing; places are apart, and among the corners."""
    stops = stops_of(count, weights)
    found = places(stops, NAMES[:count])
    standing = [one for place in found for one in place.stops]
    assert sorted(one.href for one in standing) == sorted(one.href for one in stops if one.weights)
    for index, place in enumerate(found):
        assert math.hypot(*place.point) <= 1.001
        assert count <= 3 or all(math.dist(place.point, other.point) >= 0.13 for other in found[:index])
    assert len({place.anchor for place in found}) == len(found)


@given(COUNTS, SOME)
def test_gathered_places_are_apart_and_lose_none(count: int, weights: list[list[int]]) -> None:
    """On a phone each has room; a gathered one has a name of its own, and holds its members' articles."""
    found = places(stops_of(count, weights), NAMES[:count])
    fewer = gathered(found, NAMES[:count])
    assert sorted(p.anchor for one in fewer for p in (one.members or (one,))) == sorted(p.anchor for p in found)
    for index, place in enumerate(fewer):
        assert all(math.dist(place.point, other.point) >= 0.13 for other in fewer[:index])
        assert len(place.members) != 1
        if place.members:
            assert sorted(s.href for p in place.members for s in p.stops) == [s.href for s in place.stops]
            assert place.anchor.startswith("near-")


@given(COUNTS, SOME, st.randoms())
def test_the_order_of_the_articles_means_nothing(count: int, weights: list[list[int]], random: object) -> None:
    """Dates order articles elsewhere: the map must not follow."""
    stops = stops_of(count, weights)
    shuffled = list(stops)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert places(shuffled, NAMES[:count]) == places(stops, NAMES[:count])


def test_no_two_weighings_of_three_pillars_are_one_place() -> None:
    """With weights up to 3 there are 49 kinds of articles, and 49 places."""
    stops = [stop(f"{a}{b}{c}", a, b, c) for a in range(4) for b in range(4) for c in range(4)]
    found = places(stops, NAMES[:3])
    assert len(found) == 49


def test_an_article_more_leaves_the_other_places_alone() -> None:
    """A place moves for no other's sake."""
    stops = [stop("a", 1, 1, 1), stop("b", 3, 1, 0), stop("c", 1, 2, 3)]
    before = {place.point: place.stops for place in places(stops, NAMES[:3])}
    after = {place.point: place.stops for place in places([*stops, stop("z", 0, 0, 1)], NAMES[:3])}
    assert {point: after[point] for point in before} == before
