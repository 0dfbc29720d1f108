"""An inbox with a site that links to it, and built pages that advertise where links are announced."""

from __future__ import annotations

import pytest

from tests.conftest import SiteFolder, sample
from tests.inbox.conftest import linking
from tests.interactions.built import built, say, talk

__all__ = ["hostile", "linking", "talking"]

HOSTILE = {
    "fleche": "Un titre --> <script>alert(1)</script>",
    "guillemets": "\"Deux\" et 'un' && <b>",
    "section": "Fin ]]> <!-- --!> <![CDATA[",
    "tirets": "--- - -- ->",
}
"""Titles by the slugs of their articles: each would end a comment, an attribute or a section if it could."""


@pytest.fixture(scope="session")
def talking(tmp_path_factory: pytest.TempPathFactory) -> tuple[SiteFolder, dict[str, str]]:
    """Return a built site with a conversation, and the ids of what was said by name."""
    site = sample(tmp_path_factory.mktemp("talking"))
    ids = talk(site)
    site.article("seul", title="Des liens seulement", more="comments: closed\nlinkbacks: open\n")
    site.article("sans", title="Sans liens", more="linkbacks: closed\n")
    old = {"kind": "trackback", "article": "2026-03-seul"}
    say(site, 11, **old, source="https://vieux.example/1", title="Un vieux blog", standing="archived")
    say(site, 12, **old, source="https://parti.example/1", title="Une page partie", standing="gone")
    return built(site), ids


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Return a built site whose titles try to break out of what they stand in."""
    site = sample(tmp_path_factory.mktemp("hostile"))
    for slug, title in HOSTILE.items():
        quoted = title.replace("\\", "\\\\").replace('"', '\\"')
        site.article(slug, title=f'"{quoted}"')
    return built(site)
