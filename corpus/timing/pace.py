"""Possible courses of speech between two known points, and their consensus.

See `corpus.timing.align` for the model as a whole.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from corpus.timing.speech import Floats

WANDER = 0.5  # variance in s² that each second of steady speech adds
DRIFT = 0.04  # by which share of its length a chapter is spoken faster or slower
BLUR = 3.0  # seconds by which a chapter's start misses its first sentence
GAP_ODDS = 0.05  # the odds that something without words lies between two openings …
MUSIC_ODDS = 0.3  # … and at the ends of the recording, and in a chapter named like music
GAP, HURRY = 60.0, 15.0  # mean seconds without words; mean seconds too few for the words
COVERED = 0.9  # share of the paths in an interval: more than promised, for the model errs
FLOOR = 2.0  # seconds: not even an anchor is known better
TINY = 1e-300
_NORMAL = np.array([NormalDist().inv_cdf((rank + 0.5) / 9) for rank in range(9)])
COVERING = float(np.quantile(np.abs(_NORMAL), COVERED))  # deviations on either side that hold it


@dataclass(frozen=True, slots=True)
class Stretch:
    """Speech between two known points: positions in characters, times in seconds.

    An open end is the start or the end of the recording: music or silence may be there. With
    `slips` the chapters' starts may be off together.
    """

    first: float
    last: float
    start: float
    end: float
    open_start: bool = False
    open_end: bool = False
    slips: bool = True

    @property
    def pace(self) -> float:
        """Compute the pace in seconds per character."""
        return (self.end - self.start) / max(self.last - self.first, 1.0)


@dataclass(frozen=True, slots=True)
class Paths:
    """`positions` and `times` (paths × knots): the ends of the stretch, and the openings between.

    `odds` (knots − 1) are those of a gap between two knots.
    """

    positions: Floats
    times: Floats
    odds: Floats
    pace: float

    def at(self, positions: Floats, floor: float = FLOOR) -> tuple[Floats, Floats]:
        """Compute each position's median time in seconds, and the half-width that holds COVERED.

        No interval is narrower than that of a normal error of `floor` seconds.
        """
        if self.positions.shape != (1, 2):
            blocks = np.array_split(positions, len(positions) // 2000 + 1)
            times, widths = zip(*(self._at(block, floor) for block in blocks), strict=True)
            return np.concatenate(times), np.concatenate(widths)
        # The same for the only path between two points, in a hundredth of the time.
        (first, last), (start, end) = self.positions[0].tolist(), self.times[0].tolist()
        elapsed, length = end - start, last - first
        late = elapsed - length * self.pace
        steady, gap = likelihood(late, elapsed, float(self.odds[0]))
        lost = float(gap / (steady + gap + TINY))
        variance = (1 - lost) * float(_variance(elapsed)) + lost * late**2
        share = np.clip((positions - first) / max(length, 1e-9), 0, 1)
        deviations = np.sqrt(variance * share * (1 - share))
        return start + share * elapsed, COVERING * np.hypot(deviations, floor)

    def _at(self, positions: Floats, floor: float) -> tuple[Floats, Floats]:
        """Compute the same for many paths: bridges between the knots of each."""
        passed = (self.positions[:, :, None] <= positions).sum(axis=1)
        left = np.clip(passed - 1, 0, self.positions.shape[1] - 2)
        length = np.take_along_axis(np.diff(self.positions), left, axis=1)
        elapsed = np.take_along_axis(np.diff(self.times), left, axis=1)
        said = positions - np.take_along_axis(self.positions, left, axis=1)
        share = np.clip(said / np.maximum(length, 1e-9), 0, 1)
        late = elapsed - length * self.pace
        steady, gap = likelihood(late, elapsed, self.odds[left])
        lost = gap / (steady + gap + TINY)
        variance = (1 - lost) * _variance(elapsed) + lost * late**2
        means = np.take_along_axis(self.times, left, axis=1) + share * elapsed
        deviations = np.hypot(np.sqrt(variance * share * (1 - share)), floor)
        median: Floats = np.median(means, axis=0)
        errors = means[:, None] + deviations[:, None] * _NORMAL[None, :, None] - median
        return median, np.quantile(np.abs(errors), COVERED, axis=(0, 1))


def straight(stretch: Stretch, pace: float) -> Paths:
    """Make the only path through a stretch without chapters."""
    odds = MUSIC_ODDS if stretch.open_start or stretch.open_end else GAP_ODDS
    return Paths(
        np.array([[stretch.first, stretch.last]]),
        np.array([[stretch.start, stretch.end]]),
        np.array([odds]),
        pace,
    )


def _variance(elapsed: Floats | float) -> Floats:
    variance: Floats = WANDER * np.maximum(elapsed, 1) + (DRIFT * elapsed) ** 2
    return variance


def likelihood(
    late: Floats, elapsed: Floats | float, odds: Floats | float
) -> tuple[Floats, Floats]:
    """Score taking `late` seconds more than the text at its pace: by steady speech, by a gap."""
    variance = _variance(np.asarray(elapsed)) + BLUR**2
    steady = (1 - odds) * np.exp(-(late**2) / 2 / variance) / np.sqrt(2 * np.pi * variance)
    gap = odds / 2 / GAP * np.exp(-np.abs(late) / np.where(late > 0, GAP, HURRY))
    return steady, gap
