"""Runs Pagefind on the documents of records, and returns the files of the index.

Pagefind's executable is run on a temporary folder of documents: its Python interface takes a tenth of a second for each
document, and hangs when the index is larger than 2 MiB.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from plugins.i18n.messages import N_, Message, message
from plugins.search.pagefind_bundle import BundleError, bundle
from plugins.search.search_record import Record, document

__all__ = ["FOLDER", "IndexingError", "make_index"]

FOLDER = "pagefind"
"""The folder of the index, below the site's URL."""
LAST_WORDS = 2000
"""The most characters of Pagefind's output that an error message repeats."""


class IndexingError(Exception):
    """No index could be made; ``said`` is the message for the author."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.template)
        self.said = said


def make_index(records: Sequence[Record], language: str) -> dict[str, bytes]:
    """Return the files of the index by name below :data:`FOLDER`; none without records.

    Args:
        records: The records of the texts.
        language: The site's: all texts and queries are stemmed by its rules. Pagefind can make one index per language,
            but then finds only texts in the language of the current page.

    Raises:
        IndexingError: Pagefind is missing or failed.
    """
    if not records:
        return {}
    with tempfile.TemporaryDirectory(prefix="search-") as folder:
        site, found = Path(folder, "site"), Path(folder, "index")
        for record in records:
            file = site / record.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(document(record, language), "utf-8")
        _run(Path(folder), ["--site", str(site), "--output-path", str(found), "--force-language", _code(language)])
        files = {file.relative_to(found).as_posix(): file.read_bytes() for file in found.rglob("*") if file.is_file()}
    try:
        return bundle(files, records)
    except BundleError as error:
        said = message(
            N_("this version of Pagefind writes an index that is not understood ({reason})"), reason=str(error)
        )
        raise IndexingError(said) from error


def _code(language: str) -> str:
    """Return the ISO 639-1 code of a language tag."""
    return language.split("-")[0].lower()


def _run(folder: Path, arguments: list[str]) -> None:
    """Run Pagefind in a folder without a configuration file."""
    from pagefind.service import get_executable  # with asyncio and more, which no build without an index needs

    program = get_executable()
    if program is None or not program.is_file():
        raise IndexingError(
            message(
                N_(
                    "there is no Pagefind for this machine: name one in the environment variable PAGEFIND_BINARY_PATH, "
                    "or set SEARCH_INDEX to False"
                )
            )
        )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    command = [str(program), *arguments, "--quiet"]
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    except OSError as error:
        reason = f"{program}: {error.strerror}"
        raise IndexingError(message(N_("Pagefind could not be started ({reason})"), reason=reason)) from error
    if done.returncode:
        words = (done.stderr + done.stdout).decode(errors="replace").strip()[-LAST_WORDS:] or f"exit {done.returncode}"
        raise IndexingError(message(N_("Pagefind failed: {reason}"), reason=words))
