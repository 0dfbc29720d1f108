"""Makes Pagefind's index files reproducible, and adds display data to its fragments.

The same texts make the same bytes: Pagefind writes the values of its filters in an order that changes from run to run
(its issue 638 fixed only the fragments). They are sorted here, and each rewritten file is named after its digest, so
that it may be cached for ever.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import cbor2

from plugins.search.letter_folding import restore
from plugins.search.search_record import Record

__all__ = ["BundleError", "bundle"]

MAGIC = b"pagefind_dcd"
"""The magic bytes of Pagefind's files, after decompression."""
ENTRY = "pagefind-entry.json"
SCRIPT = "pagefind.js"

Files = Mapping[str, bytes]
Value: TypeAlias = "int | str | list[Value]"
"""The values of Pagefind's metadata, which are CBOR (RFC 8949)."""


class BundleError(Exception):
    """Pagefind's output is not as expected; the message says why."""


def bundle(files: Files, records: Iterable[Record]) -> dict[str, bytes]:
    """Return the published files of the index, by name.

    Pagefind's own user interfaces (300 KB) and its worker are left out: the theme has its own, and uses no worker.

    Args:
        files: The files that Pagefind wrote, by path below its folder.
        records: The indexed records.

    Raises:
        BundleError: Pagefind's output is not as expected.
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
    """Return a page entry of the metadata with the new name of its fragment, which is added to the files."""
    fragment = json.loads(_opened(files[f"fragment/{page[0]}.pf_fragment"]))
    shown = _shown(fragment, records[fragment["url"]])
    data = json.dumps(shown, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return [_keep(kept, "fragment/{}.pf_fragment", language, data), *page[1:]]


def _shown(fragment: dict[str, Any], record: Record) -> dict[str, Any]:
    """Return a fragment with its text unfolded, with display data, and without words that are only indexed."""
    words = record.originals()
    anchors = [
        {**anchor, "text": restore(anchor["text"], words)}
        for anchor in fragment["anchors"]
        if anchor["element"] in ("h2", "h3")  # Pagefind's sub-results are sections by heading
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
    """Return a filter entry of the metadata with its file's new name; the file is added with its values sorted."""
    name, values = _list(cbor2.loads(_opened(files[f"filter/{one[1]}.pf_filter"])))
    return [name, _keep(kept, "filter/{}.pf_filter", language, cbor2.dumps([name, _in_order(values)]))]


def _opened(data: bytes) -> bytes:
    opened = gzip.decompress(data)
    if not opened.startswith(MAGIC):
        raise BundleError("a file of Pagefind's lacks its signature")
    return opened[len(MAGIC) :]


def _keep(kept: dict[str, bytes], pattern: str, language: str, data: bytes) -> str:
    """Add a file named after its digest, and return the hash that refers to it in other files."""
    name = f"{language}_{hashlib.sha256(data).hexdigest()[:10]}"
    kept[pattern.format(name)] = gzip.compress(MAGIC + data, compresslevel=9, mtime=0)
    return name


def _in_order(value: Value) -> Value:
    """Return a list of lists sorted by the first element of each, its name."""
    return [*sorted(map(_list, _list(value)), key=lambda one: str(one[0]))]


def _list(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise BundleError(f"{value!r} stands where a list was expected")
    return value
