"""The pipeline from a question to an answer with citations, composed of LangChain runnables.

    understand → route → the show notes know it: compose from facts
                         the podcast has no such episode: say so
                         otherwise: retrieve → the question is like one that the notes know: facts
                                               otherwise: quote, or say that it does not say

Without a language model the answer quotes, and says of each quote who says it, where and when. With
one, and where that would have quotes, the model writes the answer instead.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import cast

from langchain_core.runnables import Runnable, RunnableLambda

from corpus import Corpus
from rag.asked import Facts
from rag.check import Grounds
from rag.facts import facts_of
from rag.generate import Writer, write
from rag.index import Index
from rag.language import detect
from rag.language_model import ChatModel
from rag.prompts import load_prompts
from rag.quotes import choose_quotes, of_each_episode, ranked_sentences
from rag.refusal import is_answered, probability, signals
from rag.retrieve import Found, find, nearest_chapter
from rag.scope import asks_for_each, episode_numbers
from rag.show_questions import topic_of
from rag.strangers import stranger
from rag.topics import chapter_note
from rag.types import Answer, Citation, Language, Question, Quote, ShowNote
from rag.understand import Understood, understand
from rag.wording import ANSWERS, NOTICES, said_by

EXTRACTIVE = "extractive"
KEPT_WINDOWS = 24  # of those found, with the answer: what else there is to read or to ask


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found for a question, and how long that took in milliseconds.

    `facts` are the show notes' answer where the question turned out to ask for that, `chapter` the
    one that it is about where it asks at what time, `stranger` whom it quotes and nobody names.
    """

    understood: Understood
    found: Found
    retrieval_ms: float
    facts: Facts | None
    chapter: ShowNote | None = None
    stranger: str | None = None


def answer_pipeline(index: Index, model: ChatModel | None = None) -> Runnable[Question, Answer]:
    """Everything from a question to its answer; invoke, batch and stream as with any Runnable.

    With a model, `stream` yields answers that replace one another while it writes, the last the
    final one; without, it yields one. Closing the stream stops the model.

    Raises QuestionError for a question that cannot be asked, StoreError if the index breaks;
    PromptError, at once, if the prompts cannot be used.
    """
    writer = Writer(model, load_prompts()) if model else None
    quote = partial(_extractive, index)
    respond: Runnable[Retrieved, Answer] = RunnableLambda(quote, name="quote")
    if writer:
        respond = RunnableLambda(partial(_written, writer, index), name="write")
    read = partial(understand, index.corpus, writer=writer)
    searched = RunnableLambda(partial(_retrieve, index), name="retrieve") | respond
    # What it returns is run where it is a Runnable, which the types cannot say of "either or".
    route = RunnableLambda[Understood, Answer](
        cast(Callable[[Understood], Answer], partial(_routed, index.corpus, searched)), name="route"
    )
    return RunnableLambda(read, name="understand") | route


@dataclass(frozen=True, slots=True)
class Judged:
    """What one podcast has to say to a question, without a language model.

    `probability` is how likely the answer is one, 0 to 1; 1 where it is `from_notes`, the show
    notes. `found` is None where nothing was searched for.
    """

    index: Index
    understood: Understood
    answer: Answer
    probability: float
    from_notes: bool
    found: Found | None = None


def judge(index: Index, question: Question) -> Judged:
    """Put a question to one podcast. Raises QuestionError and StoreError as the pipeline does."""
    understood = understand(index.corpus, question)
    answer = _without_search(index.corpus, understood)
    if answer:
        return Judged(index, understood, answer, float(answer.grounded), answer.grounded)
    retrieved = _retrieve(index, understood)
    answer, found = _extractive(index, retrieved), retrieved.found
    from_notes = bool(retrieved.facts or retrieved.chapter)
    quotes = [one.source for one in answer.citations if isinstance(one.source, Quote)]
    likely = float(from_notes)
    if quotes and not from_notes:
        likely = probability(signals(found.nearness, quotes[0], understood.query))
    return Judged(index, understood, answer, likely, from_notes, found)


def refused(question: Question, reason: str) -> Answer:
    """An answer that says why a question was not asked."""
    language = detect(question.text, None)
    return Answer(question.text, question.text, language, reason, False, EXTRACTIVE)


def _routed(
    corpus: Corpus, searched: Runnable[Understood, Answer], understood: Understood
) -> Answer | Runnable[Understood, Answer]:
    """The answer where nothing has to be searched for it, else what searches."""
    return _without_search(corpus, understood) or searched


def _without_search(corpus: Corpus, understood: Understood) -> Answer | None:
    if understood.facts is not None:
        return _from_facts(understood, understood.facts)
    if understood.missing_episode is not None:
        return _no_such_episode(corpus, understood, understood.missing_episode)
    return None


def _retrieve(index: Index, understood: Understood) -> Retrieved:
    started = perf_counter()
    found = find(index, understood.query, understood.scope, understood.alone)
    milliseconds = (perf_counter() - started) * 1000
    kinds = [found.kind] if found.kind else []
    episode = understood.scope.episode
    facts = facts_of(kinds, understood.meant, index.corpus, episode, understood.language)
    chapter = None if facts else _chapter(index, understood, found.kind)
    name = stranger(understood.question.text, index.corpus, index.windows.lexical.knows)
    return Retrieved(understood, found, milliseconds, facts, chapter, name)


def _chapter(index: Index, understood: Understood, kind: str | None) -> ShowNote | None:
    """The chapter that a question is about by its meaning, if it asks at what time."""
    if "moment" not in (kind, *understood.kinds):
        return None
    about = " ".join(topic_of(understood.meant)) or understood.query
    begins = nearest_chapter(index, about, understood.scope)
    return chapter_note(begins.episode, begins.chapter) if begins and begins.chapter else None


def _from_facts(understood: Understood, facts: Facts) -> Answer:
    return _answer(understood, facts.sentence, facts.notes, told=facts.told)


def _no_such_episode(corpus: Corpus, understood: Understood, number: int) -> Answer:
    sentence = ANSWERS[understood.language]["unsaid_episode"]
    return _answer(understood, sentence.format(number=number, known=episode_numbers(corpus)))


def _extractive(index: Index, retrieved: Retrieved) -> Answer:
    understood, found = retrieved.understood, retrieved.found
    if retrieved.facts is not None:
        return _from_facts(understood, retrieved.facts)
    ranked = ranked_sentences(found.sentences, understood.named, index.interviewers)
    quotes = choose_quotes(of_each_episode(ranked) if asks_for_each(understood.query) else ranked)
    said, sources = _said(retrieved, quotes)
    timings = {"retrieval_ms": round(retrieved.retrieval_ms, 1)}
    answer = _answer(understood, said, sources, timings)
    return replace(answer, found=found.windows[:KEPT_WINDOWS])


def _said(retrieved: Retrieved, quotes: list[Quote]) -> tuple[str, tuple[Quote | ShowNote, ...]]:
    """What is said beside the sources, if anything is, and these."""
    understood = retrieved.understood
    words = ANSWERS[understood.language]
    if retrieved.stranger:
        return words["unsaid_person"].format(name=retrieved.stranger), ()
    nearness = retrieved.found.nearness
    answered = is_answered(nearness, quotes, understood.query)
    if retrieved.chapter:
        return words["chapter"], (retrieved.chapter, *(quotes if answered else ()))
    if answered:
        return "", tuple(quotes)
    return words["unsaid"], ()


def _written(writer: Writer, index: Index, retrieved: Retrieved) -> Iterator[Answer]:
    """The refusal is the retrieval's: no model is asked where it would not have quoted anything."""
    understood = retrieved.understood
    extractive = _extractive(index, retrieved)
    if not extractive.grounded or retrieved.facts or retrieved.chapter:
        yield extractive
    elif understood.failure not in (None, "empty"):
        # It has just been waited for.
        yield replace(extractive, notice=NOTICES[understood.language][understood.failure])
    else:
        speakers, spoken = index.corpus.speakers, index.windows.lexical.knows
        grounds = Grounds(understood.language, speakers, spoken)
        yield from write(writer, understood.meant, retrieved.found, extractive, grounds)


def _answer(
    understood: Understood,
    sentence: str,
    sources: tuple[Quote | ShowNote, ...] = (),
    timings: dict[str, float] | None = None,
    told: int = 0,
) -> Answer:
    """The sentence, and after it the quotes of all sources but the first `told`, which it names."""
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
    """Paragraphs: before each quote who says it, where and when; after a note whose it is."""
    words = ANSWERS[language]
    spoken = [citation for citation in citations if isinstance(citation.source, Quote)]
    of_several = len({c.source.episode and c.source.episode.id for c in citations}) > 1
    for citation in citations:
        source = citation.source
        quote = words["quote"].format(quote=source.text.strip(), number=citation.number)
        if isinstance(source, Quote):
            yield said_by(source, language, "says" if citation is spoken[0] else "says_too")
            yield quote
        elif of_several and source.episode:
            yield f"{quote} ({words['in_episode'].format(number=source.episode.number)})"
        else:
            yield quote
