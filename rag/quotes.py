"""Choose what to quote: whole sentences, the guest's answer rather than the host's question."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from corpus import sentence_spans, statement_spans
from corpus.quotations import unpaired
from rag.lexical import Analyzer
from rag.people import HOSTS, with_role
from rag.types import Chunk, Hit, Quote, Span

MOST_QUOTES = 3
MOST_SENTENCES = 4
MOST_WORDS = 80  # of a quote of several sentences: about half a minute of speech
FEW_WORDS = 6
FEW_TERMS = 3  # words that mean something, without which nothing is worth a quote
MARGIN = 0.2  # how far below the best sentence another is still worth a quote
NEIGHBOUR_MARGIN = 0.3  # and how far below it a sentence beside it is still quoted with it
# In the units of a retrieval score; from `python -m eval.fit`, rounded.
HOST_PENALTY = 0.11
QUESTION_PENALTY = 0.05
INTERVIEW_PENALTY = 0.4  # the host's question is never the answer, only very much like a question
SHORT_PENALTY = 0.15  # "Tschüss." comes near to every question and answers none
NAMED_BONUS = 0.15
# How a sentence opens that gives the reason for the one before it.
_REASON = re.compile(
    r"\W*(?:weil|denn|deshalb|deswegen|darum|daher|because|that['’]s why|which is why)\b",
    re.IGNORECASE,
)


def ranked_sentences(sentences: Sequence[Hit], named: Sequence[str] = ()) -> list[Hit]:
    """Sentences by how well they answer, best first.

    Questions and the host's own words are set back, the words of the people whom the question
    names are brought forward.
    """
    hits = [Hit(hit.chunk, hit.score + _bonus(hit.chunk, named)) for hit in sentences]
    return sorted(hits, key=lambda hit: -hit.score)


def of_each_episode(ranked: Sequence[Hit]) -> list[Hit]:
    """The best sentence of each episode first, for a question that is put to both or all guests."""
    best: dict[str, Hit] = {}
    for hit in ranked:
        best.setdefault(hit.chunk.episode.id, Hit(hit.chunk, ranked[0].score))
    firsts = list(best.values())[:MOST_QUOTES]
    chosen = {id(hit.chunk) for hit in firsts}
    return [*firsts, *(hit for hit in ranked if id(hit.chunk) not in chosen)]


def choose_quotes(sentences: Sequence[Hit]) -> list[Quote]:
    """One to three quotes of one to four sentences each; none from no sentences.

    `sentences` are ranked. Each of the best is quoted with its better neighbours as long as that
    stays short: alone it is seldom understood. The best come first, but what stands close together
    in the order in which it was said.
    """
    quotes: list[Quote] = []
    for best in sentences:
        if len(quotes) == MOST_QUOTES or best.score < sentences[0].score - MARGIN:
            break
        if not any(quote.overlaps(best.chunk) for quote in quotes):
            quote = _completed(_widened(best, sentences, quotes), quotes)
            if _says_something(quote):
                quotes.append(quote)
    return _as_said(quotes)


def is_host(chunk: Chunk) -> bool:
    """Whether it is the episode's host who says it."""
    return any(p.name == chunk.speaker for p in with_role(chunk.episode.people, HOSTS))


def _bonus(chunk: Chunk, named: Sequence[str]) -> float:
    text = chunk.text
    is_short = len(text.split()) < FEW_WORDS
    is_question = text.rstrip().rstrip("\"”“»«').").endswith("?")
    penalty = QUESTION_PENALTY * is_question + SHORT_PENALTY * is_short
    if is_host(chunk):
        penalty += HOST_PENALTY + INTERVIEW_PENALTY * is_question
    return NAMED_BONUS * (chunk.speaker in named) - penalty


def _widened(best: Hit, sentences: Sequence[Hit], quotes: Sequence[Quote]) -> Quote:
    """The sentence with its better neighbours, none of which is quoted already."""
    free = [
        hit.chunk
        for hit in sentences
        if hit.score >= best.score - NEIGHBOUR_MARGIN
        and not any(quote.overlaps(hit.chunk) for quote in quotes)
    ]
    quote = _trimmed(best.chunk, best.chunk.start, best.chunk.end)
    while wider := next(_wider(quote, free), None):
        quote = wider
    return quote


def _wider(quote: Quote, ranked: Sequence[Chunk]) -> Iterator[Quote]:
    """The quote with the sentence before or after it, the better one first."""
    for chunk in ranked:
        if _is_beside(quote, chunk):
            both = _trimmed(quote, min(quote.start, chunk.start), max(quote.end, chunk.end))
            if _is_short(both):
                yield both


def _completed(quote: Quote, others: Sequence[Quote]) -> Quote:
    """The quote with the reason that follows it, or with what it gives the reason of."""
    text = quote.turn.text
    statements = statement_spans(text)
    first = bisect_right(statements, quote.start, key=lambda span: span[1])
    last = bisect_left(statements, quote.end, key=lambda span: span[1])
    beside = []
    if _REASON.match(text, quote.start):
        beside += statements[max(first - 1, 0) : first]
    if last + 1 < len(statements) and _REASON.match(text, statements[last + 1][0]):
        beside += statements[last + 1 : last + 2]
    for start, end in beside:
        both = _trimmed(quote, min(quote.start, start), max(quote.end, end))
        if _is_short(both) and not any(other.overlaps(both) for other in others):
            quote = both
    return quote


def _is_short(quote: Quote) -> bool:
    few = len(sentence_spans(quote.text)) <= MOST_SENTENCES
    return few and len(quote.text.split()) <= MOST_WORDS


def _says_something(quote: Quote) -> bool:
    """Whether it is more than a greeting or an assent, and no half of somebody's direct speech."""
    return len(Analyzer().terms(quote.text)) >= FEW_TERMS and not unpaired(quote.text)


def _as_said(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes in their order, but those of the same turn together, in the order of the turn."""
    turns: dict[tuple[str, int], list[Quote]] = {}
    for quote in quotes:
        turns.setdefault((quote.episode.id, quote.turn_index), []).append(quote)
    return [quote for said in turns.values() for quote in sorted(said, key=lambda q: q.start)]


def _is_beside(quote: Quote, chunk: Chunk) -> bool:
    if not quote.same_place(chunk) or quote.overlaps(chunk):
        return False
    between = quote.turn.text[min(quote.end, chunk.end) : max(quote.start, chunk.start)]
    return not between.strip()


def _trimmed(span: Span, start: int, end: int) -> Quote:
    text = span.turn.text[start:end]
    start += len(text) - len(text.lstrip())
    return Quote(span.episode, span.turn_index, start, start + len(text.strip()), span.chapter)
