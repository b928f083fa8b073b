"""Suggest what to ask next, from hits that were not cited and from neighbouring chapters.

No language model: each suggestion names a chapter or a word of the question, as it was published
or written, so that it leads to something that is there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from corpus import Chapter
from rag.text.analyzer import Analyzer
from rag.types import Answer, Hit, Quote
from rag.wording.languages import words_in
from rag.wording.words import Answers

MOST = 3
# A German title that opens like this and ends in "?" is a question already.
_QUESTION = re.compile(r"\?\W*$")
# Not what a question opens with, which is in capitals whatever it is: "Warum …".
_NAMED = re.compile(r"(?<=[^.:?!] )[A-ZÄÖÜ][\w-]{3,}")


def uncited(answer: Answer, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the hits that no citation of the answer overlaps, in their order."""
    quotes = _quotes(answer)
    return tuple(hit for hit in hits if not any(map(hit.chunk.overlaps, quotes)))


def follow_ups(answer: Answer, hits: Sequence[Hit], most: int = MOST) -> tuple[str, ...]:
    """Suggest questions that continue from an answer, the nearest first.

    `hits` are what a search for the same question finds. First a word of the question that the
    quotes leave out, then the chapters of what was not cited, then those around the best quote.
    """
    left = uncited(answer, hits)
    cited = {quote.chapter for quote in _quotes(answer)}
    found = (hit.chunk.chapter for hit in left)
    titles = chain(islice(_new(found, cited), most - 1), _neighbours(answer), _new(found, cited))
    words = words_in(answer.language).answers
    asked = (_about(title, words) for title in titles if title.title.strip())
    candidates = chain(_aspects(answer, left, words), asked)
    fresh = (text for text in dict.fromkeys(candidates) if text != answer.question.strip())
    return tuple(islice(fresh, most))


def _quotes(answer: Answer) -> list[Quote]:
    sources = (citation.source for citation in answer.citations)
    return [source for source in sources if isinstance(source, Quote)]


def _new(found: Iterable[Chapter | None], cited: set[Chapter | None]) -> Iterator[Chapter]:
    return (chapter for chapter in found if chapter is not None and chapter not in cited)


def _neighbours(answer: Answer) -> Iterator[Chapter]:
    """Yield the chapters after and before that of the best quote."""
    for quote in _quotes(answer)[:1]:
        chapters = quote.episode.chapters
        if quote.chapter in chapters:
            at = chapters.index(quote.chapter)
            yield from chapters[at + 1 : at + 2]
            yield from chapters[max(at - 1, 0) : at]


def _about(chapter: Chapter, words: Answers) -> str:
    title = chapter.title.strip()
    return title if _QUESTION.search(title) else words.ask_chapter.format(title=title.rstrip(" ."))


def _aspects(answer: Answer, left: Sequence[Hit], words: Answers) -> Iterator[str]:
    """Ask about the first noun of the question that no quote has, but other hits do."""
    quotes = _quotes(answer)
    if not quotes:
        return
    analyzer = Analyzer()
    quoted = set(analyzer.terms(" ".join(quote.text for quote in quotes)))
    spoken = set(analyzer.terms(" ".join(hit.chunk.text for hit in left)))
    named = {word: set(analyzer.terms(word)) for word in _NAMED.findall(answer.question)}
    # Where no word of the question is quoted, others were said for it: nothing is left out.
    if any(terms & quoted for terms in named.values()):
        open_ = (word for word, terms in named.items() if terms and terms <= spoken - quoted)
        yield from (words.ask_aspect.format(word=word) for word in islice(open_, 1))
