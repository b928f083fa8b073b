"""A timeline of each cited episode: a bar of its chapters with marks, as inline SVG.

Positions are percentages, so that it fits any width. One stop for the Tab key; the arrow keys go
on from there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corpus import Moment, Podcast, clock
from rag.types import Answer, Quote, Span
from ui.html.cards import anchor, link_to
from ui.html.templates import rendered
from ui.texts.wording import Wording

# Per cent of the width that a numbered mark needs on the narrowest phone, to be touched alone.
ROOM = 7.0


@dataclass(frozen=True, slots=True)
class _Mark:
    at: Moment
    label: str
    link: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class _Segment:
    label: str
    link: str
    x: float
    width: float


def timelines(number: int, answer: Answer, beside: Sequence[Span], words: Wording) -> Markup:
    """Draw one bar for each cited episode whose quotes have times."""
    quotes = [
        (citation.number, citation.source)
        for citation in answer.citations
        if isinstance(citation.source, Quote)
    ]
    firsts: dict[tuple[Podcast | None, str], Span] = {}
    for _, quote in quotes:
        firsts.setdefault((quote.podcast, quote.episode.id), quote)
    bars = (
        _timeline(first, list(_marks(number, first, quotes, beside, words)), words)
        for first in firsts.values()
    )
    return Markup("").join(bars)


def _marks(
    answer: int,
    first: Span,
    quotes: Sequence[tuple[int, Quote]],
    beside: Sequence[Span],
    words: Wording,
) -> Iterator[_Mark]:
    for span in beside:
        if _same_episode(span, first) and span.begins:
            label = words.mark_beside.format(time=clock(span.begins.seconds))
            link = link_to(span.episode, span.begins, podcast=span.podcast)
            yield _Mark(span.begins, label, link)
    for number, quote in quotes:
        if _same_episode(quote, first) and quote.begins:
            label = words.mark_cited.format(number=number, time=clock(quote.begins.seconds))
            yield _Mark(quote.begins, label, f"#{anchor(answer, number)}", number)


def _same_episode(one: Span, other: Span) -> bool:
    return (one.podcast, one.episode.id) == (other.podcast, other.episode.id)


def _timeline(first: Span, marks: Sequence[_Mark], words: Wording) -> Markup:
    episode, known = first.episode, [mark.at.seconds for mark in marks]
    length = max([episode.duration or 0.0, *known])
    if not episode.duration:
        # Up to the last time that is known.
        said = [turn.end or turn.start or 0.0 for turn in episode.turns]
        length = max([length, *said, *(chapter.start for chapter in episode.chapters)])
    title = words.timeline.format(number=episode.number)
    placed = list(_placed(marks, length)) if length else []
    # A segment for each chapter that begins within the episode.
    chapters = [one for one in episode.chapters if placed and 0 <= one.start < length]
    ends = [*(one.start for one in chapters[1:]), length]
    segments = [
        _Segment(
            label=words.segment.format(title=one.title, time=Moment(one.start)),
            link=link_to(episode, Moment(one.start), podcast=first.podcast),
            x=_x(one.start, length),
            # A gap of a hair's breadth, so that the eye can count.
            width=max(_x(end, length) - _x(one.start, length) - 0.4, 0.2),
        )
        for one, end in zip(chapters, ends, strict=False)
    ]
    return rendered(
        "timeline",
        title=f"{first.podcast.title}: {title}" if first.podcast else title,
        segments=segments,
        marks=placed,
        length=clock(length),
    )


def _x(seconds: float, length: float) -> float:
    """Convert seconds to per cent of the width, off the edges so that end marks are whole."""
    return 2 + 96 * seconds / length


def _placed(marks: Sequence[_Mark], length: float) -> Iterator[tuple[_Mark, float, float | None]]:
    """Yield each mark, its place, and the true place if it had to move.

    Uncited passages come first, then citations in order of time, none over another.
    """
    beside = [mark for mark in marks if not mark.number]
    cited = sorted((mark for mark in marks if mark.number), key=lambda mark: mark.at.seconds)
    true = [_x(mark.at.seconds, length) for mark in cited]
    places = spread(true)
    for mark in beside:
        at = _x(mark.at.seconds, length)
        # One that a number would cover stands among the further passages alone.
        if all(abs(at - place) > ROOM / 2 for place in places):
            yield mark, at, None
    for mark, at, x in zip(cited, true, places, strict=True):
        yield mark, x, at if abs(x - at) > 0.3 else None


def spread(places: Sequence[float], room: float = ROOM) -> list[float]:
    """Move rising places (per cent) apart as little as possible, in the least squares.

    With `room` for each taken off, that is isotonic regression: pools of adjacent violators.
    """
    room = min(room, 96 / max(len(places) - 1, 1))
    pools: list[tuple[float, int]] = []
    for index, place in enumerate(places):
        pool = (place - index * room, 1)
        while pools and pools[-1][0] > pool[0]:
            (mean, count), (other, more) = pools.pop(), pool
            pool = ((mean * count + other * more) / (count + more), count + more)
        pools.append(pool)
    level = [mean for mean, count in pools for _ in range(count)]
    last = 98 - (len(places) - 1) * room
    return [min(max(mean, 2.0), last) + index * room for index, mean in enumerate(level)]
