"""The environment variables that builds and commands of the author read: these, and no others."""

from __future__ import annotations

import os
from collections.abc import Mapping

__all__ = ["READ", "everything", "variables"]

READ = ("LC_ALL", "LC_MESSAGES", "LANG", "INBOX_SYNC_URL", "PAGEFIND_BINARY_PATH")
"""The author's language, the inbox that publishing asks, and the program that makes search's index. The inbox has
settings of its own (plugins/inbox/settings.py), which no build reads."""


def variables() -> Mapping[str, str]:
    """Return those variables that are set."""
    return {name: os.environ[name] for name in READ if name in os.environ}


SHELLS = frozenset({"_", "SHLVL", "OLDPWD", "COLUMNS", "LINES"})


def everything() -> Mapping[str, str]:
    """Return all variables but those that each command line has: what a settings file of the author's may read."""
    return {name: value for name, value in os.environ.items() if name not in SHELLS}
