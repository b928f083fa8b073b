"""Quote the answer instead of a question in the show that comes near to what is asked."""

from collections.abc import Iterator, Sequence

from rag.index.index import Index
from rag.requests.spoken import beginning_of, quote_of, sentences_of
from rag.retrieval.quotes import MOST_WORDS, asks, says_something
from rag.types import Chunk, Quote, Scope, Span
from rag.understand import Understood

NEXT_TURNS = 3  # in which there may be an answer
FEW_WORDS = 40  # of an interviewer's turn that is nothing but a prompt
_CLOSING = " \"”“»«’')"


def answered(
    index: Index, understood: Understood, quotes: Sequence[Quote], shown: Sequence[Span]
) -> list[Quote]:
    """Return the quotes, questions replaced by how the answer to them begins.

    A question stays where its speaker is the one who is asked for. Nothing of what was `shown`
    before is quoted again.
    """
    asked_of = {*understood.named, understood.scope.speaker}
    kept: list[Quote] = []
    for quote in quotes:
        asked = quote.speaker not in asked_of and _asks(index, quote)
        said = next(_reply(index, quote), None) if asked else None
        others = (*kept, *quotes, *shown) if said else kept
        if not any(map((said or quote).overlaps, others)):
            kept.append(said or quote)
    return kept


def _asks(index: Index, quote: Quote) -> bool:
    """Return whether a quote is from a mere prompt, or the question at the end of a turn."""
    said = quote.turn.text
    chunk = Chunk(quote.episode, quote.turn_index, quote.start, quote.end, quote.chapter)
    # "Erzähl von dieser Nacht." is a prompt; what is written without marks has no "?".
    alone = len(said.split()) <= FEW_WORDS or not any(mark in said for mark in ".?!")
    last = not said[quote.end :].strip(_CLOSING)
    asking = last and quote.text.rstrip(_CLOSING).endswith("?")
    return asking or (alone and asks(chunk, index.interviewers))


def _reply(index: Index, quote: Quote) -> Iterator[Quote]:
    """Yield how the turns behind a quote begin in which others say something, not only ask back."""
    turns, sentences = quote.episode.turns, sentences_of(index, Scope(quote.episode.number))
    first = quote.turn_index + 1
    for number in range(first, min(first + NEXT_TURNS, len(turns))):
        behind = [one for one in sentences if one.turn_index == number]
        if behind and turns[number].speaker != quote.speaker:
            kept = [one for one in beginning_of(behind, MOST_WORDS, 1) if one.same_place(behind[0])]
            reply = quote_of(kept[0], kept[-1])
            if says_something(reply) and not reply.text.rstrip(_CLOSING).endswith("?"):
                yield reply
