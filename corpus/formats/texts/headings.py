"""Lines that only give a speaker and a time; `headed_text` lists their forms.

Of all forms the one that most lines follow is used, if each has words below and some speaker
recurs: a list of chapters has neither. Where no line has a time, names alone on their lines count.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from corpus.formats.days import in_words
from corpus.formats.document import seconds
from corpus.formats.texts.speakers import NAME, names_nobody

TIME = r"(?:\d{1,3}:)?\d{1,3}:[0-5]?\d(?:[.,]\d{1,3})?"
_TO = r"[ \t]{0,3}(?:-{1,3}>|[-–—→]|to|bis)[ \t]{0,3}"
_STAMP = rf"[\[(]?(?P<time>{TIME})(?:{_TO}(?P<end>{TIME}))?[\])]?"
_NAME = r"(?P<name>[^\W\d_][^\n:;\[\]<>|!?\t#*=]{0,60}?)"
_TIME_FIRST = re.compile(rf"{_STAMP}[ \t]{{0,9}}[-–—:|,]?[ \t]{{0,9}}\[?{_NAME}\]?[ \t]?:?")
_NAME_FIRST = re.compile(rf"\[?{_NAME}\]?[ \t]{{0,9}}[-–—:|,@]?[ \t]{{0,9}}{_STAMP}[ \t]?:?")
_SPELLED = re.compile(
    rf"{_NAME}[ \t]{{1,9}}"
    r"(?P<time>\d{1,3}[ \t](?:stunde|hour|minut|sekunde|second)[^\n]{1,60})",
    re.IGNORECASE,
)
_ONLY_TIME = re.compile(rf"{_STAMP}:?")
_ONLY_NAME = re.compile(rf"\[?{_NAME}\]?[ \t]?:?")
_INLINE = re.compile(r"[^\w\n]{0,6}[^\W\d_][^:\n]{0,60}:[*_]{0,2}[ \t]+\S")
# What ends a sentence or breaks off; "Lena B." and "Lena Brömme Jr." end otherwise.
_ENDED = re.compile(r"(?:[,…-]|(?<![A-ZÄÖÜ])(?<!\b[JS]r)\.)$")
_CLOCK_LAST = re.compile(r"(?<![^\s\[(])\d{1,3}:\w[\w:.,]{0,12}[\])]?:?$")
_CLOCK_FIRST = re.compile(r"^[\[(]?\d{1,3}:\w[\w:.,]{0,12}[\])]?(?:$|\s)")
_MARKED = re.compile(r"[ \t]{0,3}(?:#{1,6}[ \t]|\*\*|__)")
_ASIDE = re.compile(r" ?\([^()]{1,40}\)$")  # "Weiß, Tariq (extern)"
_FULL_NAME = re.compile(rf"{NAME}")
LONGEST_LINE = 150
OFTEN = 0.2  # share of the lines that are names, where these are neither headings nor bold
MOST_WORDS = 6  # of a name


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines from `first` up to `after` that name a speaker and a time."""

    first: int
    after: int
    name: str
    start: float | None
    end: float | None = None


def headings_in(lines: Sequence[str]) -> list[Heading]:
    """Find the headings of the form that most lines follow; none unless they make a transcript."""
    bare = [_bare(line) for line in lines]
    ways = [[one for i, line in enumerate(bare) if (one := way(i, line))] for way in _WAYS]
    filled = [index for index, line in enumerate(lines) if line.strip()]
    ways += [_paired(bare, zip(filled[1:], filled, strict=False))]  # the name above the time
    ways += [_paired(bare, zip(filled, filled[1:], strict=False))]  # and below it
    plausible = [found for found in ways if _is_transcript(found, lines)]
    longest = max(plausible, key=len, default=[])
    if not longest:
        # Lines that are nothing but a name: a heading or in bold type, or else a whole name with a
        # blank line above it. Two or more have to recur.
        alone = [
            Heading(index, index + 1, _named(line), None)
            for index, line in enumerate(bare)
            if line and _FULL_NAME.fullmatch(line) and _is_name(line) and not names_nobody(line)
            if _MARKED.match(lines[index])
            or (" " in lines[index].strip() and (index == 0 or not lines[index - 1].strip()))
        ]
        counts = Counter(one.name for one in alone)
        often = [one for one in alone if counts[one.name] > 1]
        marked = all(_MARKED.match(lines[one.first]) for one in often)
        enough = marked or len(often) >= OFTEN * len(filled)
        several = len({one.name for one in often}) > 1
        longest = often if several and enough and _is_transcript(often, lines) else []
    # Where more lines begin with a name and a colon, those are the turns.
    return longest if len(longest) >= sum(map(bool, map(_INLINE.match, lines))) else []


def looks_like_heading(line: str, names: Collection[str], both: bool = False) -> bool:
    """Whether a line that is none may have been meant to say who of these speaks, or when.

    Or `both` of it, as where a title may have either.
    """
    bare = _bare(line)
    count = len(bare.split())
    if not bare or count > MOST_WORDS or bare[-1] in ".!?…,":
        return False
    named = any(name in bare for name in names)
    timed = any(pattern.search(bare) for pattern in (_CLOCK_LAST, _CLOCK_FIRST))
    return (named and timed) if both else (named or timed)


def _bare(line: str) -> str:
    """Strip a line of Markdown marks; return "" where it is too long for a heading."""
    text = line.strip() if len(line) <= LONGEST_LINE else ""
    for mark in ("**", "__", "\\"):
        text = text.replace(mark, "")
    return text.lstrip("#").strip(" \t*_")


def _by(
    pattern: re.Pattern[str], sign: str, read_time: Callable[[str], float | None]
) -> Callable[[int, str], Heading | None]:
    def read(index: int, line: str) -> Heading | None:
        found = pattern.fullmatch(line) if sign in line else None
        start = read_time(found["time"]) if found else None
        if found is None or start is None or not _is_name(found["name"]):
            return None
        end = seconds(found.groupdict().get("end"))
        return Heading(index, index + 1, _named(found["name"]), start, end)

    return read


_WAYS = (
    _by(_NAME_FIRST, ":", seconds),
    _by(_TIME_FIRST, ":", seconds),
    _by(_SPELLED, "", in_words),
)


def _paired(bare: Sequence[str], pairs: Iterable[tuple[int, int]]) -> list[Heading]:
    """Make headings of the pairs of lines of which the first is a time, the other a name."""
    found: list[Heading] = []
    for timed, named in pairs:
        time = _ONLY_TIME.fullmatch(bare[timed])
        name = _ONLY_NAME.fullmatch(bare[named]) if time else None
        if time and name and _is_name(name["name"]):
            first, last = sorted((timed, named))
            start, end = seconds(time["time"]), seconds(time["end"])
            found.append(Heading(first, last + 1, _named(name["name"]), start, end))
    return found


def _is_name(text: str) -> bool:
    """Return whether words may be a name: most capitalised, few in lower case, as in "von der"."""
    first, *others = _ASIDE.sub("", _named(text)).split() or [""]
    small = [word for word in others if not (word[0].isupper() or word[0].isdigit())]
    few = len(others) < MOST_WORDS and 2 * len(small) <= 1 + len(others)
    ended = _ENDED.search(_named(text)) is not None
    return bool(first) and few and all(len(word) <= 4 for word in small) and not ended


def _named(text: str) -> str:
    return " ".join(text.split()).strip(" ,-–—|")


def _is_transcript(found: Sequence[Heading], lines: Sequence[str]) -> bool:
    """Return whether headings have words below and name people, some more than once."""
    if len(found) < 2:
        return False
    nexts = [*(heading.first for heading in found[1:]), len(lines)]
    spoken = sum(
        any(line.strip() for line in lines[one.after : until])
        for one, until in zip(found, nexts, strict=True)
    )
    names = {one.name for one in found}
    ranges = any(one.end is not None for one in found)
    again = len(names) < len(found) or (len(found) < 4 and not ranges)
    # SubRip has a number above each time, and below it words that are no names.
    numbered = any(lines[one.first - 1].strip().isdecimal() for one in found if one.first)
    return 10 * spoken >= 9 * len(found) and again and not (ranges and numbered)
