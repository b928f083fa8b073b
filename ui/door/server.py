"""Listen, and let nobody keep a connection who does nothing with it.

uvicorn alone waits for a request's headers for as long as somebody holds the line, and likewise
for its response to be read.
"""

import asyncio
import socket
import threading
from asyncio import TimerHandle
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import EADDRNOTAVAIL
from functools import partial
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 10.0  # from a connection, or the first byte of a request, to its last header
GRACE_SECONDS = 0.5
HEADER_BYTES = 64_000
READING_SECONDS = 60.0  # for a response that is not read on
IDLE_SECONDS = 5  # between two requests
CONNECTIONS = 800  # in all; an open page has one or two
OF_ONE = 250  # of one client; a browser opens six, and a class comes from one address
DRAIN_SECONDS = 20  # for answers that are under way when the window is closed


@dataclass(frozen=True, slots=True)
class Crowd:
    """The number of connections of each client; `client` is None for those not counted."""

    client: Callable[[str], str | None]
    count: Counter[str | None] = field(default_factory=Counter)


class Timely(HttpToolsProtocol):
    """A connection that is closed when whoever holds it takes too long, or holds too many."""

    def __init__(self, crowd: Crowd, **given: Any) -> None:  # noqa: ANN401 – as uvicorn has it
        super().__init__(**given)
        self._crowd = crowd
        self._whose: str | None = None
        self._patience: TimerHandle | None = None
        self._stalled: TimerHandle | None = None
        self._unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count a new connection in."""
        super().connection_made(transport)
        self._whose = self._crowd.client(self.client[0]) if self.client else None
        self._crowd.count[self._whose] += 1
        if self._whose is not None and self._crowd.count[self._whose] > OF_ONE:
            transport.abort()
        self._await_headers()

    def data_received(self, data: bytes) -> None:
        """Take in more of a request, or the beginning of the next one."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            _cancel(self._patience)
            self._patience, self._unread = None, 0
            return
        self._unread += len(data)
        if self._unread > HEADER_BYTES:
            self.transport.abort()
        elif self._patience is None:
            self._await_headers()

    def pause_writing(self) -> None:
        """Start the clock: the client does not read its response."""
        super().pause_writing()
        self._stalled = self.loop.call_later(READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop the clock: the client reads on."""
        super().resume_writing()
        _cancel(self._stalled)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count a closed connection out."""
        super().connection_lost(exc)
        _cancel(self._patience)
        _cancel(self._stalled)
        self._crowd.count[self._whose] -= 1
        if not self._crowd.count[self._whose]:
            del self._crowd.count[self._whose]

    def _await_headers(self) -> None:
        self._patience = self.loop.call_later(HEADER_SECONDS, self._look_again)

    def _look_again(self) -> None:
        # Where it was we who were slow, what has come meanwhile is read before a second look.
        self._patience = self.loop.call_later(GRACE_SECONDS, self.transport.abort)


@dataclass(frozen=True, slots=True)
class Running:
    """A server in a thread of its own: its event loop, and the port that it listens on."""

    loop: asyncio.AbstractEventLoop
    port: int


@contextmanager
def listening(
    app: ASGIApp, host: str, port: int, crowd: Crowd, leaving: Callable[[], None]
) -> Iterator[Running]:
    """Serve an ASGI application until the block ends; port 0 is any that is free.

    Then nobody more is let in, `leaving` is called, and answers under way may end. Raises OSError
    where nobody can listen there.
    """
    sockets = _bound(host, port)
    config = uvicorn.Config(
        app,
        http=partial(Timely, crowd),  # type: ignore[arg-type]
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    server = _Server(config, leaving)
    thread = threading.Thread(target=server.run, args=(sockets,), name="window", daemon=True)
    thread.start()
    try:
        yield Running(server.running.result(), sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(DRAIN_SECONDS + 5)


class _Server(uvicorn.Server):
    """uvicorn's server, which tells when it has begun and when it is about to end."""

    def __init__(self, config: uvicorn.Config, leaving: Callable[[], None]) -> None:
        super().__init__(config)
        self.running: Future[asyncio.AbstractEventLoop] = Future()
        self._leaving = leaving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.running.set_result(asyncio.get_running_loop())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leaving()
        await super().shutdown(sockets)


def _bound(host: str, port: int) -> list[socket.socket]:
    """Bind a socket for each address of the host, all to the same port."""
    found: list[socket.socket] = []
    missing: OSError | None = None
    for family, *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            found.append(socket.create_server((place[0], port), family=family))
        except OSError as error:
            # A machine may know an address of a kind that it does not have.
            missing = error
            if error.errno != EADDRNOTAVAIL:
                break
        else:
            port = port or found[0].getsockname()[1]
    if missing and (not found or missing.errno != EADDRNOTAVAIL):
        for one in found:
            one.close()
        raise missing
    return found


def _cancel(timer: TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
