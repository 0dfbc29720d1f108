"""Measures everything there is to measure, one part after the other; ``python -m tests.bench comments`` only a part."""

from __future__ import annotations

import argparse

from tests.bench import comments, typography

PARTS = {"typography": typography.main, "comments": comments.main}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all when none is named")
    wanted = parser.parse_args().parts
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for name in wanted or PARTS:
        PARTS[name]()
