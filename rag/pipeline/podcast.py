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
from functools import cache, partial
from time import perf_counter

from langchain_core.runnables import Runnable, RunnableLambda

from rag.errors import QuestionError
from rag.generation.chat_model import ChatModel
from rag.generation.prompts import load_prompts
from rag.generation.rewrite import Writer
from rag.generation.verify import VerificationContext
from rag.generation.write import write
from rag.index.index import Index
from rag.pipeline.following import placed, sources_of
from rag.pipeline.searching import Searched, elsewhere, searched
from rag.pipeline.several import each_answered
from rag.question.episode_names import episode_numbers
from rag.requests.chapters import quoted_chapter, titled_chapter
from rag.requests.request import Request, Told
from rag.requests.routes import REQUESTS
from rag.retrieval.hybrid import nearest_chapter
from rag.retrieval.second_look import SecondLook
from rag.show.patterns import topic_of
from rag.show.topics import chapter_note
from rag.text.language import detect
from rag.types import (
    EXTRACTIVE,
    Answer,
    Citation,
    Found,
    Language,
    Question,
    Quote,
    Scope,
    ShowNote,
)
from rag.understand import Understood, understand
from rag.wording.formats import notice, place_of, quotation, said_by, unsaid_in
from rag.wording.languages import words_in

BACK = 2  # answers in which it is looked for what a follow-up is about: "Danke" cites nothing
EARLIER = 4  # questions that are answered once more to know what a follow-up leans on
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
    judging = RunnableLambda(partial(judge, index, second_look=second_look), name="judge")
    alone, helped = (
        RunnableLambda(partial(understand, index, writer=each), name="understand") | judging
        for each in (None, writer)
    )
    one = quoting = alone | RunnableLambda(lambda result: result.answer, name="quote")
    if writer is not None:
        one = helped | RunnableLambda(partial(_writing, writer), name="write")
    return RunnableLambda(partial(each_answered, one, quoting, index), name="each question")


def judge(index: Index, understood: Understood, second_look: SecondLook | None = None) -> Judged:
    """Route a question to the show notes or the transcript, and say what is found there."""
    before = cache(partial(_answered_before, index, understood, second_look))
    understood = placed(index, understood, before)
    request = Request(index, understood, second_look, lambda: sources_of(before()))
    told, facts = quoted_chapter(request), understood.facts
    if told is None and facts is not None:
        told = Told(facts.sentence, facts.notes, facts.told)
    if told is None and understood.missing_episode is not None:
        form = words_in(understood.language).answers.unsaid_episode
        known = episode_numbers(index.corpus)
        answer = _answer(understood, form.format(number=understood.missing_episode, known=known))
        return Judged(index, understood, answer, 0.0)
    fulfil = REQUESTS.get(understood.intent or "")
    if told is None and fulfil is not None:
        told = fulfil(request)
    if told is not None:
        answer = _answer(understood, told.sentence, told.sources, told=told.told)
        return Judged(index, understood, answer, 1.0, True)
    started = perf_counter()
    one = searched(index, understood, lambda: sources_of(before()), second_look)
    unknown = understood.unknown_person is not None
    chapter = None if unknown else _chapter_note(index, understood)
    quotes = one.quotes if one.answers and not unknown else ()
    sources: tuple[Quote | ShowNote, ...] = (chapter, *quotes) if chapter else quotes
    lead, found = words_in(understood.language).answers.chapter if chapter else "", one.found
    if not sources and not unknown and (told := titled_chapter(request)):
        answer = _answer(understood, told.sentence, told.sources, told=told.told)
        return Judged(index, understood, answer, 1.0, True)
    if not sources:
        lead, found = _refusal(index, one, second_look)
    timings = {"retrieval_ms": round((perf_counter() - started) * 1000, 1)}
    answer = _answer(one.understood, lead, sources, timings)
    answer = replace(answer, found=found.windows[:KEPT_WINDOWS])
    likely = 1.0 if chapter else 0.0 if unknown else one.likely
    return Judged(index, one.understood, answer, likely, bool(chapter), one.found)


def _answered_before(
    index: Index, understood: Understood, second_look: SecondLook | None
) -> Answer | None:
    """Return the last answer that cites something: found once more, since nothing is kept."""
    history = understood.question.history[-EARLIER:]
    for end in range(len(history), max(len(history) - BACK, 0), -1):
        *earlier, text = history[:end]
        question = replace(understood.question, text=text, history=tuple(earlier))
        answer = judge(index, understand(index, question), second_look).answer
        if answer.citations:
            return answer
    return None


def _refusal(index: Index, one: Searched, second_look: SecondLook | None) -> tuple[str, Found]:
    """Say what was not found where it was looked for, and where else there is something."""
    understood = one.understood
    words, scope = words_in(understood.language).answers, understood.scope
    if understood.unknown_person:
        return words.unsaid_person.format(name=understood.unknown_person), one.found
    if understood.leaning.more:
        return words.no_more, one.found
    if scope == Scope():
        return words.unsaid, one.found
    said = unsaid_in(scope, understood.language)
    other = elsewhere(index, understood, second_look)
    if not other.answers:
        return said, one.found
    best = other.quotes[0]
    if scope.episode in (None, best.episode.number) and scope.speaker in (None, best.speaker):
        return said, one.found
    form = words.said_elsewhere.format(
        speaker=best.speaker or words.someone, where=place_of(best, understood.language)
    )
    return f"{said} {form}", other.found


def refused(question: Question, error: QuestionError) -> Answer:
    """Make an answer that says why a question was not asked."""
    language = detect(question.text, None)
    reason = error.in_language(language)
    return Answer(question.text, question.text, language, reason, False, EXTRACTIVE)


def _chapter_note(index: Index, understood: Understood) -> ShowNote | None:
    """Find the chapter that a question is about by its meaning, if it asks for a time."""
    if understood.intent != "moment":
        return None
    own, all_of_it = map(topic_of, (understood.question.text, understood.meant))
    about = " ".join(own or all_of_it) or understood.query
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
        leans_on=understood.leans_on,
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
