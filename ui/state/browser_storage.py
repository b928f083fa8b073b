"""The conversation as the browser keeps it, so that it survives a reload and a restart.

Only places are kept of what was said; the words are cut from the transcript again. What comes
back from a browser is measured before it is read, then checked: an exchange that is too long or
no longer fits the podcast is forgotten, and an answer that quotes what nobody said loses its text.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from corpus import Corpus, Episode, Podcast
from rag.bounds import LONGEST_QUESTION
from rag.show.notes import stands_in_notes
from rag.types import Answer, Citation, Language, Quote, Scope, ShowNote, Span
from rag.wording.formats import notices, quotation
from ui.state.conversation import MOST_AFTER, Conversation, Exchange

MOST = 40  # exchanges of one conversation; the next one begins another
EXCHANGE_SIZE = 100_000  # characters, and values that hold them
SIZE = 1_000_000  # of all of them together
Text = Annotated[str, StringConstraints(max_length=20_000)]
Line = Annotated[str, StringConstraints(max_length=2_000)]
Name = Annotated[str, StringConstraints(max_length=200)]
_MARK = '["„“”‟«»‹›❝❞〝〞「」『』＂″]'
_PAIR = re.compile(f"{_MARK}([^{_MARK[1:]}+){_MARK}")
_BETWEEN = re.compile(f"{_MARK}([^{_MARK[1:]}+)(?={_MARK})")


class KeptSpan(BaseModel):
    """The place of some words; `text` only proves that they are still there."""

    episode: int
    turn: int
    start: int
    end: int
    chapter: int | None
    text: Text
    podcast: Name | None = None
    core: tuple[int, int] | None = None

    @classmethod
    def of(cls, span: Span) -> "KeptSpan":
        """Return the place of a passage."""
        chapters = span.episode.chapters
        chapter = chapters.index(span.chapter) if span.chapter in chapters else None
        return cls(
            episode=span.episode.number,
            turn=span.turn_index,
            start=span.start,
            end=span.end,
            chapter=chapter,
            text=span.text,
            podcast=span.podcast.slug if span.podcast else None,
            core=span.core if isinstance(span, Quote) else None,
        )

    def restored(self, corpora: tuple[Corpus, ...]) -> Quote:
        """Return what is said there. Raises LookupError if it is not what it was."""
        corpus, podcast = _whose(corpora, self.podcast)
        episode = corpus.episode(self.episode)
        if episode is None or min(self.turn, self.start, self.chapter or 0) < 0:
            raise LookupError(self.episode)
        chapter = None if self.chapter is None else episode.chapters[self.chapter]
        core = self.core
        if core and not self.start <= core[0] < core[1] <= self.end:
            core = None
        quote = Quote(episode, self.turn, self.start, self.end, chapter, podcast, core)
        if quote.text != self.text:
            raise LookupError(f"turn {self.turn} says something else now")
        return quote


class KeptNote(BaseModel):
    """A line of the show notes."""

    episode: int | None
    text: Text
    podcast: Name | None = None

    @classmethod
    def of(cls, note: ShowNote) -> "KeptNote":
        """Return what is kept of a line."""
        return cls(
            episode=note.episode.number if note.episode else None,
            text=note.text,
            podcast=note.podcast.slug if note.podcast else None,
        )

    def restored(self, corpora: tuple[Corpus, ...]) -> ShowNote:
        """Return the line. Raises LookupError if the notes do not have it any more."""
        corpus, podcast = _whose(corpora, self.podcast)
        episode = None if self.episode is None else corpus.episode(self.episode)
        note = ShowNote(episode, self.text, podcast)
        if (self.episode is None) != (episode is None) or not stands_in_notes(corpus, note):
            raise LookupError("the notes say something else now")
        return note


class KeptAnswer(BaseModel):
    """An answer, its citations as places."""

    search_query: Text
    language: Language
    text: Text
    grounded: bool
    generator: Name
    notice: Text | None
    citations: Annotated[list[tuple[int, KeptSpan | KeptNote]], Field(max_length=100)]

    @classmethod
    def of(cls, answer: Answer) -> "KeptAnswer":
        """Return what is kept of an answer."""
        sources = ((one.number, one.source) for one in answer.citations)
        return cls(
            search_query=answer.search_query,
            language=answer.language,
            text=answer.text,
            grounded=answer.grounded,
            generator=answer.generator,
            notice=answer.notice,
            citations=[
                (number, KeptSpan.of(one) if isinstance(one, Quote) else KeptNote.of(one))
                for number, one in sources
            ],
        )

    def restored(self, corpora: tuple[Corpus, ...], question: str) -> Answer:
        """Return the answer, without its text if that quotes what nobody said.

        Raises LookupError if a citation is not what it was.
        """
        citations = tuple(Citation(number, one.restored(corpora)) for number, one in self.citations)
        quotes = [quotation(one.source.text, one.number, self.language) for one in citations]
        named = [question, *(corpus.podcast.title for corpus in corpora)]
        cited = [one.source.episode for one in citations if one.source.episode]
        # A greeting proposes what to ask of any episode: of thousands perhaps, so they come last.
        known = (cited, chain.from_iterable(corpora))
        honest = any(_quotes_nobody_else(self.text, quotes, named, each) for each in known)
        return Answer(
            question,
            self.search_query,
            self.language,
            self.text if honest else "\n\n".join(quotes),
            self.grounded and bool(citations),
            self.generator,
            citations,
            notice=self.notice if self.notice in notices(self.language) else None,
        )


class KeptExchange(BaseModel):
    """A question with its reply."""

    question: Text
    episode: int | None
    speaker: Text | None
    podcast: Name | None = None
    reply: KeptAnswer | Line | None
    beside: Annotated[list[KeptSpan], Field(max_length=20)]
    suggestions: Annotated[list[Line], Field(max_length=10)]
    settled: bool
    stopped: bool
    after: Annotated[list[Line], Field(max_length=MOST_AFTER)] = []

    @classmethod
    def of(cls, exchange: Exchange) -> "KeptExchange":
        """Return what is kept of an exchange."""
        reply = exchange.reply
        return cls(
            question=exchange.question,
            episode=exchange.scope.episode,
            speaker=exchange.scope.speaker,
            podcast=exchange.scope.podcast,
            reply=KeptAnswer.of(reply) if isinstance(reply, Answer) else reply,
            beside=[KeptSpan.of(span) for span in exchange.beside],
            suggestions=list(exchange.suggestions),
            settled=exchange.settled,
            stopped=exchange.stopped,
            after=list(exchange.after),
        )


def kept(conversation: Conversation) -> list[dict[str, Any]]:
    """Return the latest exchanges as plain values, without what goes without saying."""
    latest = map(KeptExchange.of, conversation[-MOST:])
    return [exchange.model_dump(exclude_defaults=True) for exchange in latest]


def recalled(corpus: Corpus, memory: object, more: tuple[Corpus, ...] = ()) -> Conversation:
    """Restore the conversation that `kept` wrote, as far as it is readable and still true.

    `corpus` is the podcast that is meant where none is named, `more` are the others.
    """
    corpora = (corpus, *more)
    restored: list[Exchange] = []
    for row in _bounded(memory[-MOST:] if isinstance(memory, list) else []):
        with suppress(ValidationError, LookupError):
            found = KeptExchange.model_validate(row, strict=False)
            question, reply = found.question, found.reply
            if isinstance(reply, KeptAnswer) and len(question) > LONGEST_QUESTION:
                continue  # nobody got an answer to such a question
            exchange = Exchange(
                question,
                Scope(found.episode, found.speaker, found.podcast),
                reply.restored(corpora, question) if isinstance(reply, KeptAnswer) else reply,
                tuple(span.restored(corpora) for span in found.beside),
                tuple(found.suggestions),
                found.settled,
                found.stopped,
                after=tuple(found.after),
            )
            restored.append(exchange)
    return tuple(restored)


def _bounded(rows: list[Any]) -> list[Any]:
    """Return the latest rows, as many as there is room for, without those that are too long."""
    found: list[Any] = []
    room = SIZE
    for row in reversed(rows):
        # Without recursion, and no further than it takes to see that it is too long.
        size, values = 0, [row]
        while values and size < EXCHANGE_SIZE:
            value = values.pop()
            size += 1 + (len(value) if isinstance(value, str) else 0)
            if isinstance(value, dict):
                values += [*value, *value.values()]
            elif isinstance(value, list):
                values += value
        if size < EXCHANGE_SIZE and size <= room:
            found.insert(0, row)
            room -= size
    return found


def _quotes_nobody_else(
    text: str, quotes: list[str], named: list[str], episodes: Iterable[Episode]
) -> bool:
    """Tell whether all words in quotation marks were said, or are the question or a title."""
    for quote in quotes:
        text = text.replace(quote, "")
    titles = [(one.title, *(chapter.title for chapter in one.chapters)) for one in episodes]
    evidence = _words(" ".join([*quotes, *named, *chain.from_iterable(titles)]))

    def without_known(pair: re.Match[str]) -> str:
        said = _words(pair[1])
        return "" if said and said in evidence else pair[0]

    # What is left between any two marks, however they pair, is somebody's words.
    left = _BETWEEN.findall(_PAIR.sub(without_known, text))
    return all(_words(part) in evidence for part in left)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _whose(corpora: tuple[Corpus, ...], slug: str | None) -> tuple[Corpus, Podcast | None]:
    """Return the corpus that something was kept of, and its podcast if that was named."""
    if slug is None:
        return corpora[0], None
    corpus = {one.podcast.slug: one for one in corpora}[slug]
    return corpus, corpus.podcast
