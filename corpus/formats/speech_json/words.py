"""Timed words from a recogniser as cues: one per sentence, times of words as marks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.document import Cue
from corpus.text.sentences import sentence_spans

MOST_WORDS = 60  # of one cue, where nothing ends a sentence
LONGEST_WORD = 8.0  # seconds on average: what seems longer is told in milliseconds
_ENDS = (".", "!", "?", "…")
_CLOSING = "\"”“»«’')]"


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark; times in seconds. `glued` means that no blank precedes it."""

    text: str
    start: float | None = None
    end: float | None = None
    speaker: str | None = None
    glued: bool = False


def cues_of(words: Iterable[Word]) -> Iterator[Cue]:
    """Make a cue per sentence of one speaker; punctuation belongs to the previous speaker."""
    group: list[Word] = []
    for word in words:
        if group and not word.glued:
            sentence = group[-1].text.rstrip(_CLOSING + " ").endswith(_ENDS)
            if sentence or len(group) >= MOST_WORDS or word.speaker != group[0].speaker:
                yield _cue(group)
                group = []
        if word.text.strip():
            group.append(word)
    if group:
        yield _cue(group)


def _cue(group: Sequence[Word]) -> Cue:
    text = ""
    marks: list[tuple[int, float]] = []
    for word in group:
        text += "" if word.glued or not text else " "
        if text and word.start is not None:
            marks.append((len(text), word.start))
        text += word.text.strip()
    ends = [word.end for word in group if word.end is not None]
    return Cue(text, group[0].speaker, group[0].start, ends[-1] if ends else None, tuple(marks))


def cues_of_text(text: str, words: Sequence[Word]) -> Iterator[Cue]:
    """Cut a whole text into sentences, and locate the timed words in it.

    The words may lack punctuation and capitals. If most are not found, they replace the text.
    """
    lower = text.lower()
    folded = lower if len(lower) == len(text) else text
    found: list[tuple[int, Word]] = []  # with their offsets, one after the other
    position = 0
    for word in words:
        sought = word.text.strip().lower()
        offset = folded.find(sought, position, position + len(sought) + 50) if sought else -1
        if offset >= 0:
            found.append((offset, word))
            position = offset + len(sought)
    if 2 * len(found) < len(words):
        yield from cues_of(words)
        return
    spans = list(sentence_spans(text))
    begins = [0, *(begin for begin, _ in spans[1:])] if spans else [0]
    latest = 0
    for begin, end in pairwise([*begins, len(text)]):
        first = latest
        while latest < len(found) and found[latest][0] < end:
            latest += 1
        inside = found[first:latest]
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        start = inside[0][1].start if inside and inside[0][0] <= begin + 1 else None
        later = inside if start is None else inside[1:]
        timed = ((offset - begin, word.start) for offset, word in later)
        marks = tuple((offset, time) for offset, time in timed if time is not None and offset > 0)
        finish = inside[-1][1].end if inside else None
        yield Cue(text[begin:end].rstrip(), None, start, finish, marks)


def in_seconds(words: Sequence[Word]) -> Sequence[Word]:
    """Convert times to seconds if words seem to take many: then they are thousandths."""
    lasting = [w.end - w.start for w in words if w.start is not None and w.end is not None]
    if not lasting or sum(lasting) / len(lasting) <= LONGEST_WORD:
        return words
    return [
        Word(word.text, _thousandth(word.start), _thousandth(word.end), word.speaker, word.glued)
        for word in words
    ]


def _thousandth(time: float | None) -> float | None:
    return None if time is None else time / 1000


def with_blanks(pieces: Sequence[Word]) -> Iterator[Word]:
    """Set `glued` on pieces whose text does not begin with a blank."""
    spaced = any(piece.text[:1].isspace() for piece in pieces[1:])
    for piece in pieces:
        glued = spaced and not piece.text[:1].isspace()
        yield Word(piece.text, piece.start, piece.end, piece.speaker, glued)
