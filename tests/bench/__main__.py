"""Measures everything there is to measure, one part after the other."""

from __future__ import annotations

import sys

from tests.bench import typography

if __name__ == "__main__":
    typography.main()
    sys.exit(0)
