"""A right framework on disk, and what loading it with changes gives."""

from __future__ import annotations

from pathlib import Path

from plugins.base.findings import Finding, Position
from plugins.framework.load_framework import load_framework
from plugins.framework.model import Framework
from plugins.i18n.messages import message
from tests.framework.samples import told

FRAMEWORK = """\
path: marmite
labels:
  en: {singular: The pot, plural: Pots}
balance: drivers
relations:
  feeds:
    labels: {en: feeds}
    inverse: {en: fed by}
axes:
  - key: drivers
    labels: {en: {singular: driver, plural: drivers}}
    path: moteurs
    weighted: true
    required: true
    min: 1
    max: 2
  - key: terrains
    labels: {en: {singular: terrain, plural: terrains}}
    path: terrains
    ordered: true
    order: newest
"""
RSE = """\
---
key: rse
labels: {fr: la RSE, en: Responsibility}
summary: {en: Answering for it.}
rank: 2
colour: {light: "#3F6b2c", dark: "#9fcf86"}
shape: leaf
relations:
  feeds: [numerique, terrains/velo]
---
Words.
"""
RIGHT = {
    "framework.yaml": FRAMEWORK,
    "drivers/rse.md": RSE,
    "drivers/numerique.md": "---\nlabels: {en: Digital}\nrank: 1\n---\n",
    "terrains/velo.md": "---\nlabels: {en: Bicycles}\n---\n",
    "drivers.md": "---\nsummary: {en: What drives.}\n---\nAbout drivers.\n",
    "framework.md": "---\n---\nAbout all.\n",
}


def convert(text: str, path: str, line: int) -> tuple[str, list[Finding]]:
    """Return HTML that shows what was asked for, and a finding when the text has a mistake."""
    mistakes = [Finding(path, Position(line), message("a mistake"))] if "MISTAKE" in text else []
    return f"<p>{text.strip()} ({path}, {line})</p>" if text.strip() else "", mistakes


def load(folder: Path, changes: dict[str, str | bytes | None]) -> tuple[Framework, list[str]]:
    """Return the framework of the right folder with some files changed or, where None, left out."""
    for name, text in {**RIGHT, **changes}.items():
        if text is not None:
            file = folder / "pillars" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
    framework, findings = load_framework(folder, "pillars", convert)
    return framework, [words.removeprefix("pillars/") for words in told(findings)]
