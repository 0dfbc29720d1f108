"""Rounds of builds: every edit is a real one, and a run that was cut is resumed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from plugins.framework.project import open_project
from plugins.framework.render.render_source import render
from plugins.interactions import record_yaml
from tests.bench import corpus, edits, generators, rounds
from tests.bench.edits import SCENARIOS, Round
from tests.bench.generators import BuildError, Site
from tests.bench.saved import Saved

KEYS = corpus.terms(rounds.CONTENT / "framework")
BUILD = """
import pathlib, sys
run = pathlib.Path(sys.argv[1])
with (run / "builds").open("a") as file:
    file.write("built\\n")
(run / "output").mkdir(exist_ok=True)
for path in (run / "site").rglob("*.md"):
    made = run / "output" / path.name
    if not made.exists() or made.read_bytes() != path.read_bytes():
        made.write_bytes(path.read_bytes())
"""
"""A generator: it copies texts that have changed."""


def quick(name: str = "quick", code: str = BUILD) -> Site:
    """Return a site that takes no time."""

    def write(folder: Path, made: list[corpus.Article], source: Path) -> None:
        corpus.write_content(folder / "content", made, source)

    scenarios = ("cold", "nothing", "body", "title")
    return Site(
        name, "quick", write, generators.copied, lambda run: [sys.executable, "-c", code, run], scenarios=scenarios
    )


@pytest.fixture
def laid(tmp_path: Path) -> Round:
    """Return the folder of this site with a dozen articles, which is not built."""
    corpus.write_content(tmp_path / "content", list(corpus.articles(12, KEYS)), rounds.CONTENT)
    (tmp_path / "theme").mkdir()
    shutil.copytree(generators.ROOT / "theme/styles", tmp_path / "theme/styles")
    return Round(tmp_path, tmp_path / "content/articles", 12, 1)


def changed(where: Round, scenario: str) -> dict[str, tuple[list[str], list[str]]]:
    """Make an edit; return the lines that are gone and new, by the files that have changed."""
    before = {path: path.read_text("utf-8") for path in where.folder.rglob("*") if path.is_file()}
    SCENARIOS[scenario].edit(where)
    found = {}
    for path in where.folder.rglob("*"):
        if path.is_file() and path.read_text("utf-8") != before.get(path):
            old, new = before.get(path, "").splitlines(), path.read_text("utf-8").splitlines()
            name = path.relative_to(where.folder).as_posix()
            found[name] = [line for line in old if line not in new], [line for line in new if line not in old]
    return found


def test_nothing_is_nothing(laid: Round) -> None:
    """A cold build and one after nothing has changed have the same files."""
    assert (changed(laid, "cold"), changed(laid, "nothing")) == ({}, {})


def test_a_body_loses_a_word(laid: Round) -> None:
    """The first word of the article in the middle is another; its front matter stays."""
    ((name, (old, new)),) = changed(laid, "body").items()
    assert name == "content/articles/2010/essai-00007.md"
    assert (len(old), len(new)) == (1, 1)
    assert new[0].split()[0] == "Marmite"
    assert new[0].split()[1:] == old[0].split()[1:]
    assert corpus.article(7, KEYS).body.startswith(old[0])


def test_a_title_gains_a_word(laid: Round) -> None:
    """The line of the title is the only one that changes."""
    title = corpus.article(7, KEYS).title
    assert changed(laid, "title") == {
        "content/articles/2010/essai-00007.md": ([f'title: "{title}"'], [f'title: "Encore : {title}"'])
    }


def test_an_added_article_is_right(laid: Round) -> None:
    """It is of the day of the middle, links to the article of that day, and has no mistake."""
    (name,) = changed(laid, "added")
    assert name == "content/articles/2010/essai-00013.md"
    data = (laid.folder / name).read_bytes()
    done = render(data, name.removeprefix("content/"), open_project(generators.ROOT).options)
    assert done.findings == ()
    assert done.id == "2010-01-essai-00013"
    assert [link.target for link in done.links if link.kind == "source"] == ["articles/2010/essai-00007.md"]
    assert b'date: "2010-01-11T08:30:00+01:00"' in data


def test_a_comment_is_a_record(laid: Round) -> None:
    """It is read without a finding, of the article in the middle."""
    (name,) = changed(laid, "comment")
    *_, article, file = name.split("/")
    assert article == "2010-01-essai-00007"
    record, findings = record_yaml.parse((laid.folder / name).read_bytes(), name, article, file.removesuffix(".yaml"))
    assert findings == []
    assert record is not None
    assert (record.kind, record.author, str(record.published)) == ("comment", "Camille", "2010-01-14 07:30:00+00:00")


def test_an_introduction_loses_a_word(laid: Round) -> None:
    """The second driver's, in the second round."""
    ((name, (old, new)),) = changed(laid, "introduction").items()
    assert name == "content/framework/drivers/numerique.md"
    assert old[0].startswith("Le Numérique, ce sont ")
    assert new == [old[0].replace("Le ", "Marmite ", 1)]


def test_a_rule_is_added(laid: Round) -> None:
    """At the end of a style sheet of the theme's copy."""
    assert changed(laid, "rule") == {edits.STYLES: ([], ["@layer utilities { .round-1 { outline: 0; } }"])}


def test_titles_and_bodies_of_others_are_edited_too(tmp_path: Path) -> None:
    """Stock Pelican writes them down in its own way, and a table of contents before the text."""
    generators.stock_site().write(tmp_path / "site", list(corpus.articles(12, KEYS)), rounds.CONTENT)
    where = Round(tmp_path, tmp_path / "site/content/articles", 12, 0)
    file = where.articles / corpus.path_of(6)
    edits.body(where)
    edits.title(where)
    text = file.read_text("utf-8")
    assert text.startswith(f"Title: Encore : {corpus.article(6, KEYS).title}\n")
    assert "\n\n[TOC]\n\nMarmite " in text


def test_rounds_are_measured_and_kept(tmp_path: Path) -> None:
    """Each scenario has a result for each round: how many files there are, and how many were written."""
    saved = Saved(tmp_path / "kept", "key")
    assert list(rounds.measure([quick()], 12, 2, tmp_path, saved)) == []
    pages = len(list(rounds.CONTENT.glob("pages/*.md"))) + len(list(rounds.CONTENT.glob("framework/**/*.md")))
    files = 12 + pages
    assert [(one.run, one.scenario, one.files, one.written) for one in saved.results] == [
        (run, scenario, files, written)
        for run in (0, 1)
        for scenario, written in (("cold", files), ("nothing", 0), ("body", 1), ("title", 1))
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "log"]


def test_a_cut_run_is_resumed(tmp_path: Path) -> None:
    """What is kept is not measured again: the site is made as it was by one build, and the rest follows."""
    whole, site = Saved(tmp_path / "kept", "key"), quick()
    assert list(rounds.measure([site], 12, 1, tmp_path, whole)) == []
    cut = tmp_path / "cut"
    cut.write_bytes(b"".join((tmp_path / "kept").read_bytes().splitlines(keepends=True)[:2]) + b'{"key": "ke')
    saved, built = Saved(cut, "key"), []

    def command(run: Path) -> generators.Command:
        built.append((run / "site/content/articles" / corpus.path_of(6)).read_text("utf-8"))
        return site.command(run)

    assert [one.scenario for one in saved.results] == ["cold", "nothing"]
    again = Site(site.name, site.folder, site.write, site.lay, command, scenarios=site.scenarios)
    assert list(rounds.measure([again], 12, 1, tmp_path, saved)) == []
    assert ["Marmite" in text for text in built] == [False, True, True]
    assert [one.written for one in saved.results] == [one.written for one in whole.results]
    assert [one.cost for one in saved.results[:2]] == [one.cost for one in whole.results[:2]]
    assert list(rounds.measure([again], 12, 1, tmp_path, saved)) == []
    assert len(built) == 3
    assert [one.scenario for one in Saved(cut, "key").results] == ["cold", "nothing", "body", "title"]


def test_a_site_that_cannot_be_built_is_told(tmp_path: Path) -> None:
    """Its last lines are shown, and the others are measured all the same."""
    saved = Saved(tmp_path / "kept", "key")
    bad = quick("bad", "import sys; print('it was the butler'); sys.exit(4)")
    (error,) = rounds.measure([bad, quick("good")], 2, 2, tmp_path, saved)
    assert isinstance(error, BuildError)
    assert str(error) == "bad could not be built (exit code 4):\n  it was the butler"
    assert {(one.site, one.run) for one in saved.results} == {("good", 0), ("good", 1)}


def test_what_builds_everything_is_measured_once_with_many_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a number of articles on, and only so; publishing is left out above another number."""
    monkeypatch.setattr(rounds, "ONCE_FROM", 3)
    peer = Site("peer", "quick", quick().write, generators.copied, quick().command)
    few = Site("few", "quick", quick().write, generators.copied, quick().command, most=2)
    saved = Saved(tmp_path / "kept", "key")
    for articles in (2, 3):
        assert list(rounds.measure([quick(), peer, few], articles, 2, tmp_path, saved)) == []
    found = [(one.site, one.articles, one.run) for one in saved.results if one.scenario == "cold"]
    sites = {2: ("quick", "peer", "few"), 3: ("quick",)}
    many = {(site, articles, run) for articles, names in sites.items() for site in names for run in (0, 1)}
    assert sorted(found) == sorted({*many, ("peer", 3, 0)})


def test_a_few_articles_from_end_to_end(tmp_path: Path) -> None:
    """This site is built as an author builds it, and after each edit writes what shows it, and nothing else."""
    site = generators.our_site("this site", generators.project(tmp_path / "code"), settings=generators.NO_FEEDS)
    saved = Saved(tmp_path / "kept", "key")
    assert list(rounds.measure([site], 4, 1, tmp_path, saved)) == []
    written = {one.scenario: one.written for one in saved.results}
    files = {one.scenario: one.files for one in saved.results}
    assert list(written) == list(SCENARIOS)
    edited = corpus.article(2, KEYS)
    lists = 1 + sum(map(len, (edited.drivers, edited.priorities, edited.terrains, edited.tags, edited.authors)))
    assert written["cold"] == files["cold"] > 4 * 3
    assert written["nothing"] == 0
    assert written["body"] == 2 + 3 * lists  # the article, each list's feeds, and the old blog's address of one
    assert written["introduction"] == 1
    assert written["rule"] == 1
    assert written["title"] > written["body"]
    assert files["added"] > files["title"] == files["cold"]
    assert files["comment"] == files["added"] + 3  # its feeds
    assert min(one.cost.peak for one in saved.results) > 5 << 20
