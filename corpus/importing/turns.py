"""Join neighbouring cues of one speaker into turns; keep their times per sentence.

Nothing that is said is lost: the turns' words are the cues' words in their order.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.errors import ImportFailed
from corpus.formats.document import Cue
from corpus.text.clock import clock
from corpus.text.sentences import sentence_spans
from corpus.types import Turn

# Characters: a turn is cut at a sentence's end from LONG on, after a pause from SHORT on, and
# anywhere from LONGEST on; there is a mark at least every APART where no sentence begins.
SHORT, LONG, LONGEST, APART = 200, 1000, 4000, 200
PAUSE = 4.0  # seconds
MOST = 500_000  # characters of one cue: nobody speaks that long
_SENTENCE_END = re.compile(r"[.!?…][\"”“»«’')\]]*$")
_ONLY_MARKS = re.compile(r"[.,!?;:…”»)]+")

Mark = tuple[int, float]


def joined(cues: Sequence[Cue], place: str = "") -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """Join cues into turns; also return a line per kind of repair, beginning with `place`.

    Impossible times are dropped: negative ones, and those that the order of the others contradicts.
    Raises ImportFailed, naming the cue, for one of more than MOST characters.
    """
    where = f"{place}: " if place else ""
    for number, cue in enumerate(cues, 1):
        if len(cue.text) > MOST:
            raise ImportFailed(
                f"{where}cue {number} has {len(cue.text)} characters, which is no speech"
            )
    said = [cue for cue in cues if cue.text.strip()]
    kept, repairs = _in_order(said)
    turns = tuple(_turn(group) for group in _groups(kept))
    return turns, tuple(f"{where}{repair}" for repair in repairs)


def _in_order(cues: Sequence[Cue]) -> tuple[list[Cue], tuple[str, ...]]:
    """Remove the times that are out of order, as few of them as possible."""
    places = [
        (index, inner, time)
        for index, cue in enumerate(cues)
        for inner, time in enumerate((cue.start, *(seconds for _, seconds in cue.marks)))
        if time is not None
    ]
    right = _longest_rising([time for _, _, time in places])
    wrong = {place[:2]: place[2] for place, fits in zip(places, right, strict=True) if not fits}
    kept = []
    for index, cue in enumerate(cues):
        marks = tuple(
            mark for inner, mark in enumerate(cue.marks, 1) if (index, inner) not in wrong
        )
        start, end = (None, None) if (index, 0) in wrong else (cue.start, cue.end)
        latest = max((time for time in (start, *(t for _, t in marks)) if time), default=0.0)
        # An end before another time of the cue is none.
        end = end if end is not None and end >= latest else None
        kept.append(replace(cue, start=start, end=end, marks=marks))
    repairs = []
    if wrong:
        (index, _), time = next(iter(wrong.items()))
        first = f"the first in cue {index + 1} ({clock(time) if time >= 0 else time})"
        repairs.append(f"times out of order were dropped: {len(wrong)}, {first}")
    return kept, tuple(repairs)


def _longest_rising(times: Sequence[float]) -> list[bool]:
    """Mark a longest rising sequence of times (equal ones may follow each other) from 0 on."""
    best: list[float] = []  # the smallest end of a sequence of each length
    lengths: list[int] = []
    for time in times:
        length = bisect_right(best, time) if time >= 0 else -1
        lengths.append(length)
        if length >= 0:
            best[length : length + 1] = [time]
    wanted, chosen = len(best) - 1, [False] * len(times)
    for index in range(len(times) - 1, -1, -1):
        if wanted >= 0 and lengths[index] == wanted:
            chosen[index] = True
            wanted -= 1
    return chosen


def _groups(cues: Sequence[Cue]) -> Iterator[list[Cue]]:
    """Yield the cues of each turn: it ends with a speaker, when it is long enough, or at a pause.

    A pause always ends a turn of which only the end is known: longer, it could not be timed.
    """
    group: list[Cue] = []
    size = 0
    for cue in cues:
        if group:
            before = group[-1]
            silence = (cue.start or 0.0) - (before.end or before.start or 0.0)
            if _SENTENCE_END.search(before.text[-10:].rstrip()):
                pauses = cue.start is not None and silence >= PAUSE
                full = size >= LONG or (size >= SHORT and pauses)
            else:
                full = size >= LONGEST
            only_end = before.start is None and before.end is not None
            another = cue.apart or cue.speaker != before.speaker
            if another or full or (only_end and silence >= PAUSE):
                yield group
                group, size = [], 0
        group.append(cue)
        size += len(cue.text) + 1
    if group:
        yield group


def _turn(group: Sequence[Cue]) -> Turn:
    parts: list[str] = []
    marks: list[Mark] = []
    size = 0
    for cue in group:
        words = cue.text.strip()
        glue = "" if not parts or _ONLY_MARKS.fullmatch(words) else " "
        size += len(glue)
        shift = size - (len(cue.text) - len(cue.text.lstrip()))
        if cue.start is not None:
            marks.append((size, cue.start))
        marks += [(offset + shift, time) for offset, time in cue.marks]
        parts += [glue, words]
        size += len(words)
    text, start = "".join(parts), group[0].start
    end = max((cue.end for cue in group if cue.end is not None), default=None)
    if end is not None and end < max((time for _, time in marks), default=start or 0.0):
        end = None  # that of an earlier cue
    return Turn(group[0].speaker, text, start, end, None, _kept(marks, text, start))


def _kept(marks: list[Mark], text: str, start: float | None) -> tuple[Mark, ...]:
    """Keep the marks around the beginning of each sentence, and some in long ones.

    Of these, those inside the turn whose offsets and seconds both rise.
    """
    offsets = [offset for offset, _ in marks]
    around: set[int] = set()
    for begin, _ in sentence_spans(text):
        index = bisect_left(offsets, begin)
        exact = index < len(marks) and offsets[index] == begin
        around |= {index} if exact else {index - 1, index}
    chosen: list[Mark] = []
    for index, mark in enumerate(marks):
        if index in around or not chosen or mark[0] - chosen[-1][0] >= APART:
            chosen.append(mark)
    kept: list[Mark] = []
    offset, latest = 0, -1.0 if start is None else start
    for mark in chosen:
        if offset < mark[0] < len(text) and mark[1] > latest:
            kept.append(mark)
            offset, latest = mark
    return tuple(kept)
