"""Macros that are the same on many pages: rendered once for each value or object that they are given."""

from __future__ import annotations

from jinja2 import Environment
from markupsafe import Markup

from plugins.press.rendered_once import RenderedOnce


class Article:
    """Equal to every other: only its identity tells it apart."""

    def __init__(self, title: str) -> None:
        self.title = title

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


def test_macros_of_templates_are_told_apart_by_name_and_arguments() -> None:
    """A macro is another object on each page; numbers and texts count by value, objects by identity."""
    environment = Environment(autoescape=True)
    environment.globals["once"] = RenderedOnce()
    page = environment.from_string(
        "{% macro line(one, level) %}<h{{ level }}>{{ one.title }}</h{{ level }}>{% endmacro %}"
        "{% macro other(one, level) %}{{ one.title }}{% endmacro %}"
        "{{ once(line, a, 2) }}{{ once(line, b, 2) }}{{ once(line, a, 3) }}{{ once(other, a, 2) }}"
    )
    first, second = Article("A & B"), Article("C")
    expected = "<h2>A &amp; B</h2><h2>C</h2><h3>A &amp; B</h3>A &amp; B"
    assert page.render(a=first, b=second) == expected
    first.title = "changed"
    assert page.render(a=first, b=second) == expected


def test_what_was_given_stays_alive() -> None:
    """No later object gets the identity of an earlier one, and with it the other's line."""
    once = RenderedOnce()

    def macro(one: Article) -> Markup:
        return Markup(one.title)

    lines = [once(macro, Article(str(number))) for number in range(100)]
    assert lines == [str(number) for number in range(100)]
