"""Suggest what to ask next, from hits that were not cited and from neighbouring chapters.

No language model: each suggestion names a chapter, as it was published, so that it leads to
something that is there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from corpus import Chapter, Episode
from rag.types import Answer, Hit, Quote
from rag.wording.languages import words_in
from rag.wording.words import Answers

MOST = 3
# A German title that opens like this and ends in "?" is a question already.
_QUESTION = re.compile(r"\?\W*$")
# What says nothing of a show: a title of such words alone is no topic.
_NO_TOPIC = frozenset(
    "intro outro opening ending einleitung einstieg begrüßung hallo vorstellung vorstellungsrunde "  # noqa: SIM905
    "verabschiedung abschied tschüss ausklang schluss ende abspann vorspann teaser trailer info "
    "infos information hinweis hinweise werbung anzeige werbepause ad ads advertisement sponsor "
    "sponsors sponsoring break pause musik music jingle welcome greeting introduction goodbye "
    "closing credits start begin beginn anfang kapitel chapter teil part und and the der die das "
    "zur zum in zu von vom of end unbekannt unknown untitled".split()
)


def uncited(answer: Answer, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the hits that no citation of the answer overlaps, in their order."""
    quotes = _quotes(answer)
    return tuple(hit for hit in hits if not any(map(hit.chunk.overlaps, quotes)))


def follow_ups(answer: Answer, hits: Sequence[Hit], most: int = MOST) -> tuple[str, ...]:
    """Suggest questions that continue from an answer, the nearest first.

    `hits` are what a search for the same question finds. First the chapters of what was not cited,
    then those around the best quote.
    """
    left = uncited(answer, hits)
    quotes = _quotes(answer)
    cited = {quote.chapter for quote in quotes}
    found = (hit.chunk.chapter for hit in left)
    around: list[Chapter] = []
    if quotes and quotes[0].chapter in (chapters := quotes[0].episode.chapters):
        at = chapters.index(quotes[0].chapter)
        around = [*chapters[at + 1 : at + 2], *chapters[max(at - 1, 0) : at]]
    titles = chain(islice(_new(found, cited), most - 1), around, _new(found, cited))
    words = words_in(answer.language).answers
    asked = (about(title, words) for title in titles if is_topic(title.title))
    fresh = (text for text in dict.fromkeys(asked) if text != answer.question.strip())
    return tuple(islice(fresh, most))


def is_topic(title: str) -> bool:
    """Return whether a chapter's title says what it is about: "Info/Werbung" does not."""
    words = re.findall(r"[^\W\d_]+", title.lower())
    return bool(words) and not _NO_TOPIC.issuperset(words)


def topics(episodes: Iterable[Episode]) -> Iterator[tuple[Episode, Chapter]]:
    """Yield the chapters that say what they are about, the newest episode's first."""
    for episode in episodes:
        for chapter in episode.chapters:
            if is_topic(chapter.title):
                yield episode, chapter


def about(chapter: Chapter, words: Answers) -> str:
    """Ask what is said in a chapter, or the question that its title is."""
    title = chapter.title.strip()
    return title if _QUESTION.search(title) else words.ask_chapter.format(title=title.rstrip(" ."))


def _quotes(answer: Answer) -> list[Quote]:
    sources = (citation.source for citation in answer.citations)
    return [source for source in sources if isinstance(source, Quote)]


def _new(found: Iterable[Chapter | None], cited: set[Chapter | None]) -> Iterator[Chapter]:
    return (chapter for chapter in found if chapter is not None and chapter not in cited)
