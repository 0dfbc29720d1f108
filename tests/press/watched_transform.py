"""A transform of a site's own that says who renders, and does what a text asks for: builds in tests name it."""

from __future__ import annotations

import logging
import os
import sys
import threading
from pathlib import Path

from plugins.framework.render.document import Document
from plugins.framework.render.transforms import TransformContext

SEEN = Path("processes")
"""A folder below the site's, with a file for each process: that of its parent, and whether it knows Pelican."""
MAKING = Path("making")
"""Another, with a file for each process that sets words for pages."""
FIFO = Path("alive")
"""What the text that waits holds open."""


def watched(document: Document, context: TransformContext) -> None:
    """Note the process of an article, and end, fail, warn or wait where the text says so."""
    if not context.path:
        MAKING.mkdir(exist_ok=True)
        (MAKING / str(os.getpid())).touch()
    if not context.path.startswith("articles/") or "<p>" not in document.html:
        return
    SEEN.mkdir(exist_ok=True)
    part = Path(f".{os.getpid()}")  # whole or not at all: it may be ended in between
    part.write_text(f"{os.getppid()} {'pelican' in sys.modules}", "utf-8")
    part.replace(SEEN / str(os.getpid()))
    if "it ends" in document.html:
        os._exit(3)
    if "it fails" in document.html:
        raise ZeroDivisionError("a fault")
    if "it logs" in document.html:
        logging.getLogger("site").error("a line of %s", context.path)
    if "it waits" in document.html:
        with FIFO.open("wb"):
            threading.Event().wait()
