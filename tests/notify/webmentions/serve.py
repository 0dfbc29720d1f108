"""A blog by PyPI's ``webmentions``, with Flask: runs in an environment of its own. ``python serve.py FOLDER``.

Prints its port. It looks at sources on this machine, which it would not do for anybody else.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask
from webmentions import WebmentionsHandler
from webmentions.server.adapters.flask import bind_webmentions
from webmentions.storage.adapters.db import init_db_storage
from werkzeug.serving import make_server

app = Flask(__name__)


@app.get("/post")
def post() -> str:
    """Return a page that can be mentioned; the library puts the ``Link`` header on it."""
    return "<!DOCTYPE html><title>Un billet</title><p>Bonjour."


server = make_server("127.0.0.1", 0, app, threaded=True)
storage = init_db_storage(f"sqlite:///{Path(sys.argv[1]) / 'webmentions.db'}")
base = f"http://127.0.0.1:{server.server_port}"
bind_webmentions(app, WebmentionsHandler(storage=storage, base_url=base, ssrf_protection=False))
print(server.server_port, flush=True)
server.serve_forever()
