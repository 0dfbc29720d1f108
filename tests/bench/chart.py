"""The picture of measured builds, as SVG: bars from nought, a column for each number of articles. Contains no I/O."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from tests.bench.edits import SCENARIOS
from tests.bench.generators import OURS
from tests.bench.tables import Row

WIDTH, MARGIN, LABELS = 960, 28, 214
"""Of the picture, around it, and of the column of names; GitHub shows some 830 pixels."""
HEAD, PITCH, BAR, SECTION, FOOT = 112, 25, 13, 66, 8
"""Heights: above all, from bar to bar, of a bar, between the bars of two sections, and below all."""
GAP, FIGURES = 26, 62
"""Between columns, and to the right of the longest bar, for its figure."""
COLUMNS = 3
"""The most numbers of articles that are drawn, the smallest first."""
FONT = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"
STYLE = """
 .paper { fill: #fbf8f2 } .ink { fill: #211d18 } .soft { fill: #5c544a }
 .track { fill: #efe7da } .rule { stroke: #ddd3c4 }
 .ours { fill: #b5532f } .other { fill: #a99d8c }
 @media (prefers-color-scheme: dark) {
  .paper { fill: #181512 } .ink { fill: #ece4d6 } .soft { fill: #b5aa99 }
  .track { fill: #26211b } .rule { stroke: #3d362d }
  .ours { fill: #e08a62 } .other { fill: #7d7265 }
 }
"""

NAME = "Trépied"
"""What this site is called, for those who have not read the page."""
Line = tuple[str, str, Mapping[int, float]]
"""A name, its class, and seconds by numbers of articles."""


@dataclass(frozen=True)
class Section:
    """Bars with a title.

    Attributes:
        title, note: What stands above them.
        lines: What is drawn.
        compared: Whether each column has a scale of its own, which such sections share, or all columns have one.
    """

    title: str
    note: str
    lines: Sequence[Line]
    compared: bool


def chart(rows: Sequence[Row], machine: Mapping[str, str]) -> str:
    """Return the picture as an SVG document."""
    sizes = sorted({row.articles for row in rows})[:COLUMNS]
    sections = [section for section in sections_of(rows) if section.lines]
    height = HEAD + sum(SECTION + PITCH * len(section.lines) for section in sections) + FOOT
    attributes = {
        "viewBox": f"0 0 {WIDTH} {height}",
        "role": "img",
        "aria-labelledby": "title desc",
        "font-family": FONT,
    }
    svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **attributes})
    ET.SubElement(svg, "title", id="title").text = "Seconds of a build, beside other generators of static sites"
    ET.SubElement(svg, "desc", id="desc").text = in_words(sections, sizes)
    ET.SubElement(svg, "style").text = STYLE
    ET.SubElement(svg, "rect", {"class": "paper", "width": str(WIDTH), "height": str(height), "rx": "12"})
    text(svg, MARGIN, 44, "How long a build takes", 22, weight="600")
    rounds = max((len(row.results) for row in rows), default=1)
    medians = f"medians of {rounds} rounds" if rounds > 1 else "one round"
    place = f"{machine['cores']} cores, {machine['memory']}, files {machine['files']}"
    text(svg, MARGIN, 68, f"Seconds of wall clock; {medians}; {place}. Shorter is better.", 13, "soft")
    room = (WIDTH - 2 * MARGIN - LABELS - GAP * (len(sizes) - 1)) / max(1, len(sizes))
    starts = [MARGIN + LABELS + place * (room + GAP) for place in range(len(sizes))]
    for start, size in zip(starts, sizes, strict=True):
        text(svg, start, HEAD - 6, f"{size:,} articles", 14, weight="600")
    top = float(HEAD)
    for section in sections:
        ET.SubElement(svg, "path", {"class": "rule", "d": f"M{MARGIN} {number(top + 8)}H{WIDTH - MARGIN}"})
        text(svg, MARGIN, top + 36, section.title, 14, weight="600")
        if section.note and len(sizes) > 1:
            text(svg, MARGIN + LABELS, top + 36, section.note, 12, "soft")
        top += SECTION - 12
        for name, kind, seconds in section.lines:
            label = text(svg, MARGIN, top + BAR - 2, name, 13, "ink" if kind == "ours" else "soft")
            label.set("font-weight", "600" if name == NAME else "400")
            for start, size in zip(starts, sizes, strict=True):
                bar(svg, start, top, room - FIGURES, seconds.get(size), largest(sections, section, size), kind)
            top += PITCH
        top += 12
    ET.indent(svg, " ")
    return ET.tostring(svg, encoding="unicode") + "\n"


def sections_of(rows: Sequence[Row]) -> list[Section]:
    """Return the sections of the picture: an edit and a cold build beside other generators, then each of the edits."""
    shown = [row for row in rows if row.site == OURS or not row.site.startswith(OURS)]
    names = list(dict.fromkeys(row.site for row in shown))
    compared = [lines_of(shown, names, scenario) for scenario in ("body", "cold")]
    edits = [one for one in SCENARIOS if one != "cold"]
    ours = [(SCENARIOS[one].label, "ours", seconds_of(rows, OURS, one)) for one in edits]
    return [
        Section("One word edited", "each column on a scale of its own, here and below", compared[0], True),
        Section("Built cold", "", compared[1], True),
        Section(f"{NAME}, by edit", "one scale for all columns", [line for line in ours if line[2]], False),
    ]


def lines_of(rows: Sequence[Row], names: Sequence[str], scenario: str) -> list[Line]:
    """Return a line for each site that was measured."""
    found = [(name, seconds_of(rows, name, scenario)) for name in names]
    return [(NAME, "ours", told) if name == OURS else (name, "other", told) for name, told in found if told]


def seconds_of(rows: Sequence[Row], site: str, scenario: str) -> dict[int, float]:
    """Return the median seconds of a site after an edit, by numbers of articles."""
    found = [row for row in rows if (row.site, row.scenario) == (site, scenario)]
    return {row.articles: statistics.median(row.wall) for row in found}


def largest(sections: Sequence[Section], section: Section, size: int) -> float:
    """Return the seconds of a column's longest bar, among the sections that share its scale."""
    lines = [line for one in sections if one.compared == section.compared for line in one.lines]
    found = [(at, value) for _, _, seconds in lines for at, value in seconds.items()]
    return max((value for at, value in found if at == size or not section.compared), default=1.0)


def bar(svg: ET.Element, x: float, y: float, room: float, value: float | None, most: float, kind: str) -> None:
    """Draw a bar with its figure; what was not measured is a dash."""
    if value is None:
        text(svg, x, y + BAR - 2, "–", 12, "soft")
        return
    long = max(1.5, room * value / most)
    for style, width in (("track", room), (kind, long)):
        place = {"x": number(x), "y": number(y), "width": number(width), "height": str(BAR), "rx": "2"}
        ET.SubElement(svg, "rect", {"class": style, **place})
    figure = text(
        svg, x + room + FIGURES - 4, y + BAR - 2, seconds_said(value), 12, "ink" if kind == "ours" else "soft"
    )
    figure.set("text-anchor", "end")
    if kind == "ours":
        figure.set("font-weight", "600")


def seconds_said(value: float) -> str:
    """Return seconds as one says them.

    >>> seconds_said(0.0613), seconds_said(0.52), seconds_said(28.44), seconds_said(1483)
    ('0.06 s', '0.52 s', '28.4 s', '1,483 s')
    """
    return f"{value:,.{2 if value < 10 else 1 if value < 100 else 0}f} s"


def in_words(sections: Sequence[Section], sizes: Sequence[int]) -> str:
    """Return the picture in words."""
    parts = []
    for section in sections:
        told = []
        for name, _, seconds in section.lines:
            found = [f"{seconds_said(seconds[size])} with {size:,} articles" for size in sizes if size in seconds]
            told.append(f"{name} {', '.join(found)}")
        parts.append(f"{section.title}: {'; '.join(told)}.")
    return " ".join(parts)


def text(
    svg: ET.Element, x: float, y: float, said: str, size: int, style: str = "ink", weight: str = "400"
) -> ET.Element:
    """Draw a line of text and return it."""
    place = {"x": number(x), "y": number(y), "font-size": str(size), "class": style, "font-weight": weight}
    found = ET.SubElement(svg, "text", place)
    found.text = said
    return found


def number(value: float) -> str:
    """Return a number of pixels, with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
