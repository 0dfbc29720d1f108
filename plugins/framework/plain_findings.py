"""Findings as plain data and back."""

from __future__ import annotations

from typing import Any

from plugins.base.findings import Finding, Position
from plugins.i18n.messages import Labels, Message

__all__ = ["finding_of", "plain_finding"]


def plain_finding(finding: Finding) -> list[Any]:
    """Return a finding as lists, dictionaries, strings and numbers."""
    where = finding.position
    mend = finding.mend and _plain_message(finding.mend)
    problem = _plain_message(finding.problem)
    return [finding.path, where.line, where.column, problem, mend, finding.advice, finding.fatal]


def finding_of(plain: list[Any]) -> Finding:
    """Return what :func:`plain_finding` was given.

    Raises:
        ValueError, TypeError: It is something else.
    """
    path, line, column, problem, mend, advice, fatal = plain
    where = Position(line, column)
    return Finding(path, where, _message(problem), mend and _message(mend), advice=advice, fatal=fatal)


def _plain_message(said: Message) -> list[Any]:
    arguments: dict[str, object] = {}
    for name, value in said.arguments.items():
        if isinstance(value, Message):
            arguments[name] = _plain_message(value)
        else:
            arguments[name] = dict(value.by_language) if isinstance(value, Labels) else value
    return [said.template, arguments]


def _message(plain: list[Any]) -> Message:
    template, arguments = plain
    read: dict[str, str | int | Labels | Message] = {}
    for name, value in arguments.items():
        if isinstance(value, list):
            read[name] = _message(value)
        else:
            read[name] = Labels(value) if isinstance(value, dict) else value
    return Message(template, read)
