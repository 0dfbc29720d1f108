"""Serialises an interaction to YAML, and parses it.

``parse(write(interaction), …)`` is the interaction, whatever the visitor typed, and ``write`` is deterministic. Texts
are literal blocks, so that they are readable and editable, and version control shows changes line by line.
"""

from __future__ import annotations

import json
import re
from datetime import datetime

from plugins.base.findings import Finding, Position
from plugins.framework.frontmatter.source import FRONT_MATTER_LIMIT, decode
from plugins.framework.frontmatter.validate import validate
from plugins.framework.frontmatter.yaml_tree import parse as parse_yaml
from plugins.i18n.messages import N_, message
from plugins.interactions.model import Interaction
from plugins.interactions.record_fields import Record

__all__ = ["LARGEST", "parse", "write"]

LARGEST = FRONT_MATTER_LIMIT
"""The most bytes of a file: more than a record with values of the largest lengths has."""

BARE = re.compile(r"[a-z][a-z0-9-]*\Z")
"""Values that need no quotes in YAML."""
QUOTED_ALWAYS = frozenset({"in_reply_to", "author", "title"})
"""Keys whose values are always quoted: untrusted, or possibly like a number."""


def write(interaction: Interaction) -> bytes:
    r"""Return the bytes of an interaction's file, its keys in the order of the model.

    >>> from datetime import UTC
    >>> print(write(Interaction(id="01kjptp8t00000000000000000", article="2026-03-marmite", kind="comment",
    ...     author="Camille", published=datetime(2026, 3, 2, tzinfo=UTC), text="Oui.\n\n- non")).decode(), end="")
    kind: comment
    author: "Camille"
    published: 2026-03-02T00:00:00Z
    text: |-
      Oui.
    <BLANKLINE>
      - non
    """
    lines = []
    for key in Record.model_fields:
        value = getattr(interaction, key)
        if value is not None and value is not False:
            lines.append(f"{key}: {_scalar(key, value)}\n")
    return "".join(lines).encode()


def _scalar(key: str, value: object) -> str:
    """Return a value as a YAML scalar."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if value is True:
        return "true"
    assert isinstance(value, str)
    if key == "text":
        return _literal(value)
    if key not in QUOTED_ALWAYS and BARE.match(value):
        return value
    return json.dumps(value, ensure_ascii=False)  # a JSON string is a double-quoted scalar (YAML 1.2, section 1.3)


def _literal(text: str) -> str:
    """Return a text as a literal block (YAML 1.1, section 9.3.1); its first line may begin with spaces."""
    indicator = "2" if text[:1].isspace() else ""
    return f"|{indicator}-\n" + "\n".join(f"  {line}" if line else "" for line in text.split("\n"))


def parse(data: bytes, path: str, article: str, identity: str) -> tuple[Interaction | None, list[Finding]]:
    """Return the interaction of a file, None when it is invalid, and the findings.

    Args:
        data: The bytes of the file.
        path: The file, relative to the content folder, for the findings.
        article: The permanent id of the article: the name of the file's folder.
        identity: The interaction's id: the name of the file.
    """
    if len(data) > LARGEST:
        problem = message(N_("this file is longer than 64 KiB"))
        return None, [Finding(path, Position(), problem, message(N_("shorten its text")), fatal=True)]
    text, findings = decode(data, path)
    if any(finding.fatal for finding in findings):
        return None, findings
    tree, found = parse_yaml(text, path)
    findings += found
    if tree is None:
        return None, findings
    record, found = validate(tree, Record, path)
    findings += found
    if record is None or findings:  # a comment with an invalid key is not published in part
        return None, findings
    return Interaction(id=identity, article=article, **record.model_dump()), findings
