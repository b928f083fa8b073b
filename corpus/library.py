"""A library: a folder with one corpus per podcast, usable or damaged."""

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusError
from corpus.files import PODCAST_FILE, load_podcast
from corpus.gathered import Failure
from corpus.types import Podcast


@dataclass(frozen=True, slots=True)
class Library:
    """The folders of a library with their podcasts, ordered by name.

    `failures` are folders with an unreadable podcast.json: they do not affect the others.
    """

    podcasts: dict[Path, Podcast]
    failures: tuple[Failure, ...] = ()


def read_library(folder: Path) -> Library:
    """Read every sub-folder with a podcast.json, perhaps none.

    Raises CorpusError where two have the same slug, and where the folder cannot be read or holds a
    corpus itself.
    """
    if (folder / PODCAST_FILE).exists():
        raise CorpusError(
            f"{folder} is a single podcast, not a library: name it with --corpus or "
            "NACHGEFRAGT_CORPUS, or name the folder that it lies in"
        )
    try:
        inside = sorted(one for one in folder.iterdir() if not one.name.startswith("."))
    except OSError as error:
        raise CorpusError(
            f"There is no library in {folder} ({error.strerror}). "
            "Make one with: python -m corpus import FEEDS.opml --into DIR"
        ) from error
    podcasts: dict[Path, Podcast] = {}
    failures: list[Failure] = []
    for one in (one for one in inside if (one / PODCAST_FILE).exists()):
        try:
            podcasts[one] = load_podcast(one)
        except CorpusError as error:
            failures.append(Failure(one.name, str(error)))
    by_slug: dict[str, Path] = {}
    for one, podcast in podcasts.items():
        if (other := by_slug.setdefault(podcast.slug.casefold(), one)) != one:
            raise CorpusError(
                f"{other} and {one} have the same slug, {podcast.slug!r}, and could not be told "
                f"apart: write another one in {one / PODCAST_FILE}, or remove one of the folders"
            )
    return Library(podcasts, tuple(failures))
