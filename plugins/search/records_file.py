"""The records of the last build of an output folder, for the preview to index.

They lie among what builds remember, and not in the output, which stays what a build writes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from plugins.base.store import Store, key_of
from plugins.search.record import Record

__all__ = ["KeptRecords"]

FORMAT = "1"
"""Part of the key: what another version of this program stored is not read."""


class KeptRecords:
    """What the last build of an output folder has to be found.

    Args:
        state: The folder of what builds remember.
        output: The output folder.
    """

    def __init__(self, state: Path, output: Path) -> None:
        self._store = Store(state / "search")
        self._key = key_of(FORMAT, os.fsencode(output.resolve()))

    @property
    def path(self) -> Path:
        """The file that changes when they do."""
        return self._store.path(self._key)

    def write(self, records: Iterable[Record], language: str) -> None:
        """Keep records with the site's language; a file that holds them already is left alone."""
        kept = {"language": language, "records": [asdict(record) for record in records]}
        self._store.put(self._key, json.dumps(kept, ensure_ascii=False, sort_keys=True).encode())

    def read(self) -> tuple[list[Record], str]:
        """Return the records and the site's language.

        Raises:
            FileNotFoundError: There are none that are whole; the next build keeps them anew.
        """
        data = self._store.get(self._key)
        if data is None:
            raise FileNotFoundError(self.path)
        kept = json.loads(data)
        records = []
        for one in kept["records"]:
            filters = {name: tuple(values) for name, values in one["filters"].items()}
            records.append(Record(**{**one, "words": tuple(one["words"]), "filters": filters}))
        return records, str(kept["language"])
