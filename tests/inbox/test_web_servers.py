"""The web servers of docs/inbox.md, as it configures them, before a real inbox: installed from Debian when missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.inbox.running import RIGHT, Browser
from tests.inbox.test_abuse import flood, process
from tests.inbox.test_servers import debian, free_port


def documented(heading: str) -> str:
    """Return the configuration below a heading of docs/inbox.md."""
    text = (ROOT / "docs/inbox.md").read_text("utf-8").partition(f"\n## {heading}\n")[2]
    found = re.search(r"```\w*\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


def nginx(folder: Path, port: int, inbox: int) -> list[str]:
    """Write nginx's configuration, and return its command."""
    location = documented("nginx").replace("127.0.0.1:8001", f"127.0.0.1:{inbox}")
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    server = f"server {{ listen 127.0.0.1:{port}; root {folder}/site; {location} }}"
    text = "user root;\n" if os.geteuid() == 0 else ""  # else its workers could not read the folder of a test
    text += f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
    text += f"http {{ access_log off; {temporary} {server} }}\n"
    (folder / "nginx.conf").write_text(text, "utf-8")
    return [shutil.which("nginx") or "nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def caddy(folder: Path, port: int, inbox: int) -> list[str]:
    """Write Caddy's configuration, and return its command."""
    site = documented("Caddy").replace("trepied.example {", f"http://127.0.0.1:{port} {{", 1)
    site = site.replace("127.0.0.1:8001", f"127.0.0.1:{inbox}").replace("/srv/www/trepied", str(folder / "site"))
    (folder / "Caddyfile").write_text(f"{{\n    admin off\n}}\n{site}", "utf-8")
    return [shutil.which("caddy") or "caddy", "run", "--config", str(folder / "Caddyfile")]


@contextmanager
def in_front(folder: Path, inbox: int, command: Callable[[Path, int, int], list[str]]) -> Iterator[Browser]:
    """Run a web server before an inbox, and yield a browser that asks it."""
    (folder / "site").mkdir(parents=True)
    (folder / "site/index.html").write_text("<h1>Le site</h1>", "utf-8")
    port = free_port()
    environment = {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PATH": "/usr/bin",
    }
    running = subprocess.Popen(
        command(folder, port, inbox), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    browser = Browser(port)
    try:
        for _ in range(600):  # neither says when it listens
            try:
                browser.get("/")
                break
            except OSError:
                assert running.poll() is None
                time.sleep(0.05)
        yield browser
    finally:
        running.terminate()
        running.wait(timeout=30)


@pytest.mark.parametrize(("package", "name", "command"), [("nginx-light", "nginx", nginx), ("caddy", "caddy", caddy)])
def test_the_documented_web_server(
    tmp_path: Path, package: str, name: str, command: Callable[[Path, int, int], list[str]]
) -> None:
    """Site and inbox of one origin; whom a client claims to be is not believed; long bodies end before the inbox."""
    debian(package, name)
    if shutil.which(name) is None:
        pytest.fail(f"{name} is not here and could not be installed: apt-get install {package} (as root)")
    tmp_path.chmod(0o755)
    with (
        process(tmp_path / "inbox", INBOX_TRUSTED_PROXIES="127.0.0.1, ::1") as (_, inbox, _settings),
        in_front(tmp_path / "front", inbox.port, command) as browser,
    ):
        assert browser.get("/").body == b"<h1>Le site</h1>"
        assert browser.get("/inbox/comment?article=2026-03-marmite").status == 200
        answer = browser.post("/inbox/comment", {**RIGHT, "text": "é" * 10_000})
        assert (answer.status, answer.location) == (303, "/inbox/thanks?article=2026-03-marmite")
        assert browser.post("/inbox/comment", {**RIGHT, "x": "a" * 200_000}).status in (413, 502)  # Caddy 2.6
        assert flood(browser, 0, 12, "20.{0}.{1}.1") == {303: 5, 429: 7}
