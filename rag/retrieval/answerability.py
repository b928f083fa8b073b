"""Decide whether what was found answers the question, or the podcast does not say.

A logistic model of a few signals. The nearer the nearest passage, and the farther what the podcast
does not speak of, the likelier it answers; each compared with what questions about everything else,
in the same language, reach in this index (rag.index.background), so that it holds for any embedding
model, language and size. A question for a price or a year wants a quote that holds one, a question
for a name one that calls something so; what is named but never said is not spoken of, nor what
none of the words for is, nor of somebody a thing in a word or two that nothing near says. Where
there is a reader (rag.retrieval.reader), what it says of the best window counts most; of English
it is less sure than it should be, of a quote in another language than the question more. The
weights were learned on the dev halves of the shipped show and of the made-up ones and, with another
embedding model, on an English show (eval/README.md tells how); those of what is missing in a
question or a quote were chosen on the dev halves.
"""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from rag.question.answer_type import holds_expected, lacks_name
from rag.question.followup import asks_of_somebody
from rag.question.unsaid import lacks_words
from rag.text.language import spoken_in
from rag.text.names import without_names
from rag.types import Nearness, Span
from rag.understand import Understood


@dataclass(frozen=True, slots=True)
class Signals:
    """Evidence for or against an answer.

    The values of `rag.types.Nearness`, truth values, 0 or 1, and the logit of the best window by
    the reader, cut off at both ends; 0 without a reader. `crosses` says that the quote is in
    another language than the question, `in_english` in which.
    """

    passage: float
    score: float
    background_nearest: float
    background_mean: float
    lacks_expected: float
    lacks_name: float
    names_unknown: float
    nothing_said: float
    lacks_words: float
    read: float
    crosses: float
    in_english: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A logistic model of the signals."""

    weights: Signals
    bias: float

    def probability(self, signals: Signals) -> float:
        """Return how likely it is that the question is answered, 0 to 1."""
        pairs = zip(astuple(signals), astuple(self.weights), strict=True)
        evidence = self.bias + sum(value * weight for value, weight in pairs)
        return 1 / (1 + math.exp(-evidence))


READ = Weighed(
    Signals(
        passage=4.0,
        score=0.0,
        background_nearest=-0.45,
        background_mean=0.0,
        lacks_expected=-3.9,
        lacks_name=-3.8,
        names_unknown=-3.9,
        nothing_said=-2.0,
        lacks_words=-2.0,
        read=0.78,
        crosses=-0.4,
        in_english=0.7,
    ),
    bias=0.5,
)
UNREAD = Weighed(
    Signals(
        passage=6.9,
        score=2.0,
        background_nearest=-1.6,
        background_mean=0.8,
        lacks_expected=-4.1,
        lacks_name=-3.7,
        names_unknown=-3.9,
        nothing_said=-2.0,
        lacks_words=-2.0,
        read=0.0,
        crosses=0.0,
        in_english=0.0,
    ),
    bias=-1.52,
)
LEAST = 0.53  # probability of an answer below which the podcast is said not to say it
BOUND = 8.0  # of the reader's logit, both ways


def how_likely(understood: Understood, nearness: Nearness, quotes: Sequence[Span]) -> float:
    """Return how likely it is that quotes, best first, answer a question: 0 to 1, 0 for none."""
    weighed = UNREAD if nearness.read is None else READ
    return weighed.probability(signals(understood, nearness, quotes[0])) if quotes else 0.0


def is_answer(likely: float) -> bool:
    """Return whether what is so likely an answer is given as one."""
    return likely >= LEAST


def signals(understood: Understood, nearness: Nearness, best: Span) -> Signals:
    """Return the signals of a question and the best quote for it."""
    query, spoken = understood.query, spoken_in(best)
    return Signals(
        passage=nearness.passage,
        score=nearness.score,
        background_nearest=nearness.background_nearest,
        background_mean=nearness.background_mean,
        lacks_expected=float(not holds_expected(query, best.text)),
        lacks_name=float(lacks_name(query, best.text)),
        names_unknown=float(understood.names_unknown),
        nothing_said=float(not understood.is_foreign and understood.nothing_said),
        lacks_words=float(_lacks_words(understood, best)),
        read=min(max(nearness.read or 0.0, -BOUND), BOUND),
        crosses=float(spoken != understood.language),
        in_english=float(spoken == "en"),
    )


def _lacks_words(understood: Understood, best: Span) -> bool:
    """Return whether little is asked about somebody, and nothing around the quote has its words.

    What is said in another language would not.
    """
    people = (*understood.named, *understood.spoken_of)
    # Who "er" is the question before tells: "Ist er verheiratet?".
    of_them = asks_of_somebody(understood.own)
    asked = without_names(understood.own if of_them else understood.query, people)
    # What a quote may take its subject from: its turn, that before it, the chapter.
    chapter = best.chapter.title if best.chapter else ""
    before = best.episode.turns[max(best.turn_index - 1, 0)].text
    return (
        (bool(people) or of_them)
        and spoken_in(best) == understood.language
        and lacks_words(asked, " ".join([chapter, before, best.turn.text]))
    )
