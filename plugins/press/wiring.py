"""Tells what the press did. The writing itself joins Pelican through ``PELICAN_CLASS`` (``plugins.press.site``)."""

from __future__ import annotations

import logging
from typing import Any

from plugins.press.site import committed
from plugins.press.stage import Outcome

logger = logging.getLogger(__name__)


def tell(site: Any, outcome: Outcome) -> None:
    """Log what changed in the output."""
    del site
    logger.info(
        "%d files written, %d unchanged, %d removed", len(outcome.written), outcome.unchanged, len(outcome.removed)
    )
    for name in outcome.kept:
        logger.warning("%s is stale, but was changed since it was written: delete it yourself", name)


def connect() -> None:
    """Connect to the press's own signal."""
    committed.connect(tell)
