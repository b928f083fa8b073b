"""Several podcasts that are asked as one: each is judged by itself, then what they say is combined.

    which are asked → each: what it says, and how likely that is an answer → the likeliest first

The probability of an answer is calibrated in each index (rag.refusal), so it can be compared where
the scores of two indexes cannot.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from time import perf_counter

from langchain_core.runnables import Runnable, RunnableLambda

from corpus import NachgefragtError, Podcast
from rag.answer import Judged, answer_pipeline, judge
from rag.check import Grounds
from rag.combine import combined, found_by, is_cited, owned, titles
from rag.errors import GenerationFailed, QuestionError
from rag.followup import leans, search_query
from rag.generate import Writer, rewrite, write
from rag.index import Index
from rag.language import detect
from rag.language_model import ChatModel
from rag.prompts import load_prompts
from rag.retrieve import find, search
from rag.scope import checked, no_such_podcast
from rag.titles import named, without_titles
from rag.types import Answer, Hit, Question, Scope
from rag.understand import asked_for, earlier
from rag.wording import ANSWERS, NOTICES


def library_pipeline(
    indexes: Sequence[Index], model: ChatModel | None = None, *, several: bool = False
) -> Runnable[Question, Answer]:
    """As `rag.answer.answer_pipeline`, over all these podcasts; over one it is just that.

    Unless that one is of `several`: then what it says names it, too.
    """
    if len(indexes) == 1 and not several:
        return answer_pipeline(indexes[0], model)
    writer = Writer(model, load_prompts()) if model else None
    return RunnableLambda(partial(_asked, tuple(indexes), writer), name="ask all")


def search_all(asked: Sequence[tuple[Index, str, Scope]], k: int, *, several: bool) -> list[Hit]:
    """The k best windows of these searches, best first; where there are `several`, with whose.

    Scores of two indexes are compared by how far they lie above what is typical there.
    """
    if not several:
        [(index, text, scope)] = asked
        return search(index, text, k, scope)
    hits = chain.from_iterable(_hits(*one, k) for one in asked)
    return sorted(hits, key=lambda hit: -hit.score)[:k]


def search_library(indexes: Sequence[Index], text: str, k: int, scope: Scope) -> list[Hit]:
    """The same for one text in each podcast of a scope.

    Raises QuestionError where none of them has such an episode or speaker.
    """
    within: list[tuple[Index, str, Scope]] = []
    for index in _chosen(indexes, scope):
        try:
            within.append((index, text, checked(scope, index.corpus)))
        except QuestionError as error:
            missing = error
    if not within:
        raise missing
    return search_all(within, k, several=len(indexes) > 1)


def _hits(index: Index, text: str, scope: Scope, k: int) -> list[Hit]:
    podcast = index.corpus.podcast
    typical = index.background.typical[detect(text, podcast.language)].mean.score
    hits = find(index, text, scope).windows[:k]
    return owned([Hit(hit.chunk, hit.score - typical) for hit in hits], podcast)


def _asked(
    indexes: tuple[Index, ...], writer: Writer | None, question: Question
) -> Iterator[Answer]:
    """What those podcasts say that a question is for; the last answer is the final one."""
    started = perf_counter()
    asked_for(question.text)
    chosen, plain = addressed(indexes, question)
    plain, failure = _clear(chosen, writer, plain)
    judged, broken = _judged(chosen, plain)
    answer = replace(combined(judged), question=question.text.strip())
    if broken:
        words = ANSWERS[answer.language]["unasked"]
        answer = replace(answer, notice=words.format(podcasts=titles(broken)))
    milliseconds = round((perf_counter() - started) * 1000, 1)
    answer = replace(answer, timings=answer.timings | {"total_ms": milliseconds})
    quoting = [one for one in judged if is_cited(one, answer)]
    if writer is None or not quoting or any(one.from_notes for one in quoting):
        yield answer
    elif failure not in (None, "empty"):
        yield replace(answer, notice=NOTICES[answer.language][failure])
    else:
        best = quoting[0].understood
        grounds = Grounds(best.language, _speakers(chosen), partial(_is_said, chosen))
        yield from write(writer, best.meant, found_by(quoting), answer, grounds)


def addressed(indexes: Sequence[Index], question: Question) -> tuple[tuple[Index, ...], Question]:
    """The podcasts that a question is for, and the question without their names.

    Those of the scope, else those that it names, else, of a follow-up, those that answered what it
    leans on, else all. Raises QuestionError for a scope of which there is none.
    """
    podcasts = [index.corpus.podcast for index in indexes]
    names = named(question.text, podcasts)
    history = tuple(without_titles(one, podcasts) for one in earlier(question.history))
    plain = replace(question, text=without_titles(question.text, podcasts), history=history)
    if question.scope.podcast is not None:
        return _chosen(indexes, question.scope), plain
    if not names and question.history and leans(question.text, _speakers(indexes)):
        before = question.before or _answering(indexes, question.history)
        names = tuple(podcast for podcast in podcasts if podcast.slug in before)
    return tuple(one for one in indexes if not names or one.corpus.podcast in names), plain


def _answering(indexes: Sequence[Index], history: Sequence[str]) -> frozenset[str]:
    """The podcasts that an earlier question named, or else that answered what it all began with."""
    podcasts, speakers = [index.corpus.podcast for index in indexes], _speakers(indexes)
    for question in reversed(history):
        if names := named(question, podcasts):
            return frozenset(podcast.slug for podcast in names)
        if not leans(question, speakers):
            break
    judged, _ = _judged(indexes, Question(question))
    answer = combined(judged)
    return frozenset(one.index.corpus.podcast.slug for one in judged if is_cited(one, answer))


def _chosen(indexes: Sequence[Index], scope: Scope) -> tuple[Index, ...]:
    slugs = [index.corpus.podcast.slug for index in indexes]
    if scope.podcast not in (None, *slugs):
        raise no_such_podcast(scope.podcast, slugs)
    return tuple(one for one in indexes if scope.podcast in (None, one.corpus.podcast.slug))


def _clear(
    indexes: Sequence[Index], writer: Writer | None, question: Question
) -> tuple[Question, str | None]:
    """A follow-up in words of the model that can be understood, or why these cannot be had."""
    together = search_query(question.text, question.history, _speakers(indexes))
    if writer is None or together == question.text:
        return question, None
    language = detect(question.text, indexes[0].corpus.podcast.language)
    try:
        text = rewrite(writer, question.text, question.history, language)
    except GenerationFailed as failed:
        return question, failed.reason
    return replace(question, text=text, history=()), None


def _judged(indexes: Sequence[Index], question: Question) -> tuple[list[Judged], list[Podcast]]:
    """What each podcast says, the likeliest first, and which of them could not be asked.

    Raises what is wrong where none could.
    """
    judged: list[Judged] = []
    broken: list[Podcast] = []
    errors: list[NachgefragtError] = []
    for index in indexes:
        try:
            judged.append(judge(index, question))
        except NachgefragtError as error:
            errors.append(error)
            # It has no such episode or speaker: others may.
            broken += [] if isinstance(error, QuestionError) else [index.corpus.podcast]
    if not judged:
        raise errors[0]
    return sorted(judged, key=lambda one: -one.probability), broken


def _is_said(indexes: Sequence[Index], term: str) -> bool:
    return any(index.windows.lexical.knows(term) for index in indexes)


def _speakers(indexes: Sequence[Index]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(one.corpus.speakers for one in indexes)))
