"""How long typesetting takes, beside smartypants and typogrify on the same text in the same run.

Figures are medians; ratios compare medians of rounds that took turns, so that a busy machine slows all alike.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import smartypants
from typogrify.filters import typogrify

from plugins.base.html_tokens import block_text
from plugins.framework.project import open_project
from plugins.framework.render.render_source import render
from plugins.typography.typeset import typeset_html
from plugins.typography.typography_task import TRANSFORM

ROUNDS = 7
AIM, LIMIT = 0.2, 0.4
"""Milliseconds of CPU time a kilobyte of text."""


def bodies() -> list[str]:
    """Return the HTML of the site's French articles, before typesetting."""
    project = open_project()
    bare = replace(project.options, transforms=tuple(n for n in project.options.transforms if n != TRANSFORM))
    found = []
    for file, path in project.articles():
        rendered = render(file.read_bytes(), path, bare)
        if rendered.front_matter is not None and rendered.front_matter.lang in (None, "fr"):
            found.append(rendered.html)
    return found


def seconds(function: Callable[[str], object], texts: list[str]) -> float:
    """Return the CPU time that a function takes over all the texts."""
    start = time.process_time()
    for text in texts:
        function(text)
    return time.process_time() - start


def main() -> None:
    """Print the figures."""
    texts = bodies()
    kilobytes = sum(len(block_text(text).encode()) for text in texts) / 1000
    candidates: dict[str, Callable[[str], object]] = {
        "plugins.typography (French)": lambda text: typeset_html(text, "fr"),
        "smartypants": smartypants.smartypants,
        "typogrify": typogrify,
        "plugins.typography (English, by typogrify)": lambda text: typeset_html(text, "en"),
    }
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(ROUNDS):
        for name, function in candidates.items():
            times[name].append(seconds(function, texts))
    medians = {name: statistics.median(values) for name, values in times.items()}
    ours = medians["plugins.typography (French)"]
    print(f"Typography: {len(texts)} articles, {kilobytes:.0f} kB of text, medians of {ROUNDS} rounds")
    for name, median in medians.items():
        print(f"  {name:<45} {median / kilobytes * 1000:7.3f} ms a kilobyte   {median / ours:6.2f} times ours")
    print(f"  aim {AIM}, limit {LIMIT} ms a kilobyte")
