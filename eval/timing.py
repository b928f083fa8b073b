"""Compare estimated times with true ones: `python -m eval timing FOLDER`.

Takes timed episodes (corpus files with chapters and the true start of every turn), hides the times,
estimates them in three ways and compares: `linear` spreads the duration over the characters;
`anchors` moves each chapter's start to the turn that lies nearest there and spreads between those;
`ours` is `corpus.timing.align`. Episodes whose names differ only in a number at the end are one
podcast.
"""

import argparse
import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Episode, align, load_episode
from corpus.cli import Parser, run
from corpus.errors import NachgefragtError

Floats = NDArray[np.float64]
CLOSE, NEAR = 15.0, 30.0
BINS = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """True start, estimated start and uncertainty (NaN: none) of each turn, in seconds."""

    true: Floats
    estimated: Floats
    uncertainty: Floats
    duration: float

    @property
    def errors(self) -> Floats:
        """Return the absolute errors in seconds."""
        return np.abs(self.estimated - self.true)


@dataclass(frozen=True, slots=True)
class Score:
    """One method on one podcast: times in seconds, shares from 0 to 1.

    `width` is the median half-width; it and `coverage` are None without intervals.
    """

    podcast: str
    method: str
    episodes: int
    turns: int
    median: float
    p90: float
    within_15: float
    within_30: float
    coverage: float | None
    width: float | None


Method = Callable[[Episode], tuple[Floats, Floats]]


def linear(episode: Episode) -> tuple[Floats, Floats]:
    """Spread the duration over the characters; no uncertainty (NaN)."""
    position = _positions(episode)
    starts = position[:-1] / max(position[-1], 1.0) * (episode.duration or 0.0)
    return starts, np.full(len(starts), np.nan)


def anchored(episode: Episode) -> tuple[Floats, Floats]:
    """Interpolate between chapters; each starts at the turn that `linear` puts nearest to it."""
    position = _positions(episode)
    starts, unknown = linear(episode)
    duration = episode.duration or 0.0
    inner = [c.start for c in episode.chapters if 0 < c.start < duration]
    turns = [int(np.argmin(np.abs(starts - start))) for start in inner]
    known = {0.0: 0.0, **{float(position[t]): s for t, s in zip(turns, inner, strict=True)}}
    known[float(position[-1])] = duration
    knots = sorted(known)
    times = np.maximum.accumulate([known[knot] for knot in knots])
    return np.interp(position[:-1], knots, times), unknown


def ours(episode: Episode) -> tuple[Floats, Floats]:
    """Return the starts and uncertainties of `corpus.timing.align`.

    Raises NachgefragtError if it estimates no times.
    """
    turns = align(episode).turns
    if any(turn.start is None for turn in turns):
        raise NachgefragtError(f"{episode.title}: no times could be estimated; has it a duration?")
    starts = [turn.start or 0.0 for turn in turns]
    return np.array(starts), np.array([turn.uncertainty or 0.0 for turn in turns])


METHODS: Mapping[str, Method] = {"linear": linear, "anchors": anchored, "ours": ours}


def measure(episode: Episode, method: Method) -> Estimate:
    """Hide the times of a timed episode, estimate them and pair them with the true ones.

    Turns without a true start count as text but are not compared.
    """
    hidden = [replace(turn, start=None, end=None, uncertainty=None) for turn in episode.turns]
    starts, uncertainty = method(replace(episode, turns=tuple(hidden)))
    true = np.array([turn.start if turn.measured else np.nan for turn in episode.turns], float)
    known = ~np.isnan(true)
    return Estimate(true[known], starts[known], uncertainty[known], episode.duration or 0.0)


def score(podcast: str, method: str, estimates: Sequence[Estimate]) -> Score:
    """Score all turns of all episodes together."""
    errors = np.concatenate([estimate.errors for estimate in estimates])
    widths = np.concatenate([estimate.uncertainty for estimate in estimates])
    sure = not np.isnan(widths).any()
    return Score(
        podcast,
        method,
        len(estimates),
        len(errors),
        float(np.median(errors)),
        float(np.quantile(errors, 0.9)),
        float((errors <= CLOSE).mean()),
        float((errors <= NEAR).mean()),
        float((errors <= widths).mean()) if sure else None,
        float(np.median(widths)) if sure else None,
    )


def podcasts(folder: Path) -> dict[str, list[Episode]]:
    """Load a folder's timed episodes by podcast. Raises NachgefragtError if there are none."""
    found: dict[str, list[Episode]] = {}
    for file in sorted(folder.glob("*.json")):
        if file.name != "podcast.json":
            name = file.stem.rstrip("0123456789").rstrip("-_ ") or folder.name
            episode = load_episode(file)
            if episode.duration and any(turn.measured for turn in episode.turns):
                found.setdefault(name, []).append(episode)
    if not found:
        raise NachgefragtError(f"No timed episodes in {folder}: want corpus files with turn starts")
    return found


def table(scores: Iterable[Score]) -> str:
    """Format the scores as a Markdown table."""
    head = ["podcast", "method", "median s", "p90 s", "≤ 15 s", "≤ 30 s", "coverage", "± s"]
    rows = [head, ["---"] * len(head)]
    rows += [
        [
            f"{score.podcast} ({score.episodes})",
            score.method,
            f"{score.median:.1f}",
            f"{score.p90:.1f}",
            f"{score.within_15:.0%}",
            f"{score.within_30:.0%}",
            "" if score.coverage is None else f"{score.coverage:.0%}",
            "" if score.width is None else f"{score.width:.1f}",
        ]
        for score in scores
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def plot(estimates: Mapping[str, Mapping[str, Sequence[Estimate]]], file: Path) -> None:
    """Plot the median error over the position in the episode, as SVG or PNG, a panel per podcast.

    Raises NachgefragtError for another kind of file.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5 * len(estimates), 4), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(1, len(estimates), squeeze=False)[0]
    middles = (np.arange(BINS) + 0.5) / BINS * 100
    for panel, (podcast, methods) in zip(panels, estimates.items(), strict=True):
        for name in ("linear", "ours"):
            errors = np.concatenate([one.errors for one in methods[name]])
            share = np.concatenate([one.true / one.duration for one in methods[name]])
            place = np.minimum((share * BINS).astype(int), BINS - 1)
            inside = [errors[place == each] for each in range(BINS)]
            medians = [np.median(each) if len(each) else np.nan for each in inside]
            panel.plot(middles, medians, label=name)
        panel.set(title=podcast, xlabel="position in the episode (%)", ylim=(0, None))
        panel.set_ylabel("median error of turn starts (s)")
        panel.legend()
    try:
        figure.savefig(file)
    except ValueError as error:
        raise NachgefragtError(f"{file} cannot be drawn: {error}") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table (or JSON); returns the exit status: 0, or 1 with one line on stderr."""
    parser = Parser("python -m eval timing", description=__doc__)
    parser.add_argument("folder", type=Path, help="timed episodes in the corpus format")
    parser.add_argument("--plot", type=Path, help="draw the error over position: .svg or .png")
    parser.add_argument("--json", action="store_true", help="print JSON, not a table")
    return run(parser, arguments, _compare)


def _compare(options: argparse.Namespace) -> None:
    estimates = {
        podcast: {
            name: [measure(episode, method) for episode in episodes]
            for name, method in METHODS.items()
        }
        for podcast, episodes in podcasts(options.folder).items()
    }
    scores = [
        score(podcast, name, found)
        for podcast, methods in estimates.items()
        for name, found in methods.items()
    ]
    if options.plot:
        plot(estimates, options.plot)
    as_json = json.dumps([dataclasses.asdict(score) for score in scores], indent=1)
    print(as_json if options.json else table(scores))


def _positions(episode: Episode) -> Floats:
    return np.cumsum([0, *(len(turn.text) for turn in episode.turns)], dtype=float)
