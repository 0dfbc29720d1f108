"""A pytest plugin for CI: a run that skipped a test has failed."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a run with skipped tests into a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped:
        reporter.write_line(f"CI refuses skipped tests: {len(skipped)}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
