"""The HTML of a transcript: who says what in which chapter, each sentence with its time.

A long one comes in pieces: that with the linked words is drawn at once, the page fetches the rest.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from operator import itemgetter
from urllib.parse import urlencode

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
PIECE = 60_000  # characters of a piece: what is said in an hour
TURN = 150  # characters that a turn counts more than it says
ROOM = 9.8  # rem that a turn takes before it is laid out, as ui/styles/episode.css has it


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

    turn: int
    chapter: Chapter | None
    voice: Voice | None
    colour: int
    paragraphs: Iterable[_Paragraph]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Turns that follow each other; `drawn` is empty where the page fetches them from `address`."""

    address: str
    begins: float | str
    room: float
    drawn: Markup


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
    """Draw a transcript, of a long one the piece with the marked words; or say there is none."""
    if not episode.turns:
        return empty("none", words.no_transcript, "")
    shown = _shown(episode, marked, podcast, words)
    wanted = _pieces_of_turns(episode)[marked.turn_index if marked else 0]
    named = f"?{urlencode({'podcast': podcast.slug})}" if podcast else ""
    pieces = []
    for number, parts in _by_piece(shown, words):
        drawn = _turns(episode, parts, words) if number == wanted else Markup("")
        start = episode.turns[parts[0].turn].start
        address = f"transcript/{episode.number}/{number}{named}"
        pieces.append(_Piece(address, "" if start is None else start, ROOM * len(parts), drawn))
    estimated = any(turn.uncertainty is not None for turn in episode.turns)
    return rendered(
        "transcript",
        words=words,
        pieces=pieces,
        recording=shown.recording,
        estimated=words.all_estimated if estimated else "",
    )


def transcript_piece(
    episode: Episode, number: int, podcast: Podcast | None, words: Wording
) -> Markup:
    """Draw one piece of a transcript, counted from 0; nothing where there is none."""
    shown = _shown(episode, None, podcast, words)
    for at, parts in _by_piece(shown, words):
        if at == number:
            return _turns(episode, parts, words)
    return Markup("")


def _turns(episode: Episode, parts: Sequence[_Part], words: Wording) -> Markup:
    return rendered("turns", words=words, language=episode.language, parts=parts)


def _shown(
    episode: Episode, marked: Span | None, podcast: Podcast | None, words: Wording
) -> _Shown:
    recording = audio(episode, Moment(0.0), words, podcast)
    return _Shown(episode, podcast, marked, voices(episode.speakers, podcast), recording)


def _by_piece(shown: _Shown, words: Wording) -> Iterator[tuple[int, list[_Part]]]:
    """Yield what each speaker says, by pieces; a turn that spans chapters is in several parts."""
    of_turns = _pieces_of_turns(shown.episode)
    chapter: Chapter | None = None
    before: int | None = None
    nobody = Voice(words.unknown_speaker, "?", 0, None)
    for number, spans in groupby(chapter_spans(shown.episode), lambda span: of_turns[span.turn]):
        parts: list[_Part] = []
        for span in spans:
            opens = span.chapter if span.chapter != chapter else None
            chapter = span.chapter or chapter
            within = Span(
                shown.episode, span.turn, span.start, span.end, span.chapter, shown.podcast
            )
            voice = shown.voices.get(within.speaker or "", nobody)
            named = None if span.turn == before else voice
            before = span.turn
            paragraphs = _paragraphs(within, shown)
            parts.append(_Part(span.turn, opens, named, voice.colour, paragraphs))
        yield number, parts


def _pieces_of_turns(episode: Episode) -> Sequence[int]:
    """Return for each turn in which piece it is."""
    lengths = accumulate((TURN + len(turn.text) for turn in episode.turns[:-1]), initial=0)
    return [before // PIECE for before in lengths]


def _paragraphs(span: Span, shown: _Shown) -> Iterator[_Paragraph]:
    """Draw the paragraphs of a span, none before somebody asks for it."""
    for start, end in _cut(span):
        part = replace(span, start=start, end=end)
        begins = part.begins
        yield _Paragraph(
            "" if begins is None else round(begins.seconds, 1),
            None if begins is None else clock(begins.seconds),
            link_to(part.episode, begins, podcast=part.podcast),
            _pieces(part, shown.marked),
            _heard(part) if shown.recording else "",
        )


def _cut(span: Span) -> Iterator[tuple[int, int]]:
    """Cut a span after about PARAGRAPH characters, where a sentence ends."""
    start = span.start
    if span.end - start > PARAGRAPH:
        for _, end in sentence_spans(span.text):
            so_far, left = span.start + end - start, len(span.text) - end
            if so_far >= PARAGRAPH and left > PARAGRAPH / 3:
                yield start, span.start + end
                start = span.start + end
    yield start, span.end


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
    marks = part.turn.marks
    first = bisect_right(marks, part.start, key=itemgetter(0))
    last = bisect_left(marks, part.end, key=itemgetter(0))
    known = [(part.start, begins.seconds), *marks[first:last], (part.end, ends.seconds)]
    places, times = zip(*known, strict=True)
    starts = [start for start, _ in sentence_spans(part.text)]
    at = np.interp([part.start + start for start in starts], places, times).tolist()
    text = part.text.lstrip()
    lead = len(part.text) - len(text)
    offsets = [max(start - lead, 0) for start in starts]
    if not text.isascii() and max(text) >= "\U00010000":
        offsets = [len(text[:offset].encode("utf-16-le")) // 2 for offset in offsets]
    return " ".join(map("{}:{:.1f}".format, offsets, at))
