"""JSON Schemas of front matter, from the models and the framework: ``python3 tasks.py schema``.

JSON Schema draft-07, which editors support best; with it they complete keys and terms.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from plugins.base.files import replace_file
from plugins.framework.frontmatter.models import ArticleFrontMatter, FrameworkFile, PageFrontMatter, TermFrontMatter
from plugins.framework.model import HEAVIEST, LIGHTEST, Axis, Framework
from plugins.framework.project import open_project

DIALECT = "http://json-schema.org/draft-07/schema#"
FOLDER = Path("docs/schema")


def schemas(framework: Framework, language: str = "en") -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each kind of front matter, by name."""
    article = _schema(ArticleFrontMatter)
    for axis in framework.axes.values():
        article["properties"][axis.key] = _axis_schema(axis, language)
        if axis.required:
            article["required"].append(axis.key)
    return {
        "article": article,
        "page": _schema(PageFrontMatter),
        "term": _schema(TermFrontMatter),
        "framework": _schema(FrameworkFile),
    }


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return {"$schema": DIALECT, **model.model_json_schema()}


def _axis_schema(axis: Axis, language: str) -> dict[str, Any]:
    """Return the schema of one axis: a list of terms or, where it is weighted, terms with weights too."""
    names = {key: term.names.pick(language) for key, term in axis.terms.items()}
    count = {"minItems": axis.fewest} | ({"maxItems": axis.most} if axis.most is not None else {})
    plain: dict[str, Any] = {
        "type": "array",
        "items": {"enum": list(names)},
        "uniqueItems": True,
        **count,
    }
    description = f"{axis.plural.pick(language)}: " + ", ".join(f"{key} ({name})" for key, name in names.items())
    if not axis.weighted:
        return {"description": description, **plain}
    weight = {"type": "integer", "minimum": LIGHTEST, "maximum": HEAVIEST}
    bounds = {"minProperties": axis.fewest} | ({"maxProperties": axis.most} if axis.most is not None else {})
    weighted = {
        "type": "object",
        "properties": {key: {"description": name, **weight} for key, name in names.items()},
        "additionalProperties": False,
        **bounds,
    }
    return {"description": description, "anyOf": [weighted, plain]}


def files(framework: Framework) -> dict[str, bytes]:
    """Return the bytes of the committed schema files, by name."""
    return {
        f"{name}.schema.json": (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()
        for name, schema in schemas(framework).items()
    }


def main(root: Path | None = None) -> int:
    """Write the schema files and return 0."""
    folder = (root or Path.cwd()) / FOLDER
    for name, data in files(open_project(root).framework).items():
        replace_file(folder / name, data)
        print(FOLDER / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
