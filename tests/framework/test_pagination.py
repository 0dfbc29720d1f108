"""Pages of a list, as Pelican numbers and names them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pelican.paginator
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pelicanconf
from plugins.framework.pagination import Pagination, Paginator

Patterns = list[tuple[int, str, str]]
PROJECT: Patterns = pelicanconf.PAGINATION_PATTERNS


def paginator(patterns: Patterns = PROJECT, sizes: dict[str, int | None] | None = None, **more: Any) -> Paginator:
    """Return the rules of settings."""
    return Paginator.of(
        {
            "PAGINATED_TEMPLATES": {"index": 2} if sizes is None else sizes,
            "DEFAULT_PAGINATION": 0,
            "DEFAULT_ORPHANS": 0,
            "PAGINATION_PATTERNS": patterns,
            **more,
        }
    )


def pages(rules: Paginator, count: int, url: str = "", output: str = "index.html") -> list[tuple[Any, str]]:
    """Return the pages of a list of letters."""
    items = "abcdefghij"[:count]
    return [(pagination, "".join(shown)) for pagination, shown in rules.pages(items, "index", url, output)]


def test_pages_of_the_home_page() -> None:
    """The first page is the list's own; each knows its neighbours, and where the list begins."""
    assert pages(paginator(), 5) == [
        (Pagination(1, 3, "", "index.html", "index.html", None, "page/2/"), "ab"),
        (Pagination(2, 3, "page/2/", "page/2/index.html", "index.html", "", "page/3/"), "cd"),
        (Pagination(3, 3, "page/3/", "page/3/index.html", "index.html", "page/2/", None), "e"),
    ]


def test_pages_of_a_term() -> None:
    """Further pages lie below the first one."""
    second = pages(paginator(), 3, "tags/a/", "tags/a/index.html")[1]
    first, url = "tags/a/index.html", "tags/a/page/2/"
    assert second == (Pagination(2, 2, url, f"{url}index.html", first, "tags/a/", None), "c")


@pytest.mark.parametrize(
    ("sizes", "default", "expected"),
    [
        pytest.param({}, 2, ["abc"], id="a template that has none"),
        pytest.param({"index": None}, 0, ["abc"], id="no size at all"),
        pytest.param({"index": None}, False, ["abc"], id="switched off"),
        pytest.param({"index": None}, 2, ["ab", "c"], id="the default"),
        pytest.param({"index": 1}, 2, ["a", "b", "c"], id="its own"),
    ],
)
def test_sizes(sizes: dict[str, int | None], default: Any, expected: list[str]) -> None:
    """A template has its own size or the default; a list that is not paginated has one page, without numbers."""
    found = pages(paginator(sizes=sizes, DEFAULT_PAGINATION=default), 3)
    assert [shown for _, shown in found] == expected
    assert (found[0][0] is None) == (expected == ["abc"])


@pytest.mark.parametrize(
    ("count", "orphans", "expected"),
    [
        pytest.param(0, 0, [""], id="an empty list has one page"),
        pytest.param(0, 3, [""], id="an empty list, and orphans"),
        pytest.param(2, 0, ["ab"], id="one full page"),
        pytest.param(3, 1, ["abc"], id="one orphan"),
        pytest.param(4, 1, ["ab", "cd"], id="more than orphans"),
        pytest.param(5, 1, ["ab", "cde"], id="an orphan on the last page"),
        pytest.param(3, 9, ["abc"], id="nothing but orphans"),
    ],
)
def test_orphans(count: int, orphans: int, expected: list[str]) -> None:
    """Few items that would stand on a last page of their own join the page before."""
    found = pages(paginator(DEFAULT_ORPHANS=orphans), count)
    assert [shown for _, shown in found] == expected
    assert {pagination.pages for pagination, _ in found} == {len(expected)}


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        pytest.param(
            [(-1, "end/", "end/index.html"), *PROJECT],
            [("a/", "a/index.html"), ("a/page/2/", "a/page/2/index.html"), ("end/", "end/index.html")],
            id="one for the last page",
        ),
        pytest.param(
            [(3, "three/", "3.html"), (1, "/{url}", "/{save_as}")],
            [("a/", "a/index.html"), ("a/", "a/index.html"), ("three/", "3.html")],
            id="in any order, and one leading slash goes",
        ),
        pytest.param(
            [(1, "//host/{number}/", "{name}-{number}{extension}")],
            [(f"/host/{n}/", f"a/index-{n}.html") for n in (1, 2, 3)],
            id="a second slash stays",
        ),
        pytest.param([(2, "{url}{number}/", "{number}.html")], [("", ""), ("a/2/", "2.html"), ("a/3/", "3.html")],
            id="none for the first page"),
        pytest.param([(1, "x/", "x"), (1, "b/", "b")], [("b/", "b")] * 3, id="of two for one page, the second"),
    ],
)  # fmt: skip
def test_patterns(patterns: Patterns, expected: list[tuple[str, str]]) -> None:
    """The last pattern that is for a page or one before names it; -1 is the last page."""
    found = pages(paginator(patterns), 5, "a/", "a/index.html")
    assert [(pagination.url, pagination.output) for pagination, _ in found] == expected


PIECES = st.lists(
    st.sampled_from(["/", "a", "{url}", "{save_as}", "{name}", "{base_name}", "{extension}", "{number}"]), max_size=4
).map("".join)
PATTERNS = st.lists(st.tuples(st.sampled_from([-1, 1, 2, 3]), PIECES, PIECES), max_size=4)
ADDRESSES = st.sampled_from(
    [("", "index.html"), ("a/", "a/index.html"), ("a.html", "a.html"), ("b/", "b/index.htm"), ("c", "c")]
)


@given(PATTERNS, st.integers(0, 10), st.integers(1, 4), st.integers(0, 4), ADDRESSES)
def test_as_pelican(patterns: Patterns, count: int, size: int, orphans: int, address: tuple[str, str]) -> None:
    """Pelican's own paginator, given the same settings, makes the same pages."""
    url, output = address
    rules = sorted((pelican.paginator.PaginationRule(*one) for one in patterns), key=lambda rule: rule[0])
    settings = {"DEFAULT_ORPHANS": orphans, "PAGINATION_PATTERNS": rules}
    theirs = pelican.paginator.Paginator(output, url, "abcdefghij"[:count], settings, size)
    expected = [theirs.page(number) for number in theirs.page_range]
    found = pages(paginator(rules, {"index": size}, DEFAULT_ORPHANS=orphans), count, url, output)
    assert [(shown, asdict(pagination)) for pagination, shown in found] == [
        (
            page.object_list,
            {
                "number": page.number,
                "pages": theirs.num_pages,
                "url": page.url,
                "output": page.save_as,
                "first": expected[0].save_as,
                "previous": expected[page.number - 2].url if page.has_previous() else None,
                "following": expected[page.number].url if page.has_next() else None,
            },
        )
        for page in expected
    ]
