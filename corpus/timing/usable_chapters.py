"""Select the chapters that can be trusted to order an episode, and warn of the others."""

import math

from corpus.text.clock import clock
from corpus.types import Chapter, Episode

# Of so many it is heard where each one opens; no podcast has more, and each costs time.
MOST_HEARD = 200


def usable_chapters(episode: Episode) -> tuple[Chapter, ...]:
    """Sort the usable chapters: one per start, the first with a title; all within the duration.

    A chapter without a title stays: its start is still known.
    """
    first: dict[float, Chapter] = {}
    for chapter in sorted(episode.chapters, key=lambda chapter: not chapter.title.strip()):
        if math.isfinite(chapter.start) and 0 <= chapter.start < _end(episode):
            first.setdefault(chapter.start, chapter)
    return tuple(first[start] for start in sorted(first))


def chapter_warnings(episode: Episode) -> list[str]:
    """Return one English line for each chapter, and for the duration, that cannot be used."""
    lines: list[str] = []
    usable = set(usable_chapters(episode))
    seen: set[Chapter] = set()
    latest = 0.0
    for index, chapter in enumerate(episode.chapters):
        place = f"chapters[{index}] {chapter.title!r}"
        if not math.isfinite(chapter.start) or chapter.start < 0:
            lines.append(f"{place}: ignored, {chapter.start} is no time")
        elif chapter.start >= _end(episode):
            lines.append(f"{place}: ignored, {clock(chapter.start)} lies beyond the end")
        elif chapter not in usable or chapter in seen:
            lines.append(f"{place}: ignored, another chapter starts at {clock(chapter.start)}")
        elif chapter.start < latest:
            lines.append(f"{place}: out of order, sorted in at {clock(chapter.start)}")
        elif not chapter.title.strip():
            lines.append(f"{place}: has no title, so only its start helps")
        seen.add(chapter)
        latest = max(latest, chapter.start)
    if known_duration(episode) is None and any(turn.start is None for turn in episode.turns):
        lines.append("duration: unknown, so turns are timed only between measured ones")
    return lines


def known_duration(episode: Episode) -> float | None:
    """Return the duration in seconds if it is valid: finite and above zero."""
    duration = episode.duration
    return duration if duration is not None and 0 < duration < math.inf else None


def _end(episode: Episode) -> float:
    return known_duration(episode) or math.inf
