"""Chapters listed as times in a description: "00:12 Title", "(00:05:15) Title", "• 30:00 …".

A line counts if it begins or ends with a time, if the times rise and lie within the recording.
Times of day, dates and lengths do not count: "18:30 Uhr" is followed by its word, the programme of
a day starts late and at round minutes, and two times make a list only if the first is 0:00.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.formats.document import NOBODY_SAID, Document, seconds
from corpus.types import Chapter

_CLOCK = r"(?:\d{1,2}:[0-5]?\d|\d{1,3}):[0-5]\d(?:[.,]\d{1,3})?"
_OPEN, _CLOSE = r"[\[({<]?", r"[\])}>]?"
_SIGNS = r"[-–—:|·•*►▶➤→>=~.,]"
_BEGINS = re.compile(
    rf"[^\w\[({{<\n]{{0,10}}+(?:\d{{1,3}}[.)][ \t]++)?(?:(?:ab|bei|min(?:ute)?\.?|at)[ \t]++)?"
    rf"{_OPEN}(?P<time>{_CLOCK})"
    rf"(?:[ \t]*+[-–—][ \t]*+{_CLOCK})?{_CLOSE}(?P<rest>.{{0,500}}+)",
    re.IGNORECASE,
)
_ENDING = re.compile(rf"{_OPEN}(?P<time>{_CLOCK})[\])}}>]?$")
_RUN = re.compile(rf"(?<![\d:])[\[(]?({_CLOCK})(?![\d:])")
_BEFORE = re.compile(rf"(?:\s|{_SIGNS})*+")
# What shows that a time is none of the recording, but of the day or a length.
_OF_DAY = re.compile(r"[ \t]*+(?:uhr|h\b|am\b|pm\b|a\.m\.|p\.m\.|min\b|minuten|stunden)", re.I)
_MONTHS = re.compile(
    r"\d{1,2}\.[ \t]?\d{1,2}\.|\d{4}-\d\d-\d\d|\b(?:mo|di|mi|do|fr|sa|so)\.?,? ", re.I
)
QUARTERS = frozenset({0, 15, 30, 45})  # minutes of a programme of a day
EARLY, MIDNIGHT = 360.0, 1440.0  # "6:00" and "24:00", read as minutes and seconds
LONGEST, LONGEST_RUN = 300, 10_000  # characters of a line with one chapter, and with many


def described_chapters(texts: Iterable[str], duration: float | None) -> tuple[Chapter, ...]:
    """Return the chapters of the first text that lists any plausible for this recording."""
    lists = (_rising(list(_lines(text)), duration) for text in texts)
    return next(filter(None, lists), ())


def is_list_of_chapters(text: str) -> bool:
    """Return whether a text is nothing but such a list."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = list(_lines(text)) if len(lines) <= 1000 else []
    spoken = sum(chapter.title.endswith((".", "!", ",", "…")) for chapter in found)
    whole = len(found) == len(lines) and 2 * spoken <= len(found)
    return whole and len(_rising(found, None)) == len(found)


def read_list_of_chapters(text: str) -> Document:
    """Read an episode of which only the chapters are known."""
    return Document(replace(NOBODY_SAID, chapters=described_chapters([text], None)))


def _lines(text: str) -> Iterator[Chapter]:
    for line in text.splitlines():
        if ":" not in line:
            continue
        shown = line[:LONGEST_RUN]
        times = list(_RUN.finditer(shown))
        pieces = [shown.rstrip()] if len(line) <= LONGEST else []
        if len(times) >= 3 and seconds(times[0][1]) == 0:  # a whole list without its line breaks
            bounds = [*(time.start() for time in times), len(shown)]
            pieces = [shown[begin:end].rstrip(" \t,;|/·•–—-") for begin, end in pairwise(bounds)]
        yield from filter(None, map(_chapter_of, pieces))


def _chapter_of(line: str) -> Chapter | None:
    """Read a line that begins or else ends with a time."""
    chapter, begins = None, _BEGINS.match(line)
    if begins and not (_OF_DAY.match(begins["rest"]) or begins["rest"][:1].isdigit()):
        chapter = _chapter(begins["time"], begins["rest"])
    ends = _ENDING.search(line, max(0, len(line) - 20))
    if chapter or ends is None or _MONTHS.search(line):
        return chapter
    before = line[: ends.start()].rstrip()
    bare = before.rstrip(" \t-–—:|·.")
    # A sentence that ends in a time, without a sign between, is no title.
    parted = bare != before or ends[0][0] in "[({<"
    return _chapter(ends["time"], bare) if parted else None


def _chapter(time: str, title: str) -> Chapter | None:
    start = seconds(time)
    named = " ".join(_BEFORE.sub("", title, count=1).split())
    return Chapter(start, named) if start is not None and named else None


def _rising(found: Sequence[Chapter], duration: float | None) -> tuple[Chapter, ...]:
    """Find the longest run of rising times; none if too short or more like hours of a day."""
    inside = [chapter for chapter in found if duration is None or chapter.start < duration]
    runs: list[list[Chapter]] = [[]]
    for chapter in inside:
        if runs[-1] and chapter.start <= runs[-1][-1].start:
            runs.append([])
        runs[-1].append(chapter)
    longest = max(runs, key=len)
    enough = len(longest) >= 3 or (len(longest) == 2 and longest[0].start == 0)
    if not enough or 2 * len(inside) <= len(found):
        return ()
    # "18:30 …, 19:00 …" is the programme of a day, its hours read as minutes.
    late = longest[0].start >= EARLY and longest[-1].start < MIDNIGHT
    of_day = late and all(chapter.start % 60 in QUARTERS for chapter in longest)
    return () if of_day else tuple(longest)
