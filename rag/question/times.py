"""Read times of a recording from a question: "bei Minute 12", "29:28", "zwischen 10:00 und 12:00".

Read word by word, since people spell times in every way: "1h10", "zwölf Minuten dreißig", "half an
hour in". The numbers of episodes are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, pairwise
from typing import Literal

from corpus.text.clock import CLOCK, parse_clock
from rag.question.episode_names import without_episode
from rag.text.numbers import in_digits

HOUR, MINUTE, SECOND = 3600.0, 60.0, 1.0
HEARD = 30.0  # seconds of speech that a question for a moment wants
EARLIER = 15.0  # seconds that "around" may mean before it
LIKE_A_UNIT = 0.8  # how alike (difflib) a misspelt word is to a unit
_TOKEN = re.compile(r"\d+(?:[:.,]\d+)*(?:\.(?=\s)|(?:st|nd|rd|th)\b)?|[^\W\d_]+|[-–—]")
_CLOCK = re.compile(CLOCK)
_FIGURE = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")
_UNITS = {
    **dict.fromkeys(("stunde", "stunden", "std", "h", "hour", "hours", "hr", "hrs"), HOUR),
    **dict.fromkeys(("minute", "minuten", "min", "mins", "minutes", "m"), MINUTE),
    **dict.fromkeys(
        ("sekunde", "sekunden", "sek", "second", "seconds", "sec", "secs", "s"), SECOND
    ),
}
_LONG_UNITS = tuple(word for word in _UNITS if len(word) > 4)
# Fractions and articles that are no figures by themselves, longest first.
_PHRASES = (
    ("three quarters of an hour", "45 minutes"),
    ("three-quarters of an hour", "45 minutes"),
    ("quarter of an hour", "15 minutes"),
    ("an hour and a half", "90 minutes"),
    ("half an hour", "30 minutes"),
    ("halbe minute", "30 sekunden"),
    ("half a minute", "30 sec"),
    ("eine minute", "1 minute"),
    ("einer minute", "1 minute"),
    ("ne minute", "1 minute"),
    ("a minute", "1 minute"),
    ("paar sekunden", "10 sekunden"),
    ("few seconds", "10 sec"),
    ("half-hour", "30 minutes"),
    ("half hour", "30 minutes"),
    ("dreiviertelstunde", "45 minuten"),
    ("dreiviertel stunde", "45 minuten"),
    ("viertelstunde", "15 minuten"),
    ("viertel stunde", "15 minuten"),
    ("einer stunde", "1 stunde"),
    ("eine stunde", "1 stunde"),
    ("ner stunde", "1 stunde"),
    ("an hour", "1 hour"),
    ("forth minute", "4th minute"),
    ("second minute", "2nd minute"),
    # The figures of a text leave these out, which are ordinals as well.
    ("seconds", "sec"),
    ("second ", "sec "),
)
_BETWEEN = frozenset(["bis", "to", "until", "till", "through", "thru", "und", "and", "-", "–", "—"])
_FILLING = frozenset(["the", "der", "die", "dem", "zu", "zur", "zum", "etwa", "um", "up"])
_BEFORE = frozenset(["vor", "vorm", "before"])
_AFTER = frozenset(["nach", "ab", "from", "after", "past", "seit", "hinter"])
_AROUND = frozenset(
    [
        "um",
        "rund",
        "herum",
        "rum",
        "around",
        "about",
        "near",
        "ungefähr",
        "circa",
        "ca",
        "etwa",
        "gegen",
    ]
)
_LASTING = frozenset(["lang", "long", "lange", "for", "für"])
_LAST = frozenset(["letzten", "letzte", "last", "final"])
_FIRST = frozenset(("1.", "1st", "ersten", "erste", "first"))
_END = frozenset(["ende", "schluss", "end"])
_MIDDLE = re.compile(r"\b(?:in der mitte|mitten|zur hälfte|halfway|midway|in the middle)\b")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds of a recording, counted from its start, its middle or back from its end.

    `is_moment` says that one moment was asked for, and what follows it is meant as well.
    """

    start: float
    end: float
    counted: Literal["start", "middle", "end"] = "start"
    is_moment: bool = False

    def within(self, duration: float) -> tuple[float, float]:
        """Return start and end in seconds from the start of a recording of this length."""
        origin = {"start": 0.0, "middle": duration / 2, "end": duration}[self.counted]
        return max(origin + self.start, 0.0), max(origin + self.end, 0.0)


@dataclass(frozen=True, slots=True)
class _Time:
    """Seconds, read from the tokens `first` to `last` (half open).

    `unit` is what its last figure counts, in seconds: None of a bare figure.
    """

    seconds: float
    first: int
    last: int
    unit: float | None
    is_ordinal: bool = False
    is_clock: bool = False


def times_named(text: str) -> Stretch | None:
    """Return the stretch of a recording that a question names, or None."""
    lowered = without_episode(text).lower()
    for phrase, figures in _PHRASES:
        lowered = lowered.replace(phrase, figures)
    tokens = _TOKEN.findall(in_digits(lowered))
    times = [time for time in _inherited(list(_times(tokens)), tokens) if time.unit is not None]
    if not times:
        in_middle = _MIDDLE.search(lowered) is not None
        return Stretch(0.0, HEARD, "middle", is_moment=True) if in_middle else None
    one, other = times[0], times[1] if len(times) > 1 else None
    if other is not None and _joined(tokens[one.last : other.first]):
        first, last = sorted((one.seconds, other.seconds))
        return Stretch(first, max(last, first + SECOND))
    if other is not None and not other.is_clock:
        around = tokens[max(other.first - 1, 0) : other.first], tokens[other.last : other.last + 1]
        if not _LASTING.isdisjoint(chain(*around)):
            return Stretch(one.seconds, one.seconds + other.seconds)
    return _around(one, tokens)


def _around(time: _Time, tokens: Sequence[str]) -> Stretch:
    """Return the stretch that is meant by one time and the words beside it."""
    seconds, before = time.seconds, set(tokens[max(time.first - 3, 0) : time.first])
    behind = set(tokens[time.last : time.last + 3])
    if (before & _LAST and not time.is_clock) or (behind & _BEFORE and behind & _END):
        return Stretch(-seconds, 0.0, "end")
    if before & _FIRST and not time.is_ordinal and not time.is_clock:
        return Stretch(0.0, seconds)
    if before & _BEFORE:
        return Stretch(max(seconds - MINUTE, 0.0), seconds)
    if before & _AFTER:
        return Stretch(seconds, seconds + MINUTE, is_moment=True)
    if tokens[time.first - 1 : time.first] == ["at"]:  # "What are they talking about at 28:50?"
        before -= {"about"}
    if (before | behind) & _AROUND:
        return Stretch(max(seconds - EARLIER, 0.0), seconds + HEARD, is_moment=True)
    width = MINUTE if time.unit == MINUTE else HEARD
    if time.is_ordinal:
        return Stretch(max(seconds - (time.unit or 0.0), 0.0), seconds)
    return Stretch(seconds, seconds + width, is_moment=True)


def _joined(between: Sequence[str]) -> bool:
    """Return whether what stands between two times makes a range of them."""
    words = [word for word in between if word not in _FILLING and _unit(word) is None]
    return len(words) == 1 and words[0] in _BETWEEN


def _times(tokens: Sequence[str]) -> Iterator[_Time]:
    """Yield what may be a time, in order: also bare figures, which may get a unit from others."""
    at = 0
    while at < len(tokens):
        bare = tokens[at].rstrip(".")
        time = (
            _Time(parse_clock(bare), at, at + 1, SECOND, is_clock=True)
            if _CLOCK.fullmatch(bare)
            else _counted(tokens, at) or _numbered(tokens, at)
        )
        if time is not None:
            yield time
        at = time.last if time else at + 1


def _counted(tokens: Sequence[str], at: int) -> _Time | None:
    """Read "36 min 20 sek", "1h10", "5. Minute", "12 30", or a bare figure."""
    value, is_ordinal = _figure(tokens[at])
    if value is None:
        return None
    hyphen = 1 if tokens[at + 1 : at + 2] == ["-"] else 0
    unit = _unit_at(tokens, at + 1 + hyphen)
    if unit is None:
        seconds, _ = _figure_at(tokens, at + 1)
        several = is_ordinal or _unit_at(tokens, at + 2) is not None  # "die ersten drei Sätze"
        if seconds is None or seconds >= MINUTE or several:
            return _Time(value, at, at + 1, None, is_ordinal)
        return _Time(value * MINUTE + seconds, at, at + 2, SECOND)
    time = _Time(value * unit, at, at + 2 + hyphen, unit, is_ordinal)
    while more := _more(tokens, time):
        time = more
    return time


def _more(tokens: Sequence[str], time: _Time) -> _Time | None:
    """Add the smaller unit that follows, as in "1 Stunde und 10 Minuten" or "12 Minuten 30"."""
    at = time.last
    joined = tokens[at : at + 1] in (["und"], ["and"])
    value, _ = _figure_at(tokens, at + joined)
    if value is None or time.unit in (None, SECOND) or value >= MINUTE:
        return None
    unit = _unit_at(tokens, at + joined + 1)
    smaller = MINUTE if time.unit == HOUR else SECOND
    if unit is None and not joined:
        return _Time(time.seconds + value * smaller, time.first, at + 1, smaller)
    if unit is None or time.unit is None or unit >= time.unit:
        return None
    return _Time(time.seconds + value * unit, time.first, at + joined + 2, unit)


def _numbered(tokens: Sequence[str], at: int) -> _Time | None:
    """Read "Minute 12", whose figure has no unit of its own."""
    unit = _unit_at(tokens, at)
    value, _ = _figure_at(tokens, at + 1)
    if unit is None or value is None:
        return None
    own = _unit_at(tokens, at + 2)
    if own is not None and own != unit:
        return None
    return _Time(value * unit, at, at + 2, unit)


def _inherited(times: Sequence[_Time], tokens: Sequence[str]) -> Iterator[_Time]:
    """Give bare figures the unit of the time that they make a range with: "10-15 min"."""
    units = {time.first: time.unit for time in times}
    for one, other in pairwise(times):
        if _joined(tokens[one.last : other.first]) and not (one.is_clock or other.is_clock):
            units[one.first] = units[one.first] or other.unit
            units[other.first] = units[other.first] or units[one.first]
    for time in times:
        unit = units[time.first]
        if time.unit is None and unit is not None:
            yield _Time(time.seconds * unit, time.first, time.last, unit, time.is_ordinal)
        else:
            yield time


def _figure_at(tokens: Sequence[str], at: int) -> tuple[float | None, bool]:
    return _figure(tokens[at]) if at < len(tokens) else (None, False)


def _figure(token: str) -> tuple[float | None, bool]:
    """Return the value of a token of digits, and whether it is an ordinal."""
    bare = token.rstrip(".").removesuffix("st").removesuffix("nd")
    bare = bare.removesuffix("rd").removesuffix("th")
    if not _FIGURE.fullmatch(bare):
        return None, False
    return float(bare.replace(",", ".")), bare != token


def _unit_at(tokens: Sequence[str], at: int) -> float | None:
    return _unit(tokens[at]) if at < len(tokens) else None


def _unit(word: str) -> float | None:
    """Return the seconds of a unit, also of one that is misspelt, like "Mintue"."""
    if word in _UNITS or not 5 <= len(word) <= 10:
        return _UNITS.get(word)
    close = get_close_matches(word, _LONG_UNITS, 1, LIKE_A_UNIT)
    return _UNITS[close[0]] if close else None
