"""``tasks.py moderate`` as a process, with what visitors wrote on the terminal."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable

import pytest
from sqlalchemy import update

from plugins.inbox.data.database_tables import log
from plugins.inbox.moderation.login import log_in_with_password
from tests.conftest import ENVIRONMENT, ROOT
from tests.forkserver import run_module
from tests.inbox.running import RIGHT, Running
from tests.inbox.test_comments import rows
from tests.inbox.test_moderation import waiting

Moderate = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def moderate(running: Running) -> Moderate:
    """Return a function that runs a command on the same folder."""

    def run(*arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        settings = running.inbox.settings
        environment = {
            **ENVIRONMENT,
            "INBOX_STATE": str(settings.state),
            "INBOX_RECORDS": str(settings.records),
            "INBOX_ARTICLES": str(settings.articles),
            **variables,
        }
        return run_module(["plugins.inbox.run.moderation_commands", *arguments], ROOT, environment, stdin)

    return run


def test_nothing_that_a_visitor_wrote_acts_on_the_terminal(running: Running, moderate: Moderate) -> None:
    """Escapes and marks that turn the direction are written out, in lists, in full and in exports."""
    hostile = "rouge \x1b[31m \x9b2J \u202e txt.exe \u2066 \x07 fin"
    identity = waiting(running, name="Zo\u0301e", text=hostile)
    with running.inbox.database.write() as connection:  # what no form lets in, too
        connection.exec_driver_sql("UPDATE items SET text = ?, author = ?", (hostile, hostile))
    for arguments in (("list",), ("show", identity), ("export", RIGHT["email"])):
        done = moderate(*arguments)
        assert done.returncode == 0, done.stderr
        assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", done.stdout) is None
        assert "txt.exe" in done.stdout


def test_a_comment_goes_through_the_terminal(running: Running, moderate: Moderate) -> None:
    """List, show, edit, answer, approve, reject: each says what it did, and the log is whole."""
    identity = waiting(running)
    assert moderate("list").stdout.startswith(identity)
    assert moderate("list", "--status", "approved").stdout == "Nothing here.\n"
    assert RIGHT["email"] in moderate("show", identity).stdout
    assert moderate("edit", identity, "--text", "-", stdin="Un pied.\nDeux pieds.\n").stdout == f"{identity}: changed\n"
    assert moderate("approve", identity, LANG="fr_FR.UTF-8").stdout == f"{identity}\u00a0: publié\n"
    found = running.inbox.store.get(RIGHT["article"], identity)
    assert found is not None
    assert found.text == "Un pied.\nDeux pieds."
    assert moderate("reply", identity, "Merci.").returncode == 0
    assert len(running.files()) == 2
    assert moderate("reply", identity, " ").returncode == 1
    assert moderate("reject", identity).stdout == f"{identity}: rejected\n"
    assert len(running.files()) == 1
    unknown = moderate("approve", "01kjptp8t00000000000000000", "../x")
    assert (unknown.returncode, unknown.stderr.count("there is no comment")) == (1, 2)
    actions = [line.split("  ")[3] for line in moderate("log").stdout.splitlines()]
    assert actions == ["edit", "approve", "reply", "reject"]
    assert re.fullmatch(
        r"The log is whole: 4 entries, ending with [0-9a-f]{16}\.\n", moderate("log", "--verify").stdout
    )
    with running.inbox.database.write() as connection:
        connection.execute(update(log).where(log.c.number == 2).values(action="spam"))
    broken = moderate("log", "--verify")
    assert (broken.returncode, broken.stderr) == (
        65,
        "The log is not what was written: entry 2 was changed, moved or removed\n",
    )


def test_erasing_and_exporting_by_address(running: Running, moderate: Moderate) -> None:
    """Export prints JSON; erase says how much went; what is no address is refused."""
    waiting(running)
    told = json.loads(moderate("export", RIGHT["email"]).stdout)
    assert [comment["text"] for comment in told["comments"]] == [RIGHT["text"]]
    assert moderate("erase", RIGHT["email"]).stdout.startswith("Erased comments: 1; subscriptions: 0.")
    assert rows(running) == []
    assert moderate("erase", "zoe").returncode == 2
    assert moderate("purge").returncode == 0


def test_a_password_and_a_link(running: Running, moderate: Moderate) -> None:
    """A password's setting is printed and works; a short one is refused; a link is printed."""
    setting = moderate("password", stdin="cheval agrafe pile\n").stdout
    value = re.fullmatch(r"INBOX_PASSWORD_HASH='(\$argon2id\$.+)'\n", setting)
    assert value is not None
    running.inbox.settings = running.inbox.settings.model_validate(
        {**running.inbox.settings.model_dump(), "password_hash": value[1]}
    )
    assert log_in_with_password(running.inbox, "cheval agrafe pile", "network")[0] is not None
    assert moderate("password", stdin="court\n").returncode == 1
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/inbox/login\?link=[\w-]{43}\n", moderate("login").stdout)


def test_the_task_hands_its_words_over(running: Running) -> None:
    """``tasks.py moderate reply ID "two words"`` reaches the command whole, and ``inv moderate -- …`` too."""
    import shlex

    import tasks

    given = ["moderate", "reply", "x", "two words", "--flag"]
    words = tasks.whole_words(given)
    assert words[:2] == ["moderate", "--"]
    assert shlex.split(words[2]) == given[1:]
    assert tasks.whole_words(words) == words
    assert tasks.whole_words(["build", "--publish"]) == ["build", "--publish"]
