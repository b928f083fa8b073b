"""What is kept current beside the questions: by a thread that looks now and then."""

from abc import ABC, abstractmethod
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Following(ABC, Generic[T]):
    """Gives out the newest of what is `given`; who looks holds `_looking`."""

    def __init__(self, given: T) -> None:
        self._given = given
        self._looking, self._end = Lock(), Event()

    def current(self) -> T:
        """Return what was made of the newest indexes; take it once for each question."""
        return self._given

    def watch(self, every: float) -> None:
        """Look every so many seconds, in a thread, until `close`."""
        Thread(target=self._watch, args=[every], name="watch", daemon=True).start()

    def close(self) -> None:
        """Stop looking."""
        self._end.set()

    def _watch(self, every: float) -> None:
        while not self._end.wait(every):
            self._look_again()

    @abstractmethod
    def _look_again(self) -> None:
        """Look once; an error is logged, not raised."""
