"""Introduce somebody of whom the notes know no more than a role: in the words of the show."""

from collections.abc import Iterator

from corpus import Episode
from rag.requests.count import quote_around
from rag.requests.places import speakers_meant
from rag.requests.request import Request, Told
from rag.retrieval.exact import Place, places
from rag.types import Quote, Scope
from rag.wording.formats import listed
from rag.wording.languages import words_in

MOST_PEOPLE = 3
MOST_EPISODES = 3  # in which somebody is introduced


def introduction(request: Request) -> Told | None:
    """Quote where others name those who are meant first; None where nobody is, or does."""
    people = speakers_meant(request)[:MOST_PEOPLE]
    quotes = list(dict.fromkeys(quote for name in people for quote in _named_first(request, name)))
    if not quotes:
        return None
    language = request.understood.language
    form = words_in(language).requests.introduced
    return Told(form.format(speaker=listed(people, language)), tuple(quotes))


def _named_first(request: Request, name: str) -> Iterator[Quote]:
    """Yield the first place in each of somebody's episodes at which others name them."""
    number = request.understood.scope.episode
    theirs = [e for e in request.index.corpus if name in e.speakers and number in (None, e.number)]
    for episode in theirs[-MOST_EPISODES:]:
        if place := _first(request, name, episode):
            yield quote_around(request, place)


def _first(request: Request, name: str, episode: Episode) -> Place | None:
    """Return the first place with a whole name, or else with a part of it."""
    for words in (name, *reversed(name.split())):
        found = places(request.index, words, Scope(episode.number))
        by_others = (place for place in found if place.speaker != name)
        if place := next(by_others, None):
            return place
    return None
