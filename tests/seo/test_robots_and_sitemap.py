"""The sitemap, by the rules of its schema."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from plugins.seo.robots_and_sitemap import sitemap
from tests.seo.samples import ARTICLE, LIST, SITE

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
W3C = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?\Z")
"""W3C Datetime, as far as a sitemap of ours uses it."""


def check(data: bytes, base: str = "https://a.example/blog/") -> list[dict[str, str]]:
    """Return the entries of a file of the sitemap; fail where sitemap.xsd or siteindex.xsd 0.9 would."""
    root = etree.fromstring(data)
    inner = {f"{NS}urlset": f"{NS}url", f"{NS}sitemapindex": f"{NS}sitemap"}[root.tag]
    assert 1 <= len(root) <= 50_000
    assert len(data) <= 50 * 1024 * 1024
    entries = []
    for entry in root:
        assert entry.tag == inner
        names = [child.tag for child in entry]
        assert [name for name in names if name != LINK] in ([f"{NS}loc"], [f"{NS}loc", f"{NS}lastmod"])
        location, changed = entry.findtext(f"{NS}loc"), entry.findtext(f"{NS}lastmod")
        assert location
        assert 12 <= len(location) <= 2048
        assert location.isascii()
        assert location.startswith(base)
        assert changed is None or W3C.match(changed)
        links = {link.get("hreflang"): link.get("href") for link in entry.iter(LINK)}
        assert all(link.get("rel") == "alternate" and not len(link) and not link.text for link in entry.iter(LINK))
        assert not links or location in links.values()
        entries.append({"loc": location, **({"lastmod": changed} if changed else {}), **links})
    assert len({entry["loc"] for entry in entries}) == len(entries)
    return entries


def test_what_stands_in_it() -> None:
    """Pages by address, with their changes and their languages; none that is not to be found."""
    hidden = replace(ARTICLE, path="secret/", indexed=False)
    ((name, data),) = sitemap([LIST, hidden, ARTICLE], SITE, 10)
    assert name == "sitemap.xml"
    assert check(data) == [
        {
            "loc": "https://a.example/blog/2026/03/pot/",
            "lastmod": "2026-04-01T00:00:00+02:00",
            "en": "https://a.example/blog/2026/03/the-pot/",
            "fr": "https://a.example/blog/2026/03/pot/",
            "x-default": "https://a.example/blog/2026/03/pot/",
        },
        {"loc": "https://a.example/blog/moteurs/"},
    ]


def test_an_address_with_letters_of_its_own() -> None:
    """Addresses are in ASCII, and what XML would read as markup is escaped."""
    ((_, data),) = sitemap([replace(LIST, path="été/a&b<c>/")], SITE, 10)
    assert [entry["loc"] for entry in check(data)] == ["https://a.example/blog/%C3%A9t%C3%A9/a&b%3Cc%3E/"]


@pytest.mark.parametrize(("pages", "size", "parts"), [(4, 4, 0), (5, 4, 2), (9, 4, 3), (3, 1, 3)])
def test_it_is_split_by_number(pages: int, size: int, parts: int) -> None:
    """More pages than one file holds make an index, which tells the newest change of each part."""
    moments = [datetime(2026, 1, day + 1, tzinfo=UTC) for day in range(pages)]
    subjects = [replace(LIST, path=f"p{n}/", changed=moment) for n, moment in enumerate(moments)]
    files = dict(sitemap(subjects, SITE, size))
    if not parts:
        assert list(files) == ["sitemap.xml"]
        return
    index = check(files.pop("sitemap.xml"))
    assert [entry["loc"] for entry in index] == [f"https://a.example/blog/sitemap-{n}.xml" for n in range(1, parts + 1)]
    assert sorted(files) == [f"sitemap-{n}.xml" for n in range(1, parts + 1)]
    found = {name: check(data) for name, data in files.items()}
    assert all(len(entries) <= size for entries in found.values())
    assert sorted(entry["loc"] for entries in found.values() for entry in entries) == [
        f"https://a.example/blog/p{n}/" for n in range(pages)
    ]
    for entry in index:
        newest = max(part["lastmod"] for part in found[entry["loc"].rsplit("/", 1)[1]])
        assert entry["lastmod"] == newest


def test_it_is_split_by_weight() -> None:
    """A file stays below its bytes too, whatever the addresses weigh."""
    subjects = [replace(ARTICLE, path=f"{'x' * 200}{n}/") for n in range(20)]
    files = dict(sitemap(subjects, SITE, 50_000, heaviest=5_000))
    assert len(files) > 2
    assert all(len(data) <= 5_000 for data in files.values())
    assert sum(data.count(b"<url>") for data in files.values()) == 20


def test_a_file_weighs_at_most_50_mib() -> None:
    """The protocol's limit: what fits in 52,428,800 bytes is one file, what does not is two."""
    heavy = [replace(LIST, path=f"{'x' * 1_000_000}{number:02}/") for number in range(52)]
    for last, files in ((420_000, 1), (428_000, 3)):  # an index and its parts
        found = dict(sitemap([*heavy, replace(LIST, path=f"y{'x' * last}/")], SITE, 50_000))
        assert len(found) == files
        assert all(len(data) <= 52_428_800 for data in found.values())


def test_its_bytes_do_not_depend_on_the_order() -> None:
    """The same pages make the same file."""
    subjects = [replace(LIST, path=f"p{n}/") for n in range(5)]
    assert list(sitemap(subjects, SITE, 9)) == list(sitemap(reversed(subjects), SITE, 9))
