"""A small WSGI server with a thread per request: a host that knows no sockets.

python -m tests.services.wsgi_server northlight.wsgi:application 8001
"""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — the name is the base class's
        """Not a line for each request."""


def main(name: str, port: int) -> None:
    """Serve until SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    module, attribute = name.split(":")
    application = getattr(import_module(module), attribute)
    with make_server("127.0.0.1", port, application, ThreadingServer, QuietHandler) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
