"""Choose what to quote: whole sentences, the guest's answer rather than the host's question."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from corpus import sentence_spans
from corpus.text.quotations import unpaired
from rag.text.analyzer import Analyzer
from rag.types import MOST_SENTENCES, Chunk, Hit, Quote, Span

MOST_QUOTES = 3
MOST_WORDS = 60  # of a quote of several sentences: some twenty seconds of speech
CLOSE = 15  # words between two quotes that are told as one
MOST_WORDS_JOINED = 130  # of one that two of the best sentences are in
FEW_WORDS = 6
FEW_TERMS = 3  # words that mean something, without which nothing is worth a quote
MARGIN = 0.2  # how far below the best sentence another is still worth a quote
NEIGHBOUR_MARGIN = 0.3  # and how far below it a neighbouring sentence is still quoted with it
# In the units of a retrieval score; from `python -m eval fit`, rounded.
HOST_PENALTY = 0.11
QUESTION_PENALTY = 0.05
INTERVIEW_PENALTY = 0.4  # the host's question is never the answer, only very much like a question
SHORT_PENALTY = 0.15  # "Tschüss." comes near to every question and answers none
NAMED_BONUS = 0.15
NOBODY: Mapping[str, frozenset[str]] = MappingProxyType({})
# How a sentence opens that gives the reason for the one before it.
_REASON = re.compile(
    r"\W*(?:weil|denn|deshalb|deswegen|darum|daher|because|that['’]s why|which is why)\b",
    re.IGNORECASE,
)


def ranked_sentences(
    sentences: Sequence[Hit],
    named: Sequence[str] = (),
    interviewers: Mapping[str, frozenset[str]] = NOBODY,
) -> list[Hit]:
    """Sort sentences by how well they answer, best first.

    Questions and the words of interviewers are moved back, the words of the people named in the
    question are moved forward. `interviewers` are by the episodes' ids.
    """
    hits: list[Hit] = []
    for hit in sentences:
        text = hit.chunk.text
        is_short = len(text.split()) < FEW_WORDS
        is_question = text.rstrip().rstrip("\"”“»«’')").endswith("?")
        penalty = QUESTION_PENALTY * is_question + SHORT_PENALTY * is_short
        if asks(hit.chunk, interviewers):
            penalty += HOST_PENALTY + INTERVIEW_PENALTY * is_question
        bonus = NAMED_BONUS * (hit.chunk.speaker in named) - penalty
        hits.append(Hit(hit.chunk, hit.score + bonus))
    return sorted(hits, key=lambda hit: -hit.score)


def of_each(ranked: Sequence[Hit], whose: Callable[[Chunk], str | None]) -> list[Hit]:
    """Put the best sentence of each first, for a question to several; None is nobody's."""
    best: dict[str, Hit] = {}
    for hit in ranked:
        if (owner := whose(hit.chunk)) is not None:
            best.setdefault(owner, Hit(hit.chunk, ranked[0].score))
    firsts = list(best.values())[:MOST_QUOTES]
    chosen = {id(hit.chunk) for hit in firsts}
    return [*firsts, *(hit for hit in ranked if id(hit.chunk) not in chosen)]


def choose_quotes(sentences: Sequence[Hit]) -> list[Quote]:
    """Choose one to three quotes of whole sentences, best first; none from no sentences.

    `sentences` are ranked. Each of the best is quoted with its better neighbours as long as that
    stays short: alone it is seldom understood. Two that follow one another become one.
    """
    quotes: list[Quote] = []
    for best in sentences:
        if len(quotes) == MOST_QUOTES or best.score < sentences[0].score - MARGIN:
            break
        if not any(quote.overlaps(best.chunk) for quote in quotes):
            quote = _widened(best, sentences, quotes)
            quote = _completed(quote, sentences, quotes)
            if says_something(quote):
                quotes = _with(
                    quotes, quote, _trimmed(best.chunk, best.chunk.start, best.chunk.end)
                )
    return quotes


def asks(chunk: Chunk, interviewers: Mapping[str, frozenset[str]]) -> bool:
    """Return whether the speaker of a chunk interviews a guest in that episode."""
    return chunk.speaker in interviewers.get(chunk.episode.id, ())


def _widened(best: Hit, sentences: Sequence[Hit], quotes: Sequence[Quote]) -> Quote:
    """Extend a sentence by its better neighbours that are not quoted already."""
    free = [
        hit.chunk
        for hit in sentences
        if hit.score >= best.score - NEIGHBOUR_MARGIN
        and not any(quote.overlaps(hit.chunk) for quote in quotes)
    ]
    quote = _trimmed(best.chunk, best.chunk.start, best.chunk.end)
    while True:
        wider = (_spanning(quote, chunk) for chunk in free if _is_beside(quote, chunk))
        better = next(filter(_is_short, wider), None)
        if better is None:
            return quote
        quote = better


def _completed(quote: Quote, sentences: Sequence[Hit], others: Sequence[Quote]) -> Quote:
    """Extend a quote by the reason that follows it, or by what it gives the reason of."""
    for hit in sentences:
        chunk = hit.chunk
        later = chunk if chunk.start > quote.start else quote
        if _is_beside(quote, chunk) and _REASON.match(later.text):
            both = _spanning(quote, chunk)
            if _is_short(both) and not any(other.overlaps(both) for other in others):
                quote = both
    return quote


def _is_short(quote: Quote) -> bool:
    few = len(sentence_spans(quote.text)) <= MOST_SENTENCES
    return few and len(quote.text.split()) <= MOST_WORDS


def says_something(quote: Quote) -> bool:
    """Reject greetings and assents, and halves of a person's direct speech."""
    return len(Analyzer().terms(quote.text)) >= FEW_TERMS and not unpaired(quote.text)


def _with(quotes: list[Quote], new: Quote, alone: Quote) -> list[Quote]:
    """Add a quote: joined to what it is close to, if there is room.

    Otherwise its best sentence `alone` is joined, and without room for that it is left out:
    separately, the two would seem to be said at different times.
    """
    beside = next((quote for quote in quotes if _are_close(quote, new)), None)
    if beside is None:
        return [*quotes, new]
    for more in (new, alone):
        both = _spanning(beside, more)
        if len(both.text.split()) <= MOST_WORDS_JOINED:
            return [both if quote is beside else quote for quote in quotes]
    return quotes


def _are_close(one: Span, other: Span) -> bool:
    return one.same_place(other) and len(_between(one, other).split()) <= CLOSE


def _is_beside(quote: Quote, chunk: Span) -> bool:
    if not quote.same_place(chunk) or quote.overlaps(chunk):
        return False
    return not _between(quote, chunk).strip()


def _between(one: Span, other: Span) -> str:
    return one.turn.text[min(one.end, other.end) : max(one.start, other.start)]


def _spanning(quote: Quote, other: Span) -> Quote:
    """Extend a quote to another span of its turn."""
    return _trimmed(quote, min(quote.start, other.start), max(quote.end, other.end))


def _trimmed(span: Span, start: int, end: int) -> Quote:
    """Quote these characters; what is at the core of a quote stays that of a wider one."""
    text = span.turn.text[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip())
    core = span.core if isinstance(span, Quote) else (start, end)
    return Quote(span.episode, span.turn_index, start, end, span.chapter, core=core)
