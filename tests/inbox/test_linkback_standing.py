"""Published linkbacks whose pages vanish: looked at again, archived, marked, and what the author keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.inbox.moderation import decisions
from plugins.inbox.sync.sync_task import sync
from plugins.inbox.verify import recheck_published
from tests.inbox.linking import MARMITE, Linking, entries, linking, published, record, response
from tests.inbox.syncing import TOKEN, laptop
from tests.inbox.test_moderation_commands import Moderate, moderate

__all__ = ["moderate"]


@pytest.fixture
def running(linking: Linking) -> Any:
    """Return the inbox: what ``moderate`` works on."""
    return linking.running


def test_what_the_author_keeps_stays(linking: Linking) -> None:
    """Archived or marked as gone, no mention of anybody's takes it down; a page that links here again ends that."""
    source = linking.link()
    for standing in ("archived", "gone"):
        identity = published(linking, source) if not linking.rows else linking.row.id
        decisions.set_standing(linking.running.inbox, identity, standing, "terminal")  # type: ignore[arg-type]
        for answer in (response("", 410), response("<p>Rien.</p>"), response("", 404), response("", 500)):
            linking.site.pages["/billet"] = answer
            linking.webmention(source)
            linking.look()
            assert (record(linking).standing, linking.row.status) == (standing, "approved")
    linking.link()
    linking.webmention(source)
    linking.look()
    assert record(linking).standing is None


def test_moderate_verify_proposes_and_the_author_chooses(linking: Linking, moderate: Moderate) -> None:
    """Each published page is looked at again; what is lost is told with its id, and nothing is changed by that."""
    ids = {path: published(linking, linking.link(path)) for path in ("/ici", "/parti", "/perdu", "/panne", "/sans")}
    for path, status in {"/parti": 410, "/perdu": 404, "/panne": 503}.items():
        linking.site.put(path, "", status=status)
    linking.site.put("/sans", "<p>Rien.</p>")
    development = {"INBOX_DEVELOPMENT": "1", "INBOX_URL": f"{linking.home}/inbox"}
    done = moderate("verify", **development)
    told = {line.split()[0]: line.split("  ")[3] for line in done.stdout.splitlines() if line[:26] in ids.values()}
    assert told == {
        ids["/parti"]: "its page was taken away",
        ids["/perdu"]: "its page is not there",
        ids["/panne"]: "its page is out of reach",
        ids["/sans"]: "its page does not link here",
    }
    assert (done.returncode, len(linking.running.files())) == (0, 5)
    assert "5 linkbacks were looked at: 3 are lost, 1 are out of reach." in done.stdout
    assert moderate("archive", ids["/perdu"]).stdout == f"{ids['/perdu']}: changed\n"
    assert moderate("mark", ids["/parti"]).stdout == f"{ids['/parti']}: changed\n"
    assert moderate("reject", ids["/sans"]).returncode == 0
    standing = {path.stem: linking.running.inbox.store.get(MARMITE, path.stem) for path in linking.running.files()}
    assert {identity: found.standing for identity, found in standing.items() if found} == {
        ids["/ici"]: None,
        ids["/parti"]: "gone",
        ids["/perdu"]: "archived",
        ids["/panne"]: None,
    }
    unknown = moderate("mark", "01kjptp8t00000000000000000", ids["/sans"])
    assert (unknown.returncode, unknown.stderr.count("there is no published linkback")) == (1, 2)
    asked = linking.site.asked("/parti")
    moderate("verify", **development)
    assert linking.site.asked("/parti") == asked  # marked as gone: nobody looks
    assert entries(linking.running.inbox)[-3:] == [
        ("terminal", "archived"),
        ("terminal", "gone"),
        ("terminal", "reject"),
    ]


def test_verifying_again_waits_for_each_hosts_turn(tmp_path: Path) -> None:
    """Three pages of one host take two minutes of waiting, told in seconds; another host's page does not wait."""
    with linking(tmp_path, host_seconds=60) as found:
        for path in ("/a", "/b", "/c"):
            published(found, found.link(path))
            found.running.clock.turn(minutes=1)
        inbox, waited = found.running.inbox, list[float]()

        def wait(seconds: float) -> None:
            waited.append(seconds)
            found.running.clock.turn(seconds=seconds)

        seen = [
            one.outcome
            for one in recheck_published.recheck_linkbacks(
                inbox, recheck_published.list_published_linkbacks(inbox), wait
            )
        ]
        assert (seen, waited) == (["linked"] * 3, [60, 60])


def test_the_web_page_offers_what_to_do_with_a_lost_page(linking: Linking) -> None:
    """Archive and mark are buttons once a look found the page lost; each is done there too."""
    identity = published(linking)
    linking.site.put("/billet", "", status=404)
    linking.webmention(linking.site.url("/billet"))
    linking.look()
    linking.running.log_in()
    browser, path = linking.running.browser, f"/inbox/moderation/{identity}"
    page = browser.get(path).page
    assert page.xpath("//button/@value")[:5] == ["reject", "spam", "archive", "mark", "edit"]
    assert browser.send(page, "mark").location == path
    assert record(linking).standing == "gone"
    page = browser.get(path).page
    assert browser.send(page, "reject").location == path
    assert linking.running.files() == []


def test_sync_carries_what_became_of_a_page(tmp_path: Path) -> None:
    """The author's folder elsewhere gets the linkback, then its standing, then its end."""
    with linking(tmp_path, sync_token=TOKEN) as found:
        there = laptop(tmp_path, found.running.browser.port)
        identity = published(found)
        inbox = found.running.inbox
        for step in ("approved", "archived", "gone"):
            if step != "approved":
                decisions.set_standing(inbox, identity, step, "terminal")  # type: ignore[arg-type]
            assert sync(there).written == 1
            (file,) = there.records.rglob("*.yaml")
            assert file.read_bytes() == found.running.files()[0].read_bytes()
        assert b"standing: gone\n" in file.read_bytes()
        decisions.decide(inbox, identity, "reject", "terminal")
        assert (sync(there).removed, list(there.records.rglob("*.yaml"))) == (1, [])
