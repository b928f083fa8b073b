"""The wire to a language model's server: counted while it is read, and cut from outside.

What a provider's package waits for is bytes, not answers: headers that drip, comments in between
and a line without an end keep its reading thread and fill its memory, whatever its time-out says.
So its HTTP client (httpx, or a library with its interface) tells a wire of each connection that it
makes; the wire counts what is read there, and closes it when no one listens any more.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from socket import SHUT_RDWR, socket
from threading import Lock
from time import monotonic
from typing import Any

MOST_BYTES = 4_000_000  # of a reply; 2,000 tokens with all that is sent along are less than one
MOST_LINES = 20_000  # a token may take five: an event, and how HTTP cuts it into pieces
_MADE = ("connect_tcp.complete", "connect_unix_socket.complete")
_CLIENTS = ("root_client", "client", "_client")  # where LangChain's packages keep theirs


class Overflow(Exception):
    """More came than a reply can be, or in a form that hides how much it is."""


@dataclass(slots=True)
class Wire:
    """The connections of one request; `deadline` is when the last byte may be read (monotonic)."""

    deadline: float
    is_cut: bool = False
    _bytes: int = 0
    _lines: int = 0
    _ends: list[socket] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def cut(self) -> None:
        """Close all connections: reading from one fails at once."""
        with self._lock:
            self.is_cut = True
            ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(SHUT_RDWR)
            end.close()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Let the clients of this thread use the wire while the block runs."""
        token = _IN_USE.set(self)
        try:
            yield
        finally:
            _IN_USE.reset(token)

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """Take in each connection that a client makes (httpx's "trace" extension)."""
        if event.endswith(_MADE):
            # A second handle: TLS takes the first one over.
            end = info["return_value"].get_extra_info("socket").dup()
            with self._lock:
                self._ends.append(end)
            if self.is_cut:
                self.cut()
        if event.endswith((*_MADE, "start_tls.complete")):
            stream = info["return_value"]
            stream.read = partial(self._read, stream.read)

    def _read(
        self, read: Callable[..., bytes], max_bytes: int, timeout: float | None = None
    ) -> bytes:
        left = self.deadline - monotonic()
        if left <= 0 or self.is_cut:
            raise TimeoutError
        data = read(max_bytes, left if timeout is None else min(timeout, left))
        self._bytes += len(data)
        self._lines += data.count(b"\n")
        if self._bytes > MOST_BYTES or self._lines > MOST_LINES:
            raise Overflow
        return data


_IN_USE: ContextVar[Wire | None] = ContextVar("wire", default=None)


def wire_up(model: object) -> int:
    """Let the HTTP clients of a LangChain chat model use wires; return how many there are.

    None is found in packages that are built otherwise: those have only their own time-outs.
    """
    clients = {id(client): client for client in _clients(model, depth=3)}
    for client in clients.values():
        client.event_hooks = {"request": [_before], "response": [_after]}
    return len(clients)


def _clients(owner: object, depth: int) -> Iterator[Any]:
    if hasattr(owner, "event_hooks"):
        return iter([owner])
    inner = [getattr(owner, name, None) for name in _CLIENTS] if depth else []
    return chain.from_iterable(_clients(one, depth - 1) for one in inner if one is not None)


def _before(request: Any) -> None:  # noqa: ANN401
    """Ask for a connection that is not used again, as each belongs to one wire."""
    wire = _IN_USE.get()
    if wire is None:
        return
    if wire.is_cut:
        raise TimeoutError
    request.extensions = {**request.extensions, "trace": wire.watch}
    request.headers["Connection"] = "close"
    request.headers["Accept-Encoding"] = "identity"


def _after(response: Any) -> None:  # noqa: ANN401
    """Refuse what is packed: a few bytes of it can be gigabytes."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Overflow
