"""Decide what a question wants, by its vectors and by fixed expressions.

`chances` are those of each intent, of a follow-up together with what it leans on and, last, by its
own words alone; `bare` is whether these say too little (rag/question/followup).
"""

import re
from collections.abc import Mapping, Sequence

from corpus import Corpus, Podcast
from rag.embedding.embedder import Embedder
from rag.question.episode_names import only_episode
from rag.question.followup import (
    asks_of_somebody,
    asks_on,
    asks_what,
    is_bare,
    names_another,
    only_places,
)
from rag.question.intents import PLAUSIBLE, Learned, likeliest
from rag.question.resumed import asks_for_example
from rag.question.scope import people_meant
from rag.question.unsaid import content_terms
from rag.show.facts import KINDS, kinds_asked
from rag.text.analyzer import Analyzer
from rag.text.names import without_speakers

# Intents of turns that are no question, and of those that lean on the turn before.
SMALL_TALK = frozenset(
    ("greeting", "thanks", "goodbye", "help", "identity", "acknowledgement", "smalltalk")
    + ("complaint", "unsupported", "nonsense", "change_language")
)
LEANING = frozenset(
    ("more", "example", "why", "other_person", "other_episode", "goes_on", "where_said")
)
# What "Und Homeoffice?", "Und in Folge 1?" want once more of something else.
REPEATED = frozenset(
    ("count_word", "topic_overview", "ending", "beginning", "summary", "statements", "at_time")
)
MOVED = frozenset(("other_person", "other_episode"))
# Facts of the whole show; of what was talked about nobody asks them in few words.
_OF_SHOW = frozenset(("publisher", "firm", "language", "topic", "person_episodes"))
SURE = 0.75  # how likely an intent is that a follow-up has by few words of its own
_CLAUSE = re.compile(r"(?<=[.!?,;:])\s+")
Chances = Sequence[Mapping[str, float]]


def wanted(
    text: str,
    meant: str,
    history: Sequence[str],
    leans_on: Sequence[str],
    chances: Chances,
    corpus: Corpus,
) -> tuple[str | None, Sequence[str]]:
    """Return the intent of a question, and the facts of the show that it may ask for.

    `meant` is it together with what it leans on, the questions `leans_on` of the `history`.
    """
    kinds = kinds_wanted(text, corpus.podcast, chances)
    follows, leans = bool(history), bool(leans_on)
    intent = _intent(text, chances, kinds, corpus, follows=follows, leans=leans)
    if leaves_open(text) and not (kinds or is_sure(chances)):
        kinds = kinds_wanted(meant, corpus.podcast, chances)
    return intent, kinds


def _intent(
    text: str,
    chances: Chances,
    kinds: Sequence[str],
    corpus: Corpus,
    *,
    follows: bool,
    leans: bool,
) -> str | None:
    """Return what is wanted by the vectors, where nothing in a turn speaks against it."""
    if not follows and only_episode(text):
        return "title"  # "Neueste Folge?"
    if follows and asks_for_example(text):
        return "example"
    names = bool(people_meant(text, corpus))
    # One word more may be all that is asked: "Is Uwe married?".
    alone = names and only_places(text, corpus.speakers) and not kinds
    sure = is_sure(chances)
    on = follows and (asks_on(text) or (asks_what(text) and not sure))
    bare, another = leaves_open(text), names_another(text)
    intent = intent_wanted(chances, bare=bare, names=alone, asks=names or on, another=another)
    if names and intent in LEANING and len(content_terms(without_speakers(text, corpus))) > 1:
        intent = None  # "Something else: is Uwe a lawyer by training?" takes up nothing
    if kinds and not sure and intent not in LEANING:
        return kinds[0]  # "Wer ist Uwe?", of which the vectors see "Wer ist?"
    of_them = alone and not leans and intent in (None, "topic_overview")
    return "statements" if of_them else intent


def intent_wanted(
    chances: Chances, *, bare: bool, names: bool, asks: bool, another: bool = False
) -> str | None:
    """Return what is wanted, of a follow-up by its own words, unless they say too little.

    `names` is whether it names somebody, whom the vectors do not see, and says nothing else;
    `asks` whether it asks on or names somebody, so that it is no small talk, `another` whether it
    only says of what else the same is wanted.
    """
    own = likeliest(chances[-1]) if chances else None
    if own in SMALL_TALK and (names or asks):
        # "Was sagt Uwe?" is no small talk, nor is "Und die beste?".
        return "statements" if names else _fact(chances, bare=bare)
    # "Nein, Folge 1" wants what the question before wanted.
    if bare and len(chances) > 1:
        together = likeliest(chances[0])
        # "Und Docker?" after how often another word is said, "Und die davor?" after a summary.
        moved = (own in MOVED or (another and own is None)) and together in REPEATED
        if moved or not (own in LEANING | SMALL_TALK or is_sure(chances)):
            return together if together in REPEATED else _fact(chances, bare=bare)
    return _fact(chances, bare=bare) if own is None or own in KINDS else own


def leaves_open(text: str) -> bool:
    """Return whether a turn says too little to tell by itself what it wants: "Und in Folge 1?"."""
    return is_bare(text) and not asks_of_somebody(text)


def of_the_first(chances: Chances) -> Chances:
    """Return the chances of a question that follows none, which cannot lean on one."""
    kept = [{k: v for k, v in each.items() if k not in LEANING} for each in chances]
    sums = [sum(each.values()) or 1.0 for each in kept]
    return [{k: v / total for k, v in each.items()} for each, total in zip(kept, sums, strict=True)]


def is_sure(chances: Chances) -> bool:
    """Return whether a question's own words leave little doubt of what it wants."""
    return bool(chances) and max(chances[-1].values()) >= SURE


def beside_talk(text: str, intents: Learned, embedder: Embedder) -> str | None:
    """Return what is asked in the same breath as a greeting or thanks, if anything is."""
    clauses = _CLAUSE.split(text)
    for at, clause in enumerate(clauses if len(clauses) > 1 else ()):
        chances = intents.chances(clause, embedder.embed_query(clause))
        if likeliest(chances) not in SMALL_TALK and len(Analyzer().terms(clause)) > 1:
            return " ".join(clauses[at:])
    return None


def kinds_wanted(text: str, podcast: Podcast, chances: Chances) -> list[str]:
    """Return the facts that fixed expressions ask for and no vector rules out."""
    kinds = kinds_asked(text, podcast)
    return [k for k in kinds if not chances or max(c[k] for c in chances) >= PLAUSIBLE]


def facts_wanted(
    intent: str | None, kinds: Sequence[str], chances: Chances, *, bare: bool
) -> list[str]:
    """Return the facts that may be wanted, the surest first; none where more is than a fact."""
    if intent is None or intent in KINDS or intent in LEANING:
        wanted = [*kinds, intent, _fact(chances, bare=bare)]
        return [kind for kind in dict.fromkeys(wanted) if kind in KINDS]
    return []


def _fact(chances: Chances, *, bare: bool) -> str | None:
    """Return which fact of the show is wanted; a follow-up has to ask for it alone, too.

    Either after another fact, or surely.
    """
    if not chances:
        return None
    together, own = (likeliest(chances[at]) for at in (0, -1))
    if own in KINDS and (together in KINDS or is_sure(chances)):
        return own if together in KINDS or own not in _OF_SHOW else None
    return together if together in KINDS and bare else None
