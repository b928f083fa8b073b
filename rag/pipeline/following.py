"""Take from the answer before which episode a follow-up is about: "Wer ist da zu Gast?"."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from corpus import Corpus
from rag.index.index import Index
from rag.question.episode_names import names_episode
from rag.question.times import times_named
from rag.text.names import people_named
from rag.types import Answer, Quote, ShowNote
from rag.understand import Understood, understand

# Intents of what is told of one episode.
OF_AN_EPISODE = frozenset(
    ("guest", "host", "speakers", "person", "date", "duration", "chapters", "title", "links")
    + ("about", "summary", "beginning", "ending", "chapter_content", "at_time", "moment")
    + ("open_transcript",)
)
# What asks for all of them, or for one among them.
_OF_ALL = re.compile(
    r"\b(?:podcasts?|shows?|sendung|staffel|folgen|episode[ns]|alle[nrsm]?|all|every|each|jede\w*|"
    r"insgesamt|total|gäste|guests|bisher\w*|längste\w*|kürzeste\w*|longest|shortest|neu(?:e?)ste\w*|"
    r"newest|latest|älteste\w*|oldest|meisten|most|erste[rnsm]?|first|letzte[rnsm]?|last)\b"
)
_NUMBER = re.compile(r"(?<![\w:.,#])\d{1,4}(?![\w:%]|[.,]\d)")
FEWEST = 10  # smaller numbers count things more often than they name episodes
_PREVIOUS = re.compile(r"\b(?:davor|vorige[nrs]?|vorherige[nrs]?|previous|before)\b")
_NEXT = re.compile(r"\b(?:danach|nächste[nrs]?|darauffolgende[nrs]?|next|after)\b")
FEW_WORDS = 6  # of a turn that says no more than which way to go
Before = Callable[[], Answer | None]


def placed(index: Index, understood: Understood, before: Before) -> Understood:
    """Understand what is asked of one episode, and names none, as of the one before it.

    Or of that beside it, "Und in der davor?", or of that whose mere number is said: "Sum up 93".
    """
    if (number := _numbered(index.corpus, understood)) is not None:
        question = understood.question
        inside = replace(question, scope=replace(question.scope, episode=number))
        return replace(understand(index, inside), question=question)
    step = _step(understood)
    # The one that the answer before quotes first, or the only one of which it tells.
    sources = sources_of(before()) if step or _names_none(index, understood) else ()
    episode = sources[0].episode if sources else None
    if episode and step:
        # The one that came out before or after it.
        order = sorted(index.corpus, key=lambda one: (one.published or date.min, one.number))
        place = order.index(episode) + step
        episode = order[place] if 0 <= place < len(order) else None
    if episode is None:
        return understood
    question = understood.question
    inside = replace(question, scope=replace(question.scope, episode=episode.number))
    found = understand(index, inside)
    leans_on = found.leans_on or question.history[-1:]
    return replace(found, question=question, leans_on=leans_on)


def _numbered(corpus: Corpus, understood: Understood) -> int | None:
    """Return the number of the episode that is said without the word, where no time is."""
    text, scope = understood.question.text, understood.scope
    if understood.intent not in OF_AN_EPISODE or scope.episode is not None or times_named(text):
        return None
    numbers = [int(figures) for figures in _NUMBER.findall(text)]
    fits = len(numbers) == 1 and numbers[0] >= FEWEST and corpus.episode(numbers[0]) is not None
    return numbers[0] if fits else None


def _step(understood: Understood) -> int:
    """Return which way a turn goes from the episode before, if it says little else: -1, 1 or 0."""
    text, scope = understood.question.text.lower(), understood.scope
    if (
        not understood.question.history
        or scope.episode is not None
        or len(text.split()) > FEW_WORDS
    ):
        return 0
    asked = understood.intent in OF_AN_EPISODE | {"other_episode"} or understood.facts is not None
    return (bool(_NEXT.search(text)) - bool(_PREVIOUS.search(text))) * asked


def _names_none(index: Index, understood: Understood) -> bool:
    question, scope = understood.question, understood.scope
    return (
        bool(question.history)
        and understood.intent in OF_AN_EPISODE
        and scope.episode is None
        and understood.missing_episode is None
        and not names_episode(question.text)
        and not people_named(question.text, index.corpus.speakers)
        and not _OF_ALL.search(question.text.lower())
    )


def sources_of(answer: Answer | None) -> list[Quote | ShowNote]:
    """Return what an answer cites, quotes first; no notes of more than one episode."""
    sources = [citation.source for citation in answer.citations] if answer else []
    quotes = [source for source in sources if isinstance(source, Quote)]
    told = {source.episode.id for source in sources if source.episode}
    return [*quotes] or (sources if len(told) == 1 else [])
