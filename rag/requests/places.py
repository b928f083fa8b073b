"""Find the episode that a request is about, or ask for it."""

from corpus import Corpus, Episode
from rag.question.scope import episode_named, episode_numbers
from rag.requests.request import Request, Told
from rag.wording.languages import words_in


def episode_meant(request: Request) -> Episode | None:
    """Return the one episode of a request.

    It is named, or that of the question before, or the only one, also the only one with whom is
    named.
    """
    corpus, understood = request.index.corpus, request.understood
    if understood.scope.episode is not None:
        return corpus.episode(understood.scope.episode)
    return _before(request) or _only(corpus, understood.named or speakers(request))


def speakers(request: Request) -> tuple[str, ...]:
    """Return whom a filter or the question names among those who speak."""
    speaker = request.understood.scope.speaker
    return (speaker,) if speaker else request.understood.named


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


def _before(request: Request) -> Episode | None:
    """Return the episode that the latest of the earlier questions names, if one does."""
    corpus = request.index.corpus
    for question in reversed(request.understood.question.history):
        number = episode_named(question, corpus)
        if number is not None:
            return corpus.episode(number)
    return None


def _only(corpus: Corpus, people: tuple[str, ...]) -> Episode | None:
    with_all = [episode for episode in corpus if {*people} <= {*episode.speakers}]
    return with_all[0] if len(with_all) == 1 else None
