"""A build that says what it rendered and made: ``python -m tests.press.counted_build`` with Pelican's arguments."""

from __future__ import annotations

import json
import sys
from typing import Any

from pelican import main

from plugins.framework.text_reader import TextReader
from plugins.press.staging import Stage

MADE_OF_RECIPES = (".html", ".atom", ".rss", ".json")


def counted() -> None:
    """Build, and print the texts that were rendered and the pages and feeds that were made."""
    texts: list[str] = []
    outputs: list[str] = []
    rendered, add = TextReader._rendered, Stage.add

    def counting(self: TextReader, kind: Any, path: str, data: bytes) -> Any:
        texts.append(path)
        return rendered(self, kind, path, data)

    def adding(self: Stage, name: str, data: bytes, **options: Any) -> None:
        if name.endswith(MADE_OF_RECIPES):
            outputs.append(name)
        add(self, name, data, **options)

    TextReader._rendered, Stage.add = counting, adding  # type: ignore[method-assign, assignment]
    try:
        main(sys.argv[1:])
    finally:
        print(json.dumps([sorted(texts), sorted(outputs)]))


if __name__ == "__main__":
    counted()
