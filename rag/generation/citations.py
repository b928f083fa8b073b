"""Read a model's reply sentence by sentence while it arrives, and resolve its markers.

The model points at numbered sentences, as in [S3]; the reader sees [1], [2] … Whatever else it
puts into square brackets loses them, so every bracket shown is a citation.
A sentence is passed on when it has ended and the next has begun, so no marker is ever cut in two.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus import sentence_spans
from rag.generation.context import Passage, Passages
from rag.types import MOST_SENTENCES, Citation, Quote

LONGEST_SENTENCE = 600  # characters; a longer one is rejected
RECENT = 60  # characters after a period that may tell whether it ends a sentence
MOST_CITED = 6  # sentences that one sentence may point at
# Nothing that has matched is tried in another way (*+, ++): a model that lists numbers without an
# end costs no more than it writes.
_ID = r"[Ss]\s?\d{1,4}+"
_AND = r"\s*+(?:(?:[,;/&+]|(?:und|and)\b)\s*+)?"
_TO = r"\s*+(?:[-–—]|(?:bis|to)\b)\s*+"
_IDS = rf"{_ID}(?:{_AND}{_ID}|{_TO}[Ss]?\s?\d{{1,4}}+)*+"
# Neighbours are one group.
_MARKERS = re.compile(rf"(?<!\s)(?:\s*+[\[(【]\s*+{_IDS}\s*+[\])】])++")
_RANGE = re.compile(rf"[Ss]?\s?(\d{{1,4}})(?:{_TO}[Ss]?\s?(\d{{1,4}}))?")
_OWN_NUMBER = re.compile(r"(?<!\s)\s*+[\[【]\s*+\d++(?:\s*+[,;–-]\s*+\d++)*+\s*+[\]】]")
# A period behind a marker ends a sentence, whatever comes next.
_AFTER_MARKER = re.compile(r"(?<=[\])】][.!?…])(?=[\w\s<\[(【])")
_LIST_ITEM = re.compile(r"^\s*(?:#{1,6}\s+|[-*•–]\s+|\d{1,2}[.)]\s+)")
_TAG = r"\(?</?trans[kc]ript>\)?"  # copied from what it was shown
_LEADING = re.compile(rf"(?:{_TAG})?{_MARKERS.pattern}")
_EMPHASIS = re.compile(rf"\*+|__+|`+|^#+\s*|{_TAG}")
_ROUND = str.maketrans("[]【】", "()()")
_BLANKS = re.compile(r"[^\S\n]+")
_ENDS = re.compile(r"[.!?…]")
_WORD = re.compile(r"\w")
_WHOLE_WORD = re.compile(r"\w\W")
_THOUGHT_OPENS, _THOUGHT_CLOSES = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a model: prose, and groups of sentence numbers in their places.

    `parts` are prose and numbers in turn; `opens` says that it begins a paragraph.
    """

    parts: tuple[str | tuple[int, ...], ...]
    opens: bool = False

    @property
    def prose(self) -> str:
        """The sentence without its markers."""
        said = "".join(part for part in self.parts if isinstance(part, str))
        return " ".join(said.split())

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all sentences that it points to, known or not, each once."""
        groups = [part for part in self.parts if not isinstance(part, str)]
        return tuple(dict.fromkeys(number for group in groups for number in group))


def claims(pieces: Iterator[str]) -> Iterator[Claim]:
    """Yield the sentences of a reply as they are completed."""
    opens, pending, leads = False, "", None
    for piece in _without_thoughts(pieces):
        piece = _BLANKS.sub(" ", piece)
        pending += piece.removeprefix(" ") if pending.endswith(" ") else piece
        *lines, pending = pending.split("\n")
        for line in lines:
            yield from _claims(_sentences(line, leads), opens)
            opens, leads = True, None
        # What is longer than any sentence is cut when it has all arrived, not at every piece.
        if len(pending) < 4 * LONGEST_SENTENCE and _ENDS.search(pending[-RECENT - len(piece) :]):
            *complete, pending = _complete(pending, leads)
            made = list(_claims(complete, opens))
            yield from made
            leads = _leads(complete[0]) if complete and leads is None else leads
            opens = opens and not made
    yield from _claims(_sentences(pending, leads), opens)


def _without_thoughts(pieces: Iterator[str]) -> Iterator[str]:
    """Leave out what a model thinks aloud before it answers, between <think> tags."""
    start = ""
    for piece in pieces:
        start += piece
        opening = start.lstrip()[: len(_THOUGHT_OPENS)]
        if not _THOUGHT_OPENS.startswith(opening):
            yield start
            break
        _, closed, after = start.partition(_THOUGHT_CLOSES)
        if closed:
            yield after
            break
    else:
        yield "" if start.lstrip().startswith(_THOUGHT_OPENS) else start
    yield from pieces


def _complete(text: str, leads: bool | None) -> list[str]:
    """Split off the sentences that nothing can be added to any more; last comes the rest."""
    sentences = _sentences(text, leads)
    # A marker behind the period still belongs to the sentence; it may be cut in two, or to come.
    open_ended = sentences[-1:] and sentences[-1].lstrip()[:1] in ("", "[", "(", "【")
    kept = 2 if open_ended else 1
    # The word that comes next tells whether a period ends a sentence; it may be cut in two, too.
    rest = "".join(sentences[-kept:])
    if not _WHOLE_WORD.search(_MARKERS.sub("", rest)):
        return [text]
    return [*sentences[:-kept], rest]


def _leads(line: str) -> bool:
    """Return whether a line has its markers in front, as the passages that the model sees."""
    return _LEADING.match(line) is not None


def _sentences(text: str, leads: bool | None) -> list[str]:
    """Cut text into sentences; markers behind a period go with the sentence before them.

    Not where its line `leads` with one; without that known, the text begins the line.
    """
    sentences: list[str] = []
    leads = _leads(text) if leads is None else leads
    for part in _AFTER_MARKER.split(text):
        for start, end in sentence_spans(part):
            sentence = part[start:end]
            markers = _MARKERS.match(sentence)
            if markers and sentences and not leads:
                sentences[-1] += markers.group()
                sentence = sentence[markers.end() :]
            sentences += [sentence] if sentence else []
    return sentences


def _claims(sentences: Sequence[str], opens: bool) -> Iterator[Claim]:
    for sentence in sentences:
        parts: list[str | tuple[int, ...]] = []
        sentence, end = _LIST_ITEM.sub("", sentence), 0
        for marker in _MARKERS.finditer(sentence):
            parts += [_plain(sentence[end : marker.start()]), _numbers(marker.group())]
            end = marker.end()
        parts.append(_plain(sentence[end:]))
        if len(parts) > 1 and not str(parts[0]).strip():
            # In front it would seem to belong to the sentence before.
            parts = [*parts[2:], parts[1]]
        claim = Claim(tuple(parts), opens)
        if _WORD.search(claim.prose):
            yield claim
            opens = False


def _plain(text: str) -> str:
    """Remove Markdown, control characters and square brackets from prose."""
    text = _EMPHASIS.sub("", _OWN_NUMBER.sub("", text)).translate(_ROUND)
    text = re.sub(r"\s+", " ", text)
    return "".join(letter for letter in text if letter.isprintable())


def _numbers(marker: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for first, last in _RANGE.findall(marker):
        end = min(int(last or first), int(first) + MOST_CITED)
        numbers += range(int(first), end + 1) if end >= int(first) else [int(first), int(last)]
    return tuple(dict.fromkeys(numbers))[:MOST_CITED]


@dataclass(slots=True)
class Citations:
    """The citations of an answer that is being written, in the order in which they are made."""

    passages: Passages
    _runs: list[tuple[Passage, int, int]] = field(default_factory=list)

    def __iter__(self) -> Iterator[Citation]:
        for number, (passage, first, last) in enumerate(self._runs, 1):
            yield Citation(number, passage.quote(first, last))

    def quotes(self, claim: Claim) -> list[Quote]:
        """Return the sentences that a claim points to, as far as they exist."""
        known = [(self.passages.holding(number), number) for number in claim.numbers]
        return [passage.quote(number, number) for passage, number in known if passage]

    def resolved(self, claim: Claim) -> str:
        """Write the claim with [1], [2] … for its markers, and cite what they point to."""
        text = ""
        for part in claim.parts:
            if isinstance(part, str):
                text += part
            else:
                known = [(self.passages.holding(number), number) for number in part]
                cited = dict.fromkeys(self._cite(where, number) for where, number in known if where)
                text = text.rstrip() + " " + "".join(f"[{number}]" for number in cited)
        return re.sub(r" ([.,;:!?…])", r"\1", " ".join(text.split()))

    def _cite(self, passage: Passage, number: int) -> int:
        """Return the number of the citation of a sentence, new or extended by a neighbour."""
        for place, (other, first, last) in enumerate(self._runs):
            start, end = min(first, number), max(last, number)
            if (
                other is passage
                and end - start < MOST_SENTENCES
                and end - start <= last - first + 1
            ):
                self._runs[place] = passage, start, end
                return place + 1
        self._runs.append((passage, number, number))
        return len(self._runs)
