"""Hostile linkbacks in a real browser with JavaScript on: no payload runs, before and after it is published."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from playwright.sync_api import Browser, expect

from plugins.interactions.model import Interaction
from plugins.interactions.record_fields import interaction_of
from plugins.interactions.record_files import Store
from plugins.interactions.record_ids import new_id
from plugins.interactions.visitor_text import as_shown
from tests.conftest import SiteFolder
from tests.fetcher.servers import serving
from tests.inbox.hostile_words import HREF, WORDS, said
from tests.inbox.netted import LINK, TARGET, page, pingback_call
from tests.inbox.running import Browser as Sender
from tests.inbox.test_preview import attack, chromium, preview, wait_for
from tests.interactions.built import built

__all__ = ["chromium", "preview"]  # fixtures

ARTICLE = "2026-03-marmite"
PAYLOADS = [words for words in WORDS.values() if "ran=1" in words]
WEB = {"Content-Type": "application/x-www-form-urlencoded"}


def records() -> Iterator[Interaction]:
    """Yield published linkbacks of each kind with each payload in each field."""
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    kinds = ("trackback", "pingback", "mention", "like", "repost", "reply")
    for number, (kind, words) in enumerate((kind, words) for kind in kinds for words in PAYLOADS):
        values = {
            "id": new_id(moment, number.to_bytes(10, "big")),
            "article": ARTICLE,
            "published": moment,
            "kind": kind if kind in ("trackback", "pingback") else "webmention",
            "type": None if kind in ("trackback", "pingback") else kind,
            "source": f"https://a.example/{number}/{quote(words, safe='/:?=&;()')}",
            "title": as_shown(words, 300),
            "author": as_shown(words, 80),
            "text": words,
            "standing": "gone" if number % 3 == 0 and kind == "mention" else None,
        }
        yield interaction_of(values)


def test_no_payload_runs(preview: tuple[SiteFolder, subprocess.Popen[str], str], chromium: Browser) -> None:
    """Words of forms and pages: being checked, waiting, one by one, in forms and on status pages, and published."""
    site, process, address = preview
    assert process.stdout is not None
    sender = Sender(int(address.rpartition(":")[2]))
    target = f"{address}/2026/03/marmite/"
    answers: list[bytes] = []
    statuses = []
    with serving(lambda server, connection, request: answers[int(request.split()[1][1:])]) as elsewhere:
        for number, words in enumerate(PAYLOADS):
            answers.append(page(said(words).replace(LINK, LINK.replace(TARGET, target))))
            fields = {"url": f"http://10.0.0.1/{number}", "title": words, "blog_name": words, "excerpt": words}
            assert b"<error>0</error>" in sender.post(f"/inbox/trackback/{ARTICLE}", fields).body
            call = pingback_call(f"{elsewhere.url}/{number}", target)
            assert b"<fault>" not in sender.ask("POST", "/inbox/pingback", call, {"Content-Type": "text/xml"}).body
        for href in (*HREF, *PAYLOADS):
            body = urlencode({"source": f"http://10.0.0.1/?{href}", "target": f"{target}?{href}"}).encode()
            answer = sender.ask("POST", "/inbox/webmention", body, WEB)
            statuses += [answer.location] if answer.status == 201 else []
    context = chromium.new_context()
    browser = context.new_page()
    browser.goto(site.run("plugins.inbox.run.moderation_commands", "login").stdout.strip())
    browser.click("main button")
    pages = [f"{address}/inbox/moderation?status={status}&all=1" for status in ("pending", "checking")]
    for path in tuple(pages):
        browser.goto(path)
        listed = browser.locator(".waiting a[href*='/moderation/']")
        expect(listed).to_have_count(len(PAYLOADS) + (len({*statuses}) if "checking" in path else 0))
        pages += [f"{address}{one.get_attribute('href')}" for one in listed.all()]
    pages += [f"{address}/inbox/webmention?target={quote(words)}" for words in PAYLOADS]
    assert statuses
    assert attack(context, [*pages, *statuses]) == []
    browser.goto(f"{address}/inbox/moderation?all=1")
    browser.click("button[value=approve]")
    wait_for(process.stdout, "The site is in output/")
    browser.goto(target)
    expect(browser.locator(".linkbacks li")).to_have_count(len(PAYLOADS))
    assert attack(context, [target]) == []


def test_no_payload_runs_once_it_is_published(site: SiteFolder, chromium: Browser) -> None:
    """Of every kind in every field, under an article whose title would end the RDF block; pages and feeds."""
    store = Store(site.path / "content/interactions")
    for record in records():
        store.write(record)
    site.article("marmite", title="'--> --!> ]]> <script>window.ran=1</script>'")
    built(site, SITEURL="", INTERACTIONS_ORIGIN="https://pot.example")
    folder = site.output / "2026/03/marmite"
    paths = [
        folder / "index.html",
        *folder.glob("commentaires.*"),
        *site.output.glob("*.atom"),
        *site.output.glob("*.rss"),
    ]
    assert len(paths) >= 4
    assert "rdf:RDF" in paths[0].read_text("utf-8")
    context = chromium.new_context()
    shown = context.new_page()
    shown.goto(paths[0].as_uri())
    expect(shown.locator(".linkbacks li")).to_have_count(5 * len(PAYLOADS))
    assert attack(context, [path.as_uri() for path in paths if path.suffix != ".json"]) == []
