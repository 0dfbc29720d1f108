"""Creates the file of a new article: ``python3 tasks.py new``.

Asks for the title and, axis by axis, for the terms; or takes them from the command line. The new file is validated
before it is written, and an existing file is never changed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import yaml

from plugins.base.findings import Finding
from plugins.base.slugs import derived_id, is_slug, slugify
from plugins.framework.clock import clock_at
from plugins.framework.model import HEAVIEST, LIGHTEST, Axis
from plugins.framework.project import Project, open_project
from plugins.framework.render.render_source import Rendered, render
from plugins.i18n.messages import N_, Message, message

Ask = Callable[[str], str]


def quoted(value: str) -> str:
    """Return a string as a YAML scalar on one line.

    >>> quoted("Où ? Ici : là"), quoted("2026")
    ("'Où ? Ici : là'", "'2026'")
    """
    text: str = yaml.safe_dump(value, allow_unicode=True, width=2**16)
    return text.removesuffix("\n").removesuffix("\n...")


def article_text(
    title: str, day: datetime, slug: str, terms: Mapping[str, Mapping[str, int]], axes: Mapping[str, Axis]
) -> str:
    """Return the text of a new article's file."""
    lines = [
        "---",
        f"id: {derived_id(day, slug)}",
        f"title: {quoted(title)}",
        f"date: {day.isoformat(timespec='seconds')}",
    ]
    for key, axis in axes.items():
        weights = terms.get(key, {})
        if not weights:
            continue
        if axis.weighted:
            lines += [f"{key}:", *(f"  {term}: {weight}" for term, weight in weights.items())]
        else:
            lines.append(f"{key}: [{', '.join(weights)}]")
    return "\n".join([*lines, "status: draft", "---", "", ""])


def read_terms(text: str, axis: Axis) -> dict[str, int]:
    """Return terms with weights from typed text: ``collaboratif:3, rse`` or numbers of the list.

    Raises:
        ValueError: A term or a weight does not exist; the message is the typed text.
    """
    keys = list(axis.terms)
    found: dict[str, int] = {}
    for word in text.replace(",", " ").split():
        name, _, weight = word.partition(":")
        if name.isdecimal() and 1 <= int(name) <= len(keys):
            name = keys[int(name) - 1]
        if name not in axis.terms or (weight and weight not in map(str, range(LIGHTEST, HEAVIEST + 1))):
            raise ValueError(word)
        found[name] = int(weight or LIGHTEST)
    return found


def ask_terms(axis: Axis, project: Project, ask: Ask) -> dict[str, int]:
    """Ask for the terms of one axis until they are valid, and return them with weights."""
    language = project.words.language
    print(f"\n{axis.plural.pick(language)}:")
    for number, term in enumerate(axis.terms.values(), start=1):
        print(f"  {number}. {term.key} ({term.names.pick(language)})")
    example = " ".join(f"{number}:{weight}" for number, weight in ((1, 3), (2, 1))) if axis.weighted else "1 2"
    question = message(N_("Numbers or names, such as '{example}' (empty for none): "), example=example)
    while True:
        try:
            terms = read_terms(ask(question.text(project.words)), axis)
        except ValueError as error:
            print(message(N_("'{word}' is none of these."), word=str(error)).text(project.words))
            continue
        if len(terms) >= (1 if axis.required else 0):
            return terms
        print(message(N_("At least one is needed.")).text(project.words))


def parse_terms(text: str, project: Project) -> dict[str, dict[str, int]]:
    """Return the terms of ``--terms`` with weights, by axis: ``axis=term:weight,term axis=term``.

    Raises:
        ValueError: An axis, a term or a weight does not exist.
    """
    found = {}
    for part in text.split():
        key, _, terms = part.partition("=")
        if key not in project.framework.axes:
            raise ValueError(key)
        found[key] = read_terms(terms, project.framework.axes[key])
    return found


def chosen_day(text: str, zone: str) -> datetime | None:
    """Return the typed date and time, the present when the text is empty, or None when it is no date."""
    try:
        return clock_at(text or None, zone).now.replace(microsecond=0)
    except ValueError:
        return None


def create(project: Project, title: str, day: datetime, slug: str, terms: Mapping[str, Mapping[str, int]]) -> Path:
    """Write the article's file and return its path.

    Raises:
        FileExistsError: There is such a file already.
        ArticleError: The article would not be valid.
    """
    path = f"{project.article_folders[0]}/{day:%Y}/{slug}.md"
    data = article_text(title, day, slug, terms, project.framework.axes).encode()
    rendered: Rendered = render(data, path, project.options)
    if rendered.findings:
        raise ArticleError(rendered.findings)
    file = project.content / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as stream:
        stream.write(data)
    return file


class ArticleError(Exception):
    """The article would not be valid; ``findings`` say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        super().__init__("; ".join(finding.text() for finding in findings))


def main(arguments: Sequence[str] | None = None, ask: Ask = input, root: Path | None = None) -> int:
    """Ask for the arguments that are missing, write the file, and return the exit code."""
    parser = argparse.ArgumentParser(prog="tasks.py new")
    for name in ("--title", "--terms", "--slug", "--date"):
        parser.add_argument(name, default="")
    options = parser.parse_args(arguments)
    project = open_project(root)

    def complain(problem: Message) -> int:
        print(problem.text(project.words), file=sys.stderr)
        return 1

    try:
        title = options.title or ask(message(N_("Title: ")).text(project.words)).strip()
        day = chosen_day(options.date, project.options.zone)
        if day is None:
            return complain(message(N_("'{value}' is not a date"), value=options.date))
        slug = options.slug or slugify(title)
        if options.slug and not is_slug(options.slug):
            return complain(message(N_("'{value}' cannot stand in an address"), value=options.slug))
        if not slug:
            return complain(message(N_("no address can be made of '{title}': give one with --slug"), title=title))
        axes = project.framework.axes.values()
        terms = (
            parse_terms(options.terms, project) if options.terms else {a.key: ask_terms(a, project, ask) for a in axes}
        )
        file = create(project, title, day, slug, terms)
    except EOFError:
        return complain(message(N_("nobody answers: give --title and --terms")))
    except FileExistsError as error:
        return complain(message(N_("{file} exists already: choose another title or --slug"), file=str(error.filename)))
    except ArticleError as error:
        for finding in error.findings:
            print(finding.text(project.words), file=sys.stderr)
        return 1
    except ValueError as error:
        return complain(message(N_("'{value}' is not understood"), value=str(error)))
    shown = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
    said = message(
        N_("Wrote {file}. The preview shows it at {address}; remove the line 'status: draft' to publish it."),
        file=str(shown),
        address="/" + project.draft_url.format(slug=slug),
    )
    print(said.text(project.words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
