"""Whether what was found answers the question, or the podcast does not say.

A logistic model of a few signals. The nearer the nearest passage, and the farther what the
podcast does not speak of, the likelier it answers. A question in another language than the
transcript's is never as near to it. A question for a price or a year wants a quote that holds
one, and names are asked for more often than they are given. The weights are those that
`python -m eval.fit` learns on the dev half of eval/questions.jsonl, rounded.
"""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from rag.expected import asks_for_name, holds_expected
from rag.retrieve import Nearness
from rag.types import Language, Quote


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer or against it: cosine similarities; truth values are 0 or 1."""

    passage: float
    cohort_best: float
    cohort_mean: float
    english: float
    lacks_expected: float
    asks_for_name: float


WEIGHTS = Signals(
    passage=48.0,
    cohort_best=-43.0,
    cohort_mean=47.0,
    english=2.7,
    lacks_expected=-2.8,
    asks_for_name=-2.2,
)
BIAS = -40.7
LEAST = 0.42  # probability of an answer below which the podcast is said not to say it


def is_answered(
    nearness: Nearness, quotes: Sequence[Quote], query: str, language: Language
) -> bool:
    """Whether quotes, best first, are worth giving as an answer."""
    return bool(quotes) and probability(signals(nearness, quotes[0], query, language)) >= LEAST


def signals(nearness: Nearness, best: Quote, query: str, language: Language) -> Signals:
    """The signals of a question and the best quote for it."""
    return Signals(
        passage=nearness.passage,
        cohort_best=nearness.cohort_best,
        cohort_mean=nearness.cohort_mean,
        english=float(language == "en"),
        lacks_expected=float(not holds_expected(query, best.text)),
        asks_for_name=float(asks_for_name(query)),
    )


def probability(signals: Signals) -> float:
    """How likely it is that the question is answered, 0 to 1."""
    pairs = zip(astuple(signals), astuple(WEIGHTS), strict=True)
    evidence = BIAS + sum(value * weight for value, weight in pairs)
    return 1 / (1 + math.exp(-evidence))
