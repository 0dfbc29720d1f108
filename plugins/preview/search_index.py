"""The search index of the preview, made in memory at the first request after a build.

It is not written to the output, which has only what a build publishes.
"""

from __future__ import annotations

import asyncio
import mimetypes
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from plugins.i18n.catalogue import Catalogue
from plugins.i18n.messages import N_, message
from plugins.search.indexer import IndexingError, make_index
from plugins.search.kept_records import KeptRecords

__all__ = ["PreviewIndex"]

State = tuple[int, int]
"""Modification time of the records' file, in nanoseconds, and its size."""


class PreviewIndex:
    """The search index of the last build.

    Args:
        kept: The stored records of that build.
        words: The catalogue of the author's language.
    """

    def __init__(self, kept: KeptRecords, words: Catalogue) -> None:
        self._kept, self._words = kept, words
        self._files: dict[str, bytes] = {}
        self._before: dict[str, bytes] = {}
        self._state: State | None = None
        self._making = asyncio.Lock()

    def application(self) -> Starlette:
        """Return the ASGI application that serves the index, to be mounted at its folder."""
        return Starlette(routes=[Route("/{name:path}", self._answer)])

    async def _answer(self, request: Request) -> Response:
        """Return the response with a file; concurrent requests wait for the same indexing."""
        name = request.path_params["name"]
        async with self._making:
            try:
                await asyncio.to_thread(self._refresh)
            except FileNotFoundError:
                return Response(status_code=404)
            except IndexingError as error:
                print(error.said.text(self._words), file=sys.stderr, flush=True)
                return Response(status_code=503)
        data = self._files.get(name, self._before.get(name))
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = {"Cache-Control": "no-cache"}
        return Response(data, media_type=kind, headers=headers) if data is not None else Response(status_code=404)

    def _refresh(self) -> None:
        """Make the index again when the records have changed; files of the previous one are still served."""
        found = self._kept.path.stat()
        state = (found.st_mtime_ns, found.st_size)
        if state == self._state:
            return
        records, language = self._kept.read()
        print(message(N_("Preparing the search…")).text(self._words), flush=True)
        self._before, self._files, self._state = self._files, make_index(records, language), state
        said = message(N_("The search is ready ({count} texts)."), count=len(records))
        print(said.text(self._words), flush=True)
