"""Find the words of a transcript that a time or a search query points to."""

import re
from collections.abc import Iterator

from corpus import Episode, moment, sentence_spans
from rag.text.analyzer import Analyzer
from rag.types import Span

CLOCK_TICK = 1.0  # seconds: a clock shows whole ones, so "29:28" may mean all of that second
_WORD = re.compile(r"\w+")


def said_at(episode: Episode, seconds: float) -> Span | None:
    """Find the sentence spoken at a time as a clock shows it; None where no turn is timed."""
    until = seconds + CLOCK_TICK
    begun = [
        index
        for index, turn in enumerate(episode.turns)
        if turn.start is not None and turn.start < until
    ]
    return sentence_at(episode, begun[-1], until) if begun else None


def sentence_at(episode: Episode, turn: int, until: float | None = None) -> Span:
    """Return the last sentence of a turn that begins before a time, or else its first one."""
    spans = sentence_spans(episode.turns[turn].text) or [(0, 0)]
    chosen = spans[0]
    for start, end in spans[1:] if until is not None else ():
        begins = moment(episode, turn, start)
        if begins is None or until is None or begins.seconds >= until:
            break
        chosen = (start, end)
    return Span(episode, turn, *chosen, None)


def matching_words(text: str, query: str) -> Iterator[tuple[int, int]]:
    """Yield the words of a text that share a stem with the query, as half open spans."""
    analyzer = Analyzer()
    wanted = set(analyzer.terms(query))
    for word in _WORD.finditer(text):
        if wanted.intersection(analyzer.terms(word.group())):
            yield word.span()
