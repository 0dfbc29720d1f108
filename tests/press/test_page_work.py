"""What workers make pages of: views as bytes, and templates that know nothing from elsewhere."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader

from plugins.framework.outputs.parts import Parts
from plugins.framework.outputs.views import ArticleLine, AxisLink, BodyLink, ListContent, TermLink, Use, Uses, View
from plugins.press.page_work import ForeignTemplatesError, refuse_foreign
from plugins.press.view_pickle import ViewPickler

OPTIONS = {"autoescape": True, "trim_blocks": True, "extensions": ["jinja2.ext.i18n"]}


def plain(**options: object) -> Environment:
    """Return an environment as the options make it."""
    return Environment(loader=FileSystemLoader("templates"), **{**OPTIONS, **options})  # type: ignore[arg-type]


FOREIGN: dict[str, Callable[[Environment], object]] = {
    "a filter": lambda env: env.filters.update(shout=str.upper),
    "another filter of a known name": lambda env: env.filters.update(upper=str.lower),
    "a test": lambda env: env.tests.update(loud=str.isupper),
    "a global": lambda env: env.globals.update(now=datetime.now),
    "a loader": lambda env: setattr(env, "loader", DictLoader({})),
    "an option": lambda env: setattr(env, "lstrip_blocks", True),
    "an extension": lambda env: env.add_extension("jinja2.ext.do"),
}


def test_templates_as_the_settings_make_them_are_made_by_workers() -> None:
    """Nothing is in them that a worker would not have."""
    refuse_foreign(plain(), OPTIONS)


@pytest.mark.parametrize("added", FOREIGN)
def test_templates_that_know_what_is_foreign_are_not(added: str) -> None:
    """Whatever a plugin of Pelican's has added may have a state, in the process where it was added alone."""
    env = plain()
    FOREIGN[added](env)
    with pytest.raises(ForeignTemplatesError):
        refuse_foreign(env, OPTIONS)


def test_a_view_comes_out_as_it_went_in() -> None:
    """Equal in all, whichever bytes were remembered; what two views share is one value again."""
    axis = AxisLink("drivers", "driver", "drivers", "/drivers/")
    term = TermLink("drivers", "rse", "RSE", "/drivers/rse/")
    uses = Uses(axis, (Use(term, 2),))
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    lines = tuple(
        ArticleLine(f"/{name}/", name, "", "fr", moment, uses, Parts({"seo": BodyLink(name, {("static", "a"): "b"})}))
        for name in ("a", "b", "a")
    )
    views = [
        View(
            "index.html", "", "/", "index", "A", "home", "fr", ListContent(shown, axis, ()), None, Parts({"seo": uses})
        )
        for shown in (lines, lines[:1])
    ]
    pickler = ViewPickler()
    first, second = (pickle.loads(pickler.bytes_of(view)) for view in views)
    assert [first, second] == views
    assert first.content.articles[0] is first.content.articles[2] is second.content.articles[0]
