"""How good one answer is, as pure functions; averages are taken by whoever reports."""

from eval.dataset import Example, Gold
from rag import Answer, Citation, Quote
from rag.types import Span


def overlaps_gold(quote: Span, gold: Gold) -> bool:
    """Whether a quote overlaps a gold place by at least one character."""
    if quote.episode.number != gold.episode:
        return False
    if gold.turns is not None:
        return gold.turns[0] <= quote.turn_index <= gold.turns[1]
    start = quote.turn.text.find(gold.quote or "")
    return start >= 0 and quote.start < start + len(gold.quote or "") and start < quote.end


def is_hit(citation: Citation, example: Example) -> bool:
    """Whether a citation points at any of the gold places."""
    source = citation.source
    return isinstance(source, Quote) and any(overlaps_gold(source, gold) for gold in example.gold)


def hit_at(answer: Answer, example: Example, k: int) -> bool:
    """Whether one of the first k citations is a hit, or says a short fact that is expected.

    (A fact from the show notes has no place in the transcript: then `expect` decides.)
    """
    cited = answer.citations[:k]
    if any(is_hit(citation, example) for citation in cited):
        return True
    notes = [citation.source.text for citation in cited if citation.kind == "shownotes"]
    return bool(notes) and says(answer, example)


def says(answer: Answer, example: Example) -> bool:
    """Whether the answer contains one of the expected strings, whatever their letters' case."""
    return any(text.casefold() in answer.text.casefold() for text in example.expect)


def is_verbatim(answer: Answer) -> bool:
    """Whether every quote from the transcript stands in its turn, letter by letter."""
    quotes = [c.source for c in answer.citations if isinstance(c.source, Quote)]
    return all(quote.text and quote.text in quote.turn.text for quote in quotes)


def refusal_is_right(answer: Answer, example: Example) -> bool:
    """Whether it answers what can be answered and refuses what cannot.

    A question with a false premise may be refused or corrected, both are right.
    """
    return answer.grounded == example.answerable or (
        example.type == "false_premise" and not answer.grounded
    )
