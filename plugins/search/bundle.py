"""Pagefind's files made stable, and its fragments fit to be shown.

The same texts make the same bytes: Pagefind writes the values of its filters in an order that changes from run to
run (its issue 638 mended the fragments only). They are sorted here, and each file that is rewritten is named
after its bytes, so that it may be cached for ever.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import cbor2

from plugins.search.fold import restore
from plugins.search.record import Record

__all__ = ["BundleError", "bundle"]

MAGIC = b"pagefind_dcd"
"""What Pagefind's own files begin with, once decompressed."""
ENTRY = "pagefind-entry.json"
SCRIPT = "pagefind.js"

Files = Mapping[str, bytes]
Value: TypeAlias = "int | str | list[Value]"
"""What Pagefind's metadata hold, as CBOR (RFC 8949)."""


class BundleError(Exception):
    """Pagefind wrote something else than expected; the message says what."""


def bundle(files: Files, records: Iterable[Record]) -> dict[str, bytes]:
    """Return the files that a reader's browser asks for, by name, stable and ready to be shown.

    Pagefind's own interfaces (300 KB) and its worker are left out: the theme has its own, and searches without one.

    Args:
        files: All that Pagefind wrote, by path below its folder.
        records: What it was made of.

    Raises:
        BundleError: Pagefind wrote something unexpected.
    """
    try:
        return _bundle(files, {record.key: record for record in records})
    except (KeyError, ValueError, OSError, EOFError, cbor2.CBORError) as error:
        raise BundleError(f"{type(error).__name__}: {error}") from error


def _bundle(files: Files, records: Mapping[str, Record]) -> dict[str, bytes]:
    entry = json.loads(files[ENTRY])
    kept = {SCRIPT: files[SCRIPT]}
    for language, said in sorted(entry["languages"].items()):
        meta = _opened(files[f"pagefind.{said['hash']}.pf_meta"])
        version, pages, chunks, filters, sorts, *rest = _list(cbor2.loads(meta))
        kept[f"wasm.{said['wasm']}.pagefind"] = files[f"wasm.{said['wasm']}.pagefind"]
        for chunk in map(_list, _list(chunks)):
            name = f"index/{chunk[-1]}.pf_index"
            kept[name] = files[name]
        pages = [_rewritten_page(files, page, records, language, kept) for page in map(_list, _list(pages))]
        filters = [_rewritten_filter(files, one, language, kept) for one in map(_list, _list(filters))]
        data = cbor2.dumps([version, pages, chunks, _in_order(filters), _in_order(sorts), *rest])
        said["hash"] = _keep(kept, "pagefind.{}.pf_meta", language, data)
    entry["languages"] = dict(sorted(entry["languages"].items()))
    kept[ENTRY] = json.dumps(entry, separators=(",", ":")).encode()
    return kept


def _rewritten_page(
    files: Files, page: list[Value], records: Mapping[str, Record], language: str, kept: dict[str, bytes]
) -> Value:
    """Return a page of the metadata with the new name of its fragment, which is kept."""
    fragment = json.loads(_opened(files[f"fragment/{page[0]}.pf_fragment"]))
    shown = _shown(fragment, records[fragment["url"]])
    data = json.dumps(shown, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return [_keep(kept, "fragment/{}.pf_fragment", language, data), *page[1:]]


def _shown(fragment: dict[str, Any], record: Record) -> dict[str, Any]:
    """Return a fragment in the words of its author, with what a result shows and without what only finds it."""
    words = record.originals()
    anchors = [
        {**anchor, "text": restore(anchor["text"], words)}
        for anchor in fragment["anchors"]
        if anchor["element"] in ("h2", "h3")  # Pagefind offers parts of a text by their headings
    ]
    filters = {name: sorted(values) for name, values in fragment["filters"].items()}
    return {
        **fragment,
        "url": record.address,
        "content": restore(fragment["content"], words),
        "anchors": anchors,
        "filters": filters,
        "meta": {"title": record.title, **record.shown},
    }


def _rewritten_filter(files: Files, one: list[Value], language: str, kept: dict[str, bytes]) -> Value:
    """Return a filter of the metadata, its name and its file's, which is kept with its values in order."""
    name, values = _list(cbor2.loads(_opened(files[f"filter/{one[1]}.pf_filter"])))
    return [name, _keep(kept, "filter/{}.pf_filter", language, cbor2.dumps([name, _in_order(values)]))]


def _opened(data: bytes) -> bytes:
    opened = gzip.decompress(data)
    if not opened.startswith(MAGIC):
        raise BundleError("a file of Pagefind's lacks its signature")
    return opened[len(MAGIC) :]


def _keep(kept: dict[str, bytes], pattern: str, language: str, data: bytes) -> str:
    """Keep bytes under a name made of them, and return what stands for them in other files."""
    name = f"{language}_{hashlib.sha256(data).hexdigest()[:10]}"
    kept[pattern.format(name)] = gzip.compress(MAGIC + data, compresslevel=9, mtime=0)
    return name


def _in_order(value: Value) -> Value:
    """Return a list of lists in the order of their names, which stand first in each."""
    return [*sorted(map(_list, _list(value)), key=lambda one: str(one[0]))]


def _list(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise BundleError(f"{value!r} stands where a list was expected")
    return value
