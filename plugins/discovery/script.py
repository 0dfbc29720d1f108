"""JSON that stands in an HTML page and cannot break out of it. Contains no Pelican and no I/O."""

from __future__ import annotations

import json
from collections.abc import Mapping

from plugins.feeds.model import JsonValue

__all__ = ["data_block"]

ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
r"""What may end a ``script`` element or change how it is read, as ``</script`` and ``<!--`` do (HTML Standard,
"Restrictions for contents of script elements"), as JSON escapes (RFC 8259, section 7). They stand in strings only."""


def data_block(value: Mapping[str, JsonValue]) -> str:
    r"""Return JSON on one line, to be put between ``<script type="application/ld+json">`` and its end as it is.

    >>> data_block({"headline": "A </script><!-- é"})
    '{"headline":"A \\u003c/script\\u003e\\u003c!-- é"}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
