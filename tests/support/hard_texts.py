"""Texts that are hard on a regular expression, made of its own pieces, and how long they take."""

import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from time import perf_counter, process_time
from typing import Any

Pattern = re.Pattern[Any]


@dataclass(frozen=True)
class Use:
    """A pattern, where the code has it, and whether it only ever looks at a text's beginning."""

    place: str
    pattern: Pattern
    is_anchored: bool


MANY = 64  # repetitions from which on a piece may be long
CHARACTERS = " \n\taA1-.,:;/<>[](){}#*_\"'„“@äß\0"
CATEGORIES = {
    "CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W", "CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D",
}  # fmt: skip
WAYS = ((True, 0), (True, 1), (True, 2), (False, 0))  # to take a sample
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
Item = tuple[Any, Any]


@dataclass(frozen=True)
class Attack:
    """A text of any length: something again and again, between what leads there and what fails."""

    before: str
    again: str
    behind: str

    def text(self, length: int) -> str:
        return self.before + self.again * (length // len(self.again)) + self.behind


def attacks(pattern: Pattern) -> list[Attack]:
    """Texts made of the pattern's own pieces."""
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    parsed = list(re._parser.parse(text, pattern.flags & ~re.UNICODE))  # type: ignore[attr-defined]
    made = {
        Attack(before, again, behind): None
        for before, again in pumps(parsed, "")
        for behind in ("", "\0")
        if again
    }
    return list(made)


def pumps(items: Sequence[Item], before: str) -> Iterator[tuple[str, str]]:
    """What may be repeated behind what: pieces in a row of each sequence that has a long piece."""
    if not any(map(is_long, items)):
        return
    units = joined(items)
    for start in range(len(units)):
        lead = before + sample(flat(units[:start]))
        for end in {*range(start + 1, min(start + 4, len(units)) + 1), len(units) - 1}:
            window = flat(units[start:end])
            for again in dict.fromkeys(sample(window, *way) for way in WAYS):
                yield lead, again
                if again[-1:].isalnum():
                    yield lead, again + " "
        for item in units[start]:
            yield from inside(item, lead)


def inside(item: Item, lead: str) -> Iterator[tuple[str, str]]:
    for body in bodies(item):
        if is_long(item) and str(item[0]) in REPEATS and len(body) == 1:
            yield from ((lead, letter) for letter in letters(body[0])[:4])
        yield from pumps(body, lead)


def bodies(item: Item) -> list[list[Item]]:
    kind, value = str(item[0]), item[1]
    if kind in REPEATS:
        return [list(value[2])]
    if kind == "SUBPATTERN":
        return [list(value[3])]
    if kind == "ATOMIC_GROUP":
        return [list(value)]
    if kind in ("ASSERT", "ASSERT_NOT"):
        return [list(value[1])]
    return [list(branch) for branch in value[1]] if kind == "BRANCH" else []


def is_long(item: Item) -> bool:
    """Whether there is a repetition in it that can be long."""
    repeats = str(item[0]) in REPEATS and item[1][1] >= MANY
    return repeats or any(is_long(inner) for body in bodies(item) for inner in body)


def joined(items: Sequence[Item]) -> list[list[Item]]:
    """Items one by one, but the letters of a word together."""
    units: list[list[Item]] = []
    for item in items:
        if units and str(item[0]) == str(units[-1][-1][0]) == "LITERAL":
            units[-1].append(item)
        else:
            units.append([item])
    return units


def flat(units: Sequence[Sequence[Item]]) -> list[Item]:
    return [item for unit in units for item in unit]


def sample(items: Sequence[Item], is_full: bool = True, branch: int = 0) -> str:
    """A text that the items match.

    If it is full, with what may be left out; of several branches that can be long, by one of them.
    """
    return "".join(part(item, is_full, branch) for item in items)


def part(item: Item, is_full: bool, branch: int) -> str:
    kind, value = str(item[0]), item[1]
    if kind in ("ASSERT", "ASSERT_NOT"):
        return ""
    if kind in REPEATS:
        return sample(list(value[2]), is_full, branch) * max(value[0], int(is_full))
    inner = bodies(item)
    inner = [body for body in inner if any(map(is_long, body))] or inner[:1]
    chosen = sample(inner[branch % len(inner)], is_full, branch) if inner else ""
    return chosen or "".join(letters(item)[:1])


def letters(item: Item) -> list[str]:
    """Characters that one item matches, of different kinds."""
    kind, value = str(item[0]), item[1]
    if kind == "LITERAL":
        return [chr(value)]
    if kind == "NOT_LITERAL":
        return [letter for letter in CHARACTERS if letter != chr(value)]
    if kind == "ANY":
        return [letter for letter in CHARACTERS if letter != "\n"]
    if kind != "IN":
        return []
    negated = str(value[0][0]) == "NEGATE"
    own = [chr(v) for k, v in value if str(k) == "LITERAL"]
    own += [chr(v[0]) for k, v in value if str(k) == "RANGE"]
    taken = [c for c in [*CHARACTERS, *own] if holds(value, c) != negated]
    return list(dict.fromkeys(taken))


def holds(members: Sequence[Item], letter: str) -> bool:
    for kind, value in members:
        if str(kind) == "LITERAL" and ord(letter) == value:
            return True
        if str(kind) == "RANGE" and value[0] <= ord(letter) <= value[1]:
            return True
        if str(kind) == "CATEGORY" and re.match(CATEGORIES[str(value)], letter):
            return True
    return False


# How long they take.

SHORT, LONG = 1_000, 4_000  # characters
MOST_GROWTH = 7.5  # times as long, of a text four times as long; what is quadratic takes 16
FLOOR = 0.001  # seconds: what grows faster than its text takes longer at that length
ENOUGH = 0.04  # seconds of processor time, which some machines count in steps of 0.004
PATIENCE = 0.5  # seconds
TRIES = 3  # the shortest counts: other programs only make it longer


class _Late(Exception):
    pass


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Python's `re` looks for signals now and then: one can end it."""

    def ring(*_: object) -> None:
        raise _Late

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def growth(use: Use, attack: Attack) -> float:
    """How many times longer a text takes that is four times as long; infinite without an end."""
    short, long = attack.text(SHORT), attack.text(LONG)
    longest = spent(use, long, perf_counter)
    if longest < FLOOR:
        return 1.0
    quickest = min(spent(use, short, perf_counter) for _ in range(TRIES))
    for _ in range(TRIES):
        if longest == inf:
            return inf
        if longest < FLOOR or longest <= MOST_GROWTH * quickest:
            return 1.0
        longest = spent(use, long, perf_counter)
    return surely(use, attack)


def surely(use: Use, attack: Attack) -> float:
    """The same by processor time, which no other program is in, of texts that take long enough."""
    length, short = LONG, 0.0
    while short < ENOUGH and length <= 64 * LONG:
        length *= 2
        short = spent(use, attack.text(length), process_time)
    long = spent(use, attack.text(4 * length), process_time)
    return long / short if short and short < inf else inf


def spent(use: Use, text: str, clock: Callable[[], float]) -> float:
    """Seconds until it is searched through; infinite beyond PATIENCE."""
    given = text.encode("utf-8") if isinstance(use.pattern.pattern, bytes) else text
    started = clock()
    try:
        with limited(PATIENCE):
            if use.is_anchored:
                use.pattern.match(given)
                use.pattern.fullmatch(given)
            else:
                for _ in use.pattern.finditer(given):
                    pass
    except _Late:
        return inf
    return clock() - started


def hard_on(use: Use) -> tuple[Attack, float] | None:
    """The first text that a pattern takes too long for, and how its time grows."""
    for attack in attacks(use.pattern):
        times = growth(use, attack)
        if times > MOST_GROWTH:
            return attack, times
    return None
