"""The conversation as the browser keeps it, so that it survives a reload and a restart.

Only places are kept of what was said; the words are cut from the transcript again. What comes
back from a browser is checked, and an exchange that no longer fits the podcast is forgotten.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, StringConstraints, ValidationError

from corpus import Corpus
from rag.types import Answer, Citation, Language, Quote, Scope, ShowNote, Span
from ui.conversation import Conversation, Exchange

MOST = 40  # exchanges; older ones are forgotten
Text = Annotated[str, StringConstraints(max_length=20_000)]


class KeptSpan(BaseModel):
    """Where words stand; `text` only proves that they still do."""

    episode: int
    turn: int
    start: int
    end: int
    chapter: int | None
    text: Text


class KeptNote(BaseModel):
    """A line of the show notes."""

    episode: int | None
    text: Text


class KeptAnswer(BaseModel):
    """An answer, its citations as places."""

    search_query: Text
    language: Language
    text: Text
    grounded: bool
    generator: Text
    notice: Text | None
    citations: list[tuple[int, KeptSpan | KeptNote]]


class KeptExchange(BaseModel):
    """A question with its reply."""

    question: Text
    episode: int | None
    speaker: Text | None
    reply: KeptAnswer | Text | None
    beside: list[KeptSpan]
    suggestions: list[Text]
    settled: bool
    stopped: bool


def kept(conversation: Conversation) -> list[dict[str, Any]]:
    """The latest exchanges as plain values."""
    return [_kept(exchange).model_dump() for exchange in conversation[-MOST:]]


def recalled(corpus: Corpus, memory: object) -> Conversation:
    """The conversation that `kept` wrote, as far as it can be read and is still true."""
    rows = memory[-MOST:] if isinstance(memory, list) else []
    return tuple(exchange for row in rows for exchange in _recalled(corpus, row))


def _kept(exchange: Exchange) -> KeptExchange:
    reply = exchange.reply
    return KeptExchange(
        question=exchange.question,
        episode=exchange.scope.episode,
        speaker=exchange.scope.speaker,
        reply=_kept_answer(reply) if isinstance(reply, Answer) else reply,
        beside=[_kept_span(span) for span in exchange.beside],
        suggestions=list(exchange.suggestions),
        settled=exchange.settled,
        stopped=exchange.stopped,
    )


def _kept_answer(answer: Answer) -> KeptAnswer:
    return KeptAnswer(
        search_query=answer.search_query,
        language=answer.language,
        text=answer.text,
        grounded=answer.grounded,
        generator=answer.generator,
        notice=answer.notice,
        citations=[
            (citation.number, _kept_source(citation.source)) for citation in answer.citations
        ],
    )


def _kept_source(source: Quote | ShowNote) -> KeptSpan | KeptNote:
    if isinstance(source, Quote):
        return _kept_span(source)
    return KeptNote(episode=source.episode.number if source.episode else None, text=source.text)


def _kept_span(span: Span) -> KeptSpan:
    chapters = span.episode.chapters
    chapter = chapters.index(span.chapter) if span.chapter in chapters else None
    return KeptSpan(
        episode=span.episode.number,
        turn=span.turn_index,
        start=span.start,
        end=span.end,
        chapter=chapter,
        text=span.text,
    )


def _recalled(corpus: Corpus, row: object) -> Iterator[Exchange]:
    try:
        found = KeptExchange.model_validate(row, strict=False)
        reply = found.reply
        yield Exchange(
            found.question,
            Scope(found.episode, found.speaker),
            _answer(corpus, found.question, reply) if isinstance(reply, KeptAnswer) else reply,
            tuple(_span(corpus, span) for span in found.beside),
            tuple(found.suggestions),
            found.settled,
            found.stopped,
        )
    except (ValidationError, LookupError):
        return


def _answer(corpus: Corpus, question: str, answer: KeptAnswer) -> Answer:
    citations = tuple(
        Citation(number, _source(corpus, source)) for number, source in answer.citations
    )
    return Answer(
        question,
        answer.search_query,
        answer.language,
        answer.text,
        answer.grounded,
        answer.generator,
        citations,
        notice=answer.notice,
    )


def _source(corpus: Corpus, source: KeptSpan | KeptNote) -> Quote | ShowNote:
    if isinstance(source, KeptNote):
        episode = None if source.episode is None else corpus.episode(source.episode)
        return ShowNote(episode, source.text)
    return _span(corpus, source)


def _span(corpus: Corpus, span: KeptSpan) -> Quote:
    episode = corpus.episode(span.episode)
    if episode is None or min(span.turn, span.start, span.chapter or 0) < 0:
        raise LookupError(span.episode)
    chapter = None if span.chapter is None else episode.chapters[span.chapter]
    quote = Quote(episode, span.turn, span.start, span.end, chapter)
    if quote.text != span.text:
        raise LookupError(f"turn {span.turn} says something else now")
    return quote
