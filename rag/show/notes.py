"""Check that a text is in the show notes: a browser may send back anything."""

import re
from collections.abc import Iterator

from corpus import Corpus, Episode, clock, sentence_spans
from rag.types import ShowNote
from rag.wording.formats import long_date, role_names, short_date
from rag.wording.languages import LANGUAGES


def stands_in_notes(corpus: Corpus, note: ShowNote) -> bool:
    """Return whether each sentence of a note is part of a corpus field, or made of fields.

    An empty note passes. Only words are compared: the layout, as in "Gast: Uwe Groß, Tischler",
    does not count.
    """
    fields = filter(None, _fields(corpus, note.episode))
    known = sorted({said for field in fields if (said := _words(field))}, key=len)
    for line in note.text.splitlines():
        for start, end in sentence_spans(line):
            piece = _words(line[start:end])
            if not any(piece in field for field in known):
                # Else of fields alone, the longest first.
                for field in reversed(known):
                    piece = piece.replace(field, "  ")
                if piece.strip():
                    return False
    return True


def _words(text: str) -> str:
    """Return the words of a text, with a blank around them, so that only whole ones are found."""
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} " if words else ""


def _fields(corpus: Corpus, episode: Episode | None) -> Iterator[str | None]:
    """Yield what is published of an episode, or else of the podcast."""
    podcast, whose = corpus.podcast, episode or corpus.podcast
    yield from (whose.title, whose.description)
    for person in whose.people:
        yield from (person.name, person.role, person.title, person.organisation, person.url)
        # As answers put it, in the question's language.
        yield from role_names(person.role).values()
    if episode is None:
        yield from (podcast.publisher, podcast.website, podcast.language)
        return
    yield from (episode.page_url, episode.audio_url)
    if episode.published:
        yield short_date(episode.published)
        yield from (long_date(episode.published, language) for language in LANGUAGES)
    if episode.duration is not None:
        yield clock(episode.duration)
    for chapter in episode.chapters:
        yield f"{clock(chapter.start)} {chapter.title}"
        yield chapter.title
    for link in episode.links:
        yield from (link.title, link.url)
