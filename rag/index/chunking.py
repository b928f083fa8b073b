"""Cut the transcript into chunks: whole sentences of one turn in one chapter, about 60–120 words.

Quotations are never cut: each counts as one sentence with what introduces it.
Neighbouring windows of a long turn overlap, so that no thought is cut in two everywhere.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from corpus import Chapter, ChapterSpan, Episode, chapter_spans, sentence_spans, statement_spans
from rag.types import Chunk, Chunking

MOST_TOGETHER = 3  # sentences of a passage, or short ones that count as one


def windows(episode: Episode, chunking: Chunking) -> list[Chunk]:
    """Cut overlapping windows of whole sentences, in the order of the transcript."""
    return [
        Chunk(episode, span.turn, start, end, span.chapter)
        for span in chapter_spans(episode)
        for start, end in _windows(_sentences(episode, span, chunking.longest), chunking)
    ]


def passages(episode: Episode, chunking: Chunking) -> list[Chunk]:
    """Cut passages without overlap: up to three sentences and `longest` words, in order.

    They are also the blocks that a window's vector is pooled from.
    """
    return [
        Chunk(episode, span.turn, start, end, span.chapter)
        for span in chapter_spans(episode)
        for start, end in _passages(
            episode.turns[span.turn].text,
            _sentence_spans(episode, span, chunking),
            chunking.longest,
        )
    ]


def single_sentences(episode: Episode, chunking: Chunking) -> list[Chunk]:
    """Cut every sentence as a chunk of its own, in the order of the transcript.

    One of less than `shortest` words ("Ja, genau.") goes with the sentence after it, never more
    than three together.
    """
    return [
        Chunk(episode, span.turn, start, end, span.chapter)
        for span in chapter_spans(episode)
        for start, end in _sentence_spans(episode, span, chunking)
    ]


def chapters(episode: Episode, chunking: Chunking) -> list[Chunk]:
    """Return the first window of each chapter, which represents it, in order."""
    firsts: dict[Chapter, Chunk] = {}
    for window in windows(episode, chunking):
        if window.chapter:
            firsts.setdefault(window.chapter, window)
    return list(firsts.values())


def titled(chunk: Chunk) -> str:
    """Return the title of the chunk's chapter, or ""."""
    return chunk.chapter.title if chunk.chapter else ""


def context(chunk: Chunk) -> str:
    """Return a chunk's text with chapter and question before it, as BM25 searches windows.

    Never quoted: quotes are slices of the turn.
    """
    spoken = f"{chunk.speaker}: {said(chunk)}" if chunk.speaker else said(chunk)
    return "\n".join(filter(None, [titled(chunk), question_before(chunk), spoken]))


def said(chunk: Chunk) -> str:
    """Return the chunk's text without the blanks around it."""
    return chunk.text.strip()


def question_before(chunk: Chunk) -> str:
    """Return the last question that another speaker asks right before this turn, or ""."""
    if chunk.turn_index == 0:
        return ""
    asked = chunk.episode.turns[chunk.turn_index - 1]
    if asked.speaker == chunk.speaker:
        return ""
    questions = [
        asked.text[start:end].strip()
        for start, end in sentence_spans(asked.text)
        if asked.text[start:end].strip().endswith("?")
    ]
    return questions[-1] if questions else ""


def chunk_id(chunk: Chunk, embedded: str) -> str:
    """Name a chunk by all that is stored for it: same name, same vector and metadata.

    `embedded` is all that the vector is made of.
    """
    content = [
        chunk.episode.id,
        chunk.episode.number,
        chunk.turn_index,
        chunk.start,
        chunk.end,
        asdict(chunk.chapter) if chunk.chapter else None,
        embedded,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Characters `start` to `end` of a turn, and how many words they are."""

    start: int
    end: int
    words: int


def _sentences(episode: Episode, span: ChapterSpan, longest: int) -> list[_Sentence]:
    # Speech recognition can leave a whole turn without a full stop: such a "sentence" is cut
    # between words.
    text = episode.turns[span.turn].text[span.start : span.end]
    if not re.search(r"\w", text):  # nothing that could be found or quoted
        return []
    return [
        piece
        for start, end in statement_spans(text)
        for piece in _pieces(text, start, end, span.start, longest)
    ]


def _pieces(text: str, start: int, end: int, offset: int, longest: int) -> Iterator[_Sentence]:
    words = text[start:end].split()
    while len(words) > longest:
        cut_at = start
        for word in words[:longest]:
            cut_at = text.index(word, cut_at) + len(word)
        yield _Sentence(offset + start, offset + cut_at, longest)
        start, words = cut_at, words[longest:]
    yield _Sentence(offset + start, offset + end, len(words))


def _sentence_spans(
    episode: Episode, span: ChapterSpan, chunking: Chunking
) -> list[tuple[int, int]]:
    return list(_joined_short(_sentences(episode, span, chunking.longest), chunking))


def _passages(text: str, spans: list[tuple[int, int]], longest: int) -> Iterator[tuple[int, int]]:
    """Join three sentences, fewer where they would be more words than `longest`."""
    first = 0
    for last, (_, end) in enumerate(spans):
        following = spans[last + 1 : last + 2]
        is_full = last - first + 1 == MOST_TOGETHER
        if (
            is_full
            or not following
            or len(text[spans[first][0] : following[0][1]].split()) > longest
        ):
            yield spans[first][0], end
            first = last + 1


def _joined_short(parts: list[_Sentence], chunking: Chunking) -> Iterator[tuple[int, int]]:
    run: list[_Sentence] = []
    for part in parts:
        run.append(part)
        is_long = sum(sentence.words for sentence in run) >= chunking.shortest
        if is_long or len(run) == MOST_TOGETHER or part is parts[-1]:
            yield run[0].start, part.end
            run = []


def _windows(parts: list[_Sentence], chunking: Chunking) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(parts):
        last = _last_fitting(parts, first, chunking.longest)
        yield parts[first].start, parts[last].end
        if last == len(parts) - 1:
            return
        first = max(first + 1, _overlap_start(parts, last, chunking.overlap))
        # Before a very long sentence the overlap alone would be a window within this one.
        while _last_fitting(parts, first, chunking.longest) == last:
            first += 1


def _last_fitting(parts: list[_Sentence], first: int, longest: int) -> int:
    words, last = parts[first].words, first
    while last + 1 < len(parts) and words + parts[last + 1].words <= longest:
        last += 1
        words += parts[last].words
    return last


def _overlap_start(parts: list[_Sentence], last: int, overlap: int) -> int:
    words, first = 0, last + 1
    while first > 0 and words + parts[first - 1].words <= overlap:
        first -= 1
        words += parts[first].words
    return first
