"""The one way from a question to an answer with citations, composed of LangChain runnables.

    each question of a message:
    understand → judge: the show notes know it            → compose from facts
                        more is wanted than an answer     → fulfil the request
                        the podcast has no such episode   → say so
                        else retrieve → select → is it answered? → quote, or say that it is not
               → with a language model, and only where there are quotes: write

Every caller goes through here: the command, the window, the API, the eval. Without a language
model the answer quotes, and says of each quote who says it, where and when.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

from langchain_core.runnables import Runnable, RunnableLambda

from rag.errors import QuestionError
from rag.generation.chat_model import ChatModel
from rag.generation.prompts import load_prompts
from rag.generation.rewrite import Writer
from rag.generation.verify import VerificationContext
from rag.generation.write import write
from rag.index.index import Index
from rag.pipeline.several import each_answered
from rag.question.scope import asks_for_each, episode_numbers
from rag.requests.request import Request, Told
from rag.requests.routes import REQUESTS
from rag.retrieval.answerability import how_likely, is_answer
from rag.retrieval.hybrid import nearest_chapter, retrieve
from rag.retrieval.quotes import choose_quotes, of_each_episode
from rag.retrieval.second_look import SecondLook
from rag.show.patterns import topic_of
from rag.show.topics import chapter_note
from rag.text.language import detect
from rag.types import EXTRACTIVE, Answer, Citation, Found, Language, Question, Quote, ShowNote
from rag.understand import Understood, understand
from rag.wording.formats import notice, quotation, said_by
from rag.wording.languages import words_in

KEPT_WINDOWS = 24  # of those found, with the answer: what else there is to read or to ask


@dataclass(frozen=True, slots=True)
class Judged:
    """One podcast's result for a question, without a language model.

    `probability` is how likely `answer` is one, 0 to 1: 1 where it is `from_notes`, the show
    notes. `found` is None where nothing was searched for.
    """

    index: Index
    understood: Understood
    answer: Answer
    probability: float
    from_notes: bool = False
    found: Found | None = None


def answer_pipeline(
    index: Index, model: ChatModel | None = None, second_look: SecondLook | None = None
) -> Runnable[Question, Answer]:
    """Build the pipeline from a question to its answer; it can invoke, batch and stream.

    With a model, `stream` yields answers that replace one another while it writes, the last one
    final; without a model it yields one. Closing the stream stops the model.

    Raises QuestionError for a question that cannot be asked, StoreError if the index breaks;
    PromptError, at once, if the prompts cannot be used.
    """
    writer = Writer(model, load_prompts()) if model else None
    read = RunnableLambda(partial(understand, index, writer=writer), name="understand")
    judged = read | RunnableLambda(partial(judge, index, second_look=second_look), name="judge")
    if writer is None:
        one = judged | RunnableLambda(_quoting, name="quote")
    else:
        one = judged | RunnableLambda(partial(_writing, writer), name="write")
    return RunnableLambda(partial(each_answered, one, index), name="each question")


def judge(index: Index, understood: Understood, second_look: SecondLook | None = None) -> Judged:
    """Route a question to the show notes or the transcript, and say what is found there."""
    if understood.facts is not None:
        facts = understood.facts
        answer = _answer(understood, facts.sentence, facts.notes, told=facts.told)
        return Judged(index, understood, answer, 1.0, True)
    if understood.missing_episode is not None:
        form, known = (
            words_in(understood.language).answers.unsaid_episode,
            episode_numbers(index.corpus),
        )
        answer = _answer(understood, form.format(number=understood.missing_episode, known=known))
        return Judged(index, understood, answer, 0.0)
    told = _fulfilled(Request(index, understood, second_look))
    if told is not None:
        answer = _answer(understood, told.sentence, told.sources, told=told.told)
        return Judged(index, understood, answer, 1.0, True)
    started = perf_counter()
    found = retrieve(index, understood, second_look)
    timings = {"retrieval_ms": round((perf_counter() - started) * 1000, 1)}
    quotes = select(understood, found)
    likely = 0.0 if understood.unknown_person else how_likely(understood, found.nearness, quotes)
    chapter = None if understood.unknown_person else _chapter_note(index, understood)
    sources = (*filter(None, [chapter]), *(quotes if is_answer(likely) else ()))
    answer = _answer(understood, _lead(understood, chapter, sources), sources, timings)
    answer = replace(answer, found=found.windows[:KEPT_WINDOWS])
    return Judged(index, understood, answer, 1.0 if chapter else likely, bool(chapter), found)


def _fulfilled(request: Request) -> Told | None:
    """Return what is told for the intent of a question, if it is one that is more than asked."""
    fulfil = REQUESTS.get(request.understood.intent or "")
    return fulfil(request) if fulfil else None


def _quoting(judged: Judged) -> Answer:
    return judged.answer


def select(understood: Understood, found: Found) -> list[Quote]:
    """Select the quotes from what was found, best first."""
    ranked = found.ranked
    return choose_quotes(of_each_episode(ranked) if asks_for_each(understood.query) else ranked)


def _lead(understood: Understood, chapter: ShowNote | None, sources: Sequence[object]) -> str:
    """Return what is said before the sources, or instead of them."""
    words = words_in(understood.language).answers
    if understood.unknown_person:
        return words.unsaid_person.format(name=understood.unknown_person)
    if chapter:
        return words.chapter
    return "" if sources else words.unsaid


def refused(question: Question, error: QuestionError) -> Answer:
    """Make an answer that says why a question was not asked."""
    language = detect(question.text, None)
    reason = error.in_language(language)
    return Answer(question.text, question.text, language, reason, False, EXTRACTIVE)


def _chapter_note(index: Index, understood: Understood) -> ShowNote | None:
    """Find the chapter that a question is about by its meaning, if it asks for a time."""
    if understood.intent != "moment":
        return None
    about = " ".join(topic_of(understood.meant)) or understood.query
    begins = nearest_chapter(index, about, understood.scope)
    return chapter_note(begins.episode, begins.chapter) if begins and begins.chapter else None


def _writing(writer: Writer, judged: Judged) -> Iterator[Answer]:
    """Yield the model's answer, or the extractive one where there is nothing to write.

    The retrieval decides on refusals: no model is asked where nothing would have been quoted.
    """
    understood, answer = judged.understood, judged.answer
    if judged.found is None or judged.from_notes or not answer.grounded:
        yield answer
    elif understood.failure not in (None, "empty"):
        # It has just been waited for.
        yield replace(answer, notice=notice(understood.failure, understood.language))
    else:
        speakers, spoken = judged.index.corpus.speakers, judged.index.windows.lexical.knows
        context = VerificationContext(understood.language, speakers, spoken)
        yield from write(writer, understood.meant, judged.found, answer, context)


def _answer(
    understood: Understood,
    sentence: str,
    sources: tuple[Quote | ShowNote, ...] = (),
    timings: dict[str, float] | None = None,
    told: int = 0,
) -> Answer:
    """Make an answer of a sentence and the quotes of all sources but the first `told`.

    The sentence names those itself.
    """
    citations = tuple(Citation(number, source) for number, source in enumerate(sources, 1))
    quotes = quoted(citations[told:], understood.language)
    total_ms = (perf_counter() - understood.started) * 1000
    return Answer(
        question=understood.question.text,
        search_query=understood.query,
        language=understood.language,
        text="\n\n".join(filter(None, [sentence, *quotes])),
        grounded=bool(citations),
        generator=EXTRACTIVE,
        citations=citations,
        timings={"retrieval_ms": 0.0} | (timings or {}) | {"total_ms": round(total_ms, 1)},
    )


def quoted(citations: Sequence[Citation], language: Language) -> Iterator[str]:
    """Yield paragraphs: each quote after who says it, where and when; notes with their episode."""
    words = words_in(language).answers
    spoken = [citation for citation in citations if isinstance(citation.source, Quote)]
    of_several = len({c.source.episode and c.source.episode.id for c in citations}) > 1
    for citation in citations:
        source = citation.source
        quote = quotation(source.text, citation.number, language)
        if isinstance(source, Quote):
            yield said_by(source, language, first=citation is spoken[0])
            yield quote
        elif of_several and source.episode:
            yield f"{quote} ({words.in_episode.format(number=source.episode.number)})"
        else:
            yield quote
