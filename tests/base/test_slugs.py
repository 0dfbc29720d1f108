"""Slugs and ids."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.slugs import derived_id, derived_slug, is_slug, slugify


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La marmite tient sur trois pieds", "la-marmite-tient-sur-trois-pieds"),
        ("L’Œuvre : « été » ?", "l-oeuvre-ete"),
        ("ﬁn ½", "fin-1-2"),
        ("C++", "c"),
        ("北京", "bei-jing"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\0b\nc", "a-b-c"),
        ('"<&]]>', ""),
        ("😀", ""),
        ("", ""),
        ("x" * 200, "x" * 80),
        ("ab-" * 60, ("ab-" * 27)[:-1]),
        ("x" * 80 + "-y", "x" * 80),
    ],
)
def test_slugify(text: str, expected: str) -> None:
    """Words become ASCII with hyphens, cut at a hyphen when there is one."""
    assert slugify(text) == expected


@given(st.text())
def test_slugify_makes_slugs(text: str) -> None:
    """What comes out is a slug or nothing, and a slug stays as it is."""
    slug = slugify(text)
    assert slug == "" or is_slug(slug)
    assert slugify(slug) == slug


@given(st.text(alphabet="abc019-./A é\n", max_size=12))
def test_slugs_are_what_slugify_leaves_alone(text: str) -> None:
    """A text is a slug exactly when making one of it changes nothing."""
    assert is_slug(text) == (text != "" and slugify(text) == text)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("articles/2026/marmite.md", "marmite"),
        ("articles/L'Été.2026.md", "l-ete-2026"),
        ("a/!!!.md", ""),
        ("..md", ""),
    ],
)
def test_derived_slug(path: str, expected: str) -> None:
    """A file that names no slug has its own name as one."""
    assert derived_slug(path) == expected


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.text(min_size=1).map(slugify).filter(bool))
def test_derived_ids_may_be_written_down(day: date, slug: str) -> None:
    """A derived id is itself a slug, so that `check --fix` writes what the reader takes."""
    found = derived_id(day, slug)
    assert is_slug(found)
    assert found.startswith(f"{day.year}-{day.month:02}-")


def test_derived_id_of_a_long_slug() -> None:
    """A slug of full length makes an id of full length, not one too long."""
    assert derived_id(date(2026, 3, 2), "ab-" * 26 + "ab") == "2026-03-" + ("ab-" * 24)[:-1]
    assert len(derived_id(date(2026, 3, 2), "x" * 80)) <= 80
