"""Connections for downloads: only to the address that was checked, and never past the deadline.

httpcore passes a request's timeouts to its backend unchanged. Here they are points in time, of
`time.monotonic`: a server gains nothing by sending a byte now and then.
"""

import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore
import httpx

from corpus.fetching.private_networks import resolved

KEPT_OPEN = 8  # connections
Spend = Callable[[int], object]  # called with the number of bytes received; may raise


def pool(allow_private: bool, silence: float, spend: Spend) -> httpcore.ConnectionPool:
    """Open a pool of connections that threads can share; proxies of the environment are ignored.

    `silence` is the number of seconds that a server may send nothing. Connecting raises
    ImportFailed if a host resolves to a private address that is not allowed.
    """
    return httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(trust_env=False),
        max_keepalive_connections=KEPT_OPEN,
        keepalive_expiry=5.0,
        network_backend=_Backend(allow_private, silence, spend),
    )


class _Backend(httpcore.NetworkBackend):
    """Looks up a name once, checks what it leads to, and connects to that."""

    def __init__(self, allow_private: bool, silence: float, spend: Spend) -> None:
        self._allow_private, self._silence, self._spend = allow_private, silence, spend
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers."""
        seconds = _seconds_left(timeout, self._silence, httpcore.ConnectTimeout)
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in resolved(host, port, seconds, self._allow_private):
            seconds = _seconds_left(timeout, self._silence, httpcore.ConnectTimeout)
            try:
                stream = self._network.connect_tcp(
                    address, port, seconds, local_address, socket_options
                )
                return _Stream(stream, self._silence, self._spend)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


class _Stream(httpcore.NetworkStream):
    """A connection that ends at a point in time, and counts what it reads."""

    def __init__(self, stream: httpcore.NetworkStream, silence: float, spend: Spend) -> None:
        self._stream, self._silence, self._spend = stream, silence, spend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        seconds = _seconds_left(timeout, self._silence, httpcore.ReadTimeout)
        data = self._stream.read(max_bytes, seconds)
        self._spend(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _seconds_left(timeout, self._silence, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Start TLS; the certificate must match the host's name, whatever address this leads to."""
        seconds = _seconds_left(timeout, self._silence, httpcore.ConnectTimeout)
        secure = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _Stream(secure, self._silence, self._spend)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        return self._stream.get_extra_info(info)


def _seconds_left(until: float | None, silence: float, late: type[Exception]) -> float:
    """Return the seconds to wait for the server's next byte."""
    seconds = silence if until is None else min(silence, until - time.monotonic())
    if seconds <= 0:
        raise late("the time is over")
    return seconds
