"""From the cards of a site to its output, in a process of its own: what each half imports, and what comes out.

Run in a site's folder: ``python -m tests.press.pages_from_cards cards`` reads the texts as a build does and writes what
it then knows, as plain data; ``… pages`` makes pages and feeds of that, and says which modules it has imported.
"""

from __future__ import annotations

import json
import marshal
import pickle
import sys
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

FILE = Path("known.pickle")
LEFT_OUT = {"settings", "words", "typeset", "bodies", "remembered", "texts"}
"""What a build has that is no plain data, or is put together anew."""


def write_cards(overrides: dict[str, Any]) -> None:
    """Read a site's texts, and write what its build knows of them."""
    from pelican.settings import read_settings

    from plugins.press import pelican_class

    kept: dict[str, Any] = {}

    def begin(settings: Any, classes: Any) -> Any:
        kept["options"] = begun = real_begin(settings, classes)
        return begun

    def press(build: Any, contributions: Any, corpus: Any, env: Any, stage: Any, styles: str, *others: Any) -> None:
        del env, stage, others
        cards = [text.card for text in corpus.texts]
        known = {
            "build": {one.name: getattr(build, one.name) for one in fields(build) if one.name not in LEFT_OUT},
            "settings": {name: value for name, value in build.settings.items() if is_plain(value)},
            "packages": {one.package: one.settings.model_dump() for one in contributions if one.settings},
            "interactions": dict(next(one for one in contributions if one.package == "interactions").by_article),
            "options": kept["options"][2]["page"],
            "bodies": {card.body: build.bodies.get(card.body).to_bytes() for card in cards},
            "cards": cards,
            "styles": styles,
        }
        FILE.write_bytes(pickle.dumps(known))

    real_begin = pelican_class.begin
    pelican_class.begin, pelican_class.press = begin, press
    root, here = Path(__file__).resolve().parents[2], Path.cwd()
    places = {"PATH": str(here / "content"), "OUTPUT_PATH": str(here / "unused")}
    settings = read_settings(str(root / "pelicanconf.py"), {**places, **overrides})
    pelican_class.Site(settings).run()


def is_plain(value: object) -> bool:
    """Tell whether a value is made of Python's own plain types."""
    try:
        marshal.dumps(value)
    except ValueError:
        return False
    return True


def write_pages() -> None:
    """Make the output of what was written, and print the modules that this took."""
    from jinja2 import Environment, FileSystemLoader

    from plugins.base.kept_values import KeptValues
    from plugins.framework.bodies import Body
    from plugins.framework.build import Build
    from plugins.framework.outputs.contributions import Contributions, classes_of
    from plugins.framework.render.render_body import typesetter
    from plugins.i18n import catalogue
    from plugins.press.memory import Memory
    from plugins.press.staging import Stage
    from plugins.press.steps import Wanted, gather, press

    known = pickle.loads(FILE.read_bytes())
    settings = known["settings"]
    words = catalogue.load(settings["DEFAULT_LANG"], Path(settings["THEME"]) / "translations")
    build = Build(settings=settings, words=words, typeset=typesetter(known["options"]), **known["build"])
    for data in known["bodies"].values():
        build.bodies.put(Body.of_bytes(data))
    packages = {name: SimpleNamespace(**values) for name, values in known["packages"].items()}
    classes = classes_of(settings["PLUGINS"])
    contributions = Contributions(one(build, packages.get(one.package)) for one in classes)
    for one in contributions:
        if one.package == "interactions":
            one.by_article = known["interactions"]
        else:
            one.read()
    corpus = gather(build, contributions, known["cards"])
    env = Environment(
        loader=FileSystemLoader([*settings["THEME_TEMPLATES_OVERRIDES"], f"{settings['THEME']}/templates"]),
        **settings["JINJA_ENVIRONMENT"],
    )
    stage = Stage(Path("output"), Path("var"))
    memory = Memory(KeptValues(Path("var/kept.sqlite3")), b"", known["options"])
    press(build, contributions, corpus, env, stage, known["styles"], memory, Wanted())
    stage.commit()
    print("\n".join(sorted(sys.modules)))


if __name__ == "__main__":
    if sys.argv[1] == "cards":
        write_cards(json.loads(sys.argv[2]))
    else:
        write_pages()
