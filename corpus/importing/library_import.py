"""Import many feeds into one library: each into its own folder, independently of the others."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from corpus.errors import ImportFailed, NachgefragtError
from corpus.fetching.download import Fetcher
from corpus.files import PODCAST_FILE
from corpus.gathered import Failure, Gathered
from corpus.importing.sources import gather
from corpus.library import read_library
from corpus.merging.edits import beside
from corpus.merging.identity import check_identity, is_by_its_feed
from corpus.merging.update import Outcome, update


@dataclass(frozen=True, slots=True)
class Imported:
    """The result for one feed: what was gathered and written into a folder, or why it failed."""

    feed: str
    folder: Path
    gathered: Gathered | None = None
    outcomes: tuple[Outcome, ...] = ()
    failed: str | None = None


def import_feeds(
    feeds: Iterable[str | Failure],
    library: Path,
    *,
    overwrite: bool = False,
    allow_private: bool = False,
) -> Iterator[Imported]:
    """Import each feed, new ones into new folders; a failure does not stop the others.

    Raises CorpusError where the library cannot be read, OSError where it cannot be written.
    """
    library.mkdir(parents=True, exist_ok=True)
    read_library(library)
    downloads = beside(library / "podcast") / "downloads"
    for feed in feeds:
        if isinstance(feed, Failure):
            yield Imported(feed.place, library, failed=feed.reason)
            continue
        try:
            with Fetcher(downloads, allow_private) as fetcher:
                gathered = gather(feed, fetcher)
            folder = place_for(gathered, library)
            if not (folder / PODCAST_FILE).exists():
                # Another one may have taken its name.
                gathered = replace(gathered, podcast=replace(gathered.podcast, slug=folder.name))
            outcomes = update(gathered, folder, overwrite)
            yield Imported(feed, folder, gathered, tuple(outcomes))
        except NachgefragtError as error:
            yield Imported(feed, library, failed=str(error))


def place_for(gathered: Gathered, library: Path) -> Path:
    """Choose a podcast's folder in a library: its existing one, else a new one named by slug.

    Raises CorpusError where the folder that may belong to it is damaged.
    """
    podcasts = read_library(library).podcasts
    for folder, podcast in podcasts.items():
        if is_by_its_feed(podcast, gathered):
            return folder
    taken = {podcast.slug.casefold() for podcast in podcasts.values()}
    slug = gathered.podcast.slug
    for number in count(1):
        name = slug if number == 1 else f"{slug}-{number}"
        folder = library / name
        if (folder / PODCAST_FILE).exists():
            with suppress(ImportFailed):
                check_identity(gathered, folder)
                return folder
        elif name.casefold() not in taken:
            return folder
    raise AssertionError("numbers do not end")
