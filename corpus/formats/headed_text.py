"""Texts in which a line of its own, or two, says who speaks and when; below it stands what is said.

So write Otter, Happy Scribe, Teams, Zoom, Riverside, Trint and people:

* "Lena Brömme  0:03", "Lena (00:03):", "## Lena [00:00:03]", "[Lena] 00:00:03"
* "[00:00:03] Lena", "00:00:03 - Lena", "[00:00:03.120] - Lena"
* "Lena Brömme   0 Minuten 3 Sekunden"
* "Lena" above or below a line "00:00:03", or below "0:0:3.0 --> 0:0:6.5"

What stands above the first of them describes the episode; a heading there is its title.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.formats.days import in_words
from corpus.formats.document import NOBODY_SAID, Cue, Document, seconds

_TIME = r"(?:\d{1,3}:)?\d{1,3}:[0-5]?\d(?:[.,]\d{1,3})?"
_STAMP = (
    rf"[\[(]?(?P<time>{_TIME})(?:[ \t]{{0,3}}(?:-->|[-–—]|to|bis)[ \t]{{0,3}}(?P<end>{_TIME}))?[\])]?"
)
_NAME = r"(?P<name>[^\W\d_][^\n:;\[\]<>|!?\t#*=]{0,60}?)"
_TIME_FIRST = re.compile(rf"{_STAMP}[ \t]{{0,9}}[-–—:|,]?[ \t]{{0,9}}\[?{_NAME}\]?[ \t]?:?")
_NAME_FIRST = re.compile(rf"\[?{_NAME}\]?[ \t]{{0,9}}[-–—:|,@]?[ \t]{{0,9}}{_STAMP}[ \t]?:?")
_SPELLED = re.compile(
    rf"{_NAME}[ \t]{{1,9}}(?P<spelled>\d{{1,3}}[ \t](?:stunde|hour|minut|sekunde|second)[^\n]{{1,60}})",
    re.IGNORECASE,
)
_ONLY_TIME = re.compile(rf"{_STAMP}:?")
_ONLY_NAME = re.compile(rf"\[?{_NAME}\]?[ \t]?:?")
_MARK = re.compile(rf"\\?\[({_TIME})\\?\][ \t]?")
_TITLE = re.compile(r"[ \t]{0,3}#{1,6}[ \t]++(.{1,300})")
_ABOUT = re.compile(r"transcribed by https?://|(?:transkript(?:ion)?|transcript(?:ion)?):?$", re.I)
LOOKED_AT = 200_000  # characters, to tell what a text is
LONGEST_LINE = 150
MOST_WORDS = 6  # of a name


@dataclass(frozen=True, slots=True)
class _Heading:
    """The lines from `first` on, before `after`, that say who speaks from when on."""

    first: int
    after: int
    name: str
    start: float | None
    end: float | None = None


def is_headed_text(text: str) -> bool:
    """Whether such lines part a text: each has words below, and somebody speaks again."""
    return bool(_headings(text[:LOOKED_AT].splitlines()))


def read_headed_text(text: str) -> Document:
    """The turns of a text, one cue each."""
    lines = text.splitlines()
    headings = _headings(lines)
    nexts = [*(heading.first for heading in headings[1:]), len(lines)]
    cues = []
    for heading, until in zip(headings, nexts, strict=True):
        said = [line for line in lines[heading.after : until] if not _ABOUT.match(line)]
        cues += _cue(heading, "\n".join(said).strip())
    title, description = _above(lines[: headings[0].first] if headings else [])
    return Document(replace(NOBODY_SAID, title=title, description=description), tuple(cues))


def _cue(heading: _Heading, said: str) -> Iterator[Cue]:
    first, *rest = _MARK.split(said)
    text, marks = first.rstrip(), []
    for time, words in zip(rest[::2], rest[1::2], strict=True):
        glue = " " if text and words.strip() else ""
        marks.append((len(text) + len(glue), seconds(time) or 0.0))
        text += glue + words.strip()
    inside = tuple(mark for mark in marks if 0 < mark[0] < len(text))
    if text:
        yield Cue(text, heading.name, heading.start, heading.end, inside)


def _above(lines: Sequence[str]) -> tuple[str, str | None]:
    """The title and the description that stand above the transcript."""
    headings = [found[1].strip() for found in map(_TITLE.fullmatch, lines) if found]
    title = next((one for one in headings if not _ABOUT.match(one)), "")
    said = [line for line in lines if not _TITLE.fullmatch(line) and not _ABOUT.match(line)]
    first = next((line.strip() for line in said if line.strip()), "")
    if not title and first and len(first) <= LONGEST_LINE and first[-1] not in ".!?…:":
        title = first
        said.remove(next(line for line in said if line.strip()))
    return title, "\n".join(said).strip() or None


def _headings(lines: Sequence[str]) -> list[_Heading]:
    """The headings of the way that most lines follow; none unless they make a transcript."""
    bare = [_bare(line) for line in lines]
    ways = [[one for i, line in enumerate(bare) if (one := way(i, line))] for way in _WAYS]
    filled = [index for index, line in enumerate(lines) if line.strip()]
    ways += [list(_paired(bare, filled, side)) for side in (-1, 1)]
    plausible = [found for found in ways if _is_transcript(found, lines)]
    return max(plausible, key=len, default=[])


def _bare(line: str) -> str:
    """A line without the marks of Markdown; "" where it is too long to be a heading."""
    text = line.strip() if len(line) <= LONGEST_LINE else ""
    for mark in ("**", "__", "\\"):
        text = text.replace(mark, "")
    return text.lstrip("#").strip(" \t*_\ufeff")


def _by(pattern: re.Pattern[str]) -> Callable[[int, str], _Heading | None]:
    def read(index: int, line: str) -> _Heading | None:
        found = pattern.fullmatch(line) if ":" in line else None
        if found is None or not _is_name(found["name"]):
            return None
        return _Heading(
            index, index + 1, _named(found["name"]), seconds(found["time"]), seconds(found["end"])
        )

    return read


def _spelled(index: int, line: str) -> _Heading | None:
    found = _SPELLED.fullmatch(line)
    start = in_words(found["spelled"]) if found else None
    if found is None or start is None or not _is_name(found["name"]):
        return None
    return _Heading(index, index + 1, _named(found["name"]), start)


_WAYS = (_by(_NAME_FIRST), _by(_TIME_FIRST), _spelled)


def _paired(bare: Sequence[str], filled: Sequence[int], side: int) -> Iterator[_Heading]:
    """A line that is a time, and the name on the line before (-1) or behind it (1)."""
    for place, index in enumerate(filled):
        found = _ONLY_TIME.fullmatch(bare[index])
        beside = place + side
        if found is None or not 0 <= beside < len(filled):
            continue
        other = filled[beside]
        name = _ONLY_NAME.fullmatch(bare[other])
        if name and _is_name(name["name"]):
            first, last = sorted((index, other))
            start, end = seconds(found["time"]), seconds(found["end"])
            yield _Heading(first, last + 1, _named(name["name"]), start, end)


def _is_name(text: str) -> bool:
    name = _named(text)
    last = name.rpartition(" ")[2]
    # "Lena B." may end so, "Das war schön." may not.
    ended = name.endswith((",", "-", "…")) or (name.endswith(".") and len(last) > 4)
    return 0 < len(name.split()) <= MOST_WORDS and not ended


def _named(text: str) -> str:
    return " ".join(text.split()).strip(" ,-–—|")


def _is_transcript(found: Sequence[_Heading], lines: Sequence[str]) -> bool:
    """Whether headings have words below, and are those of people, who speak more than once."""
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
    numbered = ranges and any(lines[one.first - 1].strip().isdecimal() for one in found if one.first)
    return 10 * spoken >= 9 * len(found) and again and not numbered
