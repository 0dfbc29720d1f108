"""What docs/authors/ and README.md show an author to write is right: front matter, callouts, commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.framework.project import open_project
from plugins.framework.render.render_source import render
from plugins.reading.callouts import KINDS
from plugins.typography.rule_options import NUMBERS
from tests.conftest import ENVIRONMENT, ROOT

AUTHORS = sorted((ROOT / "docs/authors").glob("*.md"))
BLOCK = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    (path.name, language, code)
    for path in (ROOT / "README.md", *AUTHORS)
    for _, language, code in BLOCK.findall(path.read_text("utf-8"))
]
ARTICLES = [code for _, language, code in EXAMPLES if language == "yaml" and "\ndate:" in code]
TEXTS = [code for name, language, code in EXAMPLES if language == "markdown" and name == "markdown.md"]


@pytest.mark.parametrize("code", ARTICLES)
def test_an_example_of_an_article_is_right(code: str) -> None:
    """Its front matter has no mistake, with this site's framework."""
    found = render(code.encode(), "articles/2026/marmite.md", open_project(ROOT).options)
    assert (found.findings, found.id) == ((), "2026-03-marmite")


def test_examples_were_found() -> None:
    """The tests of this file look at something."""
    assert (len(ARTICLES), len(TEXTS) > 8) == (2, True)


@pytest.mark.parametrize("code", TEXTS)
def test_an_example_of_markdown_is_right(code: str) -> None:
    """Nothing in it is a mistake: callouts have known kinds, headings are in order."""
    options = open_project(ROOT).options
    head = "---\nid: a\ntitle: A\ndate: 2026-03-02\ndrivers: [rse]\npriorities: [terrain-rse]\n---\n"
    found = render((head + code).encode(), "articles/2026/a.md", options)
    assert found.findings == ()
    assert "data-unknown" not in found.html


def test_every_kind_of_callout_is_documented() -> None:
    """docs/authors/markdown.md names each word that a callout may begin with."""
    text = (ROOT / "docs/authors/markdown.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []


def test_every_rule_of_typography_is_documented() -> None:
    """docs/authors/typography.md names each rule that can be switched off, with its number."""
    text = (ROOT / "docs/authors/typography.md").read_text("utf-8")
    assert [name for name, number in NUMBERS.items() if f"| {number} | `{name}` |" not in text] == []


def terminal_commands() -> set[str]:
    """Return the names of the commands of ``moderate``."""
    command = [sys.executable, "-m", "plugins.inbox.run.moderation_commands", "--help"]
    said = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^    (\w+)(?= |$)", said, re.MULTILINE))


def test_every_command_of_a_moderator_is_documented() -> None:
    """docs/authors/conversation.md names each in its table, but for those of whoever runs the service."""
    text = (ROOT / "docs/authors/conversation.md").read_text("utf-8")
    commands = terminal_commands() - {"login", "password", "purge", "sweep"}
    assert {"list", "approve", "archive", "erase", "verify"} <= commands
    assert [name for name in sorted(commands) if not re.search(rf"^\| .*`{name}[ `]", text, re.MULTILINE)] == []


@pytest.mark.parametrize("path", AUTHORS, ids=lambda path: path.stem)
def test_every_page_is_in_the_index(path: Path) -> None:
    """docs/authors/README.md leads to each of its pages."""
    index = (ROOT / "docs/authors/README.md").read_text("utf-8")
    assert path.name == "README.md" or f"]({path.name})" in index
