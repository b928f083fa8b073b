"""Where questions wait: some are answered at once, more stand in line, the rest hear so."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from corpus import NachgefragtError

TICK = 1.0  # seconds between two looks at who is ahead; whoever left is noticed as late


class Busy(NachgefragtError):
    """There is no room left in the line."""


class Line:
    """First come, first served: `served` at once, `waiting` at most wait for that."""

    def __init__(self, served: int, waiting: int) -> None:
        self._served = served
        self._room = served + waiting
        self._places: list[Event] = []
        self._lock = Lock()

    @contextmanager
    def place(self, busy: str) -> Iterator[Iterator[int]]:
        """A place until the block ends: how many are ahead, again and again, until it is served.

        Raises Busy with these words where the line is full.
        """
        mine = Event()
        with self._lock:
            if len(self._places) >= self._room:
                raise Busy(busy)
            self._places.append(mine)
            self._call()
        try:
            yield self._ahead(mine)
        finally:
            with self._lock:
                self._places.remove(mine)
                self._call()

    def _call(self) -> None:
        for place in self._places[: self._served]:
            place.set()

    def _ahead(self, mine: Event) -> Iterator[int]:
        while not mine.is_set():
            with self._lock:
                ahead = self._places.index(mine) - self._served + 1
            yield max(ahead, 1)
            mine.wait(TICK)
