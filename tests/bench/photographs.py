"""What photographs cost at the first publication, what is lost when it is cut, and what an edit costs afterwards.

A site of invented articles shows invented photographs of twelve megapixels, ten each. It is published as
``tasks.py build --publish`` does, interrupted as Ctrl-C does once half of the photographs have been looked at,
published again to the end, and once more after one word was edited. What was encoded is counted in ``var/images``,
where each encoded file is kept.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.bench import builds, corpus, generators, rounds
from tests.bench.edits import Round, body
from tests.bench.generators import BuildError
from tests.bench.measuring import measured
from tests.bench.report import PHOTOGRAPHS, STEPS
from tests.bench.saved import Result

SIZE = (4000, 3000)
MOTIFS, EACH = 16, 10
"""Pictures that are drawn, and photographs in an article; each file has words of its own: none is taken for another."""
FACTS = b"{"
"""How a kept file begins that holds what is known of a picture, and no picture."""
DIGEST = 32
"""Bytes before what is kept."""
INTERRUPTED = 130
TOLD_EACH = 50
"""Photographs from one line of progress to the next."""


@dataclass(frozen=True)
class Kept:
    """What is kept of photographs.

    Attributes:
        looked: How many have been looked at.
        encoded: The files that were encoded, with their times.
    """

    looked: int
    encoded: dict[str, int]

    def since(self, before: Kept) -> int:
        """Return how many files were encoded since: new ones, and old ones that were written again."""
        return sum(before.encoded.get(name) != time for name, time in self.encoded.items())


def kept(folder: Path) -> Kept:
    """Return what is kept in a folder."""
    looked, encoded = 0, {}
    for path in folder.rglob("*"):
        if path.is_file() and len(path.name) > 3 and not path.name.startswith("."):
            with path.open("rb") as file:
                is_facts = file.read(DIGEST + 1)[DIGEST:] == FACTS
            looked += is_facts
            if not is_facts:
                encoded[str(path)] = path.stat().st_mtime_ns
    return Kept(looked, encoded)


def motif(number: int, size: tuple[int, int] = SIZE) -> bytes:
    """Return one of the pictures as JPEG, always the same: broad colours and grain."""
    chance = random.Random(f"photograph {number}")
    broad = Image.frombytes("RGB", (16, 12), chance.randbytes(16 * 12 * 3)).resize(size, Image.Resampling.BICUBIC)
    half = (size[0] // 2, size[1] // 2)
    grain = Image.frombytes("L", half, chance.randbytes(half[0] * half[1])).resize(size, Image.Resampling.BILINEAR)
    file = BytesIO()
    Image.blend(broad, grain.convert("RGB"), 0.15).save(file, "JPEG", quality=85)
    return file.getvalue()


def photograph(drawn: bytes, number: int) -> bytes:
    """Return a picture as a file of its own: with a comment, which JPEG has a place for after its first two bytes."""
    words = f"photograph {number}".encode()
    return drawn[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + drawn[2:]


def write_sources(folder: Path, photographs: int, size: tuple[int, int] = SIZE) -> int:
    """Write the content with so many photographs, and return how many articles there are."""
    articles = -(-photographs // EACH)
    made = list(corpus.articles(articles, corpus.terms(rounds.CONTENT / "framework")))
    corpus.write_content(folder, made, rounds.CONTENT)
    (folder / "images").mkdir(exist_ok=True)
    drawn = [motif(number, size) for number in range(min(MOTIFS, photographs))]
    for number in range(photographs):
        (folder / f"images/photo-{number:05}.jpg").write_bytes(photograph(drawn[number % MOTIFS], number))
    for one in made:
        shown = range(one.number * EACH, min(photographs, (one.number + 1) * EACH))
        lines = [f"\n![Photographie {number}](../../images/photo-{number:05}.jpg)\n" for number in shown]
        with (folder / "articles" / one.path).open("a", encoding="utf-8") as file:
            file.write("".join(lines))
    return articles


def steps(folder: Path, photographs: int, articles: int) -> list[Result]:
    """Publish a site that is laid out, cut, to the end, and after an edit; return what each cost.

    Raises BuildError when a build ends otherwise than it should.
    """
    site = generators.our_site(PHOTOGRAPHS, folder, publish=True)
    where = Round(folder, folder / site.articles, articles, 0)
    images, log, found = folder / "var/images", folder.with_name("log"), []
    for step in STEPS:
        if step == "edited":
            body(where)
        before = kept(images)
        watch = progress(images, photographs, photographs // 2 if step == "cut" else None)
        cost = measured(site.command(folder), folder, rounds.environment_of(site), log, watch)
        if cost.code != (INTERRUPTED if step == "cut" else 0):
            last = "\n  ".join(log.read_text("utf-8", "replace").splitlines()[-rounds.LAST_LINES :])
            raise BuildError(f"{PHOTOGRAPHS}: {STEPS[step]} ended with exit code {cost.code}:\n  {last}")
        after, output = kept(images), rounds.files_of(folder / site.output)
        again = sum(after.encoded.get(name) != time for name, time in before.encoded.items())
        found.append(Result(PHOTOGRAPHS, photographs, step, 0, len(output), after.since(before), again, cost))
        print(f"{photographs:,} photographs, {told(found[-1])}", file=sys.stderr, flush=True)
    return found


def told(one: Result) -> str:
    """Return what a step cost, in words."""
    counts = f"{one.written:,} files encoded, {one.removed:,} of them once more"
    return f"{STEPS[one.scenario]}: {one.cost.wall:.1f} s, {counts}"


def progress(images: Path, photographs: int, most: int | None) -> Callable[[], bool]:
    """Return what tells how many photographs have been looked at, and whether it is time to interrupt."""
    last = -1

    def watch() -> bool:
        nonlocal last
        looked = kept(images).looked
        if looked // TOLD_EACH > last:
            last = looked // TOLD_EACH
            print(f"{looked:,} of {photographs:,} photographs", file=sys.stderr, flush=True)
        return most is not None and looked >= most

    return watch


def main(options: argparse.Namespace) -> int:
    """Print what was measured, and return the exit code."""
    signal.signal(signal.SIGTERM, builds.stopped)
    photographs = options.photographs
    saved, about = builds.opened(0, options)
    if not saved.has(PHOTOGRAPHS, photographs, "edited", 0):
        place = Path(tempfile.gettempdir())  # ten gigabytes of pictures are no matter for memory
        with tempfile.TemporaryDirectory(prefix="trepied-bench-", dir=place, ignore_cleanup_errors=True) as name:
            folder = generators.project(Path(name) / "site")
            articles = write_sources(folder / "content", photographs)
            try:
                found = steps(folder, photographs, articles)
            except BuildError as error:
                builds.tell([error])
                return 1
        for one in found:
            saved.add(one)
    for one in saved.results:
        if one.site == PHOTOGRAPHS and one.articles == photographs:
            print(f"{photographs:,} photographs, {told(one)}")
    builds.finish(options, saved, about)
    return 0
