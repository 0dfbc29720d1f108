"""Validates a YAML tree against a pydantic model; every error becomes a finding with position and mend.

An invalid key is left out and the rest is kept, so that a build still shows the text; only a missing or invalid
required key makes the file unusable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from plugins.base.findings import Finding, Position, listed, quoted, suggestion
from plugins.framework.frontmatter.yaml_tree import Mapping, Node, Sequence
from plugins.i18n.messages import N_, Message, message

Model = TypeVar("Model", bound=BaseModel)

SHAPES = {
    "string_type": N_("a text"),
    "list_type": N_("a list such as [one, two]"),
    "dict_type": N_("lines 'key: value'"),
    "model_type": N_("lines 'key: value'"),
    "model_attributes_type": N_("lines 'key: value'"),
    "datetime_type": N_("a date"),
    "int_type": N_("a whole number"),
    "bool_type": N_("true or false"),
}


def validate(
    tree: Mapping, model: type[Model], path: str, other_keys: Iterable[str] = ()
) -> tuple[Model | None, list[Finding]]:
    """Return the validated model, None when a required key is missing or invalid, and the findings.

    Args:
        tree: The front matter; keys with an empty value count as left out.
        model: The model's class.
        path: The file, for the findings.
        other_keys: Keys that are read elsewhere: accepted and ignored here.
    """
    others = frozenset(other_keys)
    findings: list[Finding] = []
    left = tree.without(*others)
    while True:
        present = {key: value for key, value in left.plain().items() if value is not None}
        try:
            return model.model_validate(present), findings
        except ValidationError as error:
            wrong_keys = set()
            for details in error.errors(include_url=False):
                fatal = details["type"] == "missing" and len(details["loc"]) == 1
                findings.append(_finding(details, tree, model, path, others, fatal=fatal))
                wrong_keys.add(str(details["loc"][0]) if details["loc"] else "")
            required = {name for name, field in model.model_fields.items() if field.is_required()}
            if wrong_keys & required or not wrong_keys & set(present):
                return None, [_fatal(finding) for finding in findings]
            left = left.without(*wrong_keys)


def _fatal(finding: Finding) -> Finding:
    return Finding(finding.path, finding.position, finding.problem, finding.mend, fatal=True)


def _finding(
    details: ErrorDetails,
    tree: Mapping,
    model: type[BaseModel],
    path: str,
    others: frozenset[str],
    *,
    fatal: bool,
) -> Finding:
    where = locate(tree, details["loc"], at_key=details["type"] in ("extra_forbidden", "missing"))
    problem, mend = _words(details, model, others)
    return Finding(path, where, problem, mend, fatal=fatal)


def locate(tree: Mapping, location: tuple[int | str, ...], *, at_key: bool = False) -> Position:
    """Return the position of the node at pydantic's location, or of its nearest ancestor."""
    node: Node = tree
    where = tree.position
    for index, part in enumerate(location):
        last = index == len(location) - 1
        if isinstance(node, Mapping) and (key := node.key(str(part))) is not None:
            where = key.position
            node = next(value for name, value in node.entries if name is key)
            if last and not at_key:
                where = node.position
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            where = node.position
        else:
            break
    return where


def _known_keys(model: type[BaseModel], location: tuple[int | str, ...], others: frozenset[str]) -> set[str]:
    """Return the keys that are valid at a location of the model."""
    current: Any = model
    for part in location[:-1]:
        if isinstance(part, int):
            continue
        field = current.model_fields.get(part) if hasattr(current, "model_fields") else None
        current = _model_in(field.annotation) if field is not None else current
        if current is None:
            return set()
    return set(current.model_fields) | (others if current is model else set())


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments = getattr(annotation, "__args__", ())
    return next((found for argument in arguments if (found := _model_in(argument))), None)


def _words(details: ErrorDetails, model: type[BaseModel], others: frozenset[str]) -> tuple[Message, Message | None]:
    """Return problem and mend of a pydantic error, in terms of front matter."""
    kind, context = details["type"], details.get("ctx", {})
    key = next((str(part) for part in reversed(details["loc"]) if isinstance(part, str)), "")
    value = quoted(details["input"]) if isinstance(details["input"], str) else "…"
    if kind == "author":
        places = {name: str(place) for name, place in context["places"].items()}
        return Message(context["problem"], places), Message(context["mend"])
    if kind == "extra_forbidden":
        known = _known_keys(model, details["loc"], others)
        return (
            message(N_("unknown key '{key}' (known keys: {keys})"), key=quoted(key), keys=listed(known)),
            suggestion(key, known),
        )
    if kind == "missing":
        return message(N_("'{key}' is missing"), key=key), message(N_("add a line '{key}: …'"), key=key)
    if kind in ("string_too_short", "too_short") or (kind in SHAPES and details["input"] is None):
        return message(N_("'{key}' is empty"), key=key), message(N_("give it a value, or remove it"))
    if kind in SHAPES:
        return (
            message(N_("'{key}' must be {shape}"), key=key, shape=Message(SHAPES[kind])),
            message(N_("mend or remove the value")),
        )
    if kind == "literal_error":
        return (
            message(N_("'{value}' is not a value of '{key}'"), value=value, key=key),
            message(N_("write one of: {allowed}"), allowed=", ".join(re.findall(r"'(.*?)'", context["expected"]))),
        )
    if kind.startswith(("int_", "bool_")):
        shape = Message(SHAPES["bool_type" if kind.startswith("bool_") else "int_type"])
        return (
            message(N_("'{key}' must be {shape}, not '{value}'"), key=key, shape=shape, value=value),
            message(N_("mend or remove the value")),
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = str(context.get("ge", context.get("le")))
        template = N_("'{key}' is {value}, and may not be less than {bound}")
        if kind == "less_than_equal":
            template = N_("'{key}' is {value}, and may not be more than {bound}")
        return message(template, key=key, value=value, bound=bound), message(N_("mend or remove the value"))
    if kind in ("string_too_long", "too_long"):
        return (
            message(
                N_("'{key}' has {length} characters, and {most} are the most it may have"),
                key=key,
                length=int(context.get("actual_length", len(str(details["input"])))),
                most=int(context["max_length"]),
            ),
            message(N_("shorten it")),
        )
    return message(N_("'{key}' is not right: {reason}"), key=key, reason=details["msg"]), None
