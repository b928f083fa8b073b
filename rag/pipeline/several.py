"""Answer several questions of one message one after another, citations numbered through."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from langchain_core.runnables import Runnable

from rag.bounds import LONGEST_QUESTION
from rag.index.index import Index
from rag.question.several import conjoined, questions_in
from rag.question.unsaid import content_terms
from rag.requests.routes import REQUESTS
from rag.types import EXTRACTIVE, Answer, Citation, Question, Quote, ShowNote
from rag.understand import understand

Quoted = Callable[[Question], Answer]


def each_answered(
    one: Runnable[Question, Answer],
    quoting: Runnable[Question, Answer],
    index: Index,
    question: Question,
) -> Iterator[Answer]:
    """Yield answers that replace one another: to the first question, to the first two …

    `quoting` answers without a language model, at once; `one` is the same or has one.
    """
    # What was asked to know whether there are two questions is not asked once more.
    quoted = cache(quoting.invoke)
    parts = _parts(quoted, index, question)
    done: list[Answer] = []
    for part in parts:
        latest = None
        for latest in [quoted(part)] if one is quoting else one.stream(part):
            yield together(question, [*done, latest]) if len(parts) > 1 else latest
        done += [latest] if latest else []


def _parts(quoted: Quoted, index: Index, question: Question) -> Sequence[Question]:
    """Divide a message into its questions, mostly one."""
    if len(question.text) > LONGEST_QUESTION:
        return [question]
    parts = questions_in(question.text, index.corpus.speakers)
    texts = parts if len(parts) > 1 else conjoined(question.text)
    each = [
        replace(question, text=text, history=(*question.history, *texts[:at]))
        for at, text in enumerate(texts)
    ]
    is_one = not each or (len(parts) == 1 and not _are_two(quoted, index, question, each))
    return [question] if is_one else each


def _are_two(quoted: Quoted, index: Index, question: Question, halves: Sequence[Question]) -> bool:
    """Return whether both halves want facts, the words of different people, or other quotes.

    "Was ist Leim und woraus besteht er?" is mostly answered in one place, and asked at once: unless
    both halves are answered, one of them by nothing that the whole quotes.
    """
    both = [understand(index, half) for half in halves]
    told = [one.facts is not None or one.intent in REQUESTS for one in both]
    people = [set(one.named) for one in both]
    if all(told) or (all(people) and people[0].isdisjoint(people[1])):
        return True
    if not all(content_terms(half.text) for half in halves):
        return False
    each = [[citation.source for citation in quoted(half).citations] for half in halves]
    if not all(each):
        return False
    whole = [citation.source for citation in quoted(question).citations]
    return not all(any(_is_among(one, other) for one in whole for other in half) for half in each)


def _is_among(one: Quote | ShowNote, other: Quote | ShowNote) -> bool:
    if isinstance(one, Quote) and isinstance(other, Quote):
        return one.overlaps(other)
    return one == other


def together(question: Question, answers: Sequence[Answer]) -> Answer:
    """Put answers under their questions, with citations numbered through."""
    texts, citations = [], list[Citation]()
    for answer in answers:
        texts += [answer.question, renumbered(answer, len(citations))]
        citations += [Citation(len(citations) + c.number, c.source) for c in answer.citations]
    stages = dict.fromkeys(chain.from_iterable(one.timings for one in answers))
    times = {stage: sum(one.timings.get(stage, 0.0) for one in answers) for stage in stages}
    writers = (one.generator for one in answers if one.generator != EXTRACTIVE)
    return replace(
        answers[-1],
        question=question.text,
        search_query=" ".join(one.search_query for one in answers),
        text="\n\n".join(texts),
        grounded=bool(citations),
        generator=next(writers, EXTRACTIVE),
        citations=tuple(citations),
        timings={stage: round(time, 1) for stage, time in times.items()},
        notice=next((one.notice for one in answers if one.notice), None),
        tokens=sum(one.tokens for one in answers),
        found=tuple(chain.from_iterable(one.found for one in answers)),
        # Of a later one the last so many are questions of the same message.
        leans_on=max((a.leans_on[: -at or None] for at, a in enumerate(answers)), key=len),
    )


def renumbered(answer: Answer, more: int) -> str:
    """Return the text of an answer whose citations come after so many others."""
    last = len(answer.citations)

    def moved(marker: re.Match[str]) -> str:
        number = int(marker[1])
        return f"[{number + more}]" if 0 < number <= last else marker[0]

    return re.sub(r"\[(\d{1,3})\]", moved, answer.text)
