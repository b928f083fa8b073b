"""Choose what to quote: whole sentences, the guest's answer rather than the host's question."""

from collections.abc import Sequence

from corpus import sentence_spans
from rag.facts import HOSTS, with_role
from rag.types import Chunk, Hit, Quote, Span

MOST_QUOTES = 3
CONSIDERED = 40  # sentences farther down are too far behind for any penalty to matter
MOST_SENTENCES = 3
QUESTION_PENALTY = 0.05
HOST_PENALTY = 0.13
SHORT_PENALTY = 0.15  # "Tschüss." comes near to every question and answers none
FEW_WORDS = 6
MARGIN = 0.2  # how far below the best sentence another is still worth quoting


def ranked_sentences(sentences: Sequence[Hit]) -> list[Hit]:
    """Sentences by how well they answer, questions and the host's own words set back."""
    hits = [Hit(hit.chunk, hit.score - _penalty(hit.chunk)) for hit in sentences[:CONSIDERED]]
    return sorted(hits, key=lambda hit: -hit.score)


def choose_quotes(sentences: Sequence[Hit]) -> list[Quote]:
    """One to three quotes of one to three sentences each, best first; none from no sentences.

    `sentences` are ranked. Neighbours among the best are joined into one quote.
    """
    if not sentences:
        return []
    good = [hit.chunk for hit in sentences[:12] if hit.score >= sentences[0].score - MARGIN]
    quotes: list[Quote] = []
    for sentence in good:
        joined = next((n for n, quote in enumerate(quotes) if _joins(quote, sentence)), None)
        if joined is not None:
            quotes[joined] = _join(quotes[joined], sentence)
        elif len(quotes) < MOST_QUOTES:
            quotes.append(_trimmed(sentence, sentence.start, sentence.end))
    return quotes


def _penalty(chunk: Chunk) -> float:
    is_short = len(chunk.text.split()) < FEW_WORDS
    is_question = chunk.text.rstrip().rstrip("\"”“»«').").endswith("?")
    is_host = any(p.name == chunk.speaker for p in with_role(chunk.episode.people, HOSTS))
    return QUESTION_PENALTY * is_question + HOST_PENALTY * is_host + SHORT_PENALTY * is_short


def _joins(quote: Quote, sentence: Chunk) -> bool:
    if _place(quote) != _place(sentence):
        return False
    if sentence.start < quote.end and quote.start < sentence.end:
        return True
    between = quote.turn.text[min(quote.end, sentence.end) : max(quote.start, sentence.start)]
    return not between.strip() and _sentences_in(_join(quote, sentence)) <= MOST_SENTENCES


def _place(span: Span) -> tuple[object, ...]:
    return span.episode.id, span.turn_index, span.chapter


def _join(quote: Quote, sentence: Chunk) -> Quote:
    return _trimmed(quote, min(quote.start, sentence.start), max(quote.end, sentence.end))


def _sentences_in(quote: Quote) -> int:
    return len(sentence_spans(quote.text))


def _trimmed(span: Span, start: int, end: int) -> Quote:
    text = span.turn.text[start:end]
    start += len(text) - len(text.lstrip())
    return Quote(span.episode, span.turn_index, start, start + len(text.strip()), span.chapter)
