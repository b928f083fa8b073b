"""Choose what to quote: whole sentences, the guest's answer rather than the host's question."""

from collections.abc import Iterator, Sequence

from corpus import sentence_spans
from rag.people import HOSTS, with_role
from rag.types import Chunk, Hit, Quote, Span

MOST_QUOTES = 3
MOST_SENTENCES = 4
MOST_WORDS = 80  # of a quote of several sentences: about half a minute of speech
FEW_WORDS = 6
MARGIN = 0.2  # how far below the best sentence another is still worth a quote
NEIGHBOUR_MARGIN = 0.3  # and how far below it a sentence beside it is still quoted with it
# In the units of a retrieval score; from `python -m eval.fit`, rounded.
HOST_PENALTY = 0.11
QUESTION_PENALTY = 0.05
INTERVIEW_PENALTY = 0.4  # the host's question is never the answer, only very much like a question
SHORT_PENALTY = 0.15  # "Tschüss." comes near to every question and answers none
NAMED_BONUS = 0.15


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
    """One to three quotes of one to four sentences each, best first; none from no sentences.

    `sentences` are ranked. Each of the best is quoted with its better neighbours as long as that
    stays short: alone it is seldom understood.
    """
    quotes: list[Quote] = []
    for best in sentences:
        if len(quotes) == MOST_QUOTES or best.score < sentences[0].score - MARGIN:
            break
        if not any(quote.overlaps(best.chunk) for quote in quotes):
            quotes.append(_widened(best, sentences, quotes))
    return quotes


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
            few = len(sentence_spans(both.text)) <= MOST_SENTENCES
            if few and len(both.text.split()) <= MOST_WORDS:
                yield both


def _is_beside(quote: Quote, chunk: Chunk) -> bool:
    if not quote.same_place(chunk) or quote.overlaps(chunk):
        return False
    between = quote.turn.text[min(quote.end, chunk.end) : max(quote.start, chunk.start)]
    return not between.strip()


def _trimmed(span: Span, start: int, end: int) -> Quote:
    text = span.turn.text[start:end]
    start += len(text) - len(text.lstrip())
    return Quote(span.episode, span.turn_index, start, start + len(text.strip()), span.chapter)
