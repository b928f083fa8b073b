"""Estimate when each turn of an untimed transcript is spoken, and how sure that is.

Known are the text, the duration, and the chapters' titles and starts; wanted is the sentence
that opens each chapter, for between two such anchors time passes evenly by characters.

Which sentence it is says a posterior over all ways to lay the chapters on the text
(`corpus.timing.chapter_hmm`: a hidden Markov model, 100 ways drawn from it). The time of a turn is
the median over the ways. Its uncertainty is the half-width that holds 90 % of them, with the errors
to be expected between two anchors (`corpus.timing.pace`): narrow where all ways agree on an anchor
nearby, wide elsewhere. 80 % is what is promised; the rest is for errors of the model itself.

What is scored, as log-likelihood ratios against any other sentence
(`corpus.timing.chapter_evidence`):

* The words of the title are said after the opening. A word said n times in the episode comes
  at that usual rate everywhere, and 0.015 times per second more often just after the opening,
  fading with 1 / (1 + t / 30 s) up to 300 s; with a chance of one half it does not come at all.
  So rare words tell much and common ones nothing. Each echo counts 0.7 of the hit before it.
  Words are stemmed; compounds and derivations of the word count a quarter.
* A chapter opens where somebody else begins to speak (70 %), where the vocabulary of the 90 s
  before and after differs most (2 from the most to the least alike nearby: TextTiling), and at
  a phrase of transition (0.7).

What is penalised: speech that is too fast or too slow between two openings. t seconds of speech
miss the time that their characters suggest by a normal error with the variance 0.5 s · t
(a random walk of the pace) + (0.04 t)² (a topic that is spoken faster or slower) + (3 s)²
(how exact a start is). With a chance of 5 %, 30 % at both ends and in chapters named like music
or advertisements, something without words lies between instead: 60 s in the mean, or 15 s too
few for the words. With a chance of 3 % at each chapter all starts from there on are off by up to
100 s: they were written for another cut of the recording. Titles that say nothing leave it all
to the rest. The pace is the median between the anchors of a first round; the second uses it.

How the numbers were chosen: rates, fading, errors and shares were read off two podcasts whose
true times are known (26 episodes: counts of title words by their distance from the opening,
spread of the pace by length of speech, openings at turns) and rounded. Halved or doubled, each
alone moves the median error by at most 2.4 s. Ten of them searched on one podcast alone give the
other 13.0 s (searched on it: 11.1 s; by characters 53.0 s) and 6.1 s (4.2 s; 12.9 s).
`python -m eval timing` measures the whole.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from corpus.timing.chapter_hmm import locate
from corpus.timing.pace import Stretch
from corpus.timing.speech import Speech, speech
from corpus.timing.usable_chapters import MOST_HEARD, known_duration, usable_chapters
from corpus.types import Episode, Turn

_EVEN = 1e-3  # how much of an even spread separates turns that would else begin together


def align(episode: Episode) -> Episode:
    """Set start, end and uncertainty (seconds) on every turn that can be timed.

    Starts rise strictly and stay within the duration. Measured turns stay as they are; between two
    of them the others are interpolated. Without a duration, or with one that measured times
    contradict, turns outside keep None. Existing estimates are replaced.
    """
    turns = list(episode.turns)
    for index, turn in enumerate(turns):
        if not turn.measured:  # though its end may be
            end = turn.end if turn.start is None and turn.uncertainty is None else None
            turns[index] = replace(turn, start=None, end=end, uncertainty=None)
    row = speech(turns, episode.language)
    # Turns without times are cut into stretches, each between two known points.
    duration = known_duration(episode)
    points = [] if duration is None else [(0.0, 0.0)]
    latest = 0.0
    for position, time, follower in _measurements(turns, row, duration or math.inf):
        if latest <= time < follower:
            latest = time
            points.append((position, time))
    if duration is not None and duration > points[-1][1]:  # else it is wrong, the end unknown
        points.append((row.size, duration))
    for (first, start), (last, end) in pairwise(points):
        open_start = duration is not None and first == 0 and not any(t.measured for t in turns[:1])
        open_end = duration is not None and last == row.size
        stretch = Stretch(first, last, start, max(start, end), open_start, open_end)
        for index, turn in _timed(episode, turns, row, stretch):
            turns[index] = turn
    return replace(episode, turns=tuple(turns))


def _measurements(
    turns: list[Turn], row: Speech, last: float
) -> Iterator[tuple[float, float, float]]:
    """Yield position, time and latest time of measured starts, marks and ends.

    An end counts only if it leaves room for what follows: before the next start, or `last`.
    """
    begins = [last, *(turn.start for turn in reversed(turns) if turn.start is not None)]
    for index, turn in enumerate(turns):
        if turn.start is not None:
            yield float(row.turns[index]), turn.start, math.inf
            begins.pop()
        for offset, seconds in turn.marks:
            yield float(row.turns[index]) + offset, seconds, math.inf
        if turn.end is not None and turn.end > (turn.start or 0.0):
            yield float(row.turns[index + 1]), turn.end, begins[-1]


def _timed(
    episode: Episode, turns: list[Turn], row: Speech, stretch: Stretch
) -> Iterator[tuple[int, Turn]]:
    """Set the estimates on the turns of a stretch."""
    begins = row.turns[:-1]
    inside = np.flatnonzero((begins >= stretch.first) & (begins < stretch.last))
    untimed = [int(index) for index in inside if not turns[index].measured]
    if not untimed:
        return
    chapters = [
        chapter
        for chapter in usable_chapters(episode)
        if stretch.start < chapter.start < stretch.end
    ]
    spread = chapters[:: len(chapters) // MOST_HEARD + 1]
    paths = locate(row, spread, stretch, stretch.pace)
    times, widths = paths.at(np.append(row.turns[untimed], stretch.last))
    before = turns[untimed[0] - 1].start if untimed[0] else None
    # Inside the stretch, rounded to hundredths where that keeps them rising.
    kept = np.clip(np.maximum.accumulate(times[:-1]), stretch.start, stretch.end)
    rounded = np.round(kept, 2)
    if not np.all(np.diff([-1.0 if before is None else before, *rounded, stretch.end]) > 0):
        even = np.linspace(stretch.start, stretch.end, len(kept) + 2)[1:-1]
        rounded = (1 - _EVEN) * kept + _EVEN * even
    starts = [float(time) for time in rounded]
    ends = [*starts[1:], float(times[-1])]
    for index, start, end, width in zip(untimed, starts, ends, widths, strict=False):
        close = max(start, min(round(end, 2), stretch.end))
        turn = replace(turns[index], start=start, end=close, uncertainty=round(float(width), 1))
        yield index, turn
