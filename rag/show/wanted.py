"""Decide what a question wants, by its vectors and by fixed expressions.

`chances` are those of each intent, of a follow-up together with what it leans on and, last, by its
own words alone; `bare` is whether these say too little (rag/question/followup).
"""

from collections.abc import Mapping, Sequence

from corpus import Podcast
from rag.question.intents import PLAUSIBLE, likeliest
from rag.show.facts import KINDS, kinds_asked

# Intents of turns that are no question, and of those that lean on the turn before.
SMALL_TALK = frozenset(
    ("greeting", "thanks", "goodbye", "help", "identity", "acknowledgement", "smalltalk")
    + ("complaint", "unsupported", "nonsense", "change_language")
)
LEANING = frozenset(("more", "example", "why", "other_person", "other_episode"))
Chances = Sequence[Mapping[str, float]]


def intent_wanted(chances: Chances, *, bare: bool, names: bool) -> str | None:
    """Return what is wanted, of a follow-up by its own words, unless they say too little.

    `names` is whether it names somebody, whom the vectors do not see.
    """
    own = likeliest(chances[-1]) if chances else None
    if names and own in SMALL_TALK:
        return "statements"  # "Was sagt Uwe?" is no small talk
    # "Nein, Folge 1" wants what the question before wanted.
    too_little = bare and len(chances) > 1 and own not in LEANING | SMALL_TALK
    return _fact(chances, bare=bare) if too_little or own is None or own in KINDS else own


def kinds_wanted(text: str, podcast: Podcast, chances: Chances) -> list[str]:
    """Return the facts that fixed expressions ask for and no vector rules out."""
    kinds = kinds_asked(text, podcast)
    return [k for k in kinds if not chances or max(c[k] for c in chances) >= PLAUSIBLE]


def facts_wanted(
    intent: str | None, kinds: Sequence[str], chances: Chances, *, bare: bool
) -> list[str]:
    """Return the facts that may be wanted, the surest first; none where more is than a fact."""
    if intent is None or intent in KINDS or intent in LEANING:
        return [kind for kind in (*kinds, _fact(chances, bare=bare)) if kind in KINDS]
    return []


def _fact(chances: Chances, *, bare: bool) -> str | None:
    """Return which fact of the show is wanted; a follow-up has to ask for it alone, too."""
    together, own = (likeliest(chances[at]) if chances else None for at in (0, -1))
    return together if together in KINDS and (bare or own == together) else None
