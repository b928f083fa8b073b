"""Decide whether what was found answers the question, or the podcast does not say.

A logistic model of a few signals. The nearer the nearest passage, and the farther what the podcast
does not speak of, the likelier it answers; each compared with what questions about everything else,
in the same language, reach in this index (rag.index.background), so that it holds for any embedding
model, language and size. A question for a price or a year wants a quote that holds one, a question
for a name one that calls something so, and what is named but never said is not spoken of. The
weights were learned on fifteen sets of questions and three embedding models, rounded (`python -m
eval fit --set …`).
"""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from rag.question.answer_type import holds_expected, lacks_name
from rag.types import Nearness, Quote
from rag.understand import Understood


@dataclass(frozen=True, slots=True)
class Signals:
    """Evidence for or against an answer.

    The values of `rag.types.Nearness`, and truth values: 0 or 1.
    """

    passage: float
    score: float
    cohort_nearest: float
    cohort_mean: float
    lacks_expected: float
    lacks_name: float
    names_unknown: float


WEIGHTS = Signals(
    passage=3.6,
    score=3.4,
    cohort_nearest=-2.0,
    cohort_mean=1.1,
    lacks_expected=-3.1,
    lacks_name=-2.4,
    names_unknown=-2.2,
)
BIAS = -1.64
LEAST = 0.49  # probability of an answer below which the podcast is said not to say it


def how_likely(understood: Understood, nearness: Nearness, quotes: Sequence[Quote]) -> float:
    """Return how likely it is that quotes, best first, answer a question: 0 to 1, 0 for none."""
    return probability(signals(understood, nearness, quotes[0])) if quotes else 0.0


def is_answer(likely: float) -> bool:
    """Return whether what is so likely an answer is given as one."""
    return likely >= LEAST


def signals(understood: Understood, nearness: Nearness, best: Quote) -> Signals:
    """Return the signals of a question and the best quote for it."""
    query = understood.query
    return Signals(
        passage=nearness.passage,
        score=nearness.score,
        cohort_nearest=nearness.cohort_nearest,
        cohort_mean=nearness.cohort_mean,
        lacks_expected=float(not holds_expected(query, best.text)),
        lacks_name=float(lacks_name(query, best.text)),
        names_unknown=float(understood.names_unknown),
    )


def probability(signals: Signals) -> float:
    """Return how likely it is that the question is answered, 0 to 1."""
    pairs = zip(astuple(signals), astuple(WEIGHTS), strict=True)
    evidence = BIAS + sum(value * weight for value, weight in pairs)
    return 1 / (1 + math.exp(-evidence))
