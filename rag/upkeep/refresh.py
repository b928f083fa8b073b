"""Import a podcast's newest episodes and index them, in one go: for a timer."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from filelock import FileLock, Timeout

from corpus import ImportFailed, NachgefragtError, load_podcast
from corpus.fetching.download import Fetcher
from corpus.importing.sources import gather
from corpus.merging.edits import beside
from corpus.merging.update import update
from rag.embedding.embedder import Embedder
from rag.settings import Settings
from rag.upkeep.update import Update, update_index


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The result of a refresh: episodes by what became of them, and the chunks.

    `failures` are episodes, or what else the source holds, that could not be had this time.
    """

    added: int
    changed: int
    kept: int
    failures: tuple[str, ...]
    update: Update


def refresh(
    settings: Settings, source: str | None, embedder: Embedder, allow_private: bool = False
) -> Refreshed:
    """Import from a source, by default the corpus's own feed, and bring the index up to date.

    A kill at any moment loses nothing: the next run goes on. Raises NachgefragtError where the
    source gives nothing, where no feed is known, and where another refresh is going on.
    """
    folder = settings.corpus
    with _locked(settings):
        with Fetcher(beside(folder) / "downloads", allow_private) as fetcher:
            feed: str | None = source or getattr(load_podcast(folder), "feed", None)
            if not feed:
                raise ImportFailed(
                    f"The corpus in {folder} does not say where its feed is. "
                    "Name it: python -m rag refresh SOURCE"
                )
            gathered = gather(feed, fetcher)
        outcomes = update(gathered, folder)
        done = update_index(settings, embedder)
    found = [(one, one.found) for one in outcomes if one.found]
    failed = [f"{one.file.name}: {source.failed}" for one, source in found if source.failed]
    counts = Counter(one.change for one, _ in found)
    return Refreshed(
        added=counts["added"],
        changed=counts["updated"],
        kept=counts["kept"],
        failures=(*failed, *map(str, gathered.failures)),
        update=done,
    )


@contextmanager
def _locked(settings: Settings) -> Iterator[None]:
    """Keep other refreshes of the same corpus away; its import has a lock of its own inside."""
    place = beside(settings.corpus)
    try:
        place.mkdir(parents=True, exist_ok=True)
        with FileLock(place / f"{settings.corpus.resolve().name}.refresh.lock", timeout=0):
            yield
    except Timeout as error:
        raise NachgefragtError(
            f"Another refresh of {settings.corpus} is going on: wait for it."
        ) from error
    except OSError as error:
        raise NachgefragtError(
            f"{error.filename or place}: cannot be written ({error.strerror}). "
            "Make room; a next refresh goes on there."
        ) from error
