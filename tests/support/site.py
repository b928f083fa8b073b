"""A small web site on this machine, with every misbehaviour that a download has to bear."""

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What is served at a path; `cut` breaks the connection after so many bytes, once."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: bool = True
    cut: int | None = None
    delay: float = 0.0
    endless: bool = False
    busy: int = 0  # answers "503" so often first
    packed: bytes | None = None  # sent as gzip whatever was asked
    plain: bool = False  # never packed


@dataclass
class Site:
    """Pages by path, and what was asked for: (path, status, request headers)."""

    pages: dict[str, Page] = field(default_factory=dict)
    log: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)
    url: str = ""
    now: int = 0  # requests that are being answered
    most: int = 0  # the most of them at once

    def statuses(self, path: str) -> list[int]:
        return [status for asked, status, _ in self.log if asked == path]

    def count(self, status: int) -> int:
        return sum(logged == status for _, logged, _ in self.log)


@contextmanager
def served() -> Iterator[Site]:
    """A site that runs until the block ends."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.now += 1
            site.most = max(site.most, site.now)
            try:
                answer(self, site)
            finally:
                site.now -= 1

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that hangs up is part of the game
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(handler: BaseHTTPRequestHandler, site: Site) -> None:
    page = site.pages.get(handler.path, Page(b"not here", 404, etag=False))
    time.sleep(page.delay)
    status, body, headers = response(page, dict(handler.headers))
    site.log.append((handler.path, status, dict(handler.headers)))
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    try:
        if page.endless:
            while True:
                handler.wfile.write(b"x" * 10_000)
        if page.cut is not None and status in (200, 206):
            handler.wfile.write(body[: page.cut])
            page.cut = None
            handler.close_connection = True
            handler.wfile.flush()
            handler.connection.close()
            return
        handler.wfile.write(body)
    except OSError:
        handler.close_connection = True


def response(page: Page, asked: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
    tag = f'"{hashlib.md5(page.body).hexdigest()}"'
    headers = {"ETag": tag} if page.etag and page.status == 200 else {}
    if page.busy:
        page.busy -= 1
        return 503, b"", {"Content-Length": "0"} | page.headers
    if page.endless:
        return 200, b"", {"Connection": "close"}
    if headers and asked.get("If-None-Match") == tag:
        return 304, b"", headers
    body, status = page.body, page.status
    if page.packed is not None:
        body = page.packed
        headers["Content-Encoding"] = "gzip"
    elif len(body) > 200 and "gzip" in asked.get("Accept-Encoding", "") and not page.plain:
        body = gzip.compress(body, mtime=0)
        headers["Content-Encoding"] = "gzip"
    first = asked.get("Range", "").removeprefix("bytes=").removesuffix("-")
    if first and asked.get("If-Range") == tag and status == 200:
        whole, body, status = len(body), body[int(first) :], 206
        headers["Content-Range"] = f"bytes {first}-{whole - 1}/{whole}"
    return status, body, headers | {"Content-Length": str(len(body))} | page.headers
