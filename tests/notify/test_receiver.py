"""The command against a receiver that is not ours: PyPI's ``webmentions``, with a site that Pelican built.

The receiver is installed from ``webmentions/webmentions.lock`` into ``var/tests/`` on first use.
"""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

import pytest

from tests.conftest import ROOT, SiteFolder
from tests.locked import interpreter

HERE = Path(__file__).parent / "webmentions"
LOCK = HERE / "webmentions.lock"
FOLDER = ROOT / "var/tests/webmentions"


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[str]:
    """Run the receiver, and return its address."""
    with subprocess.Popen(
        [interpreter(LOCK, FOLDER), HERE / "serve.py", tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, and yield its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        extensions_map: ClassVar[dict[str, str]] = {".html": "text/html; charset=utf-8"}

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def mentions(receiver: str, path: str = "/post") -> list[dict[str, Any]]:
    """Return what the receiver holds of one of its pages."""
    query = urlencode({"resource": f"{receiver}{path}", "direction": "in"})
    with urllib.request.urlopen(f"{receiver}/webmentions?{query}") as response:
        found: list[dict[str, Any]] = json.load(response)
    return found


def notify(site: SiteFolder) -> subprocess.CompletedProcess[str]:
    """Tell what is in the output."""
    return site.run("plugins.notify.notify_task", "--site", "output", "--development")


def test_a_receiver_from_pypi(site: SiteFolder, receiver: str) -> None:
    """It takes our answer for one, sees it change, and forgets it when the link is gone; by the article's own id."""
    target = f"{receiver}/post"
    site.output.mkdir()
    with served(site.output) as home:
        site.article("bon", title="Une réponse", more=f"in_reply_to: {target}\n", body="Je réponds.")
        built = site.build(SITEURL=home)
        assert built.returncode == 0, built.stderr
        done = notify(site)
        assert done.returncode == 0, done.stderr
        (mention,) = mentions(receiver)
        assert (mention["source"], mention["target"]) == (f"{home}/2026/03/bon/", target)
        assert (mention["mention_type"], mention["title"]) == ("reply", "Une réponse")
        assert (site.path / "var/notify/development/2026-03-bon.json").is_file()

        site.article("bon", title="Une autre réponse", more=f"in_reply_to: {target}\n", body="Je réponds mieux.")
        site.build(SITEURL=home)
        notify(site)
        assert [one["title"] for one in mentions(receiver)] == ["Une autre réponse"]

        site.article("bon", title="Plus de réponse", body="Je ne réponds plus.")
        site.build(SITEURL=home)
        notify(site)
        assert [one for one in mentions(receiver) if one["status"] != "deleted"] == []
