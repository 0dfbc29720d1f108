"""Every link and every fragment of every page, feed and sitemap leads to something that was built (lychee, offline)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples import SERVICE, SOURCES

LYCHEE = Path(sys.executable).with_name("lychee")
ADDRESSES = {"blog": "https://trepied.example", "golden": "https://golden.example"}


def unresolved(root: Path, address: str = "") -> list[str]:
    """Return the links below ``root``, the folder of a host's files, that lead nowhere: file and address a line.

    Absolute links that begin with ``address`` are looked up below ``root`` too.
    """
    command: list[str | Path] = [
        *(LYCHEE, "--offline", "--include-fragments", "--no-progress", "--format", "json"),
        *("--root-dir", root, "--index-files", "index.html,index.xml"),
        *("--extensions", "html,atom,rss,xml,txt,webmanifest"),
    ]
    if address:
        command += ["--remap", f"^{re.escape(address)}/ file://{root}/"]
    done = subprocess.run([*command, root], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout, done.stderr
    said = json.loads(done.stdout)
    assert said["total"] > 0
    return [f"{file}: {link['url']}" for file, links in said["error_map"].items() for link in links]


def unfold(root: Path) -> None:
    """Lay what JSON feeds hold beside them as HTML: lychee reads no JSON."""
    for file in root.rglob("feed.json"):
        feed = json.loads(file.read_text("utf-8"))
        links = [feed["home_page_url"], feed["feed_url"], *(item["url"] for item in feed["items"])]
        parts = [f'<a href="{link}">x</a>' for link in links] + [item["content_html"] for item in feed["items"]]
        file.with_name("feed-json.html").write_text("\n".join(parts), "utf-8")


@pytest.mark.parametrize("site", SOURCES)
def test_every_link_resolves(outputs: dict[str, Path], tmp_path: Path, site: str) -> None:
    """Pages and feeds, relative links and absolute ones, with their fragments."""
    root = tmp_path / "host"
    shutil.copytree(outputs[site], root / SOURCES[site].prefix.strip("/"))
    unfold(root)
    faults = [fault for fault in unresolved(root, ADDRESSES.get(site, "")) if not re.search(SERVICE, fault)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "page", ['<a href="/b/">', '<a href="/a/#no">', '<img src="c.png">', '<a href="https://h.example/d">']
)
def test_lychee_sees(tmp_path: Path, page: str) -> None:
    """The test above can fail: a missing page, fragment, picture or absolute address is told."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text(f'<p id="yes"><a href="/a/#yes">x</a>{page}', "utf-8")
    assert len(unresolved(tmp_path, "https://h.example")) == 1
