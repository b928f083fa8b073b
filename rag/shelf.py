"""The podcasts of a library, each with settings of its own: its corpus, and a store for it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus import NachgefragtError
from corpus.cli import one_line, say
from corpus.gathered import Failure
from corpus.library import read_library
from rag.errors import QuestionError
from rag.question.scope import no_such_podcast
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Shelf:
    """The settings of each podcast by its slug, and the folders that cannot be used.

    `several`: the library has more than one, so that what is said has to name its podcast.
    """

    podcasts: dict[str, Settings]
    failures: tuple[Failure, ...]
    several: bool


def shelf(settings: Settings, slug: str | None = None) -> Shelf:
    """Return the podcasts of the library that is set, or of these the one with that slug.

    Raises CorpusError as `read_library` does, QuestionError where there is no such podcast.
    """
    assert settings.library is not None
    library = read_library(settings.library)
    known = {podcast.slug: folder for folder, podcast in library.podcasts.items()}
    if slug is not None and slug not in known:
        raise no_such_podcast(slug, known)
    podcasts = {
        one: replace(
            settings,
            corpus=folder,
            store=settings.store / one if settings.store else None,
            library=None,
        )
        for one, folder in known.items()
        if slug in (None, one)
    }
    return Shelf(podcasts, library.failures if slug is None else (), len(known) > 1)


def for_each(settings: Settings, slug: str | None, do: Callable[[Settings], str]) -> None:
    """Do something for the podcast that is set, or for each of the library, and print it.

    One that fails has its line on stderr and does not stop the others. Raises NachgefragtError
    where any did.
    """
    if settings.library is None:
        if slug is not None:
            raise QuestionError("--podcast needs a library: name it with --library DIR")
        say(do(settings))
        return
    on = shelf(settings, slug)
    failed = [tell_failure(failure) for failure in on.failures]
    for name, one in on.podcasts.items():
        try:
            say(f"{name}: {do(one)}")
        except NachgefragtError as error:
            failed.append(tell_failure(Failure(name, str(error))))
    every = len(on.podcasts) + len(on.failures)
    if failed:
        raise NachgefragtError(f"{len(failed)} of {every} podcasts failed; the others are done")
    if not every:
        raise empty(settings)


def tell_failure(failure: Failure) -> str:
    """Print on stderr why a podcast cannot be used; return the place of the failure."""
    say(f"Error: {one_line(str(failure))}", to=sys.stderr)
    return failure.place


def empty(settings: Settings) -> NachgefragtError:
    """Make the error for a library without a podcast."""
    return NachgefragtError(
        f"There is no podcast in {settings.library}. "
        "Import some: python -m corpus import FEEDS.opml --into DIR"
    )
