"""Templates of the site's own that are wrong: told with their place, and nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import pelicanconf
from tests.conftest import SiteFolder

LAST = "the output was left as it was"


@pytest.fixture
def built(site: SiteFolder) -> SiteFolder:
    """Return a site that was built, and an article that was changed since."""
    site.article("un")
    done = site.build()
    assert (done.returncode, done.stderr) == (0, "")
    site.article("un", title="Changé")
    return site


def override(site: SiteFolder, templates: Mapping[str, str | bytes], **settings: Any) -> Any:
    """Build with templates instead of the theme's."""
    folder = site.path / "theme"
    folder.mkdir()
    for name, text in templates.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return site.build(THEME_TEMPLATES_OVERRIDES=["theme"], **settings)


MACRO = "{% macro line(one) %}\n\n\n{{ one.nothing }}\n{% endmacro %}"
WRONG = "{% macro line(one) %}\n\n{{ one.title + 1 }}\n{% endmacro %}"
CHILD = '{% extends "base.html" %}\n{% block main %}\n{{ view.content.nothing }}\n{% endblock %}'


@pytest.mark.parametrize(
    ("templates", "said"),
    [
        pytest.param(
            {"article.html": "a\n\n{{ nothing }}"}, "theme/article.html:3: 'nothing' is undefined", id="a name"
        ),
        pytest.param(
            {"article.html": "{{ article.title }}"}, "theme/article.html:1: 'article' is undefined", id="Pelican's own"
        ),
        pytest.param(
            {"article.html": "a\n{{ view.nothing }}"},
            "theme/article.html:2: 'plugins.framework.outputs.views.View object' has no attribute 'nothing'",
            id="an attribute",
        ),
        pytest.param(
            {"article.html": CHILD},
            "theme/article.html:3: 'plugins.framework.outputs.views.ArticleContent object' has no attribute 'nothing'",
            id="in a block that the theme's template shows",
        ),
        pytest.param(
            {"article.html": "{% if view.parts.drawing %}{% endif %}"},
            "theme/article.html:1: 'plugins.framework.outputs.parts.Parts object' has no attribute 'drawing'",
            id="no such package",
        ),
        pytest.param(
            {"article.html": "a\n{% from '_one.html' import line %}\n{{ line(view) }}", "_one.html": MACRO},
            "theme/_one.html:4: 'plugins.framework.outputs.views.View object' has no attribute 'nothing'",
            id="in a macro of another template",
        ),
        pytest.param(
            {"article.html": "a\n{% if %}"},
            "theme/article.html:2: Expected an expression, got 'end of statement block'",
            id="syntax",
        ),
        pytest.param(
            {"article.html": "a\n{% include '_one.html' %}", "_one.html": "a\nb\n{{ 1 | nothing }}"},
            "theme/_one.html:3: No filter named 'nothing'.",
            id="a filter",
        ),
        pytest.param(
            {"article.html": "{{ view.content.date | strftime('%A') }}"},
            "theme/article.html:1: No filter named 'strftime'.",
            id="a filter that follows the machine",
        ),
        pytest.param(
            {"article.html": "{% extends 'nothing.html' %}"},
            "there is no template nothing.html, which article needs",
            id="what it extends",
        ),
        pytest.param(
            {"article.html": "a\n{{ 1 / 0 }}"},
            "theme/article.html:2: ZeroDivisionError: division by zero",
            id="a sum",
        ),
        pytest.param(
            {"article.html": "a\n{% from '_one.html' import line %}\n{{ line(view) }}", "_one.html": WRONG},
            "theme/_one.html:3: TypeError: can only concatenate str (not \"int\") to str",
            id="types, in a macro of another template",
        ),
        pytest.param(
            {"article.html": "{{ view.title\n| round }}"},
            "theme/article.html:2: TypeError: type str doesn't define __round__ method",
            id="a filter of Jinja's",
        ),
        pytest.param(
            {"article.html": "{{ _('a %(b)s') }}"},
            "theme/article.html:1: KeyError: 'b'",
            id="a word without what it names",
        ),
        pytest.param(
            {"article.html": "{% include '_one.html' %}", "_one.html": b"a\n\xe9t\xe9"},
            "theme/_one.html:2: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 2: invalid "
            "continuation byte",
            id="another encoding",
        ),
        pytest.param(
            {"article.html": "a{% include 'nothing.html' %}"},
            "there is no template nothing.html, which article needs",
            id="what it includes",
        ),
    ],
)  # fmt: skip
def test_a_wrong_template(built: SiteFolder, templates: dict[str, str], said: str) -> None:
    """One line says where and what; nothing but that is said, and the output stays what it was."""
    before = built.files()
    done = override(built, templates)
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (70, "", [said, LAST])
    assert built.files() == before
    assert [path.name for path in built.path.iterdir() if "staging" in path.name] == []


@pytest.mark.parametrize("text", ["{% extends 'article.html' %}", "{% include 'article.html' %}"])
def test_a_template_that_needs_itself(built: SiteFolder, text: str) -> None:
    """A circle is told with its place; Python's words for it depend on where it was noticed."""
    before = built.files()
    done = override(built, {"article.html": text})
    told, last = done.stderr.splitlines()
    assert (done.returncode, done.stdout, last) == (70, "", LAST)
    assert told.startswith("theme/article.html:1: RecursionError: maximum recursion depth exceeded")
    assert built.files() == before


FILTERS = """
from pelican import signals

def fail(text):
    return deeper(text)

def deeper(text):
    raise ValueError("a fault of theirs")

def add(generator):
    generator.env.filters["failing"] = fail

def register():
    signals.generator_init.connect(add)
"""


def test_a_plugins_filter_that_fails(built: SiteFolder) -> None:
    """The fault is in its Python, so the traceback is there, down to the line; nothing is written."""
    before = built.files()
    (built.path / "theirs.py").write_text(FILTERS, "utf-8")
    done = override(built, {"article.html": "{{ view.title | failing }}"}, PLUGINS=[*pelicanconf.PLUGINS, "theirs"])
    said = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert "ValueError: a fault of theirs" in said
    assert "line 8, in deeper" in said
    assert built.files() == before


def test_a_template_that_no_folder_has(built: SiteFolder) -> None:
    """A page of ``DIRECT_TEMPLATES`` needs one of its name, with one of the endings."""
    before = built.files()
    done = override(built, {}, DIRECT_TEMPLATES=["index", "nowhere"], TEMPLATE_EXTENSIONS=[".html", ".htm"])
    said = "there is no template nowhere.html, nowhere.htm, which nowhere needs"
    assert (done.returncode, done.stderr.splitlines()) == (70, [said, LAST])
    assert built.files() == before


@pytest.mark.parametrize("name", ["tags", "categories"])
def test_a_template_of_pelicans_own(built: SiteFolder, name: str) -> None:
    """Pelican has templates for themes that have none of a name; none of them can show what this site has."""
    done = override(built, {}, DIRECT_TEMPLATES=["index", name])
    said = f"there is no template {name}.html, which {name} needs"
    assert (done.returncode, done.stderr.splitlines()) == (70, [said, LAST])


def test_in_the_authors_language(built: SiteFolder) -> None:
    """What is told is told in the language of who builds."""
    (built.path / "theme").mkdir()
    (built.path / "theme/article.html").write_text("{% extends 'nothing.html' %}", "utf-8")
    done = built.build(environ={"LANG": "fr_FR.UTF-8"}, THEME_TEMPLATES_OVERRIDES=["theme"])
    assert done.returncode == 70
    assert "nothing.html" in done.stderr
    assert LAST not in done.stderr


def test_a_template_mended(built: SiteFolder) -> None:
    """A template is compiled anew when it changed, though it is kept from build to build."""
    assert override(built, {"article.html": "{{ view.nothing }}"}).returncode == 70
    (built.path / "theme/article.html").write_text("{{ view.title }}", "utf-8")
    assert built.build(THEME_TEMPLATES_OVERRIDES=["theme"]).returncode == 0
    assert (built.output / "2026/03/un/index.html").read_text("utf-8") == "Changé – Trépied"


def test_kept_templates_that_are_damaged(built: SiteFolder) -> None:
    """What was kept of compiled templates is made again when its bytes are not what was written."""
    assert built.build(PRESS_STATE="kept", environ={"PYTHONHASHSEED": "0"}).returncode == 0
    whole = built.files()
    kept = [file for file in (built.path / "kept/press/templates").rglob("*") if file.is_file()]
    assert len([file for file in kept if b"class" in file.read_bytes()]) > 10
    for file in kept:
        file.write_bytes(file.read_bytes().replace(b"class", b"glass"))
    done = built.build(PRESS_STATE="kept", environ={"PYTHONHASHSEED": "0"})
    assert (done.returncode, done.stderr, built.files()) == (0, "", whole)
