"""A web server on 127.0.0.1 whose pages a test writes, and which remembers what it was asked."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Handler = Callable[["Exchange"], None]


@dataclass
class Page:
    """What stands at one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Exchange:
    """One request, and the means to answer it by hand."""

    request: BaseHTTPRequestHandler

    def send(self, page: Page) -> None:
        self.request.send_response(page.status)
        for name, value in page.headers.items():
            self.request.send_header(name, value)
        if "Content-Length" not in page.headers and "Transfer-Encoding" not in page.headers:
            self.request.send_header("Content-Length", str(len(page.body)))
        self.request.end_headers()
        self.request.wfile.write(page.body)


@dataclass
class Site:
    """The server: its pages by path (or a function for one), and the requests that came, with their headers."""

    url: str
    pages: dict[str, Page | Handler] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)

    def put(self, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> str:
        """Puts a page at ``path``; gives its address."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Page(data, status, {"Content-Type": "text/html; charset=utf-8"} | named)
        return self.url + path

    def zipped(self, path: str, body: bytes) -> str:
        return self.put(path, gzip.compress(body), Content_Encoding="gzip")

    def handle(self, path: str, handler: Handler) -> str:
        self.pages[path] = handler
        return self.url + path

    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def site(host: str = "127.0.0.1") -> Iterator[Site]:
    """A running site."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionError):  # the fetcher hangs up on what is too much
                super().handle()

        def do_GET(self) -> None:
            running.asked.append((self.path, dict(self.headers)))
            running.at.append(time.monotonic())
            page = running.pages.get(self.path, Page(b"not here", 404))
            exchange = Exchange(self)
            try:
                if isinstance(page, Page):
                    exchange.send(page)
                else:
                    page(exchange)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    server = ThreadingHTTPServer((host, 0), Answers)
    server.daemon_threads = True
    running = Site(f"http://{host}:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
