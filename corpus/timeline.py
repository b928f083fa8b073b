"""Where in the recording a character of the transcript is spoken, and in which chapter.

Reads times only from the episode's turns (`corpus.align` puts estimates there). A first honest
version: inside a turn, time passes evenly by characters; a chapter opens at the sentence whose
time is nearest to the chapter's start.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.clock import Moment
from corpus.sentences import sentence_spans
from corpus.types import Chapter, Episode


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
    """When the character `offset` of turn number `turn` is spoken; None if the turn has no time."""
    spoken = episode.turns[turn]
    if spoken.start is None:
        return None
    end = spoken.start if spoken.end is None else spoken.end
    share = offset / len(spoken.text) if spoken.text else 0.0
    return Moment(spoken.start + share * (end - spoken.start), spoken.uncertainty)


def chapter_spans(episode: Episode) -> tuple[ChapterSpan, ...]:
    """The transcript cut at turns and chapters, in order, without a gap; empty turns have none."""
    return tuple(span for turn in range(len(episode.turns)) for span in _turn_spans(episode, turn))


def _turn_spans(episode: Episode, turn: int) -> Iterator[ChapterSpan]:
    run: ChapterSpan | None = None
    for start, end in sentence_spans(episode.turns[turn].text):
        chapter = _chapter_at(episode, turn, (start + end) // 2)
        if run is not None and run.chapter == chapter:
            run = ChapterSpan(turn, run.start, end, chapter)
            continue
        if run is not None:
            yield run
        run = ChapterSpan(turn, start, end, chapter)
    if run is not None:
        yield run


def _chapter_at(episode: Episode, turn: int, offset: int) -> Chapter | None:
    when = moment(episode, turn, offset)
    if when is None:
        return None
    started = [chapter for chapter in episode.chapters if chapter.start <= when.seconds]
    return max(started, key=lambda chapter: chapter.start, default=None)
