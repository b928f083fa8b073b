"""Serve a library in a running program: always the newest index of each podcast.

A new folder in the library is indexed in the background and taken up, one that is gone left out.
A podcast that cannot be used is one line of the log and stops none of the others.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from corpus import NachgefragtError
from corpus.gathered import Failure
from rag.embedding.embedder import Embedder
from rag.embedding.query_cache import Once
from rag.index.index import Index, open_index
from rag.settings import Settings
from rag.shelf import empty, shelf, tell_failure
from rag.upkeep.following import Following
from rag.upkeep.live import Live, Seen, seen, update_beside
from rag.upkeep.update import ensure_index

T = TypeVar("T")


class LiveLibrary(Following[T]):
    """Hands out what `make` makes of the newest indexes, of which there is at least one.

    `ready` is called with each index before it is used. Raises NachgefragtError where no podcast
    can be used; says on stderr which ones cannot.
    """

    def __init__(
        self,
        settings: Settings,
        embedder: Embedder,
        make: Callable[[tuple[Index, ...]], T],
        ready: Callable[[Index], Index],
        update: Callable[[Settings], object] = update_beside,
    ) -> None:
        self._settings, self._embedder = settings, Once(embedder)
        self._make, self._ready, self._update = make, ready, update
        self._lives: dict[str, Live[Index]] = {}
        self._changing: dict[str, Seen] = {}
        self._tried: dict[str, Seen] = {}
        self._said: dict[str, str] = {}
        on = shelf(self._settings)
        failures = list(on.failures)
        for slug, one in on.podcasts.items():
            try:
                self._lives[slug] = self._live(one, ensure_index(one, self._embedder))
            except NachgefragtError as error:
                failures.append(Failure(slug, str(error)))
                self._tried[slug] = seen(one.corpus)
        for failure in failures:
            tell_failure(failure)
        if not self._lives:
            raise empty(self._settings)
        self._indexes = self._newest()
        super().__init__(make(self._indexes))

    def look(self) -> bool:
        """Take up new podcasts and new indexes; return whether there were any.

        Raises CorpusError where the library cannot be read: then all goes on as it was.
        """
        with self._looking:
            podcasts = shelf(self._settings).podcasts
            lives = {slug: self._lives[slug] for slug in podcasts if slug in self._lives}
            for slug, live in lives.items():
                self._attempt(slug, live.look)
            for slug in podcasts.keys() - lives.keys():
                self._attempt(slug, partial(self._begin, slug, podcasts[slug], lives))
            # In the order of the folders; the last podcast that is left stays.
            self._lives = {slug: lives[slug] for slug in podcasts if slug in lives} or self._lives
            newest = self._newest()
            if list(map(id, newest)) == list(map(id, self._indexes)):
                return False
            self._given, self._indexes = self._make(newest), newest
            return True

    def _begin(self, slug: str, settings: Settings, lives: dict[str, Live[Index]]) -> None:
        """Index a podcast that is new, or was mended, once its files stay as they are."""
        now, before = seen(settings.corpus), self._changing.get(slug)
        self._changing[slug] = now
        if now == before and now != self._tried.get(slug):
            self._tried[slug] = now
            self._update(settings)
            lives[slug] = self._live(settings, open_index(settings, self._embedder))

    def _live(self, settings: Settings, index: Index) -> Live[Index]:
        return Live(settings, self._embedder, index, self._ready, partial(self._update, settings))

    def _newest(self) -> tuple[Index, ...]:
        return tuple(live.current() for live in self._lives.values())

    def _attempt(self, name: str, act: Callable[[], object]) -> None:
        """Do something for one podcast; an error is logged once."""
        try:
            act()
            self._said.pop(name, None)
        except NachgefragtError as error:
            if self._said.get(name) != str(error):
                log = logging.getLogger(__name__)
                log.warning("%s: %s What was there before answers.", name, error)
            self._said[name] = str(error)

    def _look_again(self) -> None:
        try:
            self._attempt(str(self._settings.library), self.look)
        except Exception:
            log = logging.getLogger(__name__)
            log.exception("The library cannot be looked at. What was there before answers.")
