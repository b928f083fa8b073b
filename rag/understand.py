"""What a question itself says: its language, where to look, and what it leans on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from corpus import Corpus
from rag.asked import Facts
from rag.errors import GenerationFailed, QuestionError
from rag.facts import facts_of, kinds_asked
from rag.followup import is_bare, search_query
from rag.generate import Writer, rewrite
from rag.language import detect
from rag.scope import Place, checked, other_episode, people_named, place_named, without_speakers
from rag.types import Language, Question, Scope

# Bounds on what somebody sends, checked before any work is done with it.
LONGEST_QUESTION = 1000  # characters, also of what is searched for and of each earlier question
MOST_EARLIER = 20  # earlier questions that count, the latest
LONGEST_HISTORY = 8000  # characters of these together


@dataclass(frozen=True, slots=True)
class Understood:
    """A question made ready to search; `started` is a reading of `perf_counter`.

    `meant` is the question as it can be understood by itself; `alone` is what to search for beside
    `query`, of a question that leans on one before. `kinds` are those of show facts that its words
    ask for, `named` the speakers whom it names; `failure` says why a language model could not be
    asked what is meant.
    """

    question: Question
    meant: str
    query: str
    language: Language
    scope: Scope
    kinds: tuple[str, ...]
    facts: Facts | None
    missing_episode: int | None
    started: float
    alone: str | None = None
    named: tuple[str, ...] = ()
    failure: str | None = None


def understand(corpus: Corpus, question: Question, writer: Writer | None = None) -> Understood:
    """Check a question and read from it what it says about language, place and kind.

    A `writer` puts a follow-up into words that can be understood by themselves.

    Raises QuestionError where there is nothing to ask, too much, or the scope does not exist.
    """
    started = perf_counter()
    text = asked_for(question.text)
    question = replace(question, history=earlier(question.history))
    scope = checked(question.scope, corpus)
    language = detect(text, corpus.podcast.language)
    together, failure = search_query(text, question.history, corpus.speakers), None
    alone = without_speakers(text, corpus) if together != text else None
    if writer and alone:
        try:
            together, alone = rewrite(writer, text, question.history, language), None
        except GenerationFailed as failed:
            failure = failed.reason
    named = _place(text, together, question, scope, corpus)
    kinds = kinds_asked(together if is_bare(text) else text, corpus.podcast)
    facts = None
    if named.missing_episode is None:
        facts = facts_of(kinds, together, corpus, named.scope.episode, language)
    query = without_speakers(together, corpus)
    return Understood(
        question=question,
        meant=together,
        query=query,
        language=language,
        scope=named.scope,
        kinds=tuple(kinds),
        facts=facts,
        missing_episode=named.missing_episode,
        started=started,
        alone=alone,
        named=tuple(people_named(together, corpus.speakers)),
        failure=failure,
    )


def _place(text: str, together: str, question: Question, scope: Scope, corpus: Corpus) -> Place:
    """Where the question says to look, else where the one before did."""
    other = other_episode(text, " ".join(question.history[-1:]), corpus)
    if other is not None and scope == Scope():
        return Place(Scope(other))
    named = place_named(text, scope, corpus)
    if named != Place(scope) or together == text:
        return named
    return place_named(together, scope, corpus)


def asked_for(text: str) -> str:
    """What somebody asks or searches for, stripped, if it can be worked with.

    Raises QuestionError where it is empty, too long or no readable text.
    """
    text = _bounded(text.strip())
    if not re.search(r"\w", text):
        raise QuestionError("Bitte eine Frage in Worten stellen. (Please ask a question in words.)")
    return text


def earlier(questions: Sequence[str]) -> tuple[str, ...]:
    """Those of the earlier questions that count: the latest, as many as there is room for.

    Raises QuestionError where one of them is longer than a question can be.
    """
    kept: list[str] = []
    room = LONGEST_HISTORY
    for question in reversed(questions[-MOST_EARLIER:]):
        room -= len(_bounded(question))
        if room < 0:
            break
        kept.insert(0, question)
    return tuple(kept)


def _bounded(text: str) -> str:
    # First the length: nothing is looked for in what is too long.
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"Die Frage ist zu lang: höchstens {LONGEST_QUESTION} Zeichen. "
            f"(The question is too long: at most {LONGEST_QUESTION} characters.)"
        )
    if re.search(r"[\ud800-\udfff]", text):
        raise QuestionError("Die Frage ist kein lesbarer Text. (The question is no readable text.)")
    return text
