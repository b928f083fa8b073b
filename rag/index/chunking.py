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

# Words without any mark in a sentence; of a piece that it is cut into; what it is cut before.
MOST_UNMARKED, LONGEST_PIECE = 60, 40
_MARK = re.compile(r"[,;:.!?–—]")
_OPENERS = frozenset(
    "und aber also weil denn dann da dass wenn ob wobei obwohl sondern oder jetzt ja nee genau "  # noqa: SIM905
    "and but so because then when which if or well yeah now".split()
)
MOST_TOGETHER = 3  # sentences of a passage, or short ones that count as one


def windows(episode: Episode, chunking: Chunking) -> list[Chunk]:
    """Cut overlapping windows of whole sentences, in the order of the transcript."""
    found: list[Chunk] = []
    for place in chapter_spans(episode):
        parts, first = _sentences(episode, place, chunking.longest), 0
        while first < len(parts):
            last = _last_fitting(parts, first, chunking.longest)
            start, end = parts[first].start, parts[last].end
            found.append(Chunk(episode, place.turn, start, end, place.chapter))
            if last == len(parts) - 1:
                break
            overlap, words = last + 1, 0
            while overlap > 0 and words + parts[overlap - 1].words <= chunking.overlap:
                overlap -= 1
                words += parts[overlap].words
            first = max(first + 1, overlap)
            # Before a very long sentence the overlap alone would be a window within this one.
            while _last_fitting(parts, first, chunking.longest) == last:
                first += 1
    return found


def passages(episode: Episode, chunking: Chunking) -> list[Chunk]:
    """Cut passages without overlap: up to three sentences and `longest` words, in order.

    They are also the blocks that a window's vector is pooled from.
    """
    found: list[Chunk] = []
    for place in chapter_spans(episode):
        text, spans = episode.turns[place.turn].text, _sentence_spans(episode, place, chunking)
        first = 0
        for last, (_, end) in enumerate(spans):
            start, following = spans[first][0], spans[last + 1 : last + 2]
            is_full = last - first + 1 == MOST_TOGETHER or not following
            if is_full or len(text[start : following[0][1]].split()) > chunking.longest:
                found.append(Chunk(episode, place.turn, start, end, place.chapter))
                first = last + 1
    return found


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
    text = episode.turns[span.turn].text[span.start : span.end]
    if not re.search(r"\w", text):  # nothing that could be found or quoted
        return []
    return [
        piece
        for start, end in statement_spans(text)
        for piece in _pieces(text, start, end, span.start, longest)
    ]


def _pieces(text: str, start: int, end: int, offset: int, longest: int) -> Iterator[_Sentence]:
    """Cut what goes on for more than `longest` words, or far without a mark, where a clause opens.

    (Speech recognition often writes no marks at all.)
    """
    words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
    marks = len(_MARK.findall(text, start, end - 1))
    if len(words) <= min(longest, MOST_UNMARKED * (marks + 1)):
        yield _Sentence(offset + start, offset + end, len(words))
        return
    first, begin, most = 0, start, min(longest, LONGEST_PIECE)
    while first < len(words):
        last = len(words)
        if last - first > most:
            near = words[first : first + most + 1]
            opens = [text[start + a : start + b].lower() in _OPENERS for a, b in near]
            # Before the last word in its second half that opens; "Weil also …" stays together.
            second_half = range(most, most // 2, -1)
            last = first + next((n for n in second_half if opens[n] and not opens[n - 1]), most)
        finish = start + words[last - 1][1] if last < len(words) else end
        yield _Sentence(offset + begin, offset + finish, last - first)
        first, begin = last, finish


def _sentence_spans(
    episode: Episode, span: ChapterSpan, chunking: Chunking
) -> list[tuple[int, int]]:
    """Return the sentences of a chapter in a turn, short ones joined."""
    parts = _sentences(episode, span, chunking.longest)
    spans: list[tuple[int, int]] = []
    run: list[_Sentence] = []
    for part in parts:
        run.append(part)
        is_long = sum(sentence.words for sentence in run) >= chunking.shortest
        if is_long or len(run) == MOST_TOGETHER or part is parts[-1]:
            spans.append((run[0].start, part.end))
            run = []
    return spans


def _last_fitting(parts: list[_Sentence], first: int, longest: int) -> int:
    words, last = parts[first].words, first
    while last + 1 < len(parts) and words + parts[last + 1].words <= longest:
        last += 1
        words += parts[last].words
    return last
