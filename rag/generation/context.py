"""Select and number the passages of the transcript that a language model is shown.

It answers with those numbers, so it can point at what was said but not change a letter of it.
Text from the transcript cannot end a passage or number a sentence: its brackets are replaced, in
what is sent and only there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from corpus import sentence_spans
from rag.types import Found, Quote, Span

MOST_WINDOWS = 8
MOST_SENTENCES_ALONE = 8  # the best sentences are shown even where their windows are not
LETTERS_PER_TOKEN = 2.5  # fewer than any tokenizer needs for German: the estimate is an upper bound
_BRACKETS = str.maketrans({"[": "(", "]": ")", "<": "‹", ">": "›", '"': "”"})


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that follow each other in one turn and chapter; `first` is the first's number."""

    first: int
    sentences: tuple[Quote, ...]

    @property
    def numbers(self) -> range:
        """The numbers of its sentences."""
        return range(self.first, self.first + len(self.sentences))

    def quote(self, first: int, last: int) -> Quote:
        """Return the transcript from one sentence of the passage to another, both included."""
        opening, closing = (self.sentences[number - self.first] for number in (first, last))
        return replace(opening, end=closing.end)

    def __str__(self) -> str:
        where = self.sentences[0]
        heading = [_harmless(where.podcast.title)] if where.podcast else []
        heading += [f"Folge/Episode {where.episode.number}"]
        heading += [_harmless(where.chapter.title)] if where.chapter else []
        heading += [_harmless(where.speaker)] if where.speaker else []
        lines = [
            f"[S{number}] {_harmless(sentence.text)}"
            for number, sentence in zip(self.numbers, self.sentences, strict=True)
        ]
        return "\n".join([f"<{' | '.join(heading)}>", *lines])


@dataclass(frozen=True, slots=True)
class Passages:
    """All that is shown for one question, numbered from 1, the most promising passage first."""

    passages: tuple[Passage, ...]

    def holding(self, number: int) -> Passage | None:
        """Find the passage that has the sentence with this number; None if nothing has."""
        return next((passage for passage in self.passages if number in passage.numbers), None)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.passages))


def passages_for(found: Found, tokens: int) -> Passages:
    """Select the best of what was found that fits into so many tokens, at least a passage."""
    best = [hit.chunk for hit in found.sentences[:MOST_SENTENCES_ALONE]]
    chosen: list[Span] = []
    room = tokens * LETTERS_PER_TOKEN
    windows = [hit.chunk for hit in found.windows[:MOST_WINDOWS]]
    # By turns, so that neither crowds out the other.
    for chunk in filter(None, chain.from_iterable(zip_longest(best, windows))):
        joined = _joined([*chosen, chunk])
        # With the numbers of the sentences and the heading.
        sizes = (len(one.text) + 8 * len(sentence_spans(one.text)) + 120 for one in joined)
        if not chosen or sum(sizes) <= room:
            chosen = joined
    passages: list[Passage] = []
    first = 1
    for span in chosen:
        if sentences := tuple(_sentences(span)):
            passages.append(Passage(first, sentences))
            first += len(sentences)
    return Passages(tuple(passages))


def tokens_of(text: str) -> int:
    """Estimate how many tokens a text is, rather too many than too few."""
    return round(len(text) / LETTERS_PER_TOKEN)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Merge spans: one that overlaps or touches others takes the place of the first."""
    *others, new = spans
    close = (span for span in others if span.start <= new.end and new.start <= span.end)
    near = [span for span in close if span.same_place(new)]
    if not near:
        return [*others, new]
    start = min(new.start, *(span.start for span in near))
    end = max(new.end, *(span.end for span in near))
    union = replace(new, start=start, end=end)
    return [union if span is near[0] else span for span in others if span not in near[1:]]


def _sentences(span: Span) -> Iterator[Quote]:
    for start, end in sentence_spans(span.text):
        said = span.text[start:end]
        if said.strip():
            begin = span.start + start + len(said) - len(said.lstrip())
            end = begin + len(said.strip())
            place = span.episode, span.turn_index, begin, end, span.chapter
            yield Quote(*place, span.podcast)


def _harmless(text: str) -> str:
    """Replace what could open a tag, number a sentence or begin a line."""
    return " ".join(text.translate(_BRACKETS).split())
