"""Decide what a question wants, by its vectors and by fixed expressions.

`chances` are those of each intent, of a follow-up together with what it leans on and, last, by its
own words alone; `bare` is whether these say too little (rag/question/followup).
"""

import re
from collections.abc import Mapping, Sequence

from corpus import Podcast
from rag.embedding.embedder import Embedder
from rag.question.intents import PLAUSIBLE, Learned, likeliest
from rag.show.facts import KINDS, kinds_asked
from rag.text.analyzer import Analyzer

# Intents of turns that are no question, and of those that lean on the turn before.
SMALL_TALK = frozenset(
    ("greeting", "thanks", "goodbye", "help", "identity", "acknowledgement", "smalltalk")
    + ("complaint", "unsupported", "nonsense", "change_language")
)
LEANING = frozenset(("more", "example", "why", "other_person", "other_episode"))
# What "Und Homeoffice?" wants once more of something else.
REPEATED = frozenset(("count_word", "topic_overview", "ending", "beginning"))
# Facts of the whole show; of what was talked about nobody asks them in few words.
_OF_SHOW = frozenset(("publisher", "firm", "language", "topic", "person_episodes"))
SURE = 0.75  # how likely an intent is that a follow-up has by few words of its own
_CLAUSE = re.compile(r"(?<=[.!?,;:])\s+")
Chances = Sequence[Mapping[str, float]]


def intent_wanted(chances: Chances, *, bare: bool, names: bool, asks: bool) -> str | None:
    """Return what is wanted, of a follow-up by its own words, unless they say too little.

    `names` is whether it names somebody, whom the vectors do not see, and says nothing else;
    `asks` whether it asks on or names somebody, so that it is no small talk.
    """
    own = likeliest(chances[-1]) if chances else None
    if own in SMALL_TALK and (names or asks):
        # "Was sagt Uwe?" is no small talk, nor is "Und die beste?".
        return "statements" if names else _fact(chances, bare=bare)
    # "Nein, Folge 1" wants what the question before wanted.
    if bare and len(chances) > 1:
        together = likeliest(chances[0])
        # "Und Docker?" after how often another word is said: nobody, though it looks like one.
        nobody = own == "other_person" and not asks and together in REPEATED
        if nobody or not (own in LEANING | SMALL_TALK or _is_sure(chances)):
            return together if together in REPEATED else _fact(chances, bare=bare)
    return _fact(chances, bare=bare) if own is None or own in KINDS else own


def of_the_first(chances: Chances) -> Chances:
    """Return the chances of a question that follows none, which cannot lean on one."""
    kept = [{k: v for k, v in each.items() if k not in LEANING} for each in chances]
    sums = [sum(each.values()) or 1.0 for each in kept]
    return [{k: v / total for k, v in each.items()} for each, total in zip(kept, sums, strict=True)]


def _is_sure(chances: Chances) -> bool:
    return max(chances[-1].values()) >= SURE


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
        return [kind for kind in (*kinds, intent, _fact(chances, bare=bare)) if kind in KINDS]
    return []


def _fact(chances: Chances, *, bare: bool) -> str | None:
    """Return which fact of the show is wanted; a follow-up has to ask for it alone, too.

    Either after another fact, or surely.
    """
    if not chances:
        return None
    together, own = (likeliest(chances[at]) for at in (0, -1))
    if own in KINDS and (own == together or _is_sure(chances)):
        return own if own == together or together in KINDS or own not in _OF_SHOW else None
    return together if together in KINDS and bare else None
