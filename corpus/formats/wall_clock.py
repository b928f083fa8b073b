"""Times of the day in a transcript ("10:03:12" by the clock on the wall, as Zoom writes them).

They are times of the recording only after the first of them is subtracted.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.formats.document import Cue, Document
from corpus.text.clock import clock

DAY, HOUR = 24 * 3600.0, 3600.0
OF_DAY = 4 * HOUR  # seconds: no transcript begins so late, but by the clock on the wall
LONGEST = 12 * HOUR  # of a recording; what seems longer is no single one
NEAR = 180.0  # seconds between the time in a header, told in minutes, and the first word
MOSTLY = 0.95  # share of times that must fit: one may be mistyped
AFTER_END = 60.0  # seconds that a transcript may go on after a recording's stated length
_TIME = re.compile(
    r"(?<![\d:])([01]?\d|2[0-3])[:.h]([0-5]\d)(?:[:.][0-5]\d)?(?![\d:])[ \t]?((?i:[ap]\.?m\b))?"
)
COUNTED = (
    "its times are those of the day, from {} on, so they were counted from the first; "
    "listen to one of them, and correct them if the recording began earlier"
)
DROPPED = (
    "its times, from {} to {}, are no times of this recording, so they were left out; export it "
    "again with times from the beginning of the recording"
)


def in_recording(document: Document, lasts: float | None) -> tuple[Document, str | None]:
    """Count times of the day from the first; return also a line that says so.

    `lasts` is the length of the recording in seconds. Times that lie beyond it and are not for
    certain times of the day are removed.
    """
    times = [time for cue in document.cues for time in _times(cue)]
    if not times:
        return document, None
    first, earliest = times[0], min(times)
    if first >= DAY or first - LONGEST < earliest < first - NEAR:
        return document, None  # the first is not where the others begin
    beyond = first >= OF_DAY if lasts is None else first > max(lasts, NEAR)
    if not beyond and not _is_told(document, first):
        return document, None
    cues: list[Cue] = []
    begun, shift = first, -first
    for cue in document.cues:
        latest, begun = begun, next(_times(cue), begun)
        if begun < latest - LONGEST:  # after midnight
            shift += DAY
        marks = tuple((offset, round(time + shift, 3)) for offset, time in cue.marks)
        start, end = (None if t is None else round(t + shift, 3) for t in (cue.start, cue.end))
        cues.append(replace(cue, start=start, end=end, marks=marks))
    shifted = sorted(time for cue in cues for time in _times(cue))
    latest = shifted[int(MOSTLY * (len(shifted) - 1))]
    fits = latest <= (LONGEST if lasts is None else lasts + AFTER_END)
    if fits and (first >= OF_DAY or _is_told(document, first)):
        return replace(document, cues=tuple(cues)), COUNTED.format(clock(first))
    left = tuple(replace(cue, start=None, end=None, marks=()) for cue in document.cues)
    return replace(document, cues=left), DROPPED.format(clock(first), clock(max(times)))


def _is_told(document: Document, first: float) -> bool:
    """Return whether the text above the transcript has the time of day of its first words."""
    episode, said = document.episode, document.cues[0]
    opening = said.text if said.speaker is None and said.start is None else ""
    above = "\n".join((episode.title, episode.description or "", opening))
    for hour, minute, half in _TIME.findall(above[:5000]):
        hours = int(hour) % 12 + 12 * half.lower().startswith("p") if half else int(hour)
        # Times before one o'clock at night are like any offset.
        if hours and 0 <= first - (HOUR * hours + 60.0 * int(minute)) <= NEAR:
            return True
    return False


def _times(cue: Cue) -> Iterator[float]:
    if cue.start is not None:
        yield cue.start
    yield from (time for _, time in cue.marks)
