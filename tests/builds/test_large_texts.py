"""Texts with more of something than anybody writes: all of it is there, and nothing is told that is not so."""

from __future__ import annotations

import pytest

from tests.conftest import SiteFolder

LINKS, NOTES, HEADINGS, BROKEN = 10_000, 5_000, 10_000, 3_000


@pytest.fixture
def large(site: SiteFolder) -> SiteFolder:
    """Return a site with four large texts, and one that they link to."""
    site.article("cible")
    site.article("liens", body="\n\n".join(["[cible](cible.md)"] * LINKS))
    marks = "\n\n".join(f"Mot[^{number}]." for number in range(NOTES))
    notes = "\n\n".join(f"[^{number}]: Note {number}." for number in range(NOTES))
    site.article("notes", body=f"{marks}\n\n{notes}")
    site.article("titres", body="\n\n".join(["## Titre"] * HEADINGS))
    return site


def test_all_of_it_is_there(large: SiteFolder) -> None:
    """Links, notes with the ways back, headings with an address each and their places in the contents."""
    done = large.build()
    assert (done.returncode, done.stderr) == (0, "")
    links = large.page("2026/03/liens").xpath("//p/a[@href='/2026/03/cible/'][text()='cible']")
    notes = large.page("2026/03/notes")
    headings = large.page("2026/03/titres")
    anchors = headings.xpath("//h2[starts-with(., 'Titre')]/@id")
    assert len(links) == LINKS
    assert len(notes.xpath("//a[@class='footnote-ref']")) == len(notes.xpath("//li[starts-with(@id, 'fn')]")) == NOTES
    assert len(anchors) == len({*anchors}) == HEADINGS
    assert {f"#{one}" for one in anchors} <= {*headings.xpath("//nav//a/@href")}


def test_all_that_is_wrong_is_told(site: SiteFolder) -> None:
    """Each of thousands of broken links has its line."""
    site.article("un", body="\n\n".join(f"[x](rien{number}.md)" for number in range(BROKEN)))
    done = site.build()
    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines), lines[-1]) == (0, BROKEN + 1, f"{BROKEN} mistakes.")
    assert [int(line.split(":")[1]) for line in lines[:-1]] == [10 + 2 * number for number in range(BROKEN)]
