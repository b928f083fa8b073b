"""Locate the opening sentence of each chapter: many likely answers, drawn from the posterior.

A hidden Markov model over the chapters of a stretch of speech. State: the place where a chapter
opens, and by how much its published start is off (`SHIFTS`). Forward filtering and backward
sampling (Frühwirth-Schnatter 1994) give PATHS equally likely ways through. See
`corpus.timing.align` for the model as a whole.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.timing.chapter_evidence import opening_evidence, title_evidence
from corpus.timing.pace import GAP_ODDS, MUSIC_ODDS, TINY, Paths, Stretch, likelihood, straight
from corpus.timing.speech import Floats, Speech
from corpus.types import Chapter

SLIP = 0.03  # the odds at each chapter that all starts from here on are off …
SHIFTS = np.array([0.0, *(sign * off for off in (20, 40, 60, 80, 100) for sign in (1, -1))])
PATHS = 100
MUSIC = re.compile(
    r"\b(intro|outro|musik|music|song|lied|jingle|werbung|anzeige|sponsor|ads?|pause|break)\b", re.I
)
# A chapter opens within so many seconds, or this share, of where the pace puts it; the best places.
_NEAR, _SHARE, _MOST = 300.0, 0.15, 256
_FAR, _SIDE = 3000, 100  # seconds: of the table of likelihoods, and of the greatest shift


def locate(
    speech: Speech, chapters: Sequence[Chapter], stretch: Stretch, pace: float, rounds: int = 2
) -> Paths:
    """Locate the openings of a stretch's chapters; their starts rise and lie inside it.

    `pace` is a first guess in seconds per character; each round improves it.
    """
    paths = straight(stretch, pace)
    if not chapters or speech.size < 2:
        return paths
    general = opening_evidence(speech, pace)
    for _ in range(rounds):
        model = _Model(speech, tuple(chapters), stretch, pace, general)
        paths = model.sample()
        # The median over the text of the pace between neighbouring knots, near the guess.
        lengths = np.diff(np.median(paths.positions, axis=0))
        paces = np.diff(np.median(paths.times, axis=0)) / np.maximum(lengths, 1)
        order = np.argsort(paces)
        total = np.cumsum(lengths[order])
        middle = paces[order][np.searchsorted(total, total[-1] / 2)]
        pace = float(np.clip(middle, 0.7 * pace, 1.2 * pace))
    return paths


class _Model:
    """The hidden Markov model of one stretch, for one pace.

    Layers (rows of `forward`) are the SHIFTS: all chapters begin in layer 0, where starts are
    as published, and may slip once into another.
    """

    def __init__(
        self,
        speech: Speech,
        chapters: tuple[Chapter, ...],
        stretch: Stretch,
        pace: float,
        general: Floats,
    ) -> None:
        self.stretch, self.pace = stretch, pace
        self.starts = np.array([chapter.start for chapter in chapters])
        named = (MUSIC_ODDS if MUSIC.search(one.title) else GAP_ODDS for one in chapters)
        self.odds = np.array([GAP_ODDS, *named])
        self.odds[0] = MUSIC_ODDS if stretch.open_start else self.odds[0]
        self.odds[-1] = MUSIC_ODDS if stretch.open_end else self.odds[-1]
        self.shifts = SHIFTS if stretch.slips else SHIFTS[:1]
        self.slip = np.array([1.0, *(SLIP / (len(SHIFTS) - 1) for _ in self.shifts[1:])])
        inside = (speech.places >= stretch.first) & (speech.places <= stretch.last)
        possible = np.flatnonzero(inside)
        expected = stretch.start + (speech.places[possible] - stretch.first) * pace
        reach = max(_NEAR, _SHARE * (stretch.end - stretch.start))
        self.places: list[Floats] = []
        self.weights: list[Floats] = []
        for chapter in chapters:
            away = np.abs(expected - chapter.start)
            index = possible[away <= max(reach, float(away.min()))]
            places = speech.places[index]
            score = general[index] + title_evidence(chapter.title, speech, pace, places)
            best = np.sort(np.argsort(-score, kind="stable")[:_MOST])
            self.places.append(places[best])
            self.weights.append(np.exp(score[best] - score.max()))

    def _step(self, late: Floats, elapsed: float, knot: int) -> Floats:
        steady, gap = likelihood(late, elapsed, self.odds[knot])
        likely: Floats = steady + gap
        return likely

    def forward(self) -> list[Floats]:
        """Compute for each chapter the likelihood (shifts × places) of everything up to it."""
        elapsed = self.starts[0] - self.stretch.start
        said = (self.places[0] - self.stretch.first) * self.pace
        likely = self.slip[:, None] * self._step(elapsed + self.shifts[:, None] - said, elapsed, 0)
        found = [self._seen(likely, 0)]
        # One table by whole seconds serves all pairs and shifts: exp is the slow part.
        seconds = np.arange(-_FAR, _FAR + 1, dtype=float)
        for knot in range(1, len(self.starts)):
            elapsed = self.starts[knot] - self.starts[knot - 1]
            said = (self.places[knot] - self.places[knot - 1][:, None]) * self.pace
            table = np.append(self._step(seconds, elapsed, knot), 0.0)
            late = np.rint(elapsed - said).clip(-_FAR + _SIDE, _FAR - _SIDE).astype(np.int32) + _FAR
            backwards = said < 0
            likely = np.empty((len(self.shifts), late.shape[1]))
            for layer, shift in enumerate(self.shifts.astype(int)):
                index = late + shift
                index[backwards] = len(seconds)
                step = table.take(index)
                likely[layer] = self.slip[layer] * (found[-1][0] @ step)
                if layer == 0:
                    stay = step
                else:
                    likely[layer] += found[-1][layer] @ stay
            found.append(self._seen(likely, knot))
        return found

    def _seen(self, likely: Floats, knot: int) -> Floats:
        seen: Floats = likely * self.weights[knot] + TINY
        return seen / float(seen.max())

    def sample(self) -> Paths:
        """Draw PATHS ways through, from the last chapter back to the first."""
        random = np.random.default_rng(0)
        forward, stretch, count = self.forward(), self.stretch, len(self.starts)
        positions = np.full((PATHS, count + 2), stretch.first)
        times = np.full((PATHS, count + 2), stretch.start)
        positions[:, -1], times[:, -1] = stretch.last, stretch.end
        elapsed = stretch.end - self.starts[-1]
        said = (stretch.last - self.places[-1]) * self.pace
        step = self._step(elapsed - self.shifts[:, None] - said, elapsed, -1)
        likely = forward[-1] * step + TINY
        total = np.cumsum(likely.ravel())
        drawn = np.searchsorted(total, (np.arange(PATHS) + 0.5) / PATHS * total[-1])
        layer, place = np.divmod(drawn, likely.shape[1])
        for knot in range(count - 1, -1, -1):
            if knot < count - 1:
                layer, place = self._back(forward[knot], knot, layer, place, random)
            positions[:, knot + 1] = self.places[knot][place]
            times[:, knot + 1] = self.starts[knot] + self.shifts[layer]
        positions = np.maximum.accumulate(positions, axis=1)
        times = np.maximum.accumulate(np.clip(times, stretch.start, stretch.end), axis=1)
        # Speech begins after the music at an open start, and ends before that at an open end.
        for knot, sign, is_open in ((0, 1, stretch.open_start), (-1, -1, stretch.open_end)):
            if is_open:
                elapsed = np.abs(times[:, knot + sign] - times[:, knot])
                said = np.abs(positions[:, knot + sign] - positions[:, knot]) * self.pace
                late = elapsed - said
                steady, gap = likelihood(late, elapsed, MUSIC_ODDS)
                times[:, knot] += sign * np.maximum(late, 0) * gap / (steady + gap + TINY)
        return Paths(positions, times, self.odds, self.pace)

    def _back(
        self,
        likely: Floats,
        knot: int,
        layer: NDArray[np.intp],
        place: NDArray[np.intp],
        random: np.random.Generator,
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Draw the state at `knot` of each path, given its state at the next one."""
        elapsed = self.starts[knot + 1] - self.starts[knot]
        said = (self.places[knot + 1][place] - self.places[knot][:, None]) * self.pace
        stay = likely[layer].T * self._step(elapsed - said, elapsed, knot + 1)
        slip = self.slip[layer] * likely[0][:, None]
        slip = slip * self._step(elapsed + self.shifts[layer] - said, elapsed, knot + 1)
        both = np.vstack([stay * (said >= 0), slip * (said >= 0) * (layer > 0)]) + TINY
        total = np.cumsum(both, axis=0)
        drawn = (total < random.random(PATHS) * total[-1]).sum(axis=0)
        before = np.where(drawn >= len(likely[0]), 0, layer)
        return before, drawn % len(likely[0])
