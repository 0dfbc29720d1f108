"""A life of a store that ends before one of its steps: ``python -m tests.interactions.crashing FOLDER STEP``.

Prints what was done. A step is an fsync, a rename, a removal or the making of a folder, counted from 0.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from plugins.interactions.record_files import Store
from tests.interactions.test_record_files import comment


def ending(step: int) -> None:
    """Have this process end before a step, as SIGKILL ends it: nothing is cleaned up."""
    left = step

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def done(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(9)
            return function(*arguments, **options)

        return done

    os.fsync, Path.replace, Path.unlink, Path.mkdir = map(  # type: ignore[assignment, method-assign]
        counted, (os.fsync, Path.replace, Path.unlink, Path.mkdir)
    )


if __name__ == "__main__":
    ending(int(sys.argv[2]))
    store = Store(Path(sys.argv[1]))
    print("old" if store.write(comment(text="old")) else "", flush=True)
    print("new" if store.write(comment(text="new")) else "", flush=True)
    print("gone" if store.remove(comment().article, comment().id) else "", flush=True)
