"""Measures what is named, or what is quick: ``python -m tests.bench comments`` measures only comments."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.bench import builds, comments, photographs, typography

PARTS = {"typography": typography.main, "comments": comments.main}
"""What is measured when nothing is named."""
BUILDS = {"builds": builds.main, "photographs": photographs.main}
"""What takes minutes or hours, and waits to be named."""
NAMES = (*PARTS, *BUILDS)
SITES = ("ours", "feedless", "published", "hugo", "stock", "eleventy", "zensical", "before")
INTERRUPTED = 130


def positive(text: str) -> int:
    """Return a number from 1."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def arguments(words: list[str]) -> argparse.Namespace:
    """Return what the command line asks for; what cannot be is told, and ends the program."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures speed, as ratios within one run.")
    named = f"of {', '.join(NAMES)}; when none is named: {' and '.join(PARTS)}"
    parser.add_argument("parts", nargs="*", metavar="part", help=named)
    only = parser.add_argument_group("builds", "whole builds, beside other generators")
    only.add_argument("--quick", action="store_true", help="1,000 articles only, and not 5,000 and 20,000")
    only.add_argument("--articles", action="append", type=positive, metavar="N", help="another number of articles")
    only.add_argument("--runs", type=positive, metavar="N", help="how often each site is built (3)")
    only.add_argument("--before", metavar="REVISION", help="measure this site as it was at a revision of git, too")
    only.add_argument("--only", action="append", choices=SITES, metavar="SITE", help=f"of {', '.join(SITES)}")
    many = parser.add_argument_group("photographs", "a first publication with photographs, cut and resumed")
    many.add_argument("--photographs", type=positive, metavar="N", help="how many (2,000)")
    both = parser.add_argument_group("builds and photographs")
    both.add_argument("--fresh", action="store_true", help="forget what was measured of this code on this machine")
    both.add_argument("--write", action="store_true", help="write the table and the chart into docs/benchmarks/")
    both.add_argument("--json", type=Path, metavar="FILE", help="write every build that was measured into a file")
    options = parser.parse_args(words)
    if unknown := set(options.parts) - set(NAMES):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    given = options.quick, options.articles, options.runs, options.before, options.only
    if any(given) and "builds" not in options.parts:
        parser.error("these options are for builds: name it")
    if options.photographs and "photographs" not in options.parts:
        parser.error("--photographs is for photographs: name it")
    if any((options.fresh, options.write, options.json)) and not set(BUILDS).intersection(options.parts):
        parser.error("these options are for builds and photographs: name one")
    if options.json and not options.json.resolve().parent.is_dir():
        parser.error(f"there is no folder for {options.json}")
    options.runs, options.photographs = options.runs or 3, options.photographs or 2000
    return options


def main(words: list[str]) -> int:
    """Measure, and return the exit code."""
    options = arguments(words)
    code = 0
    try:
        for name in options.parts or PARTS:
            if name in BUILDS:
                code = BUILDS[name](options) or code
            else:
                PARTS[name]()
    except KeyboardInterrupt:
        print("bench: interrupted", file=sys.stderr)
        return INTERRUPTED
    if not options.parts:
        print(f"There are {', '.join(NAMES)}: name one to measure only that. The last two take long, and wait for it.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
