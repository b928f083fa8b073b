"""Find the episode that a request is about, or ask for it."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from corpus import Corpus, Episode
from corpus.people import GUESTS, HOSTS, hosts, interviewers, role_of
from rag.question.episode_names import episode_named, episode_numbers
from rag.requests.request import Request, Told
from rag.show.selection import select_episodes
from rag.wording.languages import words_in

_GENITIVE = re.compile(r"(?:e?s|['’]s)$")  # "des Gastes"
MISSPELT = 0.8  # how alike (difflib) a word is to a name that is meant


def episode_meant(request: Request) -> Episode | None:
    """Return the one episode of a request.

    It is named, or that of the latest question before that names one, or the only one, also the
    only one with whom is named.
    """
    corpus, understood = request.index.corpus, request.understood
    if understood.scope.episode is not None:
        return corpus.episode(understood.scope.episode)
    # By what it is about: "die Folge über Leim".
    chosen = select_episodes(understood.question.text, corpus, None)
    if chosen.narrowed and len(chosen.episodes) == 1:
        return chosen.episodes[0]
    earlier = (episode_named(one, corpus) for one in reversed(understood.question.history))
    number = next((one for one in earlier if one is not None), None)
    if number is not None and (before := corpus.episode(number)):
        return before
    people = {*(understood.named or speakers(request))}
    with_all = [episode for episode in corpus if people <= {*episode.speakers}]
    return with_all[0] if len(with_all) == 1 else None


def speakers(request: Request) -> tuple[str, ...]:
    """Return whom a filter or the question names among those who speak."""
    speaker = request.understood.scope.speaker
    return (speaker,) if speaker else request.understood.named


def speakers_meant(request: Request) -> tuple[str, ...]:
    """Return who is meant of those who speak: named, misspelt, or by a role, "the guest"."""
    if people := speakers(request):
        return people
    corpus, number = request.index.corpus, request.understood.scope.episode
    episodes = [one for one in corpus if number in (None, one.number)]
    words = re.findall(r"[\w-]+", request.understood.question.text)
    names = dict.fromkeys(name for one in episodes for name in one.speakers)
    parts = {part.casefold(): name for name in names for part in name.split()}
    # Whose name is written nearly like a word with a capital.
    capitals = [word.casefold() for word in words[1:] if word[:1].isupper()]
    close = (get_close_matches(word, parts, 1, MISSPELT) for word in capitals)
    misspelt = tuple(dict.fromkeys(parts[match[0]] for match in close if match))
    return misspelt or _with_role(words, episodes, corpus)


def which_episode(request: Request) -> Told:
    """Ask which episode is meant, and say how to name it."""
    words, corpus = words_in(request.understood.language).requests, request.index.corpus
    latest = max(episode.number for episode in corpus)
    return Told(words.which_episode.format(number=latest, known=episode_numbers(corpus)), ())


def named(episode: Episode, request: Request) -> str:
    """Name an episode within a sentence, as in "Folge 2"."""
    words = words_in(request.understood.language).answers
    return words.in_episode.format(number=episode.number)


def capital(sentence: str) -> str:
    """Begin a sentence with a capital."""
    return sentence[:1].upper() + sentence[1:]


def _with_role(
    words: Sequence[str], episodes: Sequence[Episode], corpus: Corpus
) -> tuple[str, ...]:
    """Return who hosts or is a guest, if one of the words says so."""
    roles = {role_of(form) for word in words for form in (word, _GENITIVE.sub("", word))}
    found: list[str] = []
    for episode in episodes:
        hosting = interviewers(corpus, episode) or frozenset(hosts(corpus, episode))
        if HOSTS in roles:
            found += [name for name in episode.speakers if name in hosting]
        if GUESTS in roles:
            found += [name for name in episode.speakers if name not in hosting]
    return tuple(dict.fromkeys(found))
