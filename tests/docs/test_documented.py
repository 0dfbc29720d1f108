"""The documentation is tested: what it does not name is not done."""

from __future__ import annotations

import ast
import json
import re

import jsonschema
import pytest
import yaml
from pydantic import BaseModel

from plugins.drawings.settings import PREFIX as DRAWINGS_PREFIX
from plugins.drawings.settings import DrawingsSettings
from plugins.feeds.settings import PREFIX as FEEDS_PREFIX
from plugins.feeds.settings import FeedsSettings
from plugins.framework.commands.schema import files
from plugins.framework.frontmatter import models
from plugins.framework.frontmatter.source import split
from plugins.framework.project import open_project
from plugins.framework.settings import PREFIX as FRAMEWORK_PREFIX
from plugins.framework.settings import FrameworkSettings
from plugins.images.settings import PREFIX as IMAGES_PREFIX
from plugins.images.settings import ImagesSettings
from plugins.inbox.settings import PREFIX as INBOX_PREFIX
from plugins.inbox.settings import InboxSettings
from plugins.interactions.model import Record
from plugins.interactions.settings import PREFIX as INTERACTIONS_PREFIX
from plugins.interactions.settings import InteractionsSettings
from plugins.press.settings import PREFIX as PRESS_PREFIX
from plugins.press.settings import PressSettings
from plugins.reading.settings import PREFIX as READING_PREFIX
from plugins.reading.settings import ReadingSettings
from plugins.search.settings import PREFIX as SEARCH_PREFIX
from plugins.search.settings import SearchSettings
from plugins.seo.settings import PREFIX as SEO_PREFIX
from plugins.seo.settings import SeoSettings
from plugins.typography.settings import PREFIX as TYPOGRAPHY_PREFIX
from plugins.typography.settings import TypographySettings
from tests.conftest import ROOT


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


@pytest.mark.parametrize(
    ("prefix", "model", "path"),
    [
        (DRAWINGS_PREFIX, DrawingsSettings, "plugins/drawings/README.md"),
        (SEO_PREFIX, SeoSettings, "plugins/seo/README.md"),
        (FEEDS_PREFIX, FeedsSettings, "plugins/feeds/README.md"),
        (FRAMEWORK_PREFIX, FrameworkSettings, "plugins/framework/README.md"),
        (IMAGES_PREFIX, ImagesSettings, "plugins/images/README.md"),
        (INBOX_PREFIX, InboxSettings, "plugins/inbox/README.md"),
        (INTERACTIONS_PREFIX, InteractionsSettings, "plugins/interactions/README.md"),
        (PRESS_PREFIX, PressSettings, "plugins/press/README.md"),
        (READING_PREFIX, ReadingSettings, "plugins/reading/README.md"),
        (SEARCH_PREFIX, SearchSettings, "plugins/search/README.md"),
        (TYPOGRAPHY_PREFIX, TypographySettings, "plugins/typography/README.md"),
    ],
)
def test_every_setting_is_in_its_plugins_readme(prefix: str, model: type[BaseModel], path: str) -> None:
    """A plugin's README names each of its settings."""
    settings = {prefix + name.upper() for name in model.model_fields}
    assert settings - words_in_code(path) == set()


def test_every_front_matter_key_is_documented() -> None:
    """plugins/framework/README.md names each key of each model, nested ones too."""
    declared = [model for model in vars(models).values() if isinstance(model, type) and issubclass(model, BaseModel)]
    keys = {key for model in declared for key in model.model_fields}
    assert keys - words_in_code("plugins/framework/README.md") == set()


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
