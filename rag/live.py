"""What a running program answers from: always the newest index on disk, one for each question.

A thread looks at the manifest every few seconds and opens a new index beside the old one; from
then on whoever asks gets that. An answer that is being given goes on with what it began with,
whose files are let go of when the last such answer is done.
"""

import logging
import weakref
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

from corpus import NachgefragtError
from rag.embedding import Embedder
from rag.generations import tidy
from rag.index import Index, open_index
from rag.settings import Settings
from rag.store import store_folder

T = TypeVar("T")
Seen = tuple[tuple[str, int, int], ...]


class Live(Generic[T]):
    """Hands out what `make` makes of the newest index.

    Each that is made must hold its index for as long as it is used. With `update`, that is called
    when the corpus has changed and then stayed as it is for one more look.
    """

    def __init__(
        self,
        settings: Settings,
        embedder: Embedder,
        index: Index,
        make: Callable[[Index], T],
        update: Callable[[], object] | None = None,
    ) -> None:
        self._settings, self._embedder = settings, embedder
        self._make, self._update = make, update
        self._manifest, self._corpus = self._look_at_index(), self._look_at_corpus()
        self._changing: Seen | None = None
        self._given, self._index = make(index), weakref.ref(index)
        self._close = index.close
        self._former: list[tuple[weakref.ref[Index], Callable[[], None]]] = []
        self._looking, self._end = Lock(), Event()

    def current(self) -> T:
        """What was made of the newest index; take it once for each question."""
        return self._given

    def watch(self, every: float) -> None:
        """Look every so many seconds, beside the caller, until `close`."""
        Thread(target=self._watch, args=[every], name="watch", daemon=True).start()

    def close(self) -> None:
        """Look no more."""
        self._end.set()

    def look(self) -> bool:
        """Take up a new index if there is one; whether there was."""
        with self._looking:
            self._follow_corpus()
            self._let_go()
            seen = self._look_at_index()
            if seen in (self._manifest, ()):
                return False
            self._manifest = seen
            self._take_up(open_index(self._settings, self._embedder))
            return True

    def _take_up(self, index: Index) -> None:
        given = self._make(index)
        self._former.append((self._index, self._close))
        # One assignment: nobody sees half of it.
        self._given = given
        self._index, self._close = weakref.ref(index), index.close

    def _let_go(self) -> None:
        done = [former for former in self._former if former[0]() is None]
        for former in done:
            _, close = former
            close()
            self._former.remove(former)
        if done:
            tidy(store_folder(self._settings))

    def _follow_corpus(self) -> None:
        if self._update is None:
            return
        seen = self._look_at_corpus()
        if seen == self._corpus:
            return
        # Who edits or imports may not be done: it has to look the same twice.
        if seen == self._changing:
            self._corpus = seen
            self._update()
        self._changing = seen

    def _watch(self, every: float) -> None:
        while not self._end.wait(every):
            try:
                if self.look():
                    logging.getLogger(__name__).info("A new index is answered from.")
            except NachgefragtError as error:
                logging.getLogger(__name__).warning("%s The old index answers.", error)
            except Exception:
                logging.getLogger(__name__).exception("The old index answers.")

    def _look_at_index(self) -> Seen:
        return _seen(store_folder(self._settings), "manifest.json")

    def _look_at_corpus(self) -> Seen:
        return _seen(self._settings.corpus, "*.json")


def _seen(folder: Path, pattern: str) -> Seen:
    try:
        states = [(file.name, file.stat()) for file in sorted(folder.glob(pattern))]
    except OSError:
        return ()  # one of them is just being replaced
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)
