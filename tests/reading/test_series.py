"""The box of a series."""

from __future__ import annotations

import pytest

from plugins.i18n.messages import Labels
from plugins.reading.series import Part, series_box

NAME = Labels({"fr": "Suite"})


def part(number: int, *, current: bool = False) -> Part:
    return Part(number, f"T{number}", f"/{number}/", "fr", current)


@pytest.mark.parametrize(
    ("numbers", "here", "previous", "following", "folded"),
    [
        pytest.param([1], 1, None, None, False, id="alone"),
        pytest.param([3, 1, 2], 2, 1, 3, False, id="in the middle, in any order"),
        pytest.param([1, 2, 5], 5, 2, None, False, id="the last, after a gap"),
        pytest.param(list(range(1, 21)), 1, None, 2, True, id="twenty parts"),
        pytest.param([1, 2, 3, 4], 2, 1, 3, True, id="one more than are shown"),
    ],
)
def test_series_box(numbers: list[int], here: int, previous: int | None, following: int | None, folded: bool) -> None:
    """All parts stand in order, with those around the current one; a long list is folded."""
    box = series_box(NAME, "/s/", [part(number, current=number == here) for number in numbers], 3)
    assert [one.part for one in box.parts] == sorted(numbers)
    assert box.current == part(here, current=True)
    assert (box.previous and box.previous.part, box.following and box.following.part) == (previous, following)
    assert box.folded is folded


def test_two_parts_of_one_number() -> None:
    """Two articles that say to be one part (a finding tells so) stand in one order, always."""
    twins = [Part(1, "B", "/b/", "fr"), Part(1, "A", "/a/", "fr", current=True)]
    assert [one.href for one in series_box(NAME, "/s/", twins, 8).parts] == ["/a/", "/b/"]
    assert [one.href for one in series_box(NAME, "/s/", twins[::-1], 8).parts] == ["/a/", "/b/"]
