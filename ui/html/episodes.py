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
from rag.text.highlight import said_at, sentence_at
from rag.types import Span
from ui.html.cards import Audio, Piece, audio, link_to, short_title
from ui.html.chooser import known
from ui.html.frame import empty
from ui.html.templates import rendered
from ui.html.trouble import drawn
from ui.state.events import Place
from ui.texts.wording import Wording

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
        facts=drawn(words, "reload", _facts, episode, words),
        chapters=drawn(words, "reload", _chapters, episode, podcast, words),
        notes=drawn(words, "reload", _notes, episode, words),
        transcript=drawn(words, "reload", _transcript, episode, marked, podcast, words),
    )


def _facts(episode: Episode, words: Wording) -> Markup:
    return rendered(
        "facts",
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
    if place.time is not None:
        return said_at(episode, place.time)
    if place.turn is not None and 0 <= place.turn < len(episode.turns):
        return sentence_at(episode, place.turn)
    return None


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
    """Cut the marked words out of a paragraph if they begin in it."""
    here = marked and marked.turn_index == part.turn_index
    if not marked or not here or not part.start <= marked.start < part.end:
        return [(part.text.strip(), False)]
    text = part.turn.text
    until = marked.start + len(text[marked.start : min(marked.end, part.end)].rstrip())
    return [
        (text[part.start : marked.start], False),
        (text[marked.start : until], True),
        (text[until : part.end], False),
    ]
