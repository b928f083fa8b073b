"""Ask several podcasts as one: each is judged by itself, then what they say is combined.

    which are asked → each: what it says, and how likely that is an answer → the likeliest first

The probability of an answer is calibrated in each index (rag.retrieval.answerability), so it can be
compared where the scores of two indexes cannot.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from time import perf_counter

from langchain_core.runnables import Runnable, RunnableLambda

from corpus import NachgefragtError, Podcast
from rag.bounds import asked_for, earlier
from rag.errors import GenerationFailed, QuestionError, Reason
from rag.generation.chat_model import ChatModel
from rag.generation.prompts import load_prompts
from rag.generation.rewrite import Writer, rewrite
from rag.generation.verify import VerificationContext
from rag.generation.write import write
from rag.index.index import Index
from rag.pipeline.combine import combined, found_by, is_cited, owned, titles
from rag.pipeline.podcast import Judged, answer_pipeline, judge
from rag.pipeline.several import each_answered
from rag.question.followup import depends_on_history, search_query
from rag.question.scope import no_such_podcast
from rag.question.titles import named, without_titles
from rag.retrieval.fitting import fitting
from rag.retrieval.hybrid import retrieve
from rag.retrieval.second_look import SecondLook
from rag.text.language import detect
from rag.types import Answer, Hit, Question
from rag.understand import understand
from rag.wording.formats import notice
from rag.wording.languages import words_in


@dataclass(frozen=True, slots=True)
class Library:
    """The podcasts that are asked, and what looks at the best finds again.

    Where there are `several`, also if one alone is asked, what is found says whose it is.
    """

    indexes: tuple[Index, ...]
    second_look: SecondLook | None = None
    several: bool = False


def library_pipeline(
    library: Library, model: ChatModel | None = None
) -> Runnable[Question, Answer]:
    """Build the pipeline over all podcasts; of one it is `rag.pipeline.answer_pipeline`."""
    if not library.several:
        return answer_pipeline(library.indexes[0], model, library.second_look)
    writer = Writer(model, load_prompts()) if model else None
    asking = RunnableLambda[Question, Answer]
    one = quoting = asking(partial(_answers, library, None), name="ask all")
    if writer is not None:
        one = asking(partial(_answers, library, writer), name="ask all")
    each = partial(each_answered, one, quoting, library.indexes[0])
    return RunnableLambda(each, name="each question")


def search_library(library: Library, question: Question, k: int) -> list[Hit]:
    """Find the k best windows for a question, best first.

    Scores of two indexes are compared by how far they are above what is typical there. Raises
    QuestionError where none of them has such an episode or speaker.
    """
    chosen, plain = addressed(library.indexes, question)
    hits: list[Hit] = []
    errors: list[QuestionError] = []
    for index in chosen:
        try:
            understood = understand(index, plain)
        except QuestionError as error:
            errors.append(error)
            continue
        found = retrieve(index, understood, library.second_look)
        windows = fitting(index, understood, found, k)
        if library.several:
            podcast = index.corpus.podcast
            typical = index.background.typical[detect(understood.query, podcast.language)].mean
            hits += owned([Hit(hit.chunk, hit.score - typical.score) for hit in windows], podcast)
        else:
            hits += windows
    if len(errors) == len(chosen):
        raise errors[-1]
    return sorted(hits, key=lambda hit: -hit.score)[:k]


def _answers(library: Library, writer: Writer | None, question: Question) -> Iterator[Answer]:
    """Answer from those podcasts that a question is for; the last answer is the final one."""
    started = perf_counter()
    asked_for(question.text)
    chosen, plain = addressed(library.indexes, question)
    plain, failure = _rewritten(chosen, writer, plain)
    judged, broken = _judged(chosen, plain, library.second_look)
    answer = replace(combined(judged), question=question.text.strip())
    if broken:
        form = words_in(answer.language).answers.unasked
        answer = replace(answer, notice=form.format(podcasts=titles(broken, answer.language)))
    milliseconds = round((perf_counter() - started) * 1000, 1)
    answer = replace(answer, timings=answer.timings | {"total_ms": milliseconds})
    quoting = [one for one in judged if is_cited(one, answer)]
    if writer is None or not quoting or any(one.from_notes for one in quoting):
        yield answer
    elif failure not in (None, "empty"):
        yield replace(answer, notice=notice(failure, answer.language))
    else:
        best = quoting[0].understood
        lexical = [index.windows.lexical for index in chosen]
        context = VerificationContext(
            best.language, _speakers(chosen), lambda term: any(one.knows(term) for one in lexical)
        )
        yield from write(writer, best.meant, found_by(quoting), answer, context)


def addressed(indexes: Sequence[Index], question: Question) -> tuple[tuple[Index, ...], Question]:
    """Return the podcasts that a question is for, and the question without their names.

    Those of the scope, else those that it names, else, of a follow-up, those that answered what it
    leans on, else all. Raises QuestionError for a scope of which there is none.
    """
    podcasts = [index.corpus.podcast for index in indexes]
    names = named(question.text, podcasts)
    history = tuple(without_titles(one, podcasts) for one in earlier(question.history))
    plain = replace(question, text=without_titles(question.text, podcasts), history=history)
    slug = question.scope.podcast
    if slug is not None:
        chosen = tuple(one for one in indexes if one.corpus.podcast.slug == slug)
        if not chosen:
            raise no_such_podcast(slug, [podcast.slug for podcast in podcasts])
        return chosen, plain
    if not names and question.history and depends_on_history(question.text, _speakers(indexes)):
        before = question.before or _answering(indexes, question.history)
        names = tuple(podcast for podcast in podcasts if podcast.slug in before)
    return tuple(one for one in indexes if not names or one.corpus.podcast in names), plain


def _answering(indexes: Sequence[Index], history: Sequence[str]) -> frozenset[str]:
    """Return the podcasts that an earlier question named, or else that answered the first one."""
    podcasts, speakers = [index.corpus.podcast for index in indexes], _speakers(indexes)
    for question in reversed(history):
        if names := named(question, podcasts):
            return frozenset(podcast.slug for podcast in names)
        if not depends_on_history(question, speakers):
            break
    judged, _ = _judged(indexes, Question(question))
    answer = combined(judged)
    return frozenset(one.index.corpus.podcast.slug for one in judged if is_cited(one, answer))


def _rewritten(
    indexes: Sequence[Index], writer: Writer | None, question: Question
) -> tuple[Question, Reason | None]:
    """Rewrite a follow-up so that it can be understood by itself, or return why that failed."""
    together = search_query(question.text, question.history, _speakers(indexes))
    if writer is None or together == question.text:
        return question, None
    language = detect(question.text, indexes[0].corpus.podcast.language)
    try:
        text = rewrite(writer, question.text, question.history, language)
    except GenerationFailed as failed:
        return question, failed.reason
    return replace(question, text=text, history=()), None


def _judged(
    indexes: Sequence[Index], question: Question, second_look: SecondLook | None = None
) -> tuple[list[Judged], list[Podcast]]:
    """Judge what each podcast says, the likeliest first; also return which could not be asked.

    Raises the first error where none could.
    """
    judged: list[Judged] = []
    broken: list[Podcast] = []
    errors: list[NachgefragtError] = []
    for index in indexes:
        try:
            judged.append(judge(index, understand(index, question), second_look))
        except NachgefragtError as error:
            errors.append(error)
            # It has no such episode or speaker: others may.
            broken += [] if isinstance(error, QuestionError) else [index.corpus.podcast]
    if not judged:
        raise errors[0]
    return sorted(judged, key=lambda one: -one.probability), broken


def _speakers(indexes: Sequence[Index]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(one.corpus.speakers for one in indexes)))
