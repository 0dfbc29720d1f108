"""Hostile words of linkbacks on their whole way, everywhere that they come out: nothing in them acts."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import lxml.etree
import lxml.html
import pytest

from plugins.fetcher.model import Limits
from plugins.inbox.mail import letters, outbox
from plugins.inbox.moderation import decisions
from plugins.inbox.run import worker
from plugins.interactions.record_yaml import parse
from plugins.protocols.trackback_rdf import block
from tests.conftest import ENVIRONMENT, ROOT, SiteFolder
from tests.fetcher.fakes import PUBLIC, Net
from tests.forkserver import run_module
from tests.inbox.hostile_words import WORDS, kind_of, said
from tests.inbox.netted import SEND, page, patient, rows, trackback
from tests.inbox.running import Answer, Running
from tests.interactions.built import MARMITE, built

ACTIVE = "//script | //svg | //iframe | //object | //style | //@*[starts-with(name(), 'on')] | //img[not(@alt)]"
ACTING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
WRITTEN = {"u-in-reply-to": "reply", "u-like-of": "like", "u-repost-of": "repost", "u-mention-of": "mention"}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Run an inbox whose pauses take no time."""
    with patient(tmp_path) as (found, _):
        yield found


def send_all(running: Running) -> None:
    """Send each of the words by each protocol, in forms and on pages, and look at the pages."""
    for number, words in enumerate(WORDS.values()):
        clean = words.replace("\ud800", "")
        pages = [("pingback", said(words)), *(("webmention", kind_of(words, name)) for name in WRITTEN)]
        for place, (send, answer) in enumerate([("trackback", said(words)), *pages]):
            source = f"http://a.example/{number}/{place}"
            with Net({"a.example": [PUBLIC]}, {PUBLIC: [page(answer)]}) as net:
                running.inbox.fetcher = net.fetcher()
                if send == "trackback":
                    trackback(running, source, title=clean, blog_name=clean, excerpt=clean)
                else:
                    assert SEND[send](running, source).status in (200, 201)
                running.clock.turn(seconds=1)
                worker.sweep(running.inbox)
    assert [row.source for row in rows(running.inbox) if row.status != "pending"] == []
    assert len(rows(running.inbox)) == 6 * len(WORDS)


def acting(text: str, kept: str = "\n") -> list[str]:
    """Return the characters of a text that act on who reads it."""
    joiners = "\u200c\u200d\ufe0f"
    return [one for one in text if unicodedata.category(one) in ACTING and one not in kept + joiners]


def inert(answer: Answer) -> None:
    """Assert that a page of the inbox holds nothing that acts, and leads to nothing but the web."""
    assert answer.status == 200
    shown = lxml.html.document_fromstring(answer.body)
    assert shown.xpath(ACTIVE) == []
    assert [
        href for href in shown.xpath("//@href | //@src | //@action") if not re.match(r"https?://|[/?#]", href)
    ] == []
    for part in shown.xpath("//*[contains(@class, 'comment-text')] | //textarea"):  # a direction ends with its block
        part.drop_tree()
    assert not acting(shown.text_content(), "\n\u200e\u200f\u061c")


def test_words_on_the_moderators_pages_and_in_letters(running: Running) -> None:
    """Lists, items, the links of mails, status pages, the digest; each title on one line."""
    send_all(running)
    running.log_in()
    pages = [f"/inbox/moderation?page={number}" for number in range(1, 5)]
    pages += ["/inbox/moderation?q=%22%3E%3Cscript%3E", "/inbox/webmention?target=%22%3E%3Cscript%3Ex"]
    for row in rows(running.inbox):
        pages.append(f"/inbox/moderation/{row.id}")
        pages.append(f"/inbox/act?token={running.inbox.tokens.sign_decision(row.id, 'approve', row.revision)}")
        if row.kind == "webmention":
            pages.append(f"/inbox/webmention/{row.id}")
        assert "\n" not in f"{row.title}{row.author}"
        assert row.author_url is None or re.match("https?://a.example/", row.author_url)
        assert (len(row.title or ""), len(row.author)) <= (300, 80)
    for path in pages:
        inert(running.browser.get(path))
    letters.queue_digest(running.inbox)
    for identity in outbox.find_due_letters(running.inbox):
        outbox.deliver_letter(running.inbox, identity)
    ((receivers, mail),) = running.mailbox.mails
    assert receivers == ("redaction@trepied.example",)
    assert sorted(mail.keys()) == sorted({*mail.keys()})
    assert mail["Bcc"] is None
    text = mail.get_content().replace("\r\n", "\n")
    assert not acting(text)
    ours = [line for line in text.split("\n") if "evil.example" in line and not line.startswith("> ")]
    assert ours == []


def test_words_in_records_pages_and_feeds(running: Running, site: SiteFolder) -> None:
    """Every record comes back from its file as it was; page and feeds are well-formed, inert, and have them all."""
    send_all(running)
    for row in rows(running.inbox):
        decisions.decide(running.inbox, row.id, "approve", "terminal")
    assert len(running.files()) == 6 * len(WORDS)
    for path in running.files():
        data = path.read_bytes()
        found, findings = parse(data, path.name, path.parent.name, path.stem)
        assert (findings, found == running.inbox.store.get(path.parent.name, path.stem)) == ([], True)
        assert not acting(data.decode(), "\n\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
        site.write(f"interactions/{path.parent.name}/{path.name}", data)
    title = 'Titre --> --!> ]]> \\" <script>window.ran=1</script> {{ 7 }}'
    site.article("marmite", title=f'"{title}"')
    built(site)
    article = site.page("2026/03/marmite")
    comments = article.xpath("//*[@id='commentaires']")[0]
    assert comments.xpath(".//script | .//svg | .//iframe | .//img | .//style | .//@*[starts-with(name(), 'on')]") == []
    hrefs = comments.xpath(".//@href | .//@src")
    assert [href for href in hrefs if not re.match(r"https?://|[/#]", href)] == []
    assert len(comments.xpath(".//*[contains(@class, 'u-mention') or contains(@class, 'u-like')]")) == 4 * len(WORDS)
    rdf = [node for node in article.xpath("//comment()") if "rdf:RDF" in node.text]
    assert len(rdf) == 1
    described = lxml.etree.fromstring(rdf[0].text)[0]
    assert "window.ran=1" in described.get("{http://purl.org/dc/elements/1.1/}title", "")
    for name in ("atom", "rss"):
        (feed,) = (site.output / "2026/03/marmite").glob(f"commentaires.{name}*")
        lxml.etree.fromstring(feed.read_bytes())
        parsed = feedparser.parse(feed.read_bytes(), sanitize_html=False)
        assert not parsed.bozo
        for entry in parsed.entries:
            parts = [entry.get("title_detail"), entry.get("summary_detail"), *entry.get("content", ())]
            for part in [part for part in parts if part and part.value and part.type != "text/plain"]:
                assert (
                    lxml.html.fragment_fromstring(part.value, "div").xpath(f".{ACTIVE.replace('| //', '| .//')}") == []
                )
            assert re.match("https?://", entry.link)
    items = json.loads((site.output / "2026/03/marmite/commentaires.json").read_text("utf-8"))["items"]
    assert len(items) > 0
    assert MARMITE in running.files()[0].as_posix()


@pytest.mark.parametrize("title", WORDS.values(), ids=WORDS)
def test_the_rdf_block_is_one_comment(title: str) -> None:
    """Whatever an article is called: a browser and an XML parser see what was meant."""
    written = block("https://a.example/--/?a=1&b=2", title, 'https://a.example/tb/"--><b>')
    shown = lxml.html.document_fromstring(f"<p>{written}<i>x</i></p>")
    assert (len(shown.xpath("//comment()")), shown.text_content()) == (1, "x")
    assert (written.count("-->"), "--!>" in written, written[4:-3].count("--")) == (1, False, 0)
    described = lxml.etree.fromstring(shown.xpath("//comment()")[0].text)[0]
    assert described.get("{http://purl.org/dc/elements/1.1/}identifier") == "https://a.example/--/?a=1&b=2"


def moderate(running: Running, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the terminal on the same folder."""
    settings = running.inbox.settings
    environment = {
        **ENVIRONMENT,
        "INBOX_STATE": str(settings.state),
        "INBOX_RECORDS": str(settings.records),
        "INBOX_ARTICLES": str(settings.articles),
        "INBOX_DEVELOPMENT": "1",
    }
    return run_module(["plugins.inbox.run.moderation_commands", *arguments], ROOT, environment)


def test_words_on_the_terminal(running: Running) -> None:
    """Listed, shown, verified: no control and no direction acts, and a linkback is one line of a list."""
    send_all(running)
    listed = moderate(running, "list").stdout
    assert len(listed.splitlines()) == min(100, 6 * len(WORDS))
    assert not acting(listed)
    for row in rows(running.inbox)[::5]:
        assert not acting(moderate(running, "show", row.id).stdout)
        decisions.decide(running.inbox, row.id, "approve", "terminal")
    done = moderate(running, "verify")  # in development a.example is out of reach
    assert (done.returncode, len(done.stdout.splitlines()) > 10) == (0, True)
    assert not acting(done.stdout + done.stderr)
    assert not acting(moderate(running, "log").stdout)


def test_what_a_page_says_does_not_act_in_the_log(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    """An exception may quote the page that caused it: its escapes are written out."""

    class Broken:
        limits = Limits()

        def get(self, *arguments: Any) -> Any:
            raise RuntimeError(WORDS["terminal"] + WORDS["direction"])

    running.inbox.fetcher = Broken()  # type: ignore[assignment]
    assert b"<int>50</int>" in SEND["pingback"](running, "http://a.example/1").body
    SEND["webmention"](running, "http://a.example/2")
    worker.sweep(running.inbox)
    assert len(caplog.records) == 2
    assert not acting(caplog.text)
    assert "RuntimeError" in caplog.text
