"""A server that keeps whoever reads from it: `hostile(behaviour)` is its address.

A behaviour gets the connection when the request has arrived and may send for ever; it ends when
the connection does. Nothing is kept alive that the other side has left.
"""

import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from socket import socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

Behaviour = Callable[[socket], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
PIECE = b'{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[%s]}'
SPOKEN = PIECE % b'{"index":0,"delta":{"role":"assistant","content":"Wort "}}'
SILENT = PIECE % b'{"index":0,"delta":{"content":""}}'


def endless_line(wire: socket) -> None:
    wire.sendall(OK + b"\r\ndata: ")
    while True:
        wire.sendall(b"x" * 65_536)


def endless_line_in_small_pieces(wire: socket) -> None:
    wire.sendall(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        wire.sendall(b"1\r\nx\r\n" * 5_000)


def comments_at_full_speed(wire: socket) -> None:
    wire.sendall(OK + b"\r\n")
    while True:
        wire.sendall(b": ping\n\n" * 5_000)


def comments_now_and_then(wire: socket) -> None:
    wire.sendall(OK + b"\r\n")
    while True:
        wire.sendall(b": ping\n\n")
        time.sleep(0.05)


def dripped_headers(wire: socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        wire.sendall(b"a")
        time.sleep(0.05)


def many_headers(wire: socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in count():
        wire.sendall(b"".join(b"X-%d-%d: a\r\n" % (number, n) for n in range(1_000)))


def still_processing(wire: socket) -> None:
    while True:
        wire.sendall(b"HTTP/1.1 102 Processing\r\n\r\n" * 1_000)


def dripped_status(wire: socket) -> None:
    while True:
        wire.sendall(b"HTTP/1.1 102 Processing\r\n\r\n")
        time.sleep(0.05)


def body_without_an_end(wire: socket) -> None:
    wire.sendall(OK + b"\r\n")
    while True:
        wire.sendall(b"data: " + SILENT + b"\n\n")


def words_without_an_end(wire: socket) -> None:
    wire.sendall(OK + b"\r\n")
    while True:
        wire.sendall(b"data: " + SPOKEN + b"\n\n")
        time.sleep(0.02)


def never_closes(wire: socket) -> None:
    wire.sendall(OK + b"\r\ndata: " + SPOKEN + b"\n\n")
    until_it_ends(wire)


def says_nothing(wire: socket) -> None:
    until_it_ends(wire)


def error_without_an_end(wire: socket) -> None:
    wire.sendall(b"HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\n\r\n{")
    while True:
        wire.sendall(b" " * 65_536)


def packed(wire: socket) -> None:
    packing = zlib.compressobj(wbits=31)
    body = b"".join(packing.compress(b" " * 1_000_000) for _ in range(200)) + packing.flush()
    wire.sendall(OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def to_itself(wire: socket) -> None:
    wire.sendall(b"HTTP/1.1 307 There\r\nLocation: /v1/again\r\nContent-Length: 0\r\n\r\n")


def until_it_ends(wire: socket) -> None:
    while wire.recv(4096):
        pass


BEHAVIOURS: tuple[Behaviour, ...] = (
    *(endless_line, endless_line_in_small_pieces, comments_at_full_speed, comments_now_and_then),
    *(dripped_headers, many_headers, still_processing, dripped_status, body_without_an_end),
    *(never_closes, says_nothing, error_without_an_end, packed, to_itself),
)


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 50


@contextmanager
def hostile(behaviour: Behaviour) -> Iterator[str]:
    """The address of a server that behaves so to each request."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                if behaviour is not says_nothing:
                    self._request()
                behaviour(self.request)

        def _request(self) -> None:
            head = b""
            while b"\r\n\r\n" not in head:
                got = self.request.recv(65_536)
                if not got:
                    raise ConnectionError
                head += got

    with _Server(("127.0.0.1", 0), Handler) as server:
        serving = Thread(target=server.serve_forever, args=(0.05,))
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            serving.join()
