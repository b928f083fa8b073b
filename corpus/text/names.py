"""One name per person, however the episodes spell it."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.types import Corpus, Episode, Podcast


def unified(corpus: Corpus) -> Corpus:
    """Rename every speaker and person of a corpus as the podcast's aliases say."""
    if not corpus.podcast.aliases:
        return corpus
    return replace(corpus, episodes=tuple(renamed(corpus.episodes, corpus.podcast)))


def renamed(episodes: Iterable[Episode], podcast: Podcast) -> Iterator[Episode]:
    """Rename the people of some episodes as the podcast's aliases say; case does not matter.

    What an alias says of an episode comes before what it says of all.
    """
    everywhere = {
        folded(spelling): alias.name for alias in podcast.aliases for spelling in alias.spellings
    }
    within: dict[int, dict[str, str]] = {}
    for alias in podcast.aliases:
        for number, labels in alias.episodes.items():
            within.setdefault(number, {}).update(dict.fromkeys(map(folded, labels), alias.name))
    for episode in episodes:
        names = everywhere | within.get(episode.number, {})
        turns = tuple(
            replace(turn, speaker=names.get(folded(turn.speaker or ""), turn.speaker))
            for turn in episode.turns
        )
        people = tuple(
            replace(person, name=names.get(folded(person.name), person.name))
            for person in episode.people
        )
        yield replace(episode, turns=turns, people=people)


def folded(name: str) -> str:
    """Write a name as aliases compare it: without blanks around it, in small letters."""
    return name.strip().casefold()


def alike(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Find names that may be one person's: "jana-roth", "Jana Roth"; "Jana", the one Jana Roth."""
    known = list(dict.fromkeys(names))
    groups: dict[str, list[str]] = {}
    for name in known:
        plain = unicodedata.normalize("NFKD", name.casefold())
        groups.setdefault(re.sub(r"[\W_\u0300-\u036f]", "", plain), []).append(name)
    found = [tuple(group) for group in groups.values() if len(group) > 1]
    ordered = sorted((name.casefold(), name) for name in known)
    for name in known:  # a first name, if only one longer name begins with it
        begin = f"{name.casefold()} "
        first = bisect_left(ordered, (begin,))
        longer = [full for small, full in ordered[first : first + 2] if small.startswith(begin)]
        if len(longer) == 1:
            found.append((longer[0], name))
    return found
