"""What a whole build does to the output: refused, failed, repeated and changed builds."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, SiteFolder


def test_publishing_refuses_mistakes_and_touches_nothing(site: SiteFolder) -> None:
    """``--publish`` with a finding exits 65 without a traceback and leaves the output as it was."""
    site.article("bon")
    assert site.build("publishconf.py").returncode == 0
    before = site.files()
    site.article("bon", title="Changé")
    site.article("mauvais", more="tag: [x]\n")
    done = site.build("publishconf.py")
    assert done.returncode == 65
    assert done.stderr.splitlines()[-2:] == ["1 mistake.", "Nothing was published: mend these first."]
    assert "Traceback" not in done.stderr + done.stdout
    assert site.files() == before


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        pytest.param({"PLUGINS": ["plugins.framework", "plugins.nothing"]}, 78, id="a plugin that is not there"),
        pytest.param({"PLUGINS": ["plugins.framework", "plugins.base.files"]}, 78, id="a plugin that cannot register"),
        pytest.param({"FRAMEWORK_COLOUR": 1}, 78, id="an unknown setting"),
        pytest.param(
            {"FRAMEWORK_TRANSFORMS": ["plugins.framework.render.transforms:nothing"]}, 78, id="no such transform"
        ),
        pytest.param({"FRAMEWORK_NOW": "yesterday"}, 78, id="a present that is no date"),
        pytest.param({"PRESS_STATES": "x"}, 78, id="an unknown setting of the press"),
    ],
)
def test_a_wrong_configuration_fails_the_build(site: SiteFolder, overrides: dict[str, object], code: int) -> None:
    """What Pelican would log and forget ends the build before anything is written."""
    site.article("bon")
    done = site.build(**overrides)
    assert done.returncode == code
    assert not site.output.exists()


def test_a_template_that_fails_leaves_the_output_alone(site: SiteFolder) -> None:
    """An error in the middle of writing leaves the site as the last good build made it."""
    site.article("bon")
    assert site.build().returncode == 0
    before = site.files()
    theme = site.path / "templates"
    theme.mkdir()
    (theme / "archives.html").write_text("{{ nothing_of_that_name }}", "utf-8")
    site.article("bon", title="Changé")
    done = site.build(THEME_TEMPLATES_OVERRIDES=[str(theme)])
    assert (done.returncode, done.stderr.splitlines()) == (
        70,
        ["templates/archives.html:1: 'nothing_of_that_name' is undefined", "the output was left as it was"],
    )
    assert site.files() == before
    assert [path.name for path in site.path.iterdir() if "staging" in path.name] == []


def test_a_build_is_the_same_wherever_and_whenever(make_site: Callable[..., SiteFolder]) -> None:
    """Folder, hash seed, machine locale and zone leave no trace in the output."""
    outputs = []
    for folder, environ in (
        ("a", {"PYTHONHASHSEED": "1", "TZ": "UTC"}),
        ("b", {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"}),
    ):
        site = make_site(folder=folder)
        for slug in ("un", "deux", "trois"):
            site.article(slug, more=f"tags: [x, y, {slug}]\n")
        site.build(environ={**environ, "LANG": "en_US.UTF-8" if folder == "b" else "C"})
        outputs.append(site.files())
    assert outputs[0] == outputs[1]


def test_a_change_of_one_body_touches_few_pages(site: SiteFolder) -> None:
    """An edit of the text below the summary rewrites the article's page and the feeds that carry it, no more."""
    for slug in ("un", "deux", "trois"):
        site.article(slug, more="summary: Un résumé.\n")
    site.build()
    before = site.files()
    site.article("deux", more="summary: Un résumé.\n", body="Autre texte.")
    site.build()
    changed = {name for name, digest in site.files().items() if before.get(name) != digest}
    assert {name for name in changed if name.endswith(".html")} == {"2026/03/deux/index.html"}


def test_a_new_article_leaves_the_others_alone(site: SiteFolder) -> None:
    """A new article touches its neighbour, the lists and the feeds, and no other article: nothing is volatile."""
    for slug in ("un", "deux", "trois"):
        site.article(slug)
    site.build()
    before = site.files()
    text = site.article("zoo").read_text("utf-8").replace("date: 2026-03-02", "date: 2026-04-02")
    site.article("zoo").write_text(text, "utf-8")
    site.build()
    changed = {name for name, digest in site.files().items() if before.get(name) != digest}
    articles = sorted(name for name in changed if name.startswith("20"))
    talk = [f"2026/04/zoo/commentaires.{form}" for form in ("atom", "json", "rss")]
    assert articles == ["2026/03/un/index.html", *talk, "2026/04/zoo/index.html"]


def test_stale_files_go_and_others_stay(site: SiteFolder) -> None:
    """A removed article's page goes; a file that somebody put into the output is never deleted."""
    site.article("un")
    site.article("deux")
    site.build()
    (site.output / "CNAME").write_text("trepied.example", "utf-8")
    (site.path / "content/articles/2026/deux.md").unlink()
    done = site.build()
    assert not (site.output / "2026/03/deux").exists()
    assert (site.output / "CNAME").read_text("utf-8") == "trepied.example"
    assert done.stdout.splitlines()[-1].endswith("4 removed).")  # the page and its three feeds of comments
    assert site.build().stdout.splitlines()[-1].startswith("The site is in output/ (0 files written, ")


def test_the_manifest_is_not_in_the_output(site: SiteFolder) -> None:
    """What builds remember lies in var/, since it names drafts."""
    site.article("un")
    site.build()
    (manifest,) = (site.path / "var/press").glob("*.json")
    assert set(json.loads(manifest.read_text("utf-8"))["files"]) == set(site.files())
    assert not list(Path(site.output).rglob(".*"))


def test_a_fault_of_ours_fails_the_build(site: SiteFolder) -> None:
    """An exception while rendering is shown and ends the build: Pelican would drop the article and exit 0."""
    site.article("bon")
    done = site.build(FRAMEWORK_TRANSFORMS=["tests.builds.faulty:fail_on_articles"])
    assert done.returncode == 70
    assert "TypeError: a fault of ours" in done.stderr.splitlines()
    assert "Could not process articles/2026/bon.md" in done.stdout
    assert done.stderr.splitlines()[-1] == "the errors above stopped the build: the output was left as it was"
    assert not site.output.exists()


def test_publishing_has_a_folder_of_its_own() -> None:
    """``build --publish`` writes into public/, where no preview with drafts is ever built."""
    folders = {name: runpy.run_path(str(ROOT / name))["OUTPUT_PATH"] for name in ("pelicanconf.py", "publishconf.py")}
    assert folders == {"pelicanconf.py": "output", "publishconf.py": "public"}


def test_an_output_that_cannot_be_written_is_told(site: SiteFolder) -> None:
    """A file where the output folder is to be ends the build with a line, not a traceback."""
    site.article("bon")
    site.output.write_text("in the way", "utf-8")
    done = site.build()
    assert done.returncode == 73
    assert done.stderr.splitlines()[-1].startswith("the output cannot be written (")
    assert "Traceback" not in done.stdout + done.stderr
