"""The workers of a build: how many, and what they have read before they begin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from plugins.base.workers import WorkerDiedError, Workers, cores
from plugins.framework.outputs.contributions import Contributions
from plugins.framework.render.render_options import RenderOptions
from plugins.i18n.messages import N_, Message, message

__all__ = ["crew_of", "died"]

MOST = 8
"""The most workers that the number of cores makes: this process cannot keep more of them busy."""
HOUSE = ("plugins.", "markdown.")
"""What the modules begin with that are imported once for all workers; a site's own wait until they are called for."""
NEEDED = (
    *("plugins.framework.rendered_card", "plugins.framework.render.render_source", "plugins.framework.text_work"),
    *("plugins.press.page_work", "jinja2.ext", "babel.dates", "babel.numbers"),
    *("pygments.formatters.html", "pygments.lexers.python", "markdown.extensions.toc"),
)
"""Modules that are imported within functions only."""


def crew_of(jobs: int, options: Mapping[str, RenderOptions], contributions: Contributions, theme: Path) -> Workers:
    """Return the workers of a build, of which none has begun.

    Args:
        jobs: How many are wanted; 0 for as many as there are cores.
        options: The options by which texts are rendered.
        contributions: What packages add: their modules know what is in views.
        theme: The theme's folder.
    """
    modules = (*NEEDED, *_modules(options.values()), *sorted({type(one).__module__ for one in contributions}))
    prepared: list[tuple[str, tuple[object, ...]]] = [(name, ()) for name in modules]
    for one in options.values():
        prepared.append(("plugins.i18n.catalogue:load", (one.language, theme / "translations")))
        prepared.append(("plugins.framework.render.markdown:converter", (one.markdown,)))
    return Workers(jobs or min(cores(), MOST), prepared)


def _modules(options: Iterable[RenderOptions]) -> list[str]:
    """Return the modules of the house that options name."""
    found: set[str] = set()
    for one in options:
        functions = (*one.transforms, *(made for _, made in one.projections))
        found |= {name.partition(":")[0] for name in (*functions, *one.markdown.extensions)}
    return sorted(name for name in found if name.startswith(HOUSE))


def died(error: WorkerDiedError) -> Message:
    """Return the message that a worker has died, with the text or the page that it was at."""
    code = error.code
    if code is None or code >= 0:
        ended = message(N_("exit code {code}"), code="?" if code is None else code)
    else:
        ended = message(N_("signal {number}"), number=-code)  # 9 where memory ran out
    return message(
        N_("{file}: the process that rendered it has ended ({ended}); --jobs 1 renders without others"),
        file=error.name,
        ended=ended,
    )
