"""Find the time in the recording, and the chapter, of any character of the transcript.

Reads times only from the episode's turns (`corpus.timing.align` puts estimates there). If a chapter
starts inside a turn, its opening sentence is located again, with the same model as there and from
neighbouring turns only.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby, zip_longest

import numpy as np

from corpus.text.clock import Moment
from corpus.text.quotations import direct_speech, statement_spans
from corpus.timing.chapter_hmm import locate
from corpus.timing.pace import Paths, Stretch, straight
from corpus.timing.speech import speech
from corpus.timing.usable_chapters import MOST_HEARD, usable_chapters
from corpus.types import Chapter, Episode, Turn

NEARBY = 300.0  # seconds of turns around one that help to find its chapters
CLOCK_RESOLUTION = 1.0  # seconds: inside a measured turn a smaller error cannot be seen on a clock


@dataclass(frozen=True, slots=True)
class ChapterSpan:
    """The characters `start` to `end` of turn number `turn` (from 0), all in one chapter.

    `chapter` is None before the first chapter and where nothing is known.
    """

    turn: int
    start: int
    end: int
    chapter: Chapter | None


def moment(episode: Episode, turn: int, offset: int) -> Moment | None:
    """Return when character `offset` of turn number `turn` is spoken; None if the turn has no time.

    At a mark of the turn the time is measured. Elsewhere inside a turn it is an estimate even if
    the turn was measured: the uncertainty grows with the distance from its start, its marks, its
    end and the chapters between.
    """
    spoken = episode.turns[turn]
    if spoken.marks:
        pieces = _pieces(spoken)
        whole = replace(episode, turns=(*episode.turns[:turn], *pieces, *episode.turns[turn + 1 :]))
        begins = _begins(spoken)
        piece = max(bisect_right(begins, offset) - 1, 0)
        return moment(whole, turn + piece, offset - begins[piece])
    if spoken.start is None:
        return None
    end = _end(episode, turn)
    if offset <= 0 or not spoken.text or end.seconds <= spoken.start:
        return Moment(spoken.start, spoken.uncertainty)
    row = _row(episode, turn, end.seconds)
    seconds, width = _time_at(row, offset)
    share = min(offset / len(spoken.text), 1.0)
    sides = (1 - share) * (spoken.uncertainty or 0.0) + share * (end.uncertainty or 0.0)
    uncertainty = math.hypot(sides, width)
    if spoken.measured and uncertainty < CLOCK_RESOLUTION:
        return Moment(seconds)
    return Moment(seconds, round(uncertainty, 1))


def chapter_spans(episode: Episode) -> tuple[ChapterSpan, ...]:
    """Cut the transcript at turns and chapters, in order, without a gap; skip empty turns."""
    pieces = tuple(piece for turn in episode.turns for piece in _pieces(turn))
    origins = [
        (number, begin) for number, turn in enumerate(episode.turns) for begin in _begins(turn)
    ]
    spans: list[ChapterSpan] = []
    for span in _spans(replace(episode, turns=pieces)):
        turn, begin = origins[span.turn]
        moved = ChapterSpan(turn, begin + span.start, begin + span.end, span.chapter)
        if spans and (spans[-1].turn, spans[-1].chapter) == (turn, span.chapter):
            moved = replace(moved, start=spans.pop().start)
        spans.append(moved)
    # A chapter that begins inside direct speech takes in all of it.
    between: list[ChapterSpan] = []
    for turn, within in groupby(spans, lambda span: span.turn):
        inside = list(within)
        text = episode.turns[turn].text
        whole = statement_spans(text) if len(inside) > 1 else []
        spoken = direct_speech(text) if len(inside) > 1 else []
        start = 0
        for span, following in zip_longest(inside, inside[1:]):
            end = span.end
            if following and any(a < end < b for a, b in spoken):
                end = max(start, next(first for first, last in whole if first < end < last))
            if end > start:
                between.append(replace(span, start=start, end=end))
            start = end
    return tuple(between)


def _spans(episode: Episode) -> list[ChapterSpan]:
    openings: dict[int, list[tuple[int, Chapter]]] = {}
    for turn, offset, chapter in _openings(episode):
        openings.setdefault(turn, []).append((offset, chapter))
    spans: list[ChapterSpan] = []
    current: Chapter | None = None
    for turn, spoken in enumerate(episode.turns):
        start = 0
        for offset, chapter in openings.get(turn, []):
            if offset > start:
                spans.append(ChapterSpan(turn, start, offset, current))
            start, current = offset, chapter
        if len(spoken.text) > start:
            known = None if spoken.start is None else current
            spans.append(ChapterSpan(turn, start, len(spoken.text), known))
    return spans


def _begins(turn: Turn) -> list[int]:
    """Return the offsets at which the pieces of the turn begin."""
    return [0, *(offset for offset, _ in turn.marks)]


def _pieces(turn: Turn) -> list[Turn]:
    """Cut the turn at its marks, each piece with its own times."""
    if not turn.marks:
        return [turn]
    begins = [(0, turn.start), *turn.marks]
    ends = [*turn.marks, (len(turn.text), turn.end)]
    return [
        Turn(turn.speaker, turn.text[first:last], start, end, None if first else turn.uncertainty)
        for (first, start), (last, end) in zip(begins, ends, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    """A turn and its neighbours, with the chapters that start while it is spoken."""

    turns: tuple[Turn, ...]
    index: int
    end: float
    chapters: tuple[Chapter, ...]
    language: str | None

    def position(self, offset: int) -> int:
        """Return the position counted from the first of the neighbouring turns."""
        return sum(len(turn.text) + 1 for turn in self.turns[: self.index]) + offset


def _openings(episode: Episode) -> Iterator[tuple[int, int, Chapter]]:
    """Find for each chapter the turn and the offset in it where it opens."""
    timed = [index for index, turn in enumerate(episode.turns) if turn.start is not None]
    starts = list(accumulate((episode.turns[index].start or 0.0 for index in timed), max))
    within: dict[int, list[Chapter]] = {}
    for chapter in usable_chapters(episode) if timed else ():
        last = max(bisect_right(starts, chapter.start) - 1, 0)
        within.setdefault(timed[last], []).append(chapter)
    for turn, chapters in within.items():
        spoken, end = episode.turns[turn], _end(episode, turn).seconds
        start = spoken.start or 0.0
        located: dict[Chapter, int] = {}
        if spoken.text and end > start:
            row = _row(episode, turn, end)
            knots = np.quantile(_paths(row).positions[:, 1:-1], 0.5, axis=0, method="lower")
            offsets = (int(knot) - row.position(0) for knot in knots)
            located = dict(zip(row.chapters, offsets, strict=True))
        for chapter in chapters:
            # Any other opens where its time falls if time passes evenly.
            passed = chapter.start - start
            share = passed / max(passed, end - start) if passed > 0 else 0.0
            evenly = int(share * len(spoken.text))
            yield turn, min(located.get(chapter, evenly), len(spoken.text)), chapter


def _row(episode: Episode, turn: int, end: float) -> _Row:
    spoken = episode.turns[turn]
    start = 0.0 if spoken.start is None else spoken.start
    inner: tuple[Chapter, ...] = ()
    if len(episode.chapters) <= MOST_HEARD:  # more of them would take too long to locate
        inner = tuple(chapter for chapter in episode.chapters if start < chapter.start < end)
        inner = usable_chapters(replace(episode, chapters=inner)) if inner else ()
    first = last = turn
    if inner:
        while first > 0 and _starts_within(episode.turns[first - 1], start - NEARBY, end):
            first -= 1
        while last + 1 < len(episode.turns) and _starts_within(
            episode.turns[last + 1], start, end + NEARBY
        ):
            last += 1
    nearby = episode.turns[first : last + 1]
    return _Row(nearby, turn - first, end, inner, episode.language)


def _starts_within(turn: Turn, low: float, high: float) -> bool:
    return turn.start is not None and low <= turn.start <= high


@lru_cache(maxsize=256)
def _paths(row: _Row) -> Paths:
    """Compute the possible courses of the turn, chapter by chapter."""
    spoken = row.turns[row.index]
    first = float(row.position(0))
    last = first + len(spoken.text) + 1
    stretch = Stretch(first, last, spoken.start or 0.0, row.end, slips=False)
    if not row.chapters:
        return straight(stretch, stretch.pace)
    laid = speech(row.turns, row.language)
    nearby = row.turns[-1].end or row.end
    pace = (nearby - (row.turns[0].start or 0.0)) / max(laid.size, 1.0)
    return locate(laid, row.chapters, stretch, pace if pace > 0 else stretch.pace, rounds=1)


# A page says the time of one sentence many times over, and many readers ask about the same ones.
@lru_cache(maxsize=4096)
def _time_at(row: _Row, offset: int) -> tuple[float, float]:
    """Return the time of a character of the turn and the half-width of its interval, in seconds."""
    (seconds,), (width,) = _paths(row).at(np.array([row.position(offset)]), floor=0.0)
    return float(seconds), float(width)


def _end(episode: Episode, turn: int) -> Moment:
    """Return the end of the turn, or else the start of the next."""
    spoken = episode.turns[turn]
    following = episode.turns[turn + 1] if turn + 1 < len(episode.turns) else spoken
    ends = [end for end in (spoken.end, following.start, spoken.start) if end is not None]
    measured = spoken.measured and spoken.end is not None
    side = spoken if following.start is None else following
    return Moment(ends[0] if ends else 0.0, None if measured else side.uncertainty)
