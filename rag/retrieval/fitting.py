"""Tell which passages fit what is searched for; some passage is always nearest.

One fits that holds the words, or that is near by its meaning where a question would be answered.
Words are found wherever they are said, also where too much else is nearer.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np

from rag.index.index import Index
from rag.retrieval.answerability import how_likely, is_answer
from rag.retrieval.exact import expression
from rag.retrieval.scoring import highest
from rag.text.analyzer import STOP_WORDS, Analyzer
from rag.types import Chunk, Found, Hit
from rag.understand import Understood

# If anything is near by its meaning, like "Homeoffice" to "remote work", it is what is so many
# deviations above what questions about everything else reach.
DEVIATIONS = 0.6
LEAST_READ = -2.5  # the reader's logit of the best window, below which nothing is near
# Of a sentence a passage holds so much, rare words counting most: "kostet" alone is no answer to
# "Was kostet ein Elektroauto?". Of mere words each is enough.
SHARE = 0.65
SHORTEST = 6  # words of what may be near: "Tschüss." says nothing that it could be near by
ROWS_EACH = 8  # sentences that are looked at for each passage that is wanted
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class _Sought:
    """The words that are searched for.

    `weights` are theirs as the index knows them; a text that holds `least` of these fits. Where
    all are too common to be indexed, `exact` finds them one after the other; where some are, it is
    a `sentence`.
    """

    weights: dict[str, float]
    least: float
    exact: re.Pattern[str] | None = None
    sentence: bool = False
    analyzer: Analyzer = field(default_factory=Analyzer)

    def said_in(self, text: str) -> bool:
        if self.exact:
            return self.exact.search(text) is not None
        said = set(self.analyzer.terms(text))
        weight = sum(weight for term, weight in self.weights.items() if term in said)
        return weight >= self.least and weight > 0


@dataclass(frozen=True)
class _Taken:
    """What is listed already, by its turn."""

    chunks: dict[tuple[str, int], list[Chunk]] = field(default_factory=dict)

    def add(self, chunk: Chunk) -> None:
        self.chunks.setdefault((chunk.episode.id, chunk.turn_index), []).append(chunk)

    def beyond(self, chunk: Chunk) -> str:
        """Return the text of a chunk without what is listed already before or behind it."""
        start, end = chunk.start, chunk.end
        for other in self.chunks.get((chunk.episode.id, chunk.turn_index), ()):
            if other.start <= start < other.end:
                start = other.end
            elif other.start < end <= other.end:
                end = other.start
        return chunk.turn.text[start:end]


def fitting(index: Index, understood: Understood, found: Found, k: int) -> list[Hit]:
    """Return the k best windows that fit, none if nothing that is said does.

    Those that were found come first, then others that hold the words. None only repeats what is
    listed above it.
    """
    sought, taken = _sought(index, understood.query), _Taken()
    least = math.inf
    if not sought.exact:
        least = _near_from(index, understood, found, sentence=sought.sentence)
    fits: list[Hit] = []
    for hit in found.windows:
        new = taken.beyond(hit.chunk)
        near = hit.score >= least and new == hit.chunk.text
        if (near and len(_WORD.findall(new)) >= SHORTEST) or sought.said_in(new):
            fits.append(hit)
            taken.add(hit.chunk)
    # No better than the last that was found at all.
    score = found.windows[-1].score if found.windows else 0.0
    others = _others(index, understood, sought, taken, k)
    return fits[:k] + [Hit(chunk, score) for chunk in islice(others, max(k - len(fits), 0))]


def _near_from(index: Index, understood: Understood, found: Found, *, sentence: bool) -> float:
    """Return the score from which on a window is near by its meaning."""
    best = [hit.chunk for hit in found.ranked[:1]]
    # What decides on answers knows questions; of mere words the reader tells more.
    read = found.nearness.read if not sentence else None
    likely = is_answer(how_likely(understood, found.nearness, best))
    if understood.intent == "nonsense" or not likely or (read is not None and read < LEAST_READ):
        return math.inf
    typical = index.background.typical[understood.language]
    least = typical.mean.score + DEVIATIONS * typical.deviation.score
    return min([least, *(hit.score for hit in found.windows[:1])])


def _sought(index: Index, text: str) -> _Sought:
    """Weigh the words of a text; where none is said, those that differ in one letter.

    A sentence has words too common to be indexed, too.
    """
    terms, lexical = set(Analyzer().terms(text)), index.windows.lexical
    if not terms:
        return _Sought({}, 0.0, expression(text))
    sentence = not STOP_WORDS.isdisjoint(word.lower() for word in _WORD.findall(text))
    if not any(map(lexical.knows, terms)):
        alike = chain.from_iterable(map(lexical.nearly, terms))
        return _Sought(dict.fromkeys(alike, 1.0), 1.0, sentence=sentence)
    if not sentence:
        return _Sought(dict.fromkeys(terms, 1.0), 1.0)
    holding = {term: np.count_nonzero(lexical.scores_of([term])) or 0.5 for term in terms}
    weights = {term: math.log1p(lexical.size / count) for term, count in holding.items()}
    return _Sought(weights, SHARE * sum(weights.values()), sentence=True)


def _others(
    index: Index, understood: Understood, sought: _Sought, taken: _Taken, k: int
) -> Iterator[Chunk]:
    """Yield windows that are not listed yet around the sentences with the words."""
    allowed, chunks = index.sentences.rows.allowed(understood.scope), index.sentences.chunks
    rows: Iterable[int]
    if sought.exact:
        inside = np.flatnonzero(allowed).tolist()
        rows = (row for row in inside if sought.said_in(chunks[row].text))
    else:  # those with most of the words first
        sentences = np.where(allowed, index.sentences.lexical.scores_of(sought.weights), 0)
        best = highest(sentences, ROWS_EACH * k)
        rows = best[sentences[best] > 0].tolist()
    around, windows = index.around_windows, index.windows
    scores = windows.lexical.scores_of(sought.weights)
    for row in rows:
        if taken.beyond(chunks[row]):
            holding = range(around.firsts[row], around.lasts[row])
            window = windows.chunks[max(holding, key=scores.__getitem__)]
            if sought.said_in(taken.beyond(window)):
                taken.add(window)
                yield window
