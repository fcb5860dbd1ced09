"""A real HTTP server on loopback that keeps every webhook and answers with the code it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver(ThreadingHTTPServer):
    """Keeps every request; answers with `code`, the words `says`, and `more` headers; or not at all."""

    code = 204
    says = b""
    silent = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.more: dict[str, str] = {}
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.url = f"http://127.0.0.1:{self.server_port}/hook?x=1"


class Answering(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["content-length"]))
        self.server.received.append(({"path": self.path, **{k.lower(): v for k, v in self.headers.items()}}, content))
        if self.server.silent:
            self.close_connection = True
            return
        self.send_response(self.server.code)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(self.server.says)))
        for name, value in self.server.more.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever called has heard enough
            self.wfile.write(self.server.says)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that lives as long as the block."""
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
