"""Plain text for metadata."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.seo.plain_titles import plain, shortened
from tests.seo.samples import HOSTILE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qui\u202f?\u202f!", "Qui\u00a0?\u00a0!"),
        ("10\u202f000\u00a0km, n°\u00a012, 14\u00a0h\u00a030", "10\u00a0000\u00a0km, n°\u00a012, 14\u00a0h\u00a030"),
        ("«\u00a0L’équipe\u00a0» –\u00a0ou pas\u00a0–", "«\u00a0L’équipe\u00a0» –\u00a0ou pas\u00a0–"),
        ("deux\n lignes\t\u2028et plus ", "deux lignes et plus"),
        ("trait\u00addunion\u200b\ufeff", "traitdunion"),
        ("\u202eabc\u202c\u2066", "abc"),
        ("a\x00b\ud800c", "abc"),
        ("👩\u200d🍳 cuisine", "👩\u200d🍳 cuisine"),
        ("", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    """Spaces that hold words together stay as U+00A0; what only steers setting goes."""
    assert plain(text) == expected


@given(st.text(alphabet=st.sampled_from(" \u00a0\u202f\u00ad\u200b\n\x00aé’«»?🍲\ud800"), max_size=30))
def test_plain_is_idempotent_and_can_be_written(text: str) -> None:
    """Once is enough, and UTF-8 can carry it."""
    once = plain(text)
    assert plain(once) == once
    once.encode()
    assert not re.search("[\u202f\u00ad\n\x00]|  ", once)


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_can_always_be_written(text: str) -> None:
    """No control, no lone surrogate, no mark of direction is left."""
    assert not re.search("[\x00-\x1f\u200b\u202a-\u202e\ud800-\udfff]", plain(text))


@given(st.text(max_size=60), st.integers(2, 50))
def test_shortened_is_short(text: str, longest: int) -> None:
    """It is never longer than asked for, and short texts stay as they are."""
    cut = shortened(text, longest)
    assert len(cut) <= longest
    assert cut == text or cut.endswith("…")
