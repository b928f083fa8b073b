"""Clients, as far as an address tells them apart, and how much one of them may ask."""

from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from threading import Lock
from time import monotonic

from gradio.context import LocalContext

from rag.settings import Reach

PER_MINUTE = 30  # questions of one client, where the operator says nothing else
AT_ONCE = 10  # of a minute's questions that may come at once, after a pause
IN_LINE = 4  # questions of one client that are answered or wait at the same time
AT_WORK = 1  # of these, how many are answered: a thinking processor is everybody's
MOST_CLIENTS = 10_000  # that are remembered; more only come where somebody makes them up
MINUTE = 60.0  # seconds


def group(address: str) -> str:
    """Return the network an address belongs to: an IPv6 household has many addresses."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False))


def is_here(address: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback


def limited(address: str, reach: Reach) -> str | None:
    """Return the client whose questions are counted; None if they are not.

    From this machine come its owner, and everybody behind a proxy that nobody told us of: they
    are counted only where the operator has set a number.
    """
    if is_here(address) and reach.questions_per_minute is None:
        return None
    return group(address)


def shared_by(peer: str, reach: Reach) -> str | None:
    """Return the client of a connection; None for this machine and our proxies: many share them."""
    if is_here(peer) or any(ip_address(peer) in network for network in reach.proxies):
        return None
    return group(peer)


def asking(reach: Reach) -> Callable[[], str | None]:
    """Return a function that names the client of the current call; None if it is not counted."""

    def client() -> str | None:
        come = getattr(LocalContext.request.get(None), "client", None)
        return limited(come.host, reach) if come else None

    return client


@dataclass(slots=True)
class Pace:
    """A limit per client and minute, `at_once` of them after a pause (None: all); 0: no limit.

    Not a window of time but a level that falls, so that one number per client is enough.
    """

    per_minute: int
    clock: Callable[[], float] = monotonic
    at_once: int | None = None
    _levels: dict[str, tuple[float, float]] = field(default_factory=dict)  # level, and when
    _lock: Lock = field(default_factory=Lock)

    def wait(self, client: str, weight: int = 1) -> int:
        """Count a request of this client and return 0, or the seconds until it fits.

        What is heavy counts as several, but never as more than may come at once.
        """
        if not self.per_minute:
            return 0
        with self._lock:
            now = self.clock()
            level = self._level(client, now)
            most = min(self.per_minute, self.at_once or self.per_minute)
            weight = min(weight, most)
            if level + weight > most:
                return ceil((level + weight - most) * MINUTE / self.per_minute)
            if len(self._levels) >= MOST_CLIENTS:
                kept = {one: at for one, at in self._levels.items() if self._level(one, now) > 0}
                # All are counted: somebody has thousands of addresses, and counting is no help.
                self._levels = kept if len(kept) < MOST_CLIENTS else {}
            self._levels[client] = level + weight, now
            return 0

    def _level(self, client: str, now: float) -> float:
        level, then = self._levels.get(client, (0.0, now))
        return max(0.0, level - (now - then) * self.per_minute / MINUTE)


def questions(reach: Reach) -> Pace:
    """Return the pace at which one client may ask."""
    given = reach.questions_per_minute
    return Pace(PER_MINUTE if given is None else given, at_once=AT_ONCE)
