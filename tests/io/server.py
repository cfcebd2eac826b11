"""A small HTTP server on this machine, that answers as it is told: well, slowly, broken, or with something else."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

# An answer writes itself; it may break off.
Reply = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One question; `query` holds the last value of every parameter."""

    protocol_version = "HTTP/1.1"
    server: "LocalServer"
    is_left = False

    @property
    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}

    def do_GET(self) -> None:
        self.server.answer(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Stay silent."""

    def send(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        """Send a whole answer."""
        self.send_head(status, {"Content-Length": str(len(body)), **(headers or {})})
        self.send_part(body)

    def send_head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def send_part(self, body: bytes) -> None:
        """Send bytes; a client that went away is no fault of the server."""
        try:
            self.wfile.write(body)
            self.wfile.flush()
        except OSError:
            self.is_left = self.close_connection = True

    def hang_up(self) -> None:
        """End the connection, also in the middle of an answer."""
        self.close_connection = True


class LocalServer(ThreadingHTTPServer):
    """Answers each path with its replies in turn; the last one repeats. `asked` keeps path and headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stopping = threading.Event()
        self.before: Callable[[int], None] = lambda _number: None
        self._replies: dict[str, list[Reply]] = {}
        self._lock = threading.Lock()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def url(self, path: str) -> str:
        return f"{self.root}{path}"

    def on(self, path: str, *replies: Reply) -> str:
        """Answer `path` with `replies`; return its address."""
        self._replies[path] = list(replies)
        return self.url(path)

    def paths(self) -> list[str]:
        """The paths that were asked for, without their parameters."""
        return [urlsplit(path).path for path, _ in self.asked]

    def answer(self, request: Request) -> None:
        with self._lock:
            self.asked.append((request.path, {name.lower(): value for name, value in request.headers.items()}))
            number = len(self.asked)
            replies = self._replies.get(urlsplit(request.path).path, [status(404)])
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.before(number)
        reply(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class
        """Say nothing of a client that was killed."""


@contextmanager
def run_server() -> Iterator[LocalServer]:
    """Run a server until the end of the block."""
    with LocalServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()


def file(content: bytes, *, etag: str = "", headers: Mapping[str, str] | None = None) -> Reply:
    """A file; with an `etag` it can be resumed and asked for conditionally."""

    def reply(request: Request) -> None:
        named = {**({"ETag": etag} if etag else {}), **(headers or {})}
        start = _range_start(request, etag)
        if etag and request.headers.get("If-None-Match") == etag:
            request.send(304, headers=named)
        elif start is None:
            request.send(200, content, named)
        else:
            total = len(content)
            named["Content-Range"] = f"bytes {start}-{total - 1}/{total}"
            request.send(206, content[start:], named)

    return reply


def _range_start(request: Request, etag: str) -> int | None:
    """Where the rest begins that a client may have; None when it gets everything."""
    asked = request.headers.get("Range")
    if not etag or asked is None or request.headers.get("If-Range") != etag:
        return None
    return int(asked.removeprefix("bytes=").rstrip("-"))


def cut(content: bytes, *, at: int, etag: str = "", headers: Mapping[str, str] | None = None) -> Reply:
    """The first `at` bytes of a file that was promised whole, from where the client asked; then nothing more."""

    def reply(request: Request) -> None:
        start = _range_start(request, etag) or 0
        named = {**({"ETag": etag} if etag else {}), **(headers or {})}
        if start:
            named["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        request.send_head(206 if start else 200, {"Content-Length": str(len(content) - start), **named})
        request.send_part(content[start:at])
        request.hang_up()

    return reply


def status(code: int, **headers: str) -> Reply:
    """An answer that is only a status; `Retry_After` becomes Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: request.send(code, headers=named)


def document(value: object, **headers: str) -> Reply:
    """JSON."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    body = json.dumps(value).encode()
    return lambda request: request.send(200, body, {"Content-Type": "application/json", **named})


def html() -> Reply:
    """The page where a network asks to log in, with a cheerful 200."""
    return lambda request: request.send(200, b"<!DOCTYPE html><html><body>Welkom, log in.</body></html>" * 10)


def silence() -> Reply:
    """Nothing at all, until the test is over."""

    def reply(request: Request) -> None:
        request.server.stopping.wait()
        request.hang_up()

    return reply


def drip(first: bytes) -> Reply:
    """The raw bytes `first`, and then one byte at a time, for longer than a test has patience."""

    def reply(request: Request) -> None:
        request.send_part(first)
        for _ in range(1000):
            if request.is_left or request.server.stopping.wait(0.005):
                break
            request.send_part(b"0")
        request.hang_up()

    return reply


def endless(first: bytes) -> Reply:
    """A file without end and without a length."""

    def reply(request: Request) -> None:
        request.send_head(200, {"Connection": "close"})
        block = first.ljust(64 * 1024, b"x")
        while not request.is_left and not request.server.stopping.is_set():
            request.send_part(block)
        request.hang_up()

    return reply


def ogc_pages(features: list[dict[str, Any]], *, path: str, page_size: int, crs: str) -> Reply:
    """Features page by page with rel=next, as an OGC API gives them: no crs member, but a header."""

    def reply(request: Request) -> None:
        start = int(request.query.get("cursor", "0"))
        page = features[start : start + page_size]
        links = [{"rel": "self", "href": request.server.url(request.path)}]
        if start + page_size < len(features):
            links.append({"rel": "next", "href": request.server.url(f"{path}?cursor={start + page_size}&f=json")})
        answer = {"type": "FeatureCollection", "features": page, "links": links, "numberReturned": len(page)}
        document(answer, Content_Crs=f"<{crs}>")(request)

    return reply
