"""The index as builds write it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

from plugins.search.kept_records import KeptRecords
from tests.conftest import SiteFolder
from tests.search.conftest import fill
from tests.search.test_indexer import fragments, program

NOW = {"FRAMEWORK_NOW": "2026-06-01"}


def index_of(site: SiteFolder) -> dict[str, bytes]:
    """Return the files of a site's index."""
    folder = site.output / "pagefind"
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_what_is_public_is_found_and_nothing_else(published: SiteFolder) -> None:
    """Articles, pages and texts in other languages are in the index; no draft, nothing hidden or future."""
    files = index_of(published)
    addresses = {"/2026/03/covoiturage/", "/2026/03/salaires/", "/2026/03/counting/", "/qui/"}
    assert set(fragments(files)) == addresses | {f"/20{number + 10}/01/liste-{number}/" for number in range(12)}
    plain = b"".join(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in files.values())
    assert b"tourneur" in plain
    assert [word for word in (b"zanzibar", b"kilimandjaro", b"popocatepetl", b"Secret") if word in plain] == []


def test_a_fragment(published: SiteFolder) -> None:
    """A result knows the day of its article, its terms, and its language when that is not the site's."""
    found = fragments(index_of(published))
    english = found["/2026/03/counting/"]
    assert english["meta"] == {"title": "Counting\u00a0first", "date": "2026-03-02", "day": "2 mars 2026", "lang": "en"}
    assert english["filters"] == {"_year": ["2026"], "drivers": ["numerique"], "priorities": ["terrain-rse"]}
    assert found["/qui/"]["meta"] == {"title": "Qui suis-je"}


def test_an_index_comes_and_goes_with_its_setting(site: SiteFolder) -> None:
    """With SEARCH_INDEX it is a part of the output and stays the same; without it, none is left."""
    fill(site)
    assert site.build(SEARCH_INDEX=True, **NOW).returncode == 0
    first = site.files()
    assert any(name.startswith("pagefind/") for name in first)
    assert "(0 files written" in site.build(SEARCH_INDEX=True, **NOW).stdout
    assert site.files() == first
    assert site.build(**NOW).returncode == 0
    assert site.files() == {name: digest for name, digest in first.items() if not name.startswith("pagefind/")}


def test_a_failed_index_leaves_the_output_as_it_was(site: SiteFolder, tmp_path: Path) -> None:
    """Pagefind's failure ends the build with code 70, in the author's language."""
    fill(site)
    assert site.build(SEARCH_INDEX=True, **NOW).returncode == 0
    before = site.files()
    site.article("salaires", title="Salaires fermés")
    broken = program(tmp_path, "echo '<broken>' >&2; exit 3")
    done = site.build(SEARCH_INDEX=True, environ={"PAGEFIND_BINARY_PATH": str(broken), "LANG": "fr_FR.UTF-8"}, **NOW)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (70, "Pagefind a échoué\u00a0: <broken>")
    assert site.files() == before


def test_a_build_without_index_remembers_its_records(site: SiteFolder) -> None:
    """The preview indexes what the last build wrote: translations stand there too, and drafts do not."""
    fill(site)
    site.write("pages/moi.md", "---\nid: moi\ntitle: Moi\n---\n\nTexte.\n")
    site.write("pages/me.md", "---\nid: me\ntitle: Me\nlang: en\ntranslation_of: moi\n---\n\nText.\n")
    site.article("compter", title="Compter", more="lang: fr\n")
    site.article("to-count", title="To count", more="lang: en\ntranslation_of: 2026-03-compter\n")
    assert site.build(**NOW).returncode == 0
    records, language = KeptRecords(site.path / "var", site.output).read()
    assert language == "fr"
    assert {
        "2026/03/covoiturage/index.html", "2026/03/compter/index.html", "2026/03/to-count/index.html",
        "qui/index.html", "moi/index.html", "me/index.html",
    } <= {record.path for record in records}  # fmt: skip
    assert [record for record in records if record.title == "Secret"] == []


def test_an_empty_site(site: SiteFolder) -> None:
    """A site without any text is built, and has no index."""
    assert site.build("publishconf.py", SEARCH_INDEX=True, **NOW).returncode == 0
    assert index_of(site) == {}


def test_a_wrong_setting(site: SiteFolder) -> None:
    """A misspelt setting ends the build before anything is read."""
    done = site.build(SEARCH_INDEKS=True)
    assert done.returncode == 78
    assert "SEARCH_INDEKS" in done.stderr


def test_another_framework(make_site: Callable[..., SiteFolder]) -> None:
    """Filters are those of the framework that the site declares, whatever it is."""
    site = make_site("english")
    assert site.build(SEARCH_INDEX=True, DEFAULT_LANG="en", **NOW).returncode == 0
    found = fragments(index_of(site))
    assert {name for one in found.values() for name in one["filters"]} >= {"_year", "pillars"}  # type: ignore[attr-defined]
    assert "wasm.en.pagefind" in index_of(site)


def test_the_dialog_stands_once(published: SiteFolder) -> None:
    """Its words and the terms to filter by are in a page of their own: a new term touches no other page for it."""
    holders = [file for file in published.output.rglob("*.html") if "<dialog" in file.read_text("utf-8")]
    assert holders == [published.output / "theme/search.html"]
