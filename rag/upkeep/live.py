"""Serve a podcast in a running program: always the newest index on disk, one per question.

A thread looks at the manifest every few seconds and opens a new index next to the old one; from
then on it answers all questions. An answer in progress keeps the index that it began with, whose
files are closed when the last such answer is done.
"""

import gc
import logging
import subprocess
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import TypeVar

from corpus import NachgefragtError
from corpus.places import CODE
from rag.embedding.embedder import Embedder
from rag.errors import StoreError
from rag.index.index import Index, open_index
from rag.settings import Settings
from rag.store.generations import tidy
from rag.store.manifest import is_stale, read_manifest, store_folder
from rag.upkeep.following import Following

T = TypeVar("T")
Seen = tuple[tuple[str, int, int], ...]


class Live(Following[T]):
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
        self._changing = seen(settings.corpus)
        self._corpus = () if is_stale(settings) else self._changing
        super().__init__(make(index))
        self._open, self._said = _Opened(index), ""
        self._former: list[_Opened] = []

    def look(self) -> bool:
        """Take up a new index if there is one; return whether there was.

        Raises NachgefragtError where it cannot be opened: then the old one goes on.
        """
        with self._looking:
            now = seen(self._settings.corpus)
            # Who edits or imports may not be done: it has to look the same twice.
            settled, self._changing = now == self._changing, now
            if self._update and settled and now != self._corpus:
                self._corpus = now
                self._update()
            if self._former:
                gc.collect()  # runnables know one another in circles
            for former in [former for former in self._former if former.index() is None]:
                self._former.remove(former)
                former.close()
                tidy(store_folder(self._settings))
            generation = read_manifest(store_folder(self._settings)).generation
            if generation == self._open.generation:
                return False
            index = open_index(self._settings, self._embedder)
            given = self._make(index)
            self._former.append(self._open)
            # What is asked for is one name: no one gets half of the old and half of the new.
            self._given, self._open = given, _Opened(index)
            return True

    def _look_again(self) -> None:
        log = logging.getLogger(__name__)
        try:
            self.look()
            self._said = ""
        except NachgefragtError as error:
            if str(error) != self._said:
                log.warning("%s The old index answers.", error)
            self._said = str(error)
        except Exception:
            log.exception("The new index cannot be taken up. The old one answers.")


def update_beside(settings: Settings) -> None:
    """Bring the index up to date in a process of lower priority."""
    command = [sys.executable, "-m", "rag", "index"]
    command += ["--corpus", str(settings.corpus.absolute())]
    command += ["--store", str(store_folder(settings).absolute())]
    if nice := which("nice"):
        command = [nice, *command]
    done = subprocess.run(
        command, cwd=CODE, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["It ended without a word."]
        raise StoreError(f"The index was not brought up to date: {lines[-1]}")


class _Opened:
    """An index in use, as long as anything else refers to it."""

    def __init__(self, index: Index) -> None:
        self.index, self.generation, self.close = weakref.ref(index), index.generation, index.close


def seen(corpus: Path) -> Seen:
    """Describe the files of a corpus from outside: names, times and sizes."""
    try:
        states = [(file.name, file.stat()) for file in sorted(corpus.glob("*.json"))]
    except OSError:
        return ()  # one of them is just being replaced
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)
