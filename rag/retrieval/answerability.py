"""Decide whether what was found answers the question, or the podcast does not say.

A logistic model of a few signals. The nearer the nearest passage, and the farther what the podcast
does not speak of, the likelier it answers; each compared with what questions about everything else,
in the same language, reach in this index (rag.index.background), so that it holds for any embedding
model, language and size. A question for a price or a year wants a quote that holds one, a question
for a name one that calls something so, and what is named but never said is not spoken of. The
weights were learned on fifteen sets of questions and three embedding models, rounded (`python -m
eval fit --set …`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signals:
    """Evidence for or against an answer.

    The values of `rag.types.Nearness`, truth values, 0 or 1, and the logit of the best window by
    the reader, cut off at both ends; 0 without a reader.
    """

    passage: float
    score: float
    cohort_nearest: float
    cohort_mean: float
    lacks_expected: float
    lacks_name: float
    names_unknown: float
    read: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A logistic model of the signals."""

    weights: Signals
    bias: float
