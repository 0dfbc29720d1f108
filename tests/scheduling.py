"""Which tests stay together, and when their turn comes; on several workers, which runs them: hooks of pytest's.

What shares a browser or a site that is served stays together, and so does what is in one file. What builds sites and
runs processes goes first, in the order in which pytest-randomly has shuffled it; what only computes goes last, so that
no worker waits for a long one at the end. What takes long runs with ``--long`` alone, each test for itself, before all.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

LONG = "tests/press/long/"
"""The folder of what runs with ``--long`` alone."""
TOGETHER = ("tests/browser/", "tests/search/", "tests/clients/")
"""Folders that have a browser or a server of their own, longest first: they begin the run."""
LIGHT = (
    *("plugins/", "tests/base/", "tests/fetcher/", "tests/framework/", "tests/i18n/", "tests/press/"),
    *("tests/protocols/", "tests/typography/"),
)
"""Folders whose tests start little: they end it."""


def unit(test: str) -> str:
    """Return what a test stays together with; one that takes long, with nothing.

    >>> unit("tests/browser/test_axe.py::test_no_violation[blog-home]"), unit("tests/feeds/test_rss.py::test_a[::1]")
    ('tests/browser/', 'tests/feeds/test_rss.py')
    """
    file = test.partition("::")[0]
    if file.startswith(LONG):
        return test
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def turn(of: str) -> int:
    """Return when a unit's turn comes: units of one number in the order in which they were shuffled.

    >>> turn("tests/browser/"), turn("tests/inbox/test_mail.py"), turn("plugins/base/files.py")
    (0, 3, 4)
    >>> turn("tests/press/long/test_random_edits.py::test_a[1]")
    -1
    """
    if of.startswith(LONG):
        return -1
    if of in TOGETHER:
        return TOGETHER.index(of)
    return len(TOGETHER) + of.startswith(LIGHT)


class ByUnit(LoadScopeScheduling):
    """Gives each worker one unit after the other, in the order of the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take ``--long``."""
    parser.addoption("--long", action="store_true", help=f"run what takes long too: {LONG}")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what takes long."""
    long = config.rootpath / LONG
    return True if collection_path == long and not config.getoption("--long") else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of each unit beside each other, and each unit where its turn is; else the order stays."""
    units = {of: number for number, of in enumerate(dict.fromkeys(unit(item.nodeid) for item in items))}
    items.sort(key=lambda item: (turn(unit(item.nodeid)), units[unit(item.nodeid)]))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByUnit:
    """Return the scheduler of a run on several workers."""
    config.option.loadscopereorder = False
    return ByUnit(config, log)
