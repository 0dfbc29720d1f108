"""The records of the last build of an output folder, for the preview to index. Contains no Pelican.

They lie among what builds remember, and not in the output, which stays what a build writes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from plugins.files import replace_file
from plugins.search.record import Record

__all__ = ["read_records", "records_path", "write_records"]

VERSION = 1


def records_path(state: Path, output: Path) -> Path:
    """Return where the records of an output folder are kept below the state folder."""
    name = hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:16]
    return state / "search" / f"{output.name}-{name}.json"


def write_records(path: Path, records: Iterable[Record], language: str) -> None:
    """Store records with the site's language; a file that holds them already is left alone."""
    stored = {"version": VERSION, "language": language, "records": [asdict(record) for record in records]}
    data = json.dumps(stored, ensure_ascii=False, sort_keys=True, indent=0).encode()
    if not path.is_file() or path.read_bytes() != data:
        replace_file(path, data)


def read_records(path: Path) -> tuple[list[Record], str]:
    """Return the stored records and the site's language.

    Raises:
        FileNotFoundError: There are none, or another version of this program stored them.
    """
    try:
        stored = json.loads(path.read_text("utf-8"))
        if stored["version"] != VERSION:
            raise FileNotFoundError(path)
        records = []
        for one in stored["records"]:
            filters = {name: tuple(values) for name, values in one["filters"].items()}
            records.append(Record(**{**one, "words": tuple(one["words"]), "filters": filters}))
        return records, str(stored["language"])
    except (ValueError, KeyError, TypeError, AttributeError):  # damaged: the next build stores them anew
        raise FileNotFoundError(path) from None
