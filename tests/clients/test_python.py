"""Python's own xmlrpc.client, and PyPI's ronkyuu."""

from __future__ import annotations

import json
import os
import subprocess
import xmlrpc.client
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from plugins.inbox.web.pingback_answer import TAKEN
from tests.clients.blog import SOURCE, Blog, linking
from tests.conftest import ROOT
from tests.fetcher.servers import Server
from tests.inbox.running import Browser
from tests.interactions.built import PAGE
from tests.locked import interpreter

LOCK = Path(__file__).with_name("ronkyuu.lock")
"""``ronkyuu`` with what it imports, which its package does not name: requests, Beautiful Soup and html5lib."""
RONKYUU = """
import json, sys
from ronkyuu import findMentions, discoverEndpoint, sendWebmention
source, target = sys.argv[1:]
mentions = sorted(findMentions(source)["refs"])
answer = sendWebmention(source, target)
sent = {"status": answer.status_code, "location": answer.headers.get("location")} if answer is not None else None
print(json.dumps({"mentions": mentions, "endpoint": discoverEndpoint(target), "sent": sent}))
"""


def server(blog: Blog) -> xmlrpc.client.ServerProxy:
    """Return the pingback server that the article names (Pingback 1.0, section 2)."""
    answer = Browser(int(blog.origin.rpartition(":")[2])).get(f"/{PAGE}/")
    header = answer.headers.get("X-Pingback")
    assert (header is not None) == blog.advertised
    found = header or lxml.html.fromstring(answer.body).xpath("string(//link[@rel='pingback']/@href)")
    return xmlrpc.client.ServerProxy(found)


def test_xmlrpc_client(blog: Blog, elsewhere: Server) -> None:
    """A pingback is answered by one string, and known afterwards."""
    source = elsewhere.url + SOURCE
    with server(blog) as proxy:
        assert proxy.pingback.ping(source, blog.article) == TAKEN.text(blog.inbox.words)
        with pytest.raises(xmlrpc.client.Fault) as again:
            proxy.pingback.ping(source, blog.article)
    assert again.value.faultCode == 48
    assert blog.received() == [blog.mention("pingback", source)]


def test_xmlrpc_client_reads_faults(blog: Blog, elsewhere: Server) -> None:
    """Whatever is wrong comes as a fault that it raises: methods, arguments, source and target."""
    source = elsewhere.url + SOURCE
    codes = []
    with linking("http://127.0.0.1/") as other, server(blog) as proxy:
        for method, *arguments in (
            ("pingback.ping", f"{other.url}/", blog.article),
            ("pingback.ping", source, f"{blog.origin}/2026/03/nulle-part/"),
            ("pingback.ping", source, f"{blog.origin}/"),
            ("pingback.ping", source),
            ("pingback.ping", source, 3),
            ("system.listMethods",),
        ):
            with pytest.raises(xmlrpc.client.Fault) as fault:
                getattr(proxy, method)(*arguments)
            codes.append(fault.value.faultCode)
    assert codes == [17, 32, 33, 0, 0, 0]
    assert blog.received() == []


def ronkyuu(source: str, target: str) -> dict[str, Any]:
    """Have ronkyuu find the mentions of a page and send the one of a target; return what it reports."""
    python = interpreter(LOCK, ROOT / "var/clients/ronkyuu")
    environment = {**os.environ, "NO_PROXY": "*", "PYTHONWARNINGS": "error"}
    done = subprocess.run([python, "-c", RONKYUU, source, target], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_ronkyuu(blog: Blog, elsewhere: Server) -> None:
    """It finds the mention in the source and the endpoint in a header or in the page, and gets 201."""
    source = elsewhere.url + SOURCE
    said = ronkyuu(source, blog.article)
    location = said["sent"].pop("location")
    assert said == {
        "mentions": [blog.article],
        "endpoint": [200, f"{blog.origin}/inbox/webmention"],
        "sent": {"status": 201},
    }
    assert blog.received() == [blog.mention("webmention", source)]
    assert location.startswith(f"{blog.origin}/inbox/webmention/")


def test_ronkyuu_finds_nothing_on_another_page(blog: Blog, elsewhere: Server) -> None:
    """A page that is no article advertises nothing."""
    said = ronkyuu(elsewhere.url + SOURCE, f"{blog.origin}/")
    assert (said["endpoint"], said["sent"]) == ([200, None], None)
    assert blog.received() == []
