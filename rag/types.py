"""From a cut of the transcript to an answer: each object holds the one that it was made from.

Chunk → Hit → Quote → Citation → Answer. The text of a chunk and of a quote is a slice of its
turn, so neither can say anything that was not said.
"""

from dataclasses import dataclass, field
from typing import Literal

from corpus import Chapter, Episode, Moment, Podcast, Turn, moment

Language = Literal["de", "en"]
Kind = Literal["transcript", "shownotes"]


MOST_SENTENCES = 4  # of a quote


EXTRACTIVE = "extractive"  # the generator of an answer that only quotes


@dataclass(frozen=True, slots=True)
class Chunking:
    """The lengths of chunks, in words.

    Windows have at most `longest` and share about `overlap` with the next; a sentence of less
    than `shortest` is not kept alone.
    """

    longest: int = 120
    overlap: int = 40
    shortest: int = 6


@dataclass(frozen=True, slots=True)
class Span:
    """The characters `start` to `end` (half open) of turn number `turn_index` of an episode.

    `chapter` is the one around the span; None before the first and where none is known.
    `podcast` says whose it is where several are asked; None where there is but one.
    """

    episode: Episode
    turn_index: int
    start: int
    end: int
    chapter: Chapter | None
    podcast: Podcast | None = None

    @property
    def turn(self) -> Turn:
        """The whole turn around the span."""
        return self.episode.turns[self.turn_index]

    @property
    def text(self) -> str:
        """The words that were said: a slice of the turn."""
        return self.turn.text[self.start : self.end]

    @property
    def speaker(self) -> str | None:
        """The person who says it."""
        return self.turn.speaker

    @property
    def begins(self) -> Moment | None:
        """The time of the first character; None where the turn has no times."""
        return moment(self.episode, self.turn_index, self.start)

    @property
    def ends(self) -> Moment | None:
        """The time of the last character; None where the turn has no times."""
        return moment(self.episode, self.turn_index, self.end)

    def same_turn(self, other: "Span") -> bool:
        """Return whether both lie in the same turn."""
        mine = (self.podcast, self.episode.id, self.turn_index)
        return mine == (other.podcast, other.episode.id, other.turn_index)

    def same_place(self, other: "Span") -> bool:
        """Return whether both lie in the same turn and chapter."""
        return self.same_turn(other) and self.chapter == other.chapter

    def overlaps(self, other: "Span") -> bool:
        """Return whether both have a character in common."""
        return self.same_turn(other) and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Chunk(Span):
    """A span that is embedded and found: whole sentences within one turn and one chapter."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found; a higher score is better, comparable only within one search."""

    chunk: Chunk
    score: float


@dataclass(frozen=True, slots=True)
class Quote(Span):
    """One to three whole sentences, verbatim, fit to be cited.

    `core` are the characters of its turn that answer best, one of its sentences; None where that
    is not known.
    """

    core: tuple[int, int] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ShowNote:
    """A fact from the show notes: `text` as it was published, or the value of a corpus field.

    `episode` is None when the fact is about the podcast as a whole. `podcast` as in Span.
    """

    episode: Episode | None
    text: str
    podcast: Podcast | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """The source that [number] in an answer points to."""

    number: int
    source: Quote | ShowNote

    @property
    def kind(self) -> Kind:
        """The kind of the source: said in the recording, or in the show notes."""
        return "transcript" if isinstance(self.source, Quote) else "shownotes"


@dataclass(frozen=True, slots=True)
class Scope:
    """A restriction of a search, to a podcast by its slug; None does not restrict."""

    episode: int | None = None
    speaker: str | None = None
    podcast: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """The input of the pipeline: the question, the earlier ones (oldest first), the scope.

    `before` are the slugs of the podcasts that answered the last of these, where they are known.
    """

    text: str
    history: tuple[str, ...] = ()
    scope: Scope = Scope()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer that the user gets. `text` carries [n] for each citation.

    `grounded` is False, and there are no citations, when the podcast does not say.
    `generator` is "extractive" or the "provider:model" that wrote the text; `notice` says in one
    line, in the question's language, why a configured model did not. `timings` are milliseconds
    by stage, `tokens` what the model's server counted. `found` are the best windows of the search
    that it came from, best first; empty where it needed none. `leans_on` are the earlier questions
    without which it answers another one, oldest first.
    """

    question: str
    search_query: str
    language: Language
    text: str
    grounded: bool
    generator: str
    citations: tuple[Citation, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    notice: str | None = None
    tokens: int = 0
    found: tuple[Hit, ...] = ()
    leans_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearness:
    """A question's similarity to the podcast, beyond that of questions about everything else.

    The best passage and the best sentence's score, in spreads of the index's background; the three
    nearest background questions and all of them, in deviations of these. `read` is what the
    reader says of the best window, a logit; None where there is no reader.
    """

    passage: float
    score: float
    background_nearest: float
    background_mean: float
    read: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The results for a question: windows to show, sentences to quote, best first.

    The sentences are followed by the neighbours of the first of them; `ranked` are the same by how
    well they answer.
    """

    windows: tuple[Hit, ...]
    sentences: tuple[Hit, ...]
    ranked: tuple[Hit, ...]
    nearness: Nearness
