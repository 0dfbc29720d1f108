"""Pagefind itself: the same texts make the same bytes, and its failures are told."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from plugins.i18n import catalogue
from plugins.search.indexer import IndexingError, make_index
from plugins.search.kept_records import KeptRecord, KeptRecords, record_bytes
from plugins.search.pagefind_bundle import BundleError, bundle
from plugins.search.search_record import Record


def kept_records(made: Iterable[Record]) -> list[KeptRecord]:
    """Return records as a build stores them."""
    return [(one.path, str(one), partial(record_bytes, one)) for one in made]


def records(count: int = 30) -> list[Record]:
    """Return texts with enough values in their filters for chance to show in their order."""
    return [
        Record(
            path=f"20{number % 24:02}/a{number}/index.html",
            title=f"Titre n° {number} de l’œuvre",
            summary="" if number % 2 else "Un résumé.",
            html=f"<h2 id='h{number}'>L’intertitre</h2><p>Texte {number} d’aujourd’hui, mot{number}.</p>",
            words=("le Numérique",),
            filters={
                "drivers": (f"d{number % 7}", f"d{(number + 1) % 7}"),
                "terrains": (f"t{number % 9}",),
                "_year": (f"20{number % 24:02}",),
            },
            order=f"20{number % 24:02}-01-01T00:00+00:00",
            shown={"date": "2026-01-01", "day": "1er janvier 2026"},
        )
        for number in range(count)
    ]


def fragments(files: dict[str, bytes]) -> dict[str, dict[str, object]]:
    """Return the fragments of an index by address."""
    opened = [gzip.decompress(data)[12:] for name, data in files.items() if name.startswith("fragment/")]
    return {one["url"]: one for one in map(json.loads, opened)}


def test_the_same_texts_make_the_same_bytes() -> None:
    """Whatever the order in which they come, and however often it is done."""
    texts = records()
    first = make_index(texts, "fr")
    for seed in range(4):
        random.Random(seed).shuffle(texts)
        assert make_index(texts, "fr") == first


def test_only_what_a_browser_asks_for() -> None:
    """No ready-made interface, no worker, no program for other languages."""
    names = {name.split("/")[0] if "/" in name else name for name in make_index(records(2), "fr-CA")}
    assert {name for name in names if not name.endswith(".pf_meta")} == {
        "filter",
        "fragment",
        "index",
        "pagefind-entry.json",
        "pagefind.js",
        "wasm.fr.pagefind",
    }


def test_a_fragment_is_in_the_authors_words() -> None:
    """A result shows apostrophes and ligatures as typeset, the day in words, and nothing of what only finds it."""
    found = fragments(make_index(records(1), "fr"))["/2000/a0/"]
    assert found["meta"] == {"title": "Titre n° 0 de l’œuvre", "date": "2026-01-01", "day": "1er janvier 2026"}
    assert found["content"] == "Un résumé. L’intertitre. Texte 0 d’aujourd’hui, mot0."
    assert found["anchors"] == [{"element": "h2", "id": "h0", "text": "L’intertitre", "location": 2}]
    assert found["filters"] == {"_year": ["2000"], "drivers": ["d0", "d1"], "terrains": ["t0"]}


def test_any_file_name() -> None:
    """A page may be called as its author likes; a folder that ends in .html is no document."""
    paths = ["à propos.htm", "sans", "a.html/b/index.html", "a&b/<c>/index.html", "100%/index.html"]
    files = make_index([Record(path, path, html="<p>Texte</p>") for path in paths], "fr")
    assert set(fragments(files)) == {f"/{path.removesuffix('index.html')}" for path in paths}


def test_no_text_no_index() -> None:
    """An empty site has no index."""
    assert make_index([], "fr") == {}


def program(folder: Path, script: str) -> Path:
    file = folder / "pagefind"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, "there is no Pagefind for this machine"),
        ("echo broken >&2; exit 3", "Pagefind failed: {reason}"),
        ("exit 0", "this version of Pagefind writes an index that is not understood"),
    ],
)
def test_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, said: str) -> None:
    """No program for this machine, one that fails, and one that writes something else."""
    path = tmp_path / "none" if script is None else program(tmp_path, script)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(path))
    with pytest.raises(IndexingError) as caught:
        make_index(records(1), "fr")
    assert caught.value.said.template.startswith(said)
    if script and "broken" in script:
        assert caught.value.said.text(catalogue.load("en")) == "Pagefind failed: broken"


@pytest.mark.parametrize(("length", "repeated"), [(1_999, "y" + "x" * 1_999), (2_000, "x" * 2_000)])
def test_an_error_repeats_the_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int, repeated: str
) -> None:
    """2,000 characters of what Pagefind said, its last ones."""
    script = f"(printf y; head -c {length} /dev/zero | tr '\\0' x) >&2; exit 3"
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program(tmp_path, script)))
    with pytest.raises(IndexingError) as caught:
        make_index(records(1), "fr")
    assert caught.value.said.text(catalogue.load("en")) == f"Pagefind failed: {repeated}"


def test_settings_of_another_site_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables that would change what Pagefind does have no say."""
    expected = make_index(records(2), "fr")
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "en")
    monkeypatch.setenv("PAGEFIND_ROOT_SELECTOR", "nav")
    assert make_index(records(2), "fr") == expected


def test_another_format_is_an_error() -> None:
    """Files without Pagefind's signature, or of another make, are refused."""
    entry = json.dumps({"languages": {"fr": {"hash": "h", "wasm": "fr", "page_count": 1}}}).encode()
    files = {"pagefind-entry.json": entry, "pagefind.js": b"", "pagefind.h.pf_meta": gzip.compress(b"something else")}
    for wrong in (files, {}, {**files, "pagefind.h.pf_meta": b"no gzip"}):
        with pytest.raises(BundleError):
            bundle(wrong, [])


def test_records_are_stored(tmp_path: Path) -> None:
    """What the preview reads is what the build stored; the same again does not touch the file."""
    kept = KeptRecords(tmp_path / "var", tmp_path / "output")
    with pytest.raises(FileNotFoundError):
        kept.read()
    kept.write(kept_records(records(3)), "fr")
    before = kept.path.stat().st_mtime_ns
    kept.write(kept_records(records(3)), "fr")
    assert kept.path.stat().st_mtime_ns == before
    assert kept.read() == (records(3), "fr")
    other = KeptRecords(tmp_path / "var", tmp_path / "public")
    other.write(kept_records(records(1)), "en")
    assert [kept.read()[1], other.read()[1]] == ["fr", "en"]
    kept.path.write_text("{}")
    with pytest.raises(FileNotFoundError):
        kept.read()
