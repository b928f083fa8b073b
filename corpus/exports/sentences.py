"""The sentences of a transcript with their times, as players show them one after the other."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.errors import ExportFailed
from corpus.text.clock import Moment
from corpus.text.sentences import sentence_spans
from corpus.timing.timeline import moment
from corpus.types import Episode

MOST = 2_000_000  # characters of a transcript: more than 30 hours of speech
SHORTEST = 0.001  # seconds: nothing ends when it begins, and no format tells less apart


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of turn number `turn`, on one line; times in seconds, starts never fall.

    `uncertainty` is that of the start: None where it was measured, infinite where nobody knows more
    than what was said before and after.
    """

    turn: int
    speaker: str | None
    text: str
    start: float
    end: float
    uncertainty: float | None


def is_timed(episode: Episode) -> bool:
    """Return whether any time of the transcript is known."""
    return any(turn.start is not None for turn in episode.turns)


def sentences(episode: Episode) -> list[Sentence]:
    """Return what is said, sentence by sentence.

    Raises ExportFailed where there is no transcript or far too much of one, or no time in it.
    """
    check_size(episode)
    if not is_timed(episode):
        raise ExportFailed(
            f"Episode {episode.number} has no times, which this format needs; estimate them with: "
            "python -m corpus align EPISODE.json, or export it as txt"
        )
    rows: list[Sentence] = []
    latest = 0.0
    for number, turn in enumerate(episode.turns):
        measured = dict(turn.marks)
        for begin, end in sentence_spans(turn.text):
            if text := " ".join(turn.text[begin:end].split()):
                # Where a time was published nothing has to be worked out.
                exact = Moment(measured[begin]) if begin in measured else None
                when = exact or moment(episode, number, begin) or Moment(latest, math.inf)
                latest = max(latest, round(when.seconds, 3))
                rows.append(Sentence(number, turn.speaker, text, latest, latest, when.uncertainty))
    if not rows:
        return []
    over = replace(rows[-1], turn=-1, start=max(episode.duration or 0.0, rows[-1].start))
    ended = []
    for row, after in pairwise([*rows, over]):
        # The last one of a turn ends with it, any other where the next begins.
        own = episode.turns[row.turn].end if after.turn != row.turn else None
        last = max(after.start if own is None else own, row.start + SHORTEST)
        ended.append(replace(row, end=round(last, 3)))
    return ended


def check_size(episode: Episode) -> None:
    """Raise ExportFailed where there is no transcript, or more of it than anybody can say."""
    size = sum(len(turn.text) for turn in episode.turns)
    if not size:
        raise ExportFailed(f"Episode {episode.number} has no transcript")
    if size > MOST:
        raise ExportFailed(
            f"Episode {episode.number} has {size} characters, at most {MOST} are exported"
        )
