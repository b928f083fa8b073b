"""The HTML of a transcript: who says what in which chapter, each sentence with its time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from markupsafe import Markup

from corpus import Chapter, Episode, Moment, Podcast, chapter_spans, clock, sentence_spans
from rag.types import Span
from ui.html.cards import Audio, Piece, audio, link_to
from ui.html.frame import empty
from ui.html.templates import rendered
from ui.pages.voices import Voice, voices
from ui.texts.wording import Wording

PARAGRAPH = 420  # characters after which a long turn gets a new paragraph, at a sentence


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Some sentences of a turn; `heard` are the places and times of them, for the script."""

    at: float | str
    begins: str | None
    link: str
    pieces: list[Piece]
    heard: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A turn, or the part of it in one chapter; `voice` is None where the same turn goes on."""

    chapter: Chapter | None
    voice: Voice | None
    colour: int
    paragraphs: Iterable[_Paragraph]


@dataclass(frozen=True, slots=True)
class _Shown:
    """Things that a transcript is drawn with: voices, marked words, whether it can be heard."""

    episode: Episode
    podcast: Podcast | None
    marked: Span | None
    voices: Mapping[str, Voice]
    recording: Audio | None


def transcript(
    episode: Episode, marked: Span | None, podcast: Podcast | None, words: Wording
) -> Markup:
    """Draw a transcript, or say that there is none."""
    if not episode.turns:
        return empty("none", words.no_transcript, "")
    recording = audio(episode, Moment(0.0), words, podcast)
    known = voices(episode.speakers, podcast)
    shown = _Shown(episode, podcast, marked, known, recording)
    estimated = any(turn.uncertainty is not None for turn in episode.turns)
    return rendered(
        "transcript",
        words=words,
        parts=_parts(shown, words),
        recording=recording,
        estimated=words.all_estimated if estimated else "",
    )


def _parts(shown: _Shown, words: Wording) -> Iterator[_Part]:
    """Yield what each speaker says, a turn that spans chapters in several parts."""
    chapter: Chapter | None = None
    before: int | None = None
    nobody = Voice(words.unknown_speaker, "?", 0, None)
    for span in chapter_spans(shown.episode):
        opens = span.chapter if span.chapter != chapter else None
        chapter = span.chapter or chapter
        within = Span(shown.episode, span.turn, span.start, span.end, span.chapter, shown.podcast)
        voice = shown.voices.get(within.speaker or "", nobody)
        paragraphs = (
            _paragraph(replace(within, start=start, end=end), shown)
            for start, end in _paragraphs(within)
        )
        goes_on, before = span.turn == before, span.turn
        yield _Part(opens, None if goes_on else voice, voice.colour, paragraphs)


def _paragraphs(span: Span) -> Iterator[tuple[int, int]]:
    """Cut a span after about PARAGRAPH characters, where a sentence ends."""
    start = span.start
    if span.end - start > PARAGRAPH:
        for _, end in sentence_spans(span.text):
            so_far, left = span.start + end - start, len(span.text) - end
            if so_far >= PARAGRAPH and left > PARAGRAPH / 3:
                yield start, span.start + end
                start = span.start + end
    yield start, span.end


def _paragraph(part: Span, shown: _Shown) -> _Paragraph:
    begins = part.begins
    pieces = _pieces(part, shown.marked)
    return _Paragraph(
        "" if begins is None else round(begins.seconds, 1),
        None if begins is None else clock(begins.seconds),
        link_to(part.episode, begins, podcast=part.podcast),
        pieces,
        _heard(part) if shown.recording else "",
    )


def _pieces(part: Span, marked: Span | None) -> list[Piece]:
    """Cut the marked words out of a paragraph, as far as they lie in it."""
    if not marked or marked.turn_index != part.turn_index:
        return [(part.text.strip(), False)]
    text = part.turn.text
    start, end = max(marked.start, part.start), min(marked.end, part.end)
    if not text[start:end].strip():
        return [(part.text.strip(), False)]
    until = start + len(text[start:end].rstrip())
    return [
        (text[part.start : start].lstrip(), False),
        (text[start:until], True),
        (text[until : part.end].rstrip(), False),
    ]


def _heard(part: Span) -> str:
    """Write where each sentence begins in the shown text and when: "0:34.0 57:38.2".

    Places are counted as browsers count (UTF-16). Between known times speech is taken as even.
    """
    begins, ends = part.begins, part.ends
    if begins is None or ends is None:
        return ""
    known = [(part.start, begins.seconds), *_marks(part), (part.end, ends.seconds)]
    places, times = zip(*known, strict=True)
    text = part.text
    lead = len(text) - len(text.lstrip())
    starts = [start for start, _ in sentence_spans(text)]
    at = np.interp([part.start + start for start in starts], places, times).tolist()
    offsets = _in_browser(text[lead:], [max(start - lead, 0) for start in starts])
    return " ".join(map("{}:{:.1f}".format, offsets, at))


def _marks(part: Span) -> tuple[tuple[int, float], ...]:
    marks = part.turn.marks
    first = bisect_right(marks, part.start, key=lambda mark: mark[0])
    last = bisect_left(marks, part.end, key=lambda mark: mark[0])
    return marks[first:last]


def _in_browser(text: str, offsets: list[int]) -> list[int]:
    if text.isascii() or max(text) < "\U00010000":
        return offsets
    return [len(text[:offset].encode("utf-16-le")) // 2 for offset in offsets]
