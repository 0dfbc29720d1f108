"""Webmention (W3C Recommendation of 12 January 2017), as a receiver."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import log
from plugins.inbox.moderation import decisions
from tests.conftest import SiteFolder, texts
from tests.inbox.linking import FORM, PATH, Linking, linking, response
from tests.interactions.built import PAGE


def publish(linking: Linking, source: str) -> Path:
    """Send a webmention, look at its page, approve it, and return the record's file."""
    assert linking.webmention(source).status == 201
    linking.look()
    decisions.decide(linking.running.inbox, linking.of(source).id, "approve", "terminal")
    (path,) = (path for path in linking.running.files() if source in path.read_text("utf-8"))
    return path


def again(linking: Linking, source: str) -> None:
    """Send the same webmention again, and look at its page."""
    assert linking.webmention(source).status == 201
    linking.sweep()


def entries(linking: Linking) -> list[tuple[str, str]]:
    """Return who did what, as the log tells; its chain is whole."""
    with linking.running.inbox.database.read() as connection:
        assert decision_log.verify(connection, linking.running.inbox.keys).fault is None
        return [(row.actor, row.action) for row in connection.execute(select(log).order_by(log.c.number))]


def test_3_1_2_the_advertised_endpoint(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """The first ``<link>`` or ``<a>`` with the relation leads to the inbox; pages that take none have none."""
    site, _ = talking
    for page in (PAGE, "2026/03/seul", "2026/03/muet"):
        found = site.page(page).xpath("//*[self::link or self::a][contains(concat(' ', @rel, ' '), ' webmention ')]")
        assert [element.get("href") for element in found] == ["https://pot.example/inbox/webmention"]
    for page in ("2026/03/ferme", "2026/03/sans", "archives"):
        assert site.page(page).xpath("//*[contains(@rel, 'webmention')]") == []


def test_3_2_created_with_a_status_page(linking: Linking) -> None:
    """201, a ``Location``, and there what came of it, for people and for programs."""
    source = linking.link()
    answer = linking.webmention(source)
    assert (answer.status, answer.location) == (201, f"{linking.home}/inbox/webmention/{linking.row.id}")
    assert answer.page.xpath("//a/@href")[-1] == answer.location
    path = answer.location.removeprefix(linking.home)
    page = linking.running.browser.get(path)
    assert (page.status, texts(page.page, "//dd")) == (200, [source, linking.target])
    found = linking.running.browser.ask("GET", path, headers={"Accept": "application/json"})
    assert found.headers["Content-Type"] == "application/json"
    assert json.loads(found.body) == {
        "status": "received",
        "summary": "Elle est reçue\u202f; sa page n’a pas encore été regardée.",
        "source": source,
        "target": linking.target,
    }
    for identity in ("01kjptp8t00000000000000000", "x", "../comment"):
        assert linking.running.browser.get(f"/inbox/webmention/{identity}").status == 404


def test_3_2_the_status_page_tells_each_state(linking: Linking) -> None:
    """Received, verified, published; refused whoever refused it; deleted when its page is gone."""
    inbox = linking.running.inbox
    answer = linking.webmention(linking.link())
    told = [linking.status(answer)]
    linking.look()
    told.append(linking.status(answer))
    for action in ("approve", "reject", "spam"):
        decisions.decide(inbox, linking.row.id, action, "terminal")
        told.append(linking.status(answer))
    assert told == ["received", "verified", "published", "refused", "refused"]
    gone, none, missing = (
        linking.webmention(linking.site.put(path, "", status=status))
        for path, status in (("/a", 410), ("/b", 200), ("/c", 404))
    )
    linking.look()
    assert [linking.status(answer) for answer in (gone, none, missing)] == ["deleted", "refused", "refused"]


def test_3_2_only_its_sender_knows_a_comment_by_that_name(linking: Linking) -> None:
    """No status page tells of a comment or of a trackback."""
    linking.running.comment()
    linking.trackback(linking.link())
    for row in linking.rows:
        assert linking.running.browser.get(f"/inbox/webmention/{row.id}").status == 404


@pytest.mark.parametrize(
    "source",
    ["", "billet", "/billet", "//a.example/", "ftp://a.example/", "mailto:a@b.example", "javascript:alert(1)",
     "file:///etc/passwd", "data:text/html,x", "gopher://a.example/", "http://", "http://u:p@a.example/",
     "https://a.example/" + "x" * 2_000, "http://[::1", "http://a.example:99999/"],
)  # fmt: skip
def test_3_2_1_http_and_https_only(linking: Linking, source: str) -> None:
    """What is the address of no web page is neither a source nor a target."""
    assert linking.webmention(source).status == 400
    body = urlencode({"source": "https://a.example/", "target": source}).encode()
    assert linking.post("webmention", body).status == 400
    assert linking.rows == []


@pytest.mark.parametrize("suffix", ["", "#moi", "#"])
def test_3_2_1_source_is_not_target(linking: Linking, suffix: str) -> None:
    """A page does not mention itself, whatever the fragment, and however it is written."""
    assert linking.webmention(f"{linking.target}{suffix}").status == 400
    assert linking.webmention(linking.target, f"{linking.target}{suffix}").status == 400
    assert linking.webmention(f"{linking.home}/2026/./03/%6Darmite/").status == 400
    assert linking.rows == []


def test_3_2_1_the_target_is_checked_at_once(linking: Linking) -> None:
    """An unknown target, another site's, a page that is no article, an article that is closed: 400, and no fetch."""
    source = linking.link()
    others = ["/2026/03/rien/", "/2026/03/sans/", "/2026/03/ancien/", "/", "/inbox/webmention", "/2026/03/marmite/x"]
    for target in (*(f"{linking.home}{path}" for path in others), "https://a.example/2026/03/marmite/"):
        assert linking.webmention(source, target).status == 400
    assert linking.webmention(source, f"http://127.0.0.1:1{PATH}").status == 400
    assert (linking.rows, linking.site.server.requests) == ([], [])


def test_3_2_1_the_fragment_is_ignored(linking: Linking) -> None:
    """A target with a fragment is the page; so is one that the source links to with another fragment."""
    source = linking.site.put("/a", f"<a href='{linking.target}#un'>ici</a>")
    assert linking.webmention(source, f"{linking.target}#deux").status == 201
    assert linking.look() == {"/a": "linked"}
    assert linking.row.target == f"{linking.target}#deux"


def html(target: str) -> str:
    """Return a page that links."""
    return f"<!doctype html><title>T</title><p><a href='{target}'>ici</a></p>"


LINKED = {
    "a": html,
    "relative query": lambda target: f"<a href='{target}#x'>ici</a>",
    "entities": lambda target: f"<a href='{target.replace('/', '&#x2F;')}'>ici</a>",
    "protocol": lambda target: f"<a href='{target.removeprefix('http:')}'>ici</a>",
    "capitals": lambda target: f"<A HREF='{target.replace('http:', 'HTTP:')}'>ici</A>",
    "escapes": lambda target: f"<a href='{target.replace('marmite', '%6Darmite')}'>ici</a>",
    "base": lambda target: f"<base href='{target}'><a href=''>ici</a>",
    "img": lambda target: f"<img alt='' src='{target}'>",
    "video": lambda target: f"<video src='{target}'></video>",
    "audio": lambda target: f"<audio><source src='{target}'></audio>",
    "area": lambda target: f"<map><area href='{target}'></map>",
    "blockquote": lambda target: f"<blockquote cite='{target}'>x</blockquote>",
    "link": lambda target: f"<link rel='in-reply-to' href='{target}'>",
    "white space": lambda target: f"<a href=' \n{target}\t'>ici</a>",
    "unclosed": lambda target: f"<p><b><a href='{target}'>ici",
}
UNLINKED = {
    "text": lambda target: f"<p>{target}</p>",
    "comment": lambda target: f"<!-- <a href='{target}'>ici</a> -->",
    "conditional": lambda target: f"<!--[if IE]><a href='{target}'>ici</a><![endif]-->",
    "template": lambda target: f"<template><a href='{target}'>ici</a></template>",
    "script": lambda target: f"<script>'<a href=\"{target}\">ici</a>'</script>",
    "style": lambda target: f"<style>/* <a href='{target}'>ici</a> */</style>",
    "textarea": lambda target: f"<textarea><a href='{target}'>ici</a></textarea>",
    "title": lambda target: f"<title><a href='{target}'>ici</a></title>",
    "iframe": lambda target: f"<iframe><a href='{target}'>ici</a></iframe>",
    "attribute": lambda target: f"<p title=\"<a href='{target}'>\" data-href='{target}'>x</p>",
    "escaped": lambda target: f"&lt;a href='{target}'&gt;ici&lt;/a&gt;",
    "prefix": lambda target: f"<a href='{target}suite'>ici</a>",
    "shorter": lambda target: f"<a href='{target[:-4]}'>ici</a>",
    "query": lambda target: f"<a href='{target}?a=1'>ici</a>",
    "scheme": lambda target: f"<a href='{target.replace('http:', 'https:')}'>ici</a>",
    "host": lambda target: f"<a href='{target.replace('127.0.0.1', '127.0.0.2')}'>ici</a>",
    "port": lambda target: f"<a href='{target.replace(target.split(':')[2].split('/')[0], '1')}'>ici</a>",
    "redirector": lambda target: f"<a href='https://a.example/?to={target}'>ici</a>",
    "user": lambda target: f"<a href='{target.replace('http://', 'http://a@')}'>ici</a>",
}  # fmt: skip


@pytest.mark.parametrize("form", LINKED)
def test_3_2_2_html_links(linking: Linking, form: str) -> None:
    """An element that leads to exactly the target, however its address is written, is a mention."""
    linking.webmention(linking.site.put("/a", LINKED[form](linking.target)))
    assert linking.look() == {"/a": "linked"}


@pytest.mark.parametrize("form", UNLINKED)
def test_3_2_2_html_that_does_not_link(linking: Linking, form: str) -> None:
    """What a browser does not show as a link to exactly the target is none."""
    linking.webmention(linking.site.put("/a", UNLINKED[form](linking.target)))
    assert linking.look() == {"/a": "unlinked"}


@pytest.mark.parametrize(
    ("content_type", "body", "linked"),
    [
        ("application/json", '{{"a": ["b", {{"c": "{0}"}}]}}', True),
        ("application/json", '{{"a": "{0}#fragment"}}', True),
        ("application/activity+json; charset=utf-8", '["{0}"]', True),
        ("application/json", '"{0}"', True),
        ("application/json", '{{"{0}": "a"}}', False),
        ("application/json", '{{"a": "see {0}"}}', False),
        ("application/json", '{{"a": "{0}suite"}}', False),
        ("application/json", "{0}", False),
        ("application/json", "<a href='{0}'>x</a>", False),
        ("application/json", '["http://[", "{0}"]', True),
        ("text/plain", "{0}", True),
        ("text/plain; charset=iso-8859-1", "Voyez {0}, c’est là.", True),
        ("text/plain", "({0})", True),
        ("text/plain", "{0}suite", False),
        ("text/plain", "{0}?a=1", False),
        ("application/xhtml+xml", '<html xmlns="http://www.w3.org/1999/xhtml"><a href="{0}">x</a></html>', True),
        ("", "<a href='{0}'>x</a>", True),
        ("image/png", "<a href='{0}'>x</a>", False),
        ("application/pdf", "{0}", False),
        ("application/octet-stream", "{0}", False),
    ],
)  # fmt: skip
def test_3_2_2_other_media_types(linking: Linking, content_type: str, body: str, linked: bool) -> None:
    """JSON has it as a value, plain text holds it, and what is of another type mentions nothing."""
    text = body.format(linking.target).encode("latin-1" if "8859" in content_type else "utf-8", "replace")
    linking.webmention(linking.site.put("/a", text, content_type=content_type))
    assert linking.look() == {"/a": "linked" if linked else "unlinked"}


def test_3_2_2_redirects_are_followed_but_limited(linking: Linking) -> None:
    """Five hops are followed, a sixth and a circle are not; relative links are relative to where the page is."""
    linking.site.put("/0/page", f"<a href='//{linking.home.removeprefix('http://')}{PATH}'>ici</a>")
    for number in range(1, 7):
        target = f"/{number - 1}/page"
        linking.site.put(
            f"/{number}/page", "", status=(301, 302, 303, 307, 308)[number % 5], headers={"Location": target}
        )
    linking.site.put("/cercle", "", status=302, headers={"Location": "/cercle"})
    for path in ("/5/page", "/6/page", "/cercle"):
        linking.webmention(linking.site.url(path))
    assert linking.look() == {"/5/page": "linked", "/6/page": "unreachable", "/cercle": "unreachable"}
    assert linking.of(linking.site.url("/5/page")).source == linking.site.url("/5/page")


def test_3_2_2_nothing_is_looked_at_while_the_sender_waits(linking: Linking) -> None:
    """Verification is asynchronous (section 4.2 too): the answer comes before the fetch."""
    linking.webmention(linking.link())
    assert linking.site.server.requests == []
    linking.sweep()
    assert linking.site.asked("/billet") == 1
    request = linking.site.server.requests[0].decode()
    assert f"\r\nUser-Agent: Trepied (+{linking.home}/inbox/webmention)\r\n" in request
    assert "text/html" in request


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", FORM, 400),
        (b"source=https%3A%2F%2Fa.example%2F", FORM, 400),
        (b"target=https%3A%2F%2Fa.example%2F", FORM, 400),
        (b"source=a&source=b&target=c", FORM, 400),
        (b"source=%FF&target=%FE", FORM, 400),
        (b"{}", "application/json", 415),
        (b"a=b", f"{FORM}; charset=utf-7", 415),
        (b"a=" + b"b" * 200_000, FORM, 413),
    ],
)
def test_3_2_3_the_senders_error(linking: Linking, body: bytes, content_type: str, status: int) -> None:
    """What the sender has to mend is 400, or the status that says it more exactly, with words for people."""
    answer = linking.post("webmention", body, content_type)
    assert (answer.status, bool(answer.words)) == (status, True)
    assert linking.rows == []


def test_3_2_4_a_second_mention_updates(linking: Linking) -> None:
    """Of one source and target there is one; a new title stands in the published record, and the log tells of it."""
    source = linking.link(title="Avant")
    path = publish(linking, source)
    assert 'title: "Avant"' in path.read_text("utf-8")
    linking.link(title="Après")
    linking.running.clock.turn(hours=1)
    again(linking, source)
    text = path.read_text("utf-8")
    assert ('title: "Après"' in text, "edited: 2026-06-01T13:00:00Z" in text) == (True, True)
    assert entries(linking) == [("terminal", "approve"), ("system", "update")]
    again(linking, source)
    assert path.read_text("utf-8") == text
    assert len(entries(linking)) == 2
    assert linking.row.status == "approved"


@pytest.mark.parametrize(("changed", "action"), [(response("", 410), "gone"), (response("<p>Rien.</p>"), "unlinked")])
def test_3_2_4_a_page_that_is_gone_deletes(linking: Linking, changed: bytes, action: str) -> None:
    """410 and a vanished link take the record's file away, with an entry in the log; what comes back is new."""
    source = linking.link()
    path = publish(linking, source)
    linking.site.pages["/billet"] = changed
    again(linking, source)
    assert (path.exists(), linking.states) == (False, {"/billet": ("rejected", action)})
    assert entries(linking) == [("terminal", "approve"), ("system", action)]
    linking.link()
    again(linking, source)
    assert (path.exists(), linking.states) == (False, {"/billet": ("pending", None)})


@pytest.mark.parametrize("status", [404, 500, 503, 401])
def test_3_2_4_a_page_that_is_out_of_reach_deletes_nothing(linking: Linking, status: int) -> None:
    """Any other status is no word of the page's author: the record stays, however often it is looked at."""
    source = linking.link()
    path = publish(linking, source)
    linking.site.put("/billet", "", status=status)
    again(linking, source)
    for _ in range(10):
        linking.running.clock.turn(days=1)
        linking.sweep()
    assert (path.exists(), linking.row.status) == (True, "approved")
    assert linking.row.outcome == ("missing" if status == 404 else "unreachable")
    assert linking.row.due is None
    assert entries(linking) == [("terminal", "approve")]


def test_3_2_4_somebody_elses_mention_deletes_nothing(linking: Linking) -> None:
    """A mention of the same page with another address of the article, which it does not link to, is its own."""
    source = linking.link()
    path = publish(linking, source)
    other = linking.site.put("/attend", html(linking.target))
    assert linking.webmention(other).status == 201
    for target in (f"{linking.target}?a=1", f"{linking.target}index.html", linking.target.rstrip("/")):
        assert linking.webmention(source, target).status == 201
        assert linking.webmention(other, target).status == 201
        linking.sweep()
    assert path.exists()
    assert {(row.source, row.target): row.status for row in linking.rows if row.status != "rejected"} == {
        (source, linking.target): "approved",
        (other, linking.target): "pending",
    }
    assert sum(row.status == "rejected" for row in linking.rows) == 6
    linking.webmention(source, f"{linking.target}#comment-01kjptp8t00000000000000000")
    linking.sweep()
    assert "comment-" not in path.read_text("utf-8")


def test_4_1_and_4_2_limits(tmp_path: Path) -> None:
    """One network may send so many; beyond, it is told when to come back, and nothing is fetched."""
    with linking(tmp_path, linkback_rate="2 per 10 minutes") as found:
        assert [found.webmention(found.link(f"/{number}")).status for number in range(4)] == [201, 201, 429, 429]
        assert found.webmention(found.link("/9")).headers["Retry-After"] == "600"
        assert len(found.rows) == 2
    with linking(tmp_path / "b", waiting_limit=1) as found:
        assert [found.webmention(found.link(f"/{number}")).status for number in range(2)] == [201, 503]


def test_4_4_nothing_of_a_page_acts(linking: Linking) -> None:
    """What stands in a page stands in its record as text, and on the moderator's page as text."""
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt;"
    linking.site.put("/a", f"<title>{hostile}</title><p>{hostile} <a href='{linking.target}'>ici</a></p>")
    linking.webmention(linking.site.url("/a"))
    linking.look()
    assert linking.row.title == "<script>alert(1)</script>"
    linking.running.log_in()
    page = linking.running.browser.get(f"/inbox/moderation/{linking.row.id}").page
    assert page.xpath("//script") == []
    assert "<script>alert(1)</script>" in page.xpath("string(//main)")


def test_a_form_for_people(linking: Linking) -> None:
    """Who has no such software fills in a form, with the article in it already; it is the same endpoint."""
    page = linking.running.browser.get(f"/inbox/webmention?{urlencode({'target': linking.target})}").page
    answer = linking.running.browser.send(page, source=linking.link())
    assert answer.status == 201
    assert linking.row.target == linking.target
