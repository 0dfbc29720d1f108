"""What a hand did to a published file goes before what the database knows: nothing is written over it unseen."""

from __future__ import annotations

import pytest

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import log
from plugins.inbox.moderation import decisions, item_files
from plugins.inbox.moderation.published_file import BrokenFileError
from plugins.inbox.run import worker
from tests.inbox.linking import Linking, published
from tests.inbox.running import Running
from tests.inbox.test_moderation import rows, waiting

SEEN = "Un *seul* pied ne suffit pas."


@pytest.fixture
def identity(running: Running) -> str:
    """Return a published comment."""
    found = waiting(running)
    decisions.decide(running.inbox, found, "approve", "terminal")
    return found


def by_hand(running: Running, before: str, after: str) -> None:
    """Change the words of the one file."""
    (file,) = running.files()
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def actors(running: Running) -> list[tuple[str, str]]:
    """Return who did what, as the log tells."""
    with running.inbox.database.read() as connection:
        assert decision_log.verify(connection, running.inbox.keys).fault is None
        return [(row.actor, row.action) for row in connection.execute(log.select().order_by(log.c.number))]


def test_a_hands_words_are_kept_by_an_edit(running: Running, identity: str) -> None:
    """The terminal changes the name; the text that was mended in the file stays, and the log says whose it was."""
    by_hand(running, SEEN, "Un seul pied, jamais.")
    shown = item_files.find_current_item(running.inbox, identity)
    assert shown is not None
    assert shown.text == "Un seul pied, jamais."
    decisions.edit(running.inbox, identity, author="Zoé B.", author_url=None, text=shown.text, actor="terminal")
    text = running.files()[0].read_text("utf-8")
    assert ("Zoé B." in text, "Un seul pied, jamais." in text) == (True, True)
    assert actors(running) == [("terminal", "approve"), ("hand", "edit"), ("terminal", "edit")]


def test_what_a_moderator_saw_before_is_refused(running: Running, identity: str) -> None:
    """A form that shows the old words changes nothing."""
    revision = rows(running)[0].revision
    by_hand(running, SEEN, "Autre chose.")
    with pytest.raises(decisions.DecisionError):
        decisions.edit(running.inbox, identity, author="X", author_url=None, text="Y", actor="web", revision=revision)
    assert "Autre chose." in running.files()[0].read_text("utf-8")


def test_a_file_that_a_hand_removed_was_rejected(running: Running, identity: str) -> None:
    """It is not written anew, and elsewhere it goes too."""
    running.files()[0].unlink()
    with pytest.raises(decisions.DecisionError):
        decisions.set_standing(running.inbox, identity, "gone", "terminal")
    worker.sweep(running.inbox)
    item_files.find_current_item(running.inbox, identity)
    assert (running.files(), rows(running)[0].status) == ([], "rejected")
    assert actors(running)[-1] == ("hand", "reject")


def test_a_lost_folder_rejects_nothing(running: Running, identity: str) -> None:
    """A folder that is not there at all is no word of anybody's."""
    folder = running.inbox.store.folder
    folder.rename(folder.with_name("elsewhere"))
    shown = item_files.find_current_item(running.inbox, identity)
    assert shown is not None
    assert shown.status == "approved"


def test_a_broken_file_is_not_written_over(running: Running, identity: str) -> None:
    """Somebody is at it: it is told, and left."""
    by_hand(running, "author:", "auteur:")
    before = running.files()[0].read_bytes()
    for action in ("reject", "spam"):
        with pytest.raises(BrokenFileError):
            decisions.decide(running.inbox, identity, action, "terminal")
    shown = item_files.find_current_item(running.inbox, identity)
    assert shown is not None
    assert (running.files()[0].read_bytes(), shown.status) == (before, "approved")
    running.log_in()
    page = running.browser.get(f"/inbox/moderation/{identity}").page
    answer = running.browser.send(page, "reject")
    assert (answer.status, "tasks.py check" in answer.words) == (409, True)


def test_a_second_mention_goes_on_from_the_hands_words(linking: Linking) -> None:
    """Its page changed nothing but its title: what a hand removed meanwhile stays away."""
    identity = published(linking)
    (file,) = linking.running.files()
    file.unlink()
    linking.webmention(linking.link())
    linking.look()
    assert linking.running.files() == []
    row = next(row for row in linking.rows if row.id == identity)
    assert (row.status, row.due) == ("rejected", None)


def test_what_a_person_edited_stays(linking: Linking) -> None:
    """A title that the moderator mended is not undone by the next mention; a page without the link still goes."""
    identity = published(linking)
    decisions.edit(
        linking.running.inbox, identity, author="Zoé", author_url=None, title="Mon titre", text="", actor="web"
    )
    linking.webmention(linking.link(title="Le leur"))
    linking.look()
    assert (linking.row.title, linking.row.author) == ("Mon titre", "Zoé")
    linking.webmention(linking.site.put("/billet", "rien"))
    linking.look()
    assert linking.running.files() == []


def test_a_trackback_that_its_page_signed_keeps_its_author(linking: Linking) -> None:
    """Sent again, it is the same: no blog's name came with it, and the page's author has an address."""
    words = "<p class=h-entry><a class='p-author h-card' href='https://a.example/moi'>Zoé</a>"
    source = linking.site.put("/billet", f"{words} <a href='{linking.target}'>ici</a></p>")
    seen = []
    for _ in range(2):
        linking.trackback(source)
        linking.look()
        seen.append((linking.row.author, linking.row.author_url, linking.row.revision))
    assert seen == [("Zoé", "https://a.example/moi", seen[0][2])] * 2


def test_a_mark_can_be_taken_away(linking: Linking) -> None:
    """A page that is back: restored by the moderator, or by a pingback of its own, which is not refused as known."""
    identity = published(linking)
    inbox = linking.running.inbox
    decisions.set_standing(inbox, identity, "gone", "terminal")
    assert "standing: gone" in linking.running.files()[0].read_text("utf-8")
    assert decisions.set_standing(inbox, identity, None, "terminal").changed
    assert "standing" not in linking.running.files()[0].read_text("utf-8")
    assert not decisions.set_standing(inbox, identity, None, "terminal").changed
