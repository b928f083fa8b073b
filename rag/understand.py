"""Understand a question: its language, scope, history, and the kind of answer it asks for.

It is embedded here, once: classification and retrieval use the same vector.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from corpus import Corpus
from rag.bounds import asked_for, earlier
from rag.errors import GenerationFailed, Reason
from rag.generation.rewrite import Writer, rewrite
from rag.index.index import Index
from rag.question.episode_names import of_any_episode
from rag.question.followup import (
    Leaning,
    adds_nothing,
    asking,
    is_bare,
    language_of,
    leaned_on,
    only_places,
    place_meant,
    stands_before,
)
from rag.question.resumed import corrected, resumed, with_superlative, with_topic
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
from rag.question.unsaid import is_foreign, names_unknown, nothing_said, unknown_person
from rag.show.episode_about import with_number
from rag.show.facts import facts_of
from rag.show.patterns import topical
from rag.show.query import Facts
from rag.show.wanted import (
    SMALL_TALK,
    Chances,
    beside_talk,
    facts_wanted,
    leaves_open,
    of_the_first,
    wanted,
)
from rag.text.names import without_speakers
from rag.types import Language, Question, Scope

ALONE = Leaning()


@dataclass(frozen=True, slots=True)
class Understood:
    """A question made ready to route and to search; `started` is a reading of `perf_counter`.

    `meant` is the question as it can be understood by itself; `query` is that without speakers'
    names (`sought` is with them), as it is searched for, and `vectors` its vector, followed by
    that of a follow-up's `own` words; `leaning` is what that takes from the answer before.
    `spoken_of` are people whom others have to speak of by name.
    `named` are the speakers that it names. `intent` is what it wants, one of those in
    rag/question/intents.toml; None: an answer from what is said. `facts` is what the show notes
    say to that, if they are asked. `unknown_person` is a person that it quotes and that never
    occurs, `names_unknown` says that it names something in capitals, like "NPS", that is never
    said. `failure` says why a language model could not be asked what is meant. `leans_on` are the
    earlier questions without which it is another one, oldest first. `is_foreign` says that nobody
    speaks its language there, `nothing_said` that none of its words is ever said.
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
    own: str = ""
    leaning: Leaning = ALONE
    spoken_of: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    unknown_person: str | None = None
    names_unknown: bool = False
    failure: Reason | None = None
    leans_on: tuple[str, ...] = ()
    is_foreign: bool = False
    nothing_said: bool = False


@dataclass(frozen=True, slots=True)
class _Turn:
    """A question as it was typed, its `text` spelled and completed by its `history`.

    `more` is how often more of the same is asked for; `leans_on` is as in `Understood`.
    """

    question: Question
    text: str
    history: Sequence[str]
    language: Language
    scope: Scope
    more: int
    leans_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Standalone:
    """A question as it can be understood by itself, and as it is searched for.

    `own` are its own words alone if it depends on others, `before` these, the latest first;
    `failure` is the reason if a model failed to help.
    """

    meant: str
    sought: str
    own: str | None = None
    failure: Reason | None = None
    before: tuple[str, ...] = ()


def understand(index: Index, question: Question, writer: Writer | None = None) -> Understood:
    """Determine a question's language, scope, speakers and kind, and embed it.

    A `writer` rewrites a follow-up so that it can be understood by itself.

    Raises QuestionError for what cannot be asked, StoreError where the model cannot embed it.
    """
    started, corpus, turn = perf_counter(), index.corpus, _turn(index, question)
    alone = _standalone(turn, corpus, writer)
    query = without_people(alone.sought, corpus)
    asked = [query, *([] if alone.own is None else [alone.own])]
    vectors = {each: index.embedder.embed_query(each) for each in asked}
    bare, chances = leaves_open(turn.text), _chances(index, turn, alone, vectors)
    intent, kinds = wanted(turn.text, alone.meant, turn.history, turn.leans_on, chances, corpus)
    if other := _instead(index, turn, intent, writer):
        return other
    place = place_meant(turn.text, alone.before, turn.history, turn.scope, corpus)
    about = facts_wanted(intent, kinds, chances, bare=bare) if place.missing_episode is None else []
    return Understood(
        question=turn.question,
        meant=alone.meant,
        query=query,
        language=turn.language,
        scope=place.scope,
        vectors=tuple(vectors[each] for each in asked),
        intent=intent or next(iter(kinds), None),
        facts=facts_of(about, alone.meant, corpus, place.scope.episode, turn.language),
        missing_episode=place.missing_episode,
        started=started,
        sought=alone.sought,
        own=alone.own or "",
        leaning=_leaning(turn, alone, place, intent, corpus),
        named=tuple(people_meant(alone.meant, corpus, place.scope.episode)),
        unknown_person=unknown_person(turn.text, corpus, index.windows.lexical.knows),
        names_unknown=names_unknown(query, index.windows.lexical.knows),
        failure=alone.failure,
        leans_on=turn.leans_on,
        is_foreign=is_foreign(corpus, turn.language),
        nothing_said=nothing_said(query, index.windows.lexical.resembles),
    )


def _chances(
    index: Index, turn: _Turn, alone: _Standalone, vectors: Mapping[str, Sequence[float]]
) -> Chances:
    """Return how likely each intent is, whoever is named, and whichever episode.

    By the vectors of the search, except where that looks for other words: it keeps the number of
    an episode, of which any will do here, and leaves out a role that stands for somebody. So one
    of 22 questions is embedded once more; with the search's vector 3 of the eval set's 704 were
    taken for something else ("Wie heißt der Moderator?").
    """
    if not index.intents:
        return []
    together = alone.sought
    if alone.before and (alone.own is None or is_bare(turn.text)):
        together = topical(asking(alone.before, index.corpus.speakers))
    asked = [together, *([] if alone.own is None else [turn.text])]
    of_any = [of_any_episode(without_speakers(text, index.corpus)) for text in asked]
    others = {each: index.embedder.embed_query(each) for each in of_any if each not in vectors}
    known = {**vectors, **others}
    chances = [index.intents.chances(text, known[text]) for text in of_any]
    if people_meant(turn.text, index.corpus) and not only_places(turn.text, index.corpus.speakers):
        return chances[-1:]  # who says of whom needs nothing before it
    return chances if turn.history else of_the_first(chances)


def _turn(index: Index, question: Question) -> _Turn:
    corpus = index.corpus
    typed = (*earlier(question.history), asked_for(question.text))
    # Each as it is understood after those before it.
    asked: list[str] = []
    for each in typed:
        plain = spelled(unshouted(each), corpus, index.windows.lexical.knows)
        plain = corrected(plain) if asked else plain
        plain = with_number(plain, corpus, index.episodes_saying)
        asked.append(with_superlative(with_noun(plain, asked, corpus), asked))
    *history, text = asked
    count = len(stands_before(text, history, corpus.speakers))
    leans_on = typed[len(history) - count : -1]
    taken_up = resumed(text, history)
    return _Turn(
        question=replace(question, history=taken_up.history),
        text=taken_up.text,
        history=taken_up.history,
        language=taken_up.language
        or language_of(taken_up.text, taken_up.history, corpus.podcast.language),
        scope=checked(question.scope, corpus),
        more=taken_up.more,
        leans_on=leans_on,
    )


def _instead(
    index: Index, turn: _Turn, intent: str | None, writer: Writer | None
) -> Understood | None:
    """Understand what is asked beside small talk, or the question that more is asked of."""
    if (
        intent in SMALL_TALK
        and index.intents
        and (rest := beside_talk(turn.text, index.intents, index.embedder))
    ):
        beside = understand(index, replace(turn.question, text=rest), writer)
        return replace(beside, question=turn.question)
    if intent == "more" and turn.history and not turn.more:
        return _more(index, turn.question, turn.history, writer)
    if intent == "where_said" and turn.more and turn.history:
        # More is wanted of what was said, not of where.
        return understand(index, turn.question, writer)
    if intent == "goes_on" and turn.more:
        # From where the answer before ended.
        again = replace(turn.question, text=turn.text, history=(*turn.history, turn.text))
        return replace(understand(index, again, writer), question=again)
    return None


def _leaning(
    turn: _Turn, alone: _Standalone, place: Place, intent: str | None, corpus: Corpus
) -> Leaning:
    """Return what is taken from the answer before."""
    follows = bool(turn.history)
    return Leaning(
        within=alone.own is not None and not names_place(turn.text, corpus.speakers),
        other=place.scope == Scope() and follows and asks_other(turn.text),
        more=turn.more,
        anew=follows and intent == "example",
    )


def _more(
    index: Index, question: Question, history: Sequence[str], writer: Writer | None
) -> Understood:
    """Understand a turn that asks for more as the question before, asked for once more."""
    *earlier_ones, text = history
    before = replace(question, text=text, history=tuple(earlier_ones))
    found = understand(index, before, writer)
    leaning = replace(found.leaning, more=found.leaning.more + 1)
    typed = replace(found.question, text=question.text)
    return replace(found, question=typed, leaning=leaning, leans_on=(*found.leans_on, text))


def _standalone(turn: _Turn, corpus: Corpus, writer: Writer | None) -> _Standalone:
    text = turn.text
    before = leaned_on(text, turn.history, corpus.speakers)
    if not before:
        return _Standalone(text, text)
    together, failure = " ".join([text, *before]), None
    searched = " ".join(map(topical, with_topic(before)))
    if only_places(text, corpus.speakers) or adds_nothing(text):
        return _Standalone(together, searched, before=tuple(before))
    own = without_people(text, corpus)
    if writer and own:
        try:
            rewritten = rewrite(writer, text, turn.history, turn.language)
            return _Standalone(rewritten, rewritten)
        except GenerationFailed as failed:
            failure = failed.reason
    return _Standalone(together, f"{text} {searched}", own, failure, tuple(before))
