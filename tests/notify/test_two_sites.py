"""Between two sites of ours, by the commands alone: a mention goes over, and goes away when its link does."""

from __future__ import annotations

import functools
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import feedparser
import pytest

from tests.conftest import SiteFolder, texts
from tests.inbox.test_preview import preview, wait_for

__all__ = ["preview"]

LINKS = "//*[@id='commentaires']//ul[@class='linkbacks']/li/a"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and says nothing."""

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def other(make_site: Callable[..., SiteFolder]) -> Iterator[tuple[SiteFolder, str]]:
    """Yield the folder of another site, and where what is published of it is served."""
    site = make_site(folder="other")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site.output)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def publish(site: SiteFolder, address: str, body: str) -> None:
    """Write the other site's article, publish it, and tell of its links."""
    site.article("suite", title="La suite de la marmite", body=body)
    built = site.build("publishconf.py", SITEURL=address)
    assert built.returncode == 0, built.stdout + built.stderr
    told = site.run("plugins.notify.notify_task", "--development", "--site", "output")
    assert told.returncode == 0, told.stdout + told.stderr


def listed(site: SiteFolder, status: str) -> list[str]:
    """Return the ids that ``moderate list`` names."""
    found = site.run("plugins.inbox.run.moderation_commands", "list", "--status", status).stdout.splitlines()
    return [line.split()[0] for line in found if "webmention" in line]


def test_a_mention_goes_from_one_site_to_the_other(
    preview: tuple[SiteFolder, subprocess.Popen[str], str], other: tuple[SiteFolder, str]
) -> None:
    """Published here, told, checked, approved and shown there, in page and feed; without the link it goes there too."""
    site, process, address = preview
    there, home = other
    assert process.stdout is not None
    publish(there, home, f"Après [la marmite]({address}/2026/03/marmite/), une suite.")
    while not (waiting := listed(site, "pending")):  # the preview's own worker looks at the page
        assert process.poll() is None
    assert site.run("plugins.inbox.run.moderation_commands", "approve", *waiting).returncode == 0
    page = site.output / "2026/03/marmite"
    while not site.page("2026/03/marmite").xpath(LINKS):
        wait_for(process.stdout, "The site is in output/")
    assert texts(site.page("2026/03/marmite"), LINKS) == ["La suite de la marmite"]
    (link,) = site.page("2026/03/marmite").xpath(LINKS)
    assert link.get("href") == f"{home}/2026/03/suite/"
    feed = feedparser.parse((page / "commentaires.atom").read_bytes())
    assert [f"{home}/2026/03/suite/" in entry.content[0].value for entry in feed.entries] == [True]
    publish(there, home, "Après rien du tout, une suite.")
    while site.page("2026/03/marmite").xpath(LINKS):
        wait_for(process.stdout, "The site is in output/")
    assert records(site) == []
    log = site.run("plugins.inbox.run.moderation_commands", "log").stdout.splitlines()
    assert [line.split()[2:4] for line in log] == [["terminal", "approve"], ["system", "unlinked"]]


def records(site: SiteFolder) -> list[Path]:
    """Return the files of what is published."""
    return sorted((site.path / "content/interactions").rglob("*.yaml"))
