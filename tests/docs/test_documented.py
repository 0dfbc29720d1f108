"""The documentation is tested: what it does not name is not done."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from pydantic import BaseModel

from plugins.framework.commands.schema import files
from plugins.framework.frontmatter import models
from plugins.framework.frontmatter.source import split
from plugins.framework.project import open_project
from plugins.interactions.record_fields import Record
from tests.conftest import ROOT
from tests.docs import generate
from tests.docs.settings_page import Section, sections


def words_in_code(path: str) -> set[str]:
    """Return everything a document sets as code."""
    text = (ROOT / path).read_text("utf-8")
    return set(re.findall(r"`([^`\n]+)`", text)) | {
        word for code in re.findall(r"`([^`\n]+)`", text) for word in code.split()
    }


def tasks() -> dict[str, str]:
    """Return the tasks of tasks.py with their docstrings."""
    tree = ast.parse((ROOT / "tasks.py").read_text("utf-8"))
    return {
        node.name: ast.get_docstring(node) or ""
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any("task" in ast.unparse(decorator).split("(")[0] for decorator in node.decorator_list)
    }


def test_every_task_is_in_the_readme() -> None:
    """README.md names each task, and each task says in one line what it does."""
    documented = {word for word in words_in_code("README.md") if re.fullmatch(r"\w+", word)}
    assert set(tasks()) - documented == set()
    assert [name for name, text in tasks().items() if len(text.splitlines()) != 1] == []


@pytest.mark.parametrize("name", generate.files())
def test_what_is_generated_is_current(name: str) -> None:
    """docs/architecture.svg and docs/settings.md are what the code says now, to the byte."""
    assert (ROOT / name).read_bytes() == generate.files()[name], f"{name} is stale: run {generate.COMMAND}"


@pytest.mark.parametrize("part", sections(), ids=lambda part: part.package)
def test_every_setting_is_documented(part: Section) -> None:
    """docs/settings.md names each setting of each model, which says what it is."""
    assert set(part.settings()) - words_in_code("docs/settings.md") == set()
    assert [name for name, field in part.settings().items() if not field.description] == []


def test_every_model_of_settings_is_found() -> None:
    """No package that calls ``from_prefix`` has its settings anywhere else."""
    found = {part.package for part in sections()}
    asking = {path.relative_to(ROOT / "plugins").parts[0] for path in (ROOT / "plugins").rglob("*.py") if asks(path)}
    assert asking - found == {"base"}


def asks(path: Path) -> bool:
    """Tell whether a module reads settings."""
    return "from_prefix(" in path.read_text("utf-8")


WRITTEN_IN_TEXTS = (
    models.FrontMatter,
    models.ArticleFrontMatter,
    models.PageFrontMatter,
    models.Picture,
    models.SeriesPart,
)
"""The models of what an author writes above a text; all others are the framework's."""


@pytest.mark.parametrize("path", ["docs/authors/writing.md", "docs/authors/framework.md"])
def test_every_front_matter_key_is_documented(path: str) -> None:
    """docs/authors/ names each key of each model, nested ones too: those of texts, and those of the framework."""
    declared = [model for model in vars(models).values() if isinstance(model, type) and issubclass(model, BaseModel)]
    texts = path == "docs/authors/writing.md"
    keys = {key for model in declared if (model in WRITTEN_IN_TEXTS) == texts for key in model.model_fields}
    assert len(keys) > 10
    assert keys - words_in_code(path) == set()


def test_every_key_of_an_interaction_is_documented() -> None:
    """plugins/interactions/README.md names each key of a record."""
    assert set(Record.model_fields) - words_in_code("plugins/interactions/README.md") == set()


def test_every_key_has_a_description() -> None:
    """Each field of each model says what it is: editors show it."""
    declared = [model for model in vars(models).values() if isinstance(model, type) and issubclass(model, BaseModel)]
    assert [f"{m.__name__}.{k}" for m in declared for k, field in m.model_fields.items() if not field.description] == []


def test_every_plugin_has_a_readme() -> None:
    """Each package below plugins/ has its manual."""
    packages = [folder for folder in (ROOT / "plugins").iterdir() if (folder / "__init__.py").is_file()]
    assert [folder.name for folder in packages if not (folder / "README.md").is_file()] == []


def test_the_schemas_are_current() -> None:
    """docs/schema/ is what ``tasks.py schema`` writes."""
    for name, data in files(open_project(ROOT).framework).items():
        assert (ROOT / "docs/schema" / name).read_bytes() == data, f"{name}: run python3 tasks.py schema"


@pytest.mark.parametrize("path", sorted((ROOT / "content/articles").rglob("*.md")), ids=lambda path: path.stem)
def test_the_schema_accepts_the_articles(path: object) -> None:
    """What ``check`` finds right, an editor's schema finds right too."""
    schema = json.loads((ROOT / "docs/schema/article.schema.json").read_text("utf-8"))
    source, _ = split(path.read_bytes(), "x.md")  # type: ignore[attr-defined]
    front_matter = yaml.load(source.front_matter or "", yaml.BaseLoader)
    for weights in (front_matter.get("drivers", {}), front_matter.get("series", {})):
        weights.update({key: int(value) for key, value in weights.items() if value.isdecimal()})
    jsonschema.validate(front_matter, schema)


def test_the_schema_refuses_what_check_refuses() -> None:
    """Unknown keys, terms and weights are wrong for an editor too."""
    schema = json.loads((ROOT / "docs/schema/article.schema.json").read_text("utf-8"))
    right = {"title": "A", "date": "2026-03-02", "drivers": {"rse": 3}, "priorities": ["terrain-rse"]}
    jsonschema.validate(right, schema)
    for wrong in ({"drivers": {"rse": 9}}, {"drivers": ["numerik"]}, {"tag": ["x"]}, {"priorities": []}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**right, **wrong}, schema)
