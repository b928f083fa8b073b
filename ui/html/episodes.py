"""The HTML of an episode: its chapters, show notes and transcript."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from corpus import (
    Chapter,
    Episode,
    Moment,
    Podcast,
    chapter_spans,
    clock,
    sentence_spans,
)
from corpus.exports.sentences import is_timed
from rag.text.highlight import said_at, sentence_at
from rag.types import Span
from ui.html.cards import Audio, Piece, audio, link_to, short_title
from ui.html.chooser import known
from ui.html.frame import empty
from ui.html.templates import rendered
from ui.html.trouble import drawn
from ui.state.events import Place
from ui.texts.wording import Wording

CUT_OFF = 1.5  # seconds: a clock shows no fractions, and where one sentence ends another begins
PARAGRAPH = 420  # characters after which a long turn gets a new paragraph, at a sentence


@dataclass(frozen=True, slots=True)
class _Paragraph:
    at: float | str
    begins: Moment | None
    link: str
    audio: Audio | None
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class _Part:
    """A turn, or the part of it in one chapter; `speaker` is None where the same turn goes on."""

    chapter: Chapter | None
    speaker: str | None
    paragraphs: Iterable[_Paragraph]


def nothing_open(words: Wording) -> Markup:
    """Invite the reader to choose an episode."""
    return empty("pick", words.pick, words.pick_more)


def no_such_episode(words: Wording) -> Markup:
    """Say that there is no such episode."""
    return empty("none", words.no_episode, words.pick_more)


def episode_page(
    episode: Episode, place: Place, words: Wording, podcast: Podcast | None = None
) -> Markup:
    """Draw an episode, the sentence at the linked place marked in its transcript.

    `podcast` is named where there are several.
    """
    marked = _marked(episode, place)
    return rendered(
        "episode",
        words=words,
        podcast=podcast,
        number=episode.number,
        title=short_title(episode),
        facts=drawn(words, "reload", _facts, episode, podcast, words),
        chapters=drawn(words, "reload", _chapters, episode, podcast, words),
        notes=drawn(words, "reload", _notes, episode, words),
        transcript=drawn(words, "reload", _transcript, episode, marked, podcast, words),
    )


def _facts(episode: Episode, podcast: Podcast | None, words: Wording) -> Markup:
    return rendered(
        "facts",
        number=episode.number,
        podcast=podcast,
        spoken=bool(episode.turns),
        timed=is_timed(episode),
        chaptered=bool(episode.chapters),
        words=words,
        known=list(known(episode, words)),
        audio=audio(episode, Moment(0.0), words),
        page_url=episode.page_url,
    )


def _chapters(episode: Episode, podcast: Podcast | None, words: Wording) -> Markup:
    chapters = [
        (chapter, clock(chapter.start), link_to(episode, Moment(chapter.start), podcast=podcast))
        for chapter in episode.chapters
    ]
    return rendered("chapters", words=words, chapters=chapters)


def _notes(episode: Episode, words: Wording) -> Markup:
    return rendered("notes", words=words, episode=episode)


def _marked(episode: Episode, place: Place) -> Span | None:
    """Return the words that an address points at: exactly where it says so, else a sentence."""
    turn = place.turn
    known = turn is not None and turn < len(episode.turns)
    if known and place.characters:
        start, end = place.characters
        if start < end <= len(episode.turns[turn or 0].text):
            return Span(episode, turn or 0, start, end, None)
    if place.time is not None:
        return _said_from(episode, place.time, place.until)
    return sentence_at(episode, turn or 0) if known else None


def _said_from(episode: Episode, time: float, until: float | None) -> Span | None:
    """Return the sentence that is said at a time, with those after it in its turn until another."""
    first = said_at(episode, time)
    last = (
        said_at(episode, max(time, until - CUT_OFF)) if first and until and until > time else None
    )
    if first is None or last is None or last.turn_index < first.turn_index:
        return first
    end = last.end if last.turn_index == first.turn_index else len(first.turn.text)
    return replace(first, end=max(first.end, end))


def _transcript(
    episode: Episode, marked: Span | None, podcast: Podcast | None, words: Wording
) -> Markup:
    if not episode.turns:
        return empty("none", words.no_transcript, "")
    parts = _parts(episode, marked, podcast, words)
    return rendered("transcript", words=words, parts=parts)


def _parts(
    episode: Episode, marked: Span | None, podcast: Podcast | None, words: Wording
) -> Iterator[_Part]:
    """Yield what each speaker says, a turn that spans chapters in several parts."""
    chapter: Chapter | None = None
    before: int | None = None
    for span in chapter_spans(episode):
        opens = span.chapter if span.chapter != chapter else None
        chapter = span.chapter or chapter
        within = Span(episode, span.turn, span.start, span.end, span.chapter, podcast)
        speaker = None if span.turn == before else within.speaker or words.unknown_speaker
        before = span.turn
        paragraphs = (
            _paragraph(replace(within, start=start, end=end), marked, words)
            for start, end in _paragraphs(within)
        )
        yield _Part(opens, speaker, paragraphs)


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


def _paragraph(part: Span, marked: Span | None, words: Wording) -> _Paragraph:
    begins = part.begins
    return _Paragraph(
        "" if begins is None else round(begins.seconds, 1),
        begins,
        link_to(part.episode, begins, podcast=part.podcast),
        audio(part.episode, begins, words),
        _pieces(part, marked),
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
        (text[part.start : start], False),
        (text[start:until], True),
        (text[until : part.end], False),
    ]
