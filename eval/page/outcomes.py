"""What became of each question, and the counts of that by part of a set and by kind of question."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.quality.asking import Asked
from eval.quality.figures import Figure
from eval.quality.metrics import hit_at, is_right

Outcome = Literal["first", "among", "refused", "missed", "silent", "spoke"]
# In the order in which they are drawn, the right ones first.
OUTCOMES: Mapping[Outcome, str] = {
    "first": "the right quote, first",
    "among": "the right quote, second or third",
    "refused": "rightly refused",
    "missed": "another quote than the right one",
    "silent": "refused, though it is said",
    "spoke": "answered, though nobody says it",
}
RIGHT: tuple[Outcome, ...] = ("first", "among", "refused")


@dataclass(frozen=True, slots=True)
class Bar:
    """How many questions of a part or kind came to which outcome."""

    name: str
    counts: Mapping[Outcome, int]

    @property
    def count(self) -> int:
        """Return the number of questions."""
        return sum(self.counts.values())

    @property
    def right(self) -> int:
        """Return the number of those that came out as they should."""
        return sum(self.counts.get(outcome, 0) for outcome in RIGHT)

    @property
    def segments(self) -> Iterator[tuple[Outcome, int, float, float]]:
        """Yield each outcome that occurs, its count, where it begins and how wide it is, in %."""
        begins = 0.0
        for outcome in OUTCOMES:
            if counted := self.counts.get(outcome, 0):
                width = 100 * counted / self.count
                yield outcome, counted, begins, width
                begins += width


def outcome_of(one: Asked) -> Outcome:
    """Judge a question by its answer and what was expected."""
    right = is_right(one.answer, one.example)
    if not one.answer.grounded:
        return "refused" if right else "silent"
    if right:
        return "first" if hit_at(one.answer, one.example, 1) else "among"
    return "missed" if one.example.answerable else "spoke"


def by_part(asked: Mapping[str, Sequence[Asked]], figures: Sequence[Figure]) -> list[Bar]:
    """Count the outcomes of each part; of a part with passages alone, by where the right one is."""
    bars = [_bar(part, some) for part, some in asked.items() if some]
    found = {(figure.part, figure.name): figure for figure in figures if not figure.system}
    for part in dict.fromkeys(figure.part for figure in figures if figure.part not in asked):
        first, five = found.get((part, "R@1")), found.get((part, "R@5"))
        if first and five:
            at_once, among = round(first.value * first.count), round(five.value * five.count)
            counts: dict[Outcome, int] = {"first": at_once, "among": among - at_once}
            bars.append(Bar(part, counts | {"missed": five.count - among}))
    return bars


def by_kind(asked: Mapping[str, Sequence[Asked]]) -> dict[str, list[Bar]]:
    """Count the outcomes of each kind of question, part by part."""
    kinds = dict.fromkeys(one.example.type for some in asked.values() for one in some)
    return {
        kind: [
            _bar(part, of_kind)
            for part, some in asked.items()
            if (of_kind := [one for one in some if one.example.type == kind])
        ]
        for kind in kinds
    }


def _bar(name: str, asked: Sequence[Asked]) -> Bar:
    return Bar(name, Counter(outcome_of(one) for one in asked))
