"""README.md names every dependency whose licence asks more than to be named."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.conftest import ROOT

COPYLEFT = re.compile(r"GPL|General Public|MPL|Mozilla|OFL|EUPL|CDDL|CC-BY-SA", re.IGNORECASE)
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def licences(package: str) -> str:
    """Return what a package's metadata say of its licence; nothing of one that this machine does not need."""
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return ""
    classifiers = [line for line in said.get_all("Classifier") or [] if line.startswith("License")]
    return "\n".join([said["License-Expression"] or "", (said["License"] or "")[:200], *classifiers])


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-inbox.lock"])
def test_every_copyleft_dependency_is_named(lock: str) -> None:
    """The table of README.md has a row for each."""
    section = (ROOT / "README.md").read_text("utf-8").partition("\n## Licences\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ")]
    named = {name.strip().lower() for row in rows for name in row.split(",")}
    found = {name for name in PINNED.findall((ROOT / lock).read_text("utf-8")) if COPYLEFT.search(licences(name))}
    assert {"pelican", "unidecode"} <= found
    assert found - named == set()
