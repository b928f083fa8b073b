"""Estimate when each turn of an untimed transcript is spoken. (First honest version.)"""

from dataclasses import replace

from corpus.types import Episode


def align(episode: Episode) -> Episode:
    """The episode with start, end and uncertainty on every turn that had no measured time.

    Turns keep measured times. Without a duration nothing is estimated: the times stay None.
    """
    if episode.duration is None or any(turn.measured for turn in episode.turns):
        return episode
    total = sum(len(turn.text) for turn in episode.turns) or 1
    position, turns = 0, []
    for turn in episode.turns:
        start = episode.duration * position / total
        position += len(turn.text)
        end = episode.duration * position / total
        turns.append(replace(turn, start=start, end=end, uncertainty=90.0))
    return replace(episode, turns=tuple(turns))
