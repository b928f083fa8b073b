"""One name per person, however the episodes spell it."""

from dataclasses import replace

from corpus.types import Corpus, Episode


def unified(corpus: Corpus) -> Corpus:
    """The corpus with every speaker and person called as the podcast's aliases say."""
    names = {
        spelling.casefold(): alias.name
        for alias in corpus.podcast.aliases
        for spelling in alias.spellings
    }
    if not names:
        return corpus
    return replace(corpus, episodes=tuple(_renamed(episode, names) for episode in corpus))


def _renamed(episode: Episode, names: dict[str, str]) -> Episode:
    turns = tuple(
        replace(turn, speaker=names.get((turn.speaker or "").strip().casefold(), turn.speaker))
        for turn in episode.turns
    )
    people = tuple(
        replace(person, name=names.get(person.name.casefold(), person.name))
        for person in episode.people
    )
    return replace(episode, turns=turns, people=people)
