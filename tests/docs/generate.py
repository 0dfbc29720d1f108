"""Writes the documents that are made from the code: ``python3 tasks.py docs``."""

from __future__ import annotations

import sys

from plugins.base.files import replace_file
from tests.docs import drawing, packages, settings_page

COMMAND = "python3 tasks.py docs"


def files() -> dict[str, bytes]:
    """Return the documents by their paths below the project's folder."""
    return {
        "docs/architecture.svg": drawing.drawn(packages.layers(packages.CONTRACT.read_text("utf-8"))),
        "docs/settings.md": settings_page.page(settings_page.sections()),
    }


def main() -> int:
    """Write the documents and return 0."""
    for name, data in files().items():
        replace_file(packages.ROOT / name, data)
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
