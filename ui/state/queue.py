"""The queue: some questions are answered at once, more wait in line, the rest are turned away."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from threading import Event, Lock

from corpus import NachgefragtError
from ui.door.clients import AT_WORK, IN_LINE, Pace
from ui.texts.language import in_each
from ui.texts.wording import Wording

CHECK_INTERVAL = 1.0  # seconds between two looks at who is ahead; whoever left is noticed as late
SOON = 5  # seconds after which one of a client's own questions may have been answered


class Busy(NachgefragtError):
    """There is no room left in the line, or for `seconds` none for whoever asks too often."""

    def __init__(self, said: Mapping[str, str], seconds: int = 0) -> None:
        super().__init__(said)
        self.seconds = seconds


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    client: str | None
    served: Event = field(default_factory=Event)


def _overdone(seconds: int, words: Wording) -> str:
    return words.overdone.format(seconds=seconds)


class RequestQueue:
    """So many are `served` at once; `waiting` at most wait for that, one of each client in turn.

    `client` tells who asks, None where nobody has to share; one client has few places at a time,
    fewer where answers are made, and asks at a `pace`.
    """

    def __init__(
        self,
        served: int,
        waiting: int,
        client: Callable[[], str | None] = lambda: None,
        pace: Pace | None = None,
    ) -> None:
        self._served = served
        self._room = served + waiting
        self._client = client
        self._pace = pace or Pace(0)
        self._places: list[_Place] = []
        self._lock = Lock()

    @contextmanager
    def place(self) -> Iterator[Iterator[int]]:
        """Hold a place until the block ends, yielding how many are ahead until it is served.

        Raises Busy where the line is full, or whoever asks has had their share.
        """
        mine = _Place(self._client())
        with self._lock:
            if len(self._places) >= self._room:
                raise Busy(in_each(lambda words: words.busy))
            if seconds := self._overdone(mine.client):
                raise Busy(in_each(partial(_overdone, seconds)), seconds)
            self._places.append(mine)
            self._call()
        try:
            yield self._ahead(mine)
        finally:
            with self._lock:
                self._places.remove(mine)
                self._call()

    def _overdone(self, client: str | None) -> int:
        """Return the seconds after which this client may ask again; 0 for at once."""
        if client is None:
            return 0
        if sum(place.client == client for place in self._places) >= IN_LINE:
            return SOON
        return self._pace.wait(client)

    def _call(self) -> None:
        free = self._served - sum(place.served.is_set() for place in self._places)
        for rank, place in self._order()[: max(free, 0)]:
            if rank < AT_WORK:
                place.served.set()

    def _order(self) -> list[tuple[int, _Place]]:
        """Sort those who wait by the order in which they will be served if nobody else comes.

        Before each stands how many of the same client's come first, those at work among them: one
        who sends many is not ahead of those who came later with one.
        """
        earlier: Counter[str | None] = Counter()
        waiting: list[tuple[int, _Place]] = []
        for place in sorted(self._places, key=lambda place: not place.served.is_set()):
            if not place.served.is_set():
                waiting.append((earlier[place.client], place))
            earlier[place.client] += place.client is not None
        return sorted(waiting, key=itemgetter(0))

    def _ahead(self, mine: _Place) -> Iterator[int]:
        while not mine.served.is_set():
            with self._lock:
                order = [place for _, place in self._order()]
                ahead = order.index(mine) + 1 if mine in order else 1
            yield ahead
            mine.served.wait(CHECK_INTERVAL)
