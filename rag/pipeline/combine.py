"""Combine what several podcasts say, the likeliest first; each source says whose it is."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TypeVar

from corpus import Podcast
from rag.pipeline.podcast import KEPT_WINDOWS, Judged, quoted
from rag.pipeline.several import renumbered
from rag.retrieval.quotes import MOST_QUOTES
from rag.types import Answer, Citation, Found, Hit, Language, Quote, ShowNote
from rag.wording.languages import words_in

T = TypeVar("T")
MOST_TOLD = 3  # podcasts whose show notes answer one question; of more, one has to be named
# How much less likely (log odds) than the best one an answer may be that is given with it. Of 127
# questions to three podcasts it leaves the right quote among three as often as any margin does.
MARGIN = 1.0
SURE = 0.98  # probability from which on all answers are as likely


def combined(judged: Sequence[Judged]) -> Answer:
    """Combine the answers of those that were judged, the likeliest first, into one."""
    notes = [one for one in judged if one.from_notes]
    if notes and not any(one.answer.grounded for one in notes):
        return notes[0].answer
    if notes:
        return _from_notes(notes, alone=len(judged) == 1)
    quoting = [one for one in judged if one.answer.grounded]
    if quoting:
        best = _log_odds(quoting[0])
        return _quoting([one for one in quoting if best - _log_odds(one) <= MARGIN])
    if len(judged) == 1:
        return replace(judged[0].answer, found=_windows(judged))
    first = judged[0].answer
    words = words_in(first.language).answers
    missing = {one.understood.missing_episode for one in judged}
    text = words.unsaid_all
    if len(missing) == 1 and None not in missing:
        text = words.unsaid_episode_all.format(number=missing.pop())
    return _timed(replace(first, text=text, found=_windows(judged)), judged)


def _log_odds(one: Judged) -> float:
    likely = min(max(one.probability, 1 - SURE), SURE)
    return math.log(likely / (1 - likely))


def _quoting(quoting: Sequence[Judged]) -> Answer:
    """Quote the best of each podcast, then the second of each …, as many as there may be."""
    sources = list(_interleaved([_sources(one) for one in quoting]))[:MOST_QUOTES]
    # What one podcast says is kept together.
    order = [one.index.corpus.podcast for one in quoting]
    sources.sort(key=lambda source: order.index(source.podcast) if source.podcast else 0)
    citations = tuple(Citation(number, source) for number, source in enumerate(sources, 1))
    best = quoting[0].answer
    text = "\n\n".join(quoted(citations, best.language))
    return _timed(replace(best, text=text, citations=citations, found=_windows(quoting)), quoting)


def _from_notes(notes: Sequence[Judged], *, alone: bool) -> Answer:
    """Tell what the show notes of each say, under its name; of many, ask which one is meant."""
    first = notes[0].answer
    words = words_in(first.language).answers
    if len(notes) > MOST_TOLD:
        names = titles((one.index.corpus.podcast for one in notes), first.language)
        which = words.which.format(podcasts=names)
        return _timed(replace(first, text=which, grounded=False, citations=(), found=()), notes)
    parts: list[str] = []
    citations: list[Citation] = []
    for one in notes:
        title = words.of_podcast.format(podcast=one.index.corpus.podcast.title)
        parts += [*([] if alone else [title]), renumbered(one.answer, len(citations))]
        citations += [Citation(len(citations) + n, s) for n, s in enumerate(_sources(one), 1)]
    told = replace(first, text="\n\n".join(parts), citations=tuple(citations))
    return _timed(replace(told, found=_windows(notes)), notes)


def _timed(answer: Answer, judged: Sequence[Judged]) -> Answer:
    searching = sum(one.answer.timings["retrieval_ms"] for one in judged)
    return replace(answer, timings=answer.timings | {"retrieval_ms": round(searching, 1)})


def _sources(one: Judged) -> list[Quote | ShowNote]:
    podcast = one.index.corpus.podcast
    return [replace(citation.source, podcast=podcast) for citation in one.answer.citations]


def _windows(judged: Sequence[Judged]) -> tuple[Hit, ...]:
    found = (owned(one.answer.found, one.index.corpus.podcast) for one in judged)
    return tuple(_interleaved(list(found)))[:KEPT_WINDOWS]


def found_by(judged: Sequence[Judged]) -> Found:
    """Merge what was found in several, for writing an answer."""
    every = [(one.found, one.index.corpus.podcast) for one in judged if one.found]
    windows = [owned(found.windows, podcast) for found, podcast in every]
    sentences = [owned(found.sentences, podcast) for found, podcast in every]
    ranked = [owned(found.ranked, podcast) for found, podcast in every]
    return replace(
        every[0][0],
        windows=tuple(_interleaved(windows)),
        sentences=tuple(_interleaved(sentences)),
        ranked=tuple(_interleaved(ranked)),
    )


def owned(hits: Iterable[Hit], podcast: Podcast) -> list[Hit]:
    """Mark hits with the podcast that they are from."""
    return [replace(hit, chunk=replace(hit.chunk, podcast=podcast)) for hit in hits]


def _interleaved(rows: Sequence[Sequence[T]]) -> Iterator[T]:
    """Yield the first of each row, the second of each …."""
    nothing = object()
    for column in zip_longest(*rows, fillvalue=nothing):
        yield from (one for one in column if one is not nothing)  # type: ignore[misc]


def is_cited(one: Judged, answer: Answer) -> bool:
    """Return whether an answer cites what this podcast says."""
    return one.index.corpus.podcast in (citation.source.podcast for citation in answer.citations)


def titles(podcasts: Iterable[Podcast], language: Language) -> str:
    """List the names of podcasts."""
    form = words_in(language).answers.title_of_podcast
    return ", ".join(form.format(title=podcast.title) for podcast in podcasts)
