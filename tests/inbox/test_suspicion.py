"""What makes a comment suspicious, and how much: each reason on both sides of its limit."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.inbox.intake.suspicion import CommentTraits, LinkbackTraits, comment_reasons, linkback_reasons

LINK = "https://a.example/ "


def points(**traits: Any) -> list[int]:
    """Return the points of a comment that is suspicious for nothing else."""
    return [
        reason.points
        for reason in comment_reasons(
            CommentTraits(**{"name": "Zoé", "url": None, "text": "", "seconds": 60.0} | traits)
        )
    ]


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({}, []),
        ({"text": LINK * 2}, []),
        ({"text": LINK * 3}, [1]),
        ({"text": LINK * 8}, [6]),
        ({"text": LINK * 9}, [6]),
        ({"repeats": 1}, [2]),
        ({"repeats": 3}, [6]),
        ({"repeats": 4}, [6]),
        ({"waiting": 2}, []),
        ({"waiting": 3}, [1]),
        ({"waiting": 6}, [4]),
        ({"waiting": 7}, [4]),
        ({"text": "casino", "words": ("casino",)}, [3]),
        ({"name": "Casino", "words": ("casino",)}, [3]),
        ({"url": "https://casino.example/", "words": ("casino",)}, [3]),
        ({"text": "casinos", "words": ("casino",)}, []),
        ({"text": "a b c d", "words": ("a", "b", "c", "d")}, [9]),
        ({"seconds": 4.0}, []),
        ({"seconds": 3.9}, [3]),
        ({"seconds": None}, [1]),
        ({"text": "a" * 9}, []),
        ({"text": "a" * 10}, [1]),
        ({"text": "AB" * 10}, []),
        ({"text": "AB" * 10 + "C"}, [1]),
        ({"text": "ABCDE" * 6 + "abcde" * 3}, []),
        ({"text": "ABCDE" * 8 + "abcde" * 3}, [1]),
        ({"text": "Oui.", "author": "zoé"}, [3]),
        ({"orphan": True}, [1]),
        ({"trapped": True}, [10]),
    ],
    ids=str,
)
def test_points_of_a_comment(traits: dict[str, Any], expected: list[int]) -> None:
    """Each reason gives its points from its limit on, and no more than its most."""
    assert points(**traits) == expected


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({}, []),
        ({"title": ""}, [1]),
        ({"text": LINK * 2}, []),
        ({"text": LINK * 3}, [1]),
        ({"text": LINK * 9}, [6]),
        ({"repeats": 4}, [6]),
        ({"waiting": 2}, []),
        ({"waiting": 3}, [1]),
        ({"waiting": 7}, [4]),
        ({"source": "https://casino.example/", "words": ("casino",)}, [3]),
    ],
    ids=str,
)
def test_points_of_a_linkback(traits: dict[str, Any], expected: list[int]) -> None:
    """The same, of what a linkback has."""
    given = {"title": "Titre", "author": "", "text": "", "source": "https://a.example/"} | traits
    assert [reason.points for reason in linkback_reasons(LinkbackTraits(**given))] == expected
