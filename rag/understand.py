"""Understand a question: its language, scope, history, and the kind of answer it asks for.

It is embedded here, once: classification and retrieval use the same vector.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from corpus import Corpus
from rag.errors import GenerationFailed, QuestionError, Reason
from rag.generation.rewrite import Writer, rewrite
from rag.index.index import Index
from rag.question.answer_type import names_in_capitals
from rag.question.followup import (
    Leaning,
    adds_nothing,
    is_bare,
    leaned_on,
    only_places,
    place_meant,
)
from rag.question.intents import PLAUSIBLE, likeliest
from rag.question.resumed import asks_for_example, resumed
from rag.question.scope import (
    Place,
    asks_other,
    checked,
    names_place,
    people_meant,
    with_noun,
    without_people,
)
from rag.question.spelling import spelled, unshouted
from rag.question.unknown_person import unknown_person
from rag.show.facts import KINDS, facts_of, kinds_asked
from rag.show.query import Facts
from rag.text.analyzer import Analyzer
from rag.text.language import detect
from rag.types import Language, Question, Scope
from rag.wording.languages import in_each

# Bounds on what a user sends, checked before any work is done with it.
LONGEST_QUESTION = 1000  # characters, also of what is searched for and of each earlier question
MOST_EARLIER = 20  # earlier questions that count, the latest
LONGEST_HISTORY = 8000  # characters of these together


# Intents of turns that are no question, and of those that lean on the turn before.
SMALL_TALK = frozenset(
    ("greeting", "thanks", "goodbye", "help", "identity", "acknowledgement", "smalltalk")
    + ("complaint", "unsupported", "nonsense", "change_language")
)
LEANING = frozenset(("more", "example", "why", "other_person", "other_episode"))
_CLAUSE = re.compile(r"(?<=[.!?,;:])\s+")


ALONE = Leaning()


@dataclass(frozen=True, slots=True)
class Understood:
    """A question made ready to route and to search; `started` is a reading of `perf_counter`.

    `meant` is the question as it can be understood by itself; `query` is that without speakers'
    names (`sought` is with them), as it is searched for, and `vectors` its vector, followed by
    that of a follow-up alone; `leaning` is what that takes from the answer before. `spoken_of` are
    people whom others have to speak of by name.
    `named` are the speakers that it names. `intent` is what it wants, one of those in
    rag/question/intents.toml; None: an answer from what is said. `facts` is what the show notes
    say to that, if they are asked. `unknown_person` is a person that it quotes and that never
    occurs, `names_unknown` says that it names something in capitals, like "NPS", that is never
    said. `failure` says why a language model could not be asked what is meant.
    """

    question: Question
    meant: str
    query: str
    language: Language
    scope: Scope
    vectors: tuple[Sequence[float], ...]
    intent: str | None
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
    place = place_meant(text, meant, history, scope, corpus)
    query = without_people(sought, corpus)
    vectors = [index.embedder.embed_query(each) for each in (query, own) if each is not None]
    chances = _chances(vectors, index)
    intent = _intent(chances, bare=is_bare(text))
    if intent in SMALL_TALK and (rest := _beside_talk(text, index)):
        return replace(understand(index, replace(question, text=rest), writer), question=question)
    if intent == "more" and history and not taken_up.more:
        return _more(index, question, history, writer)
    kinds = _plausible(kinds_asked(meant if is_bare(text) else text, corpus.podcast), chances)
    asks_notes = intent is None or intent in KINDS or intent in LEANING
    guesses = [*kinds, _fact(chances, bare=is_bare(text))] if asks_notes else []
    facts = _facts(guesses, meant, place, corpus, language)
    return Understood(
        question=question,
        meant=meant,
        query=query,
        language=language,
        scope=place.scope,
        vectors=tuple(vectors),
        intent=intent or (kinds[0] if kinds else None),
        facts=facts,
        missing_episode=place.missing_episode,
        started=started,
        sought=sought,
        leaning=Leaning(
            within=own is not None and not names_place(text, corpus.speakers),
            other=place.scope == Scope() and bool(history) and asks_other(text),
            more=taken_up.more,
            anew=bool(history) and (intent == "example" or asks_for_example(text)),
        ),
        named=tuple(people_meant(meant, corpus, place.scope.episode)),
        unknown_person=unknown_person(text, corpus, index.windows.lexical.knows),
        names_unknown=_names_unknown(query, index),
        failure=failure,
    )


def _facts(
    guesses: Sequence[str | None], meant: str, place: Place, corpus: Corpus, language: Language
) -> Facts | None:
    """Return what the show notes say for the first of these guesses that they can answer."""
    if place.missing_episode is not None:
        return None
    kinds = [guess for guess in guesses if guess in KINDS]
    return facts_of(kinds, meant, corpus, place.scope.episode, language)


def _more(
    index: Index, question: Question, history: Sequence[str], writer: Writer | None
) -> Understood:
    """Understand a turn that asks for more as the question before, asked for once more."""
    *earlier_ones, text = history
    before = replace(question, text=text, history=tuple(earlier_ones))
    found = understand(index, before, writer)
    leaning = replace(found.leaning, more=found.leaning.more + 1)
    typed = replace(found.question, text=question.text)
    return replace(found, question=typed, leaning=leaning)


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


def _chances(vectors: Sequence[Sequence[float]], index: Index) -> list[Mapping[str, float]]:
    """Return how likely each intent is, of a follow-up also by its own words alone."""
    return [index.intents.chances(vector) for vector in vectors] if index.intents else []


def _plausible(kinds: Sequence[str], chances: Sequence[Mapping[str, float]]) -> list[str]:
    """Keep what a fixed expression says and the question's vector does not rule out."""
    return [k for k in kinds if not chances or max(c[k] for c in chances) >= PLAUSIBLE]


def _intent(chances: Sequence[Mapping[str, float]], *, bare: bool) -> str | None:
    """Return what is wanted, of a follow-up by its own words, unless they say too little."""
    own = intent_meant(chances[-1]) if chances else None
    # "Nein, Folge 1" wants what the question before wanted.
    too_little = bare and len(chances) > 1 and own not in LEANING | SMALL_TALK
    return _fact(chances, bare=bare) if too_little or own is None or own in KINDS else own


def _fact(chances: Sequence[Mapping[str, float]], *, bare: bool) -> str | None:
    """Return which fact of the show is wanted; a follow-up has to ask for it alone, too."""
    together, own = (likeliest(chances[at], 1.0) if chances else None for at in (0, -1))
    return together if together in KINDS and (bare or own == together) else None


def intent_meant(chances: Mapping[str, float]) -> str | None:
    """Return the likeliest intent; one for a fact need be less likely, the notes know more."""
    fact = likeliest(chances, 1.0)
    return fact if fact in KINDS else likeliest(chances)


def _beside_talk(text: str, index: Index) -> str | None:
    """Return what is asked in the same breath as a greeting or thanks, if anything is."""
    clauses = _CLAUSE.split(text)
    for at, clause in enumerate(clauses if len(clauses) > 1 and index.intents else ()):
        chances = index.intents.chances(index.embedder.embed_query(clause)) if index.intents else {}
        if intent_meant(chances) not in SMALL_TALK and len(Analyzer().terms(clause)) > 1:
            return " ".join(clauses[at:])
    return None


def _names_unknown(query: str, index: Index) -> bool:
    terms = Analyzer().terms(" ".join(names_in_capitals(query)))
    return not all(map(index.windows.lexical.knows, terms))


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
