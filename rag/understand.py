"""Understand a question: its language, scope, history, and the kind of answer it asks for.

It is embedded here, once: classification and retrieval use the same vector.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from corpus import Corpus
from rag.errors import GenerationFailed, QuestionError, Reason
from rag.generation.rewrite import Writer, rewrite
from rag.index.index import Index
from rag.question.answer_type import names_in_capitals
from rag.question.followup import adds_nothing, is_bare, leaned_on, only_places
from rag.question.resumed import asks_for_example, resumed
from rag.question.scope import (
    Place,
    asks_other,
    checked,
    names_place,
    other_episode,
    other_speaker,
    people_meant,
    place_named,
    with_noun,
    without_people,
)
from rag.question.spelling import spelled, unshouted
from rag.question.unknown_person import unknown_person
from rag.show.classifier import kind_like
from rag.show.facts import facts_of, kinds_asked
from rag.show.query import Facts
from rag.text.analyzer import Analyzer
from rag.text.language import detect
from rag.text.names import people_named
from rag.types import Language, Question, Scope
from rag.wording.languages import in_each

# Bounds on what a user sends, checked before any work is done with it.
LONGEST_QUESTION = 1000  # characters, also of what is searched for and of each earlier question
MOST_EARLIER = 20  # earlier questions that count, the latest
LONGEST_HISTORY = 8000  # characters of these together


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a follow-up takes from the answer before.

    `within`: it is asked of that answer's episode first; `other`: of somebody else than who is
    cited there, or of the other episode; `more`: so often more of the same was asked for; `anew`:
    nothing that was quoted there is to be quoted again.
    """

    within: bool = False
    other: bool = False
    more: int = 0
    anew: bool = False


ALONE = Leaning()


@dataclass(frozen=True, slots=True)
class Understood:
    """A question made ready to route and to search; `started` is a reading of `perf_counter`.

    `meant` is the question as it can be understood by itself; `query` is that without speakers'
    names (`sought` is with them), as it is searched for, and `vectors` its vector, followed by
    that of a follow-up alone; `leaning` is what that takes from the answer before. `spoken_of` are
    people whom others have to speak of by name.
    `named` are the speakers that it names. `kinds` are those of show facts that it may ask for,
    `facts` the notes' answer to that. `unknown_person` is a person that it quotes and that never
    occurs, `names_unknown` says that it names something in capitals, like "NPS", that is never
    said. `failure` says why a language model could not be asked what is meant.
    """

    question: Question
    meant: str
    query: str
    language: Language
    scope: Scope
    vectors: tuple[Sequence[float], ...]
    kinds: tuple[str, ...]
    facts: Facts | None
    missing_episode: int | None
    started: float
    sought: str = ""
    leaning: Leaning = ALONE
    spoken_of: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    unknown_person: str | None = None
    names_unknown: bool = False
    failure: Reason | None = None


def understand(index: Index, question: Question, writer: Writer | None = None) -> Understood:
    """Determine a question's language, scope, speakers and kind, and embed it.

    A `writer` rewrites a follow-up so that it can be understood by itself.

    Raises QuestionError where there is nothing to ask, too much, or the scope does not exist;
    StoreError where the model cannot embed it.
    """
    started, corpus = perf_counter(), index.corpus
    text, *history = (
        spelled(unshouted(each), corpus, index.windows.lexical.knows)
        for each in (asked_for(question.text), *earlier(question.history))
    )
    taken_up = resumed(text, history)
    history = list(taken_up.history)
    text = with_noun(taken_up.text, history, corpus)
    question = replace(question, history=taken_up.history)
    scope = checked(question.scope, corpus)
    language = taken_up.language or detect(text, corpus.podcast.language)
    meant, sought, own, failure = _standalone(text, history, corpus, language, writer)
    place = _place(text, meant, question, scope, corpus)
    query = without_people(sought, corpus)
    vectors = [index.embedder.embed_query(each) for each in (query, own) if each is not None]
    # Fixed expressions are surer than what examples teach.
    said = kinds_asked(meant if is_bare(text) else text, corpus.podcast)
    like = _kinds_like(vectors, index)
    return Understood(
        question=question,
        meant=meant,
        query=query,
        language=language,
        scope=place.scope,
        vectors=tuple(vectors),
        kinds=(*said, *like),
        facts=_facts((said, like), meant, place, corpus, language),
        missing_episode=place.missing_episode,
        started=started,
        sought=sought,
        leaning=Leaning(
            within=own is not None and not names_place(text, corpus.speakers),
            other=place.scope == Scope() and bool(history) and asks_other(text),
            more=taken_up.more,
            anew=bool(history) and asks_for_example(text),
        ),
        named=tuple(people_meant(meant, corpus, place.scope.episode)),
        unknown_person=unknown_person(text, corpus, index.windows.lexical.knows),
        names_unknown=_names_unknown(query, index),
        failure=failure,
    )


def _facts(
    guesses: Sequence[Sequence[str]], meant: str, place: Place, corpus: Corpus, language: Language
) -> Facts | None:
    """Return what the show notes say for the first of these guesses at a question's kind."""
    if place.missing_episode is not None:
        return None
    told = (facts_of(kinds, meant, corpus, place.scope.episode, language) for kinds in guesses)
    return next(filter(None, told), None)


def _standalone(
    text: str,
    history: Sequence[str],
    corpus: Corpus,
    language: Language,
    writer: Writer | None,
) -> tuple[str, str, str | None, Reason | None]:
    """Return the question as it can be understood by itself, and as it is searched for.

    Also its own words alone if it depends on others, and the reason if a model failed to help.
    """
    before = leaned_on(text, history, corpus.speakers)
    if not before:
        return text, text, None, None
    together, failure = " ".join([text, *before]), None
    if only_places(text, corpus.speakers) or adds_nothing(text):
        return together, " ".join(before), None, None
    own = without_people(text, corpus)
    if writer and own:
        try:
            rewritten = rewrite(writer, text, history, language)
            return rewritten, rewritten, None, None
        except GenerationFailed as failed:
            failure = failed.reason
    return together, together, own, failure


def _kinds_like(vectors: Sequence[Sequence[float]], index: Index) -> list[str]:
    """Classify a question by its vectors; a follow-up has to be of that kind by itself, too."""
    kinds = {kind_like(vector, index.kinds) for vector in vectors}
    return [kind for kind in kinds if kind] if len(kinds) == 1 else []


def _names_unknown(query: str, index: Index) -> bool:
    terms = Analyzer().terms(" ".join(names_in_capitals(query)))
    return not all(map(index.windows.lexical.knows, terms))


def _place(text: str, together: str, question: Question, scope: Scope, corpus: Corpus) -> Place:
    """Return the place that the question names, or else that of the question before."""
    if asks_other(text) and question.history and scope == Scope():
        return Place(_other(text, question.history, corpus))
    named = place_named(text, scope, corpus)
    if named != Place(scope) or together == text:
        return named
    place = place_named(together, scope, corpus)
    people = people_meant(text, corpus)
    if len(people) != 1 or scope.speaker is not None:
        return place
    # "Und Michael?" is asked of him, wherever he speaks.
    episode = corpus.episode(place.scope.episode) if place.scope.episode is not None else None
    heard = episode is None or people[0] in episode.speakers
    number = place.scope.episode if heard else scope.episode
    speaker = people[0] if only_places(text, corpus.speakers) else place.scope.speaker
    return Place(Scope(number, speaker), place.missing_episode)


def _other(text: str, history: Sequence[str], corpus: Corpus) -> Scope:
    """Return where the other guest or episode is, of those that the question before names."""
    number = other_episode(text, history, corpus)
    named = people_named(history[-1], corpus.speakers)
    return Scope(number, None if number else other_speaker(named, corpus, corpus))


def asked_for(text: str) -> str:
    """Strip and check what a user asks or searches for.

    Raises QuestionError where it is empty, too long or no readable text.
    """
    text = _bounded(text.strip())
    if not re.search(r"\w", text):
        raise QuestionError(in_each(lambda words: words.no_words))
    return text


def earlier(questions: Sequence[str]) -> tuple[str, ...]:
    """Return the latest of the earlier questions, as many as there is room for.

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
        raise QuestionError(in_each(lambda words: words.too_long.format(most=LONGEST_QUESTION)))
    if re.search(r"[\ud800-\udfff]", text):
        raise QuestionError(in_each(lambda words: words.unreadable))
    return text
