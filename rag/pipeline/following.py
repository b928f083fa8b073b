"""Take from the answer before which episode a follow-up is about: "Wer ist da zu Gast?"."""

import re
from collections.abc import Callable
from dataclasses import replace

from rag.index.index import Index
from rag.question.scope import names_episode
from rag.text.names import people_named
from rag.types import Answer, Quote, ShowNote
from rag.understand import Understood, understand

# Intents of what is told of one episode.
OF_AN_EPISODE = frozenset(
    ("guest", "host", "date", "duration", "chapters", "title", "links", "person", "about")
    + ("summary", "beginning", "ending", "chapter_content", "at_time", "moment", "open_transcript")
)
# What asks for all of them, or for one among them.
_OF_ALL = re.compile(
    r"\b(?:podcasts?|shows?|sendung|staffel|folgen|episode[ns]|alle[nrsm]?|all|every|each|jede\w*|"
    r"insgesamt|total|gäste|guests|bisher\w*|längste\w*|kürzeste\w*|longest|shortest|neu(?:e?)ste\w*|"
    r"newest|latest|älteste\w*|oldest|meisten|most|erste[rnsm]?|first|letzte[rnsm]?|last)\b"
)
Before = Callable[[], Answer | None]


def placed(index: Index, understood: Understood, before: Before) -> Understood:
    """Understand what is asked of one episode, and names none, as of the one before it."""
    # The one that the answer before quotes first, or the only one of which it tells.
    sources = sources_of(before()) if _names_none(index, understood) else ()
    if not sources or sources[0].episode is None:
        return understood
    question = understood.question
    inside = replace(question, scope=replace(question.scope, episode=sources[0].episode.number))
    found = understand(index, inside)
    leans_on = found.leans_on or question.history[-1:]
    return replace(found, question=question, leans_on=leans_on)


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
