"""Turns that are no question: a friendly line and three things to ask; nothing is quoted."""

from collections.abc import Callable, Mapping
from itertools import islice

from corpus import Corpus
from corpus.people import GUESTS, with_role
from rag.requests.request import Request, Told
from rag.suggestions import about, topics
from rag.wording.languages import words_in
from rag.wording.words import Talk, Wording

MOST_THINGS = 3
LATEST = 20  # episodes in which a chapter is looked for


def _line(choose: Callable[[Talk], str]) -> Callable[[Request], Told]:
    def told(request: Request) -> Told:
        understood = request.understood
        words = words_in(understood.language)
        corpus = request.index.corpus
        things = "\n".join(f"- {thing}" for thing in _things(corpus, words))
        line = choose(words.talk).format(podcast=corpus.podcast.title)
        return Told("\n\n".join([line, f"{words.talk.ask_for}\n\n{things}"]))

    return told


def _things(corpus: Corpus, words: Wording) -> list[str]:
    """Return what this podcast can be asked, of its newest episodes."""
    newest = corpus.episodes[: -LATEST - 1 : -1]
    things = [about(chapter, words.answers) for _, chapter in islice(topics(newest), 1)]
    for episode in newest[:1]:
        asked = [
            words.talk.ask_about,
            *([words.talk.ask_guest] if with_role(episode.people, GUESTS) else []),
            *([words.talk.ask_chapters] if episode.chapters else []),
            words.talk.ask_title,
        ]
        things += [form.format(number=episode.number) for form in asked]
    return [*things[: MOST_THINGS - 1], words.talk.ask_episodes][:MOST_THINGS]


TALK: Mapping[str, Callable[[Request], Told | None]] = {
    "greeting": _line(lambda talk: talk.greeting),
    "thanks": _line(lambda talk: talk.thanks),
    "goodbye": _line(lambda talk: talk.goodbye),
    "help": _line(lambda talk: talk.help),
    "identity": _line(lambda talk: talk.identity),
    "acknowledgement": _line(lambda talk: talk.acknowledgement),
    "smalltalk": _line(lambda talk: talk.smalltalk),
    "complaint": _line(lambda talk: talk.complaint),
    "unsupported": _line(lambda talk: talk.unsupported),
    "nonsense": _line(lambda talk: talk.nonsense),
    "change_language": _line(lambda talk: talk.change_language),
}
