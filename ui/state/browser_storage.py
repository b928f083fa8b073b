"""The conversation as the browser keeps it, so that it survives a reload and a restart.

Only places are kept of what was said; the words are cut from the transcript again. What comes
back from a browser is measured before it is read, then checked: an exchange that is too long or
no longer fits the podcast is forgotten, and an answer that quotes what nobody said loses its text.
"""

import re
from collections.abc import Iterable, Iterator
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


class KeptNote(BaseModel):
    """A line of the show notes."""

    episode: int | None
    text: Text
    podcast: Name | None = None


class KeptAnswer(BaseModel):
    """An answer, its citations as places."""

    search_query: Text
    language: Language
    text: Text
    grounded: bool
    generator: Name
    notice: Text | None
    citations: Annotated[list[tuple[int, KeptSpan | KeptNote]], Field(max_length=100)]


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


def kept(conversation: Conversation) -> list[dict[str, Any]]:
    """Return the latest exchanges as plain values, without what goes without saying."""
    return [_kept(exchange).model_dump(exclude_defaults=True) for exchange in conversation[-MOST:]]


def recalled(corpus: Corpus, memory: object, more: tuple[Corpus, ...] = ()) -> Conversation:
    """Restore the conversation that `kept` wrote, as far as it is readable and still true.

    `corpus` is the podcast that is meant where none is named, `more` are the others.
    """
    corpora = (corpus, *more)
    rows = memory[-MOST:] if isinstance(memory, list) else []
    return tuple(exchange for row in _bounded(rows) for exchange in _recalled(corpora, row))


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


def _kept(exchange: Exchange) -> KeptExchange:
    reply = exchange.reply
    return KeptExchange(
        question=exchange.question,
        episode=exchange.scope.episode,
        speaker=exchange.scope.speaker,
        podcast=exchange.scope.podcast,
        reply=_kept_answer(reply) if isinstance(reply, Answer) else reply,
        beside=[_kept_span(span) for span in exchange.beside],
        suggestions=list(exchange.suggestions),
        settled=exchange.settled,
        stopped=exchange.stopped,
        after=list(exchange.after),
    )


def _kept_answer(answer: Answer) -> KeptAnswer:
    citations: list[tuple[int, KeptSpan | KeptNote]] = []
    for citation in answer.citations:
        source = citation.source
        if isinstance(source, Quote):
            citations.append((citation.number, _kept_span(source)))
        else:
            episode = source.episode.number if source.episode else None
            note = KeptNote(episode=episode, text=source.text, podcast=_slug(source))
            citations.append((citation.number, note))
    return KeptAnswer(
        search_query=answer.search_query,
        language=answer.language,
        text=answer.text,
        grounded=answer.grounded,
        generator=answer.generator,
        notice=answer.notice,
        citations=citations,
    )


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
        podcast=_slug(span),
        core=span.core if isinstance(span, Quote) else None,
    )


def _slug(source: Span | ShowNote) -> str | None:
    return source.podcast.slug if source.podcast else None


def _recalled(corpora: tuple[Corpus, ...], row: object) -> Iterator[Exchange]:
    try:
        found = KeptExchange.model_validate(row, strict=False)
        reply = found.reply
        if isinstance(reply, KeptAnswer) and len(found.question) > LONGEST_QUESTION:
            return  # nobody got an answer to such a question
        yield Exchange(
            found.question,
            Scope(found.episode, found.speaker, found.podcast),
            _answer(corpora, found.question, reply) if isinstance(reply, KeptAnswer) else reply,
            tuple(_span(corpora, span) for span in found.beside),
            tuple(found.suggestions),
            found.settled,
            found.stopped,
            after=tuple(found.after),
        )
    except (ValidationError, LookupError):
        return


def _answer(corpora: tuple[Corpus, ...], question: str, answer: KeptAnswer) -> Answer:
    citations = tuple(
        Citation(number, _source(corpora, source)) for number, source in answer.citations
    )
    quotes = [quotation(one.source.text, one.number, answer.language) for one in citations]
    named = [question, *(corpus.podcast.title for corpus in corpora)]
    cited = [one.source.episode for one in citations if one.source.episode]
    # A greeting proposes what to ask of any episode: of thousands perhaps, so they come last.
    known = (cited, chain.from_iterable(corpora))
    honest = any(
        _quotes_nobody_else(answer.text, quotes, [*named, *_titles(episodes)]) for episodes in known
    )
    return Answer(
        question,
        answer.search_query,
        answer.language,
        answer.text if honest else "\n\n".join(quotes),
        answer.grounded and bool(citations),
        answer.generator,
        citations,
        notice=answer.notice if answer.notice in notices(answer.language) else None,
    )


def _quotes_nobody_else(text: str, quotes: list[str], known: list[str]) -> bool:
    """Tell whether all words in quotation marks were said, or are the question or a title."""
    for quote in quotes:
        text = text.replace(quote, "")
    evidence = _words(" ".join([*quotes, *known]))

    def without_known(pair: re.Match[str]) -> str:
        said = _words(pair[1])
        return "" if said and said in evidence else pair[0]

    # What is left between any two marks, however they pair, is somebody's words.
    left = _BETWEEN.findall(_PAIR.sub(without_known, text))
    return all(_words(part) in evidence for part in left)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _titles(episodes: Iterable[Episode]) -> Iterator[str]:
    for episode in episodes:
        yield episode.title
        yield from (chapter.title for chapter in episode.chapters)


def _whose(corpora: tuple[Corpus, ...], slug: str | None) -> tuple[Corpus, Podcast | None]:
    """Return the corpus that something was kept of, and its podcast if that was named."""
    if slug is None:
        return corpora[0], None
    corpus = {one.podcast.slug: one for one in corpora}[slug]
    return corpus, corpus.podcast


def _source(corpora: tuple[Corpus, ...], source: KeptSpan | KeptNote) -> Quote | ShowNote:
    if isinstance(source, KeptNote):
        corpus, podcast = _whose(corpora, source.podcast)
        episode = None if source.episode is None else corpus.episode(source.episode)
        note = ShowNote(episode, source.text, podcast)
        if (source.episode is None) != (episode is None) or not stands_in_notes(corpus, note):
            raise LookupError("the notes say something else now")
        return note
    return _span(corpora, source)


def _span(corpora: tuple[Corpus, ...], span: KeptSpan) -> Quote:
    corpus, podcast = _whose(corpora, span.podcast)
    episode = corpus.episode(span.episode)
    if episode is None or min(span.turn, span.start, span.chapter or 0) < 0:
        raise LookupError(span.episode)
    chapter = None if span.chapter is None else episode.chapters[span.chapter]
    core = (
        span.core if span.core and span.start <= span.core[0] < span.core[1] <= span.end else None
    )
    quote = Quote(episode, span.turn, span.start, span.end, chapter, podcast, core)
    if quote.text != span.text:
        raise LookupError(f"turn {span.turn} says something else now")
    return quote
