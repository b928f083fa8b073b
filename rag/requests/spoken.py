"""Tell what was said in the order in which it was said: sentences of a place, joined to quotes."""

from collections.abc import Sequence

import numpy as np

from corpus import Episode
from corpus.timing.timeline import moment
from rag.index.index import Index
from rag.types import Chunk, Quote, Scope, Span

MOST_WORDS = 120  # of a quote that tells how the talk goes


def rows_of(index: Index, scope: Scope) -> list[int]:
    """Return the rows of the sentences of a scope, in the order of the transcript."""
    found: list[int] = np.flatnonzero(index.sentences.rows.allowed(scope)).tolist()
    return found


def sentences_of(index: Index, scope: Scope) -> list[Chunk]:
    """Return the sentences of a scope, in the order of the transcript."""
    return [index.sentences.chunks[row] for row in rows_of(index, scope)]


def quote_of(first: Span, last: Span) -> Quote:
    """Quote from the first to the last of two sentences of one turn, without blanks around it."""
    text = first.turn.text[first.start : last.end]
    start = first.start + len(text) - len(text.lstrip())
    return Quote(first.episode, first.turn_index, start, start + len(text.strip()), first.chapter)


def joined(chunks: Sequence[Chunk]) -> list[Quote]:
    """Join sentences that follow one another to quotes of one speaker, none of them long."""
    runs: list[list[Chunk]] = []
    words = 0
    for chunk in chunks:
        words += len(chunk.text.split())
        if not runs or not runs[-1][-1].same_place(chunk) or words > MOST_WORDS:
            runs.append([])
            words = len(chunk.text.split())
        runs[-1].append(chunk)
    return [quote_of(run[0], run[-1]) for run in runs]


def beginning_of(chunks: Sequence[Chunk], most_words: int, most_quotes: int) -> list[Chunk]:
    """Return as many of the first sentences as these words and quotes have room for.

    There is room for at least one.
    """
    kept: list[Chunk] = []
    words = 0
    for chunk in chunks:
        words += len(chunk.text.split())
        if kept and (words > most_words or len(joined([*kept, chunk])) > most_quotes):
            break
        kept.append(chunk)
    return kept


def length_of(episode: Episode) -> float | None:
    """Return the length of a recording in seconds; None where no time of it is known."""
    known = [turn.end or turn.start for turn in episode.turns if turn.start is not None]
    if not known:
        return None
    last = len(episode.turns) - 1
    ends = moment(episode, last, len(episode.turns[last].text))
    return max(episode.duration or 0.0, ends.seconds if ends else 0.0, *filter(None, known))
