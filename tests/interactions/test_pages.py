"""The conversation on built pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, unquote, urlsplit

import mf2py
import pytest

from plugins.inbox.data.known_articles import Articles
from plugins.interactions.articles_for_inbox import FILE
from tests.conftest import SiteFolder, sample, texts
from tests.interactions.built import ADDRESS, MARMITE, NOW, PAGE, START, built, say, store, talk, thread

TALK = "//section[@class='conversation']"


Talk = tuple[SiteFolder, dict[str, str]]


@pytest.fixture(scope="module")
def talked(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """Return a built site with a conversation to look at, and the ids of what was said by name."""
    site = sample(tmp_path_factory.mktemp("talked"))
    ids = talk(site)
    return built(site), ids


def test_a_page_shows_what_was_said(talked: Talk) -> None:
    """Counts apart, threads, the article's author marked, linkbacks once each with title, site and date."""
    site, ids = talked
    page = site.page(PAGE)
    assert texts(page, f"{TALK}/h2") == ["5 commentaires, 2 rétroliens"]
    assert thread(page.xpath(f"{TALK}/ol")) == ["Camille", ["La rédaction", ["Noé"]], "Ana", "Zoé"]
    assert texts(
        page, "//div[contains(@class, 'u-comment')][.//*[@class='by-author']]//*[contains(@class, 'p-author')]"
    ) == ["La rédaction"]
    assert texts(page, f"{TALK}//time[@class='dt-updated']") == ["5 mars 2026"]
    assert page.xpath(f"string(//*[@id='comment-{ids['first']}']//div[contains(@class, 'e-content')]/p/em)") == "vous"
    assert texts(page, f"{TALK}/h3[@id='retroliens']") == ["Sites qui pointent vers ce billet"]
    assert texts(page, f"{TALK}/ul/li") == [
        "Trois pieds autre.example, 3 mars 2026 Un <b>mot</b>",
        "https://aime.example/1 aime ce billet, aime.example, 3 mars 2026",
    ]
    assert page.xpath(f"{TALK}//p[@class='list-feeds']/a/@href") == [f"/blog/{PAGE}/commentaires.atom"]
    assert page.xpath("//head/link[contains(@href, 'commentaires')]/@href") == [
        f"/blog/{PAGE}/commentaires.{form}" for form in ("atom", "rss", "json")
    ]
    links = page.xpath(f"{TALK}//a[starts-with(@href, 'http')]")
    assert {link.get("rel") for link in links} == {"nofollow ugc"}


def test_the_form_has_the_labels_of_the_old_blog(talked: Talk) -> None:
    """Its fields, which of them are required, and where it leads; each answer has its own plain link."""
    site, ids = talked
    page = site.page(PAGE)
    (form,) = page.xpath(f"{TALK}//form")
    assert (form.get("method"), form.get("action")) == ("post", "/inbox/comment")
    assert texts(page, "//h3[@id='respond']") == ["Laisser un commentaire"]
    assert [" ".join(label.text_content().split()) for label in form.xpath("./label")] == [
        "Nom *",
        "Adresse de messagerie * (ne sera pas publiée)",
        "Site web",
        "Commentaire *",
        "Me prévenir des réponses",
    ]
    assert form.xpath(".//*[@required]/@name") == ["name", "email", "text"]
    fields = ["article", "name", "email", "url", "text", "notify", "fax", "preview"]
    assert form.xpath(".//*[@name]/@name") == fields
    assert form.xpath(".//p[@hidden]//input/@name") == ["fax"]
    assert form.xpath(".//input[@name='article']/@value") == [MARMITE]
    (reply,) = page.xpath(f"//*[@id='comment-{ids['third']}']//p[@class='reply']/a")
    assert urlsplit(reply.get("href")).path == "/inbox/comment"
    assert parse_qs(urlsplit(reply.get("href")).query) == {"article": [MARMITE], "in_reply_to": [ids["third"]]}
    assert " ".join(reply.text_content().split()) == "Répondre – Noé"


def test_the_inbox_learns_which_articles_take_comments(site: SiteFolder) -> None:
    """A list beside the pages, with the moment at which each closes; without an inbox there is none."""
    talk(site)
    site.article("brouillon", more="status: draft\n")
    built(site, INTERACTIONS_CLOSE_AFTER=300, FRAMEWORK_NOW="2027-06-01T00:00:00")
    known = Articles(site.output / FILE)
    assert [(article.id, article.open) for article in known.site.articles] == [
        ("2026-03-ferme", False),
        ("2026-03-marmite", True),
        ("2026-03-muet", True),
    ]
    marmite = known.get(MARMITE)
    assert marmite is not None
    assert (marmite.url, marmite.title, marmite.author) == (f"/blog/{PAGE}/", "La marmite & <nous>", "La rédaction")
    assert marmite.closes == datetime.fromisoformat("2026-12-27T00:00:00+01:00")
    assert known.site.home == "/blog/"
    built(site, INTERACTIONS_INBOX=None)
    assert not (site.output / FILE).exists()


def test_without_an_inbox_there_is_no_dead_form(site: SiteFolder) -> None:
    """A letter that names the article, if the site has an address, else nothing; and no answer links."""
    talk(site)
    page = built(site, INTERACTIONS_INBOX=None, INTERACTIONS_MAIL="redaction@pot.example").page(PAGE)
    assert page.xpath("//form[@class='comment-form'] | //p[@class='reply']") == []
    (letter,) = page.xpath(f"{TALK}//a[starts-with(@href, 'mailto:')]/@href")
    assert unquote(letter) == (
        "mailto:redaction@pot.example?subject=Commentaire sur «\xa0La marmite & <nous>\xa0» (2026-03-marmite)"
    )
    page = built(site, INTERACTIONS_INBOX=None).page(PAGE)
    assert page.xpath(f"{TALK}//form | //*[@id='respond'] | {TALK}//a[contains(@href, 'mailto')]") == []
    assert texts(page, f"{TALK}/h2") == ["5 commentaires, 2 rétroliens"]


def test_an_article_that_nobody_talked_of(talked: Talk) -> None:
    """It has the form and a feed to subscribe to early; a closed one says so and has none."""
    site, _ = talked
    silent, closed = site.page("2026/03/muet"), site.page("2026/03/ferme")
    assert texts(silent, f"{TALK}/h2") == ["La conversation"]
    assert len(silent.xpath(f"{TALK}//form")) == 1
    assert (site.output / "2026/03/muet/commentaires.rss").is_file()
    assert texts(closed, f"{TALK}/p") == ["La conversation est close."]
    assert closed.xpath(f"{TALK}//form | //head/link[contains(@href, 'commentaires')]") == []
    assert not (site.output / "2026/03/ferme/commentaires.rss").exists()


def test_a_closed_site_still_shows_what_was_said(site: SiteFolder) -> None:
    """``INTERACTIONS_OPEN`` closes every article; comments, linkbacks and their feed stay."""
    talk(site)
    page = built(site, INTERACTIONS_OPEN=False, INTERACTIONS_MAIL="redaction@pot.example").page(PAGE)
    assert page.xpath(f"{TALK}//form | //p[@class='reply'] | {TALK}//a[contains(@href, 'mailto')]") == []
    assert texts(page, f"{TALK}/p[not(@class)]") == ["La conversation est close."]
    assert texts(page, f"{TALK}/h2") == ["5 commentaires, 2 rétroliens"]
    assert (site.output / PAGE / "commentaires.atom").is_file()


def test_articles_close_after_some_days(site: SiteFolder) -> None:
    """The build's clock decides, and says when it will decide otherwise."""
    site.article("marmite")  # of 2 March
    given = {"SITEURL": ADDRESS, "INTERACTIONS_INBOX": "/inbox/", "INTERACTIONS_CLOSE_AFTER": 30}
    done = site.build(**given, FRAMEWORK_NOW="2026-03-31T23:59:59+02:00")
    assert len(site.page(PAGE).xpath(f"{TALK}//form")) == 1
    assert "April 1, 2026" in done.stderr
    done = site.build(**given, FRAMEWORK_NOW="2026-04-01T01:00:00+02:00")
    assert site.page(PAGE).xpath(f"{TALK}//form") == []
    assert done.stderr == ""


def test_deep_threads_stop_at_the_depth_of_the_site(site: SiteFolder) -> None:
    """Below the last level an answer stands beside what it answers, and says whom it means."""
    site.article("marmite")
    last = None
    for hour in range(8):
        last = say(site, hour, in_reply_to=last)
    page = built(site, INTERACTIONS_DEPTH=3).page(PAGE)
    assert thread(page.xpath(f"{TALK}/ol")) == ["N0", ["N1", ["N2", "N3", "N4", "N5", "N6", "N7"]]]
    assert texts(page, "//a[@class='u-in-reply-to']")[:2] == ["en réponse à N2", "en réponse à N3"]


def test_microformats(talked: Talk) -> None:
    """The article is an h-entry with its author, its terms and its comments, each with an author, a date and a text."""
    site, _ = talked
    html = (site.output / PAGE / "index.html").read_text("utf-8")
    items = mf2py.parse(doc=html, url=f"{ADDRESS}/{PAGE}/")["items"]
    (entry,) = [item for item in items if "h-entry" in item["type"]]
    found = entry["properties"]
    assert found["name"] == ["La marmite & <nous>"]
    assert found["url"] == [f"{ADDRESS}/{PAGE}/"]
    assert found["published"] == ["2026-03-02T00:00:00+0100"]
    assert [author["type"] for author in found["author"]] == [["h-card"]]
    assert found["author"][0]["properties"]["name"] == ["La rédaction"]
    assert found["content"][0]["value"].strip().startswith("Point")
    assert set(found["category"]) >= {"eau"}
    comments = {c["properties"]["author"][0]["properties"]["name"][0]: c["properties"] for c in found["comment"]}
    assert list(comments) == ["Camille", "La rédaction", "Noé", "Ana", "Zoé"]
    camille = comments["Camille"]
    assert camille["author"][0]["properties"]["url"] == ["https://camille.example/"]
    assert camille["published"] == ["2026-03-03T10:00:00+0100"]
    assert camille["content"][0]["value"] == "Bonjour vous."
    assert "https://ana.example/1" in comments["Ana"]["url"]
    assert [like["properties"]["url"] for like in found["like"]] == [["https://aime.example/1"]]
    assert [mention["properties"]["name"] for mention in found["mention"]] == [["Trois pieds"]]


def test_removing_and_changing(site: SiteFolder) -> None:
    """What is removed leaves page and feeds; what is built upon an older output is what a clean build gives."""
    ids = talk(site)
    built(site)
    assert store(site).remove(MARMITE, ids["first"])
    late = store(site).get(MARMITE, ids["late"])
    assert late is not None
    store(site).write(replace(late, text="Autrement dit.", edited=START))
    built(site)
    everything = b"".join(file.read_bytes() for file in site.output.rglob("*") if file.is_file())
    assert b"Camille" not in everything
    assert ids["first"].encode() not in everything
    assert "Une nouvelle idée".encode() not in everything
    page = site.page(PAGE)
    assert thread(page.xpath(f"{TALK}/ol")) == ["La rédaction", ["Noé"], "Ana", "Zoé"]
    upon = site.files()
    shutil.rmtree(site.output)
    shutil.rmtree(site.path / "var")
    assert built(site).files() == upon


def test_a_comment_touches_its_article_and_the_feeds_alone(site: SiteFolder) -> None:
    """The page, its feeds, those of all comments, and the feeds in which its article stands; no other page changes."""
    talk(site)
    before = built(site).files()
    say(site, 9)
    changed = {name for name, digest in built(site).files().items() if before.get(name) != digest}
    pages = {name for name in changed if name.endswith(".html")}
    assert pages == {f"{PAGE}/index.html"}
    talks = {name for name in changed if "commentaires" in name}
    assert talks == {f"{folder}commentaires.{form}" for folder in ("", f"{PAGE}/") for form in ("atom", "rss", "json")}
    assert {name for name in changed - pages - talks if "feed" not in name} == set()


def test_the_order_of_files_does_not_matter(make_site: Callable[..., SiteFolder]) -> None:
    """The same conversation gives the same bytes, in whatever order it was written."""
    one, two = make_site(folder="one"), make_site(folder="two")
    talk(one)
    talk(two)
    for file in sorted((two.path / "content/interactions").rglob("*.yaml"), reverse=True):
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
    assert built(one).files() == built(two).files()


def test_mistakes_are_told_with_their_place(site: SiteFolder) -> None:
    """Wrong and foreign files, and those of no article, end a publication; a build shows the others."""
    talk(site)
    folder = site.path / "content/interactions"
    (folder / MARMITE / "01kjptp8t00000000000000000.yaml").write_text("kind: comment\nauthor: A\nip: 192.0.2.1\n")
    say(site, 9, article="2026-03-marmitte")
    (folder / "notes.txt").write_text("x")
    done = site.build("publishconf.py", FRAMEWORK_NOW=NOW, environ={"LANG": "fr_FR.UTF-8"})
    assert done.returncode == 65
    told = [line for line in done.stderr.splitlines() if line.startswith("content/")]
    (stray,) = (folder / "2026-03-marmitte").iterdir()
    assert [line.partition(": ")[0] for line in told] == [
        f"content/interactions/{MARMITE}/01kjptp8t00000000000000000.yaml:1:1",
        f"content/interactions/{MARMITE}/01kjptp8t00000000000000000.yaml:1:1",
        f"content/interactions/{MARMITE}/01kjptp8t00000000000000000.yaml:3:1",
        f"content/interactions/2026-03-marmitte/{stray.name}:1:1",
        "content/interactions/notes.txt:1:1",
    ]
    assert "« 2026-03-marmite »" in told[3].replace("\xa0", " ")
    assert "inconnue" in told[2]
    assert not site.output.exists()
    done = site.build(FRAMEWORK_NOW=NOW, INTERACTIONS_INBOX="/inbox/")
    assert done.returncode == 0
    assert texts(site.page(PAGE), f"{TALK}/h2") == ["5 commentaires, 2 rétroliens"]


def test_a_broken_article_does_not_blame_its_comments(site: SiteFolder) -> None:
    """While a text cannot be read, an id may be its own: nothing is said of folders that seem to have no article."""
    talk(site)
    site.write("articles/2026/marmite.md", "---\ntitle: [\n---\n\nTexte.\n")
    done = site.check(FRAMEWORK_NOW=NOW)
    assert done.returncode == 1
    assert "interactions/" not in done.stdout


def test_drafts_have_no_conversation(site: SiteFolder) -> None:
    """Comments of an article that is a draft again are kept, not shown, and no mistake."""
    site.article("marmite", more="status: draft\n")
    say(site, 1)
    page = built(site).page("drafts/marmite")
    assert page.xpath(TALK) == []
    assert list(site.output.rglob("marmite/commentaires.*")) == []
    done = site.build("publishconf.py", FRAMEWORK_NOW=NOW)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_article_may_link_to_a_comment(site: SiteFolder) -> None:
    """The anchors of comments are known to the check of links, and others are not."""
    ids = talk(site)
    site.article("suite", title="Suite", body=f"[Zoé](marmite.md#comment-{ids['late']}) a raison.")
    assert built(site).page("2026/03/suite").xpath(f"//a[contains(@href, '{ids['late']}')]/@href")
    store(site).remove(MARMITE, ids["late"])
    done = site.check(FRAMEWORK_NOW=NOW)
    told = [line for line in done.stdout.splitlines() if "suite.md" in line and "advice" not in line]
    assert done.returncode == 1
    assert [ids["late"] in line for line in told] == [True]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INTERACTIONS_INBOX", "inbox"),
        ("INTERACTIONS_INBOX", "javascript:alert(1)/"),
        ("INTERACTIONS_INBOX", "/in\nbox/"),
        ("INTERACTIONS_MAIL", "a@b.example?bcc=c@d.example"),
        ("INTERACTIONS_FEED", "../x"),
        ("INTERACTIONS_DEPTH", 0),
        ("INTERACTIONS_COLOUR", "red"),
    ],
)
def test_a_wrong_setting_ends_the_build(site: SiteFolder, name: str, value: object) -> None:
    """Settings are checked before anything is read, and are named."""
    site.article("marmite")
    done = site.build(**{name: value})
    assert done.returncode == 78
    assert done.stderr.startswith(f"setting {name}: ")
    assert "INTERACTIONS_CLOSE_AFTER" in done.stderr


def test_another_site(make_site: Callable[..., SiteFolder]) -> None:
    """A site in English, with pillars of its own, speaks English around its comments."""
    site = make_site("english")
    (article,) = sorted((site.path / "content/articles").rglob("*.md"))[:1]
    identity = next(line.split(": ")[1] for line in article.read_text("utf-8").splitlines() if line.startswith("id:"))
    say(site, 1, article=identity)
    done = site.build(DEFAULT_LANG="en", INTERACTIONS_FEED="comments", INTERACTIONS_INBOX="/inbox/", FEEDS_PAGE=None)
    assert done.returncode == 0
    pages = [site.page(str(file.parent.relative_to(site.output))) for file in site.output.rglob("comments.atom")]
    assert ["1 comment"] in [texts(page, f"{TALK}/h2") for page in pages]
