"""Name the one episode by its number that a question names by what it is about.

"In der Monitoring-Folge", "the Tetris episode", "die Folge über Schriftarten": all that comes after
knows episodes by their numbers.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus import Corpus
from rag.question.episode_names import names_episode
from rag.show.patterns import topic_of
from rag.show.selection import naming
from rag.text.numbers import figure

MOST_WORDS = 4  # of what an episode is named by
# An episode is about what is mostly said there: so much of all mentions, and so often.
MOSTLY, OFTEN = 0.7, 5
Saying = Callable[[str], Sequence[int]]
_TOKEN = re.compile(r"\w+")
_EPISODES = {"folge": "Folge", "ausgabe": "Ausgabe"} | dict.fromkeys(
    ("episode", "ep", "interview", "one"), "episode"
)
_COMPOUND = re.compile(r"(\w{3,})(folge|episode)")
_THIS = frozenset("der die dieser diese jener jene zur the that this".split())  # noqa: SIM905
_ABOUT = frozenset("über zu zum zur um about on covering".split())  # noqa: SIM905
# What may stand between an episode and what it is about: "where they talk", "in der es".
_BETWEEN = frozenset(
    "in der die wo es where they talk talks you that is s was it".split()  # noqa: SIM905
)
# What tells no episode from another by its topic.
_NO_TOPIC = re.compile(
    r"\w+ste[nrs]?|(?:ganz|gut|toll|neu|alt|lang|kurz|nächst|vorig|vorherig|selb|gleich|ander|"
    r"aktuell|vergangen|einzig|folgend|meist)e[nrsm]?|whole|entire|full|same|other|next|previous|"
    r"last|best|new|old|current|first|good|great|only|most|number|podcast\w*|bonus|\d+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Named:
    """The tokens `first` to `last` that may name an episode, by which words, and what they call it.

    They are its "name", like "Tetris", as it stands before it, its "title", or its "topic".
    """

    first: int
    last: int
    words: Sequence[str]
    called: str
    by: Literal["name", "title", "topic"]


def with_number(text: str, corpus: Corpus, saying: Saying) -> str:
    """Write the number of an episode for the words that name it by its topic, if only one fits.

    `saying` returns the number of an episode for each of its sentences with some words.
    """
    tokens = list(_TOKEN.finditer(text))
    for named in _named([token[0] for token in tokens]) if not names_episode(text) else ():
        number = _only_one(named, corpus, saying)
        if number is not None:
            start, end = tokens[named.first].start(), tokens[named.last].end()
            return f"{text[:start]}{named.called} {number}{text[end:]}"
    return text


def _named(words: Sequence[str]) -> Iterator[_Named]:
    """Yield where an episode may be named, with an article: without one, any is spoken of."""
    lowered = [word.lower() for word in words]
    for at, word in enumerate(lowered):
        whole, compound = _EPISODES.get(word), _COMPOUND.fullmatch(word)
        starts = [n for n in range(max(at - MOST_WORDS, 0), at) if lowered[n] in _THIS]
        if not starts or not (whole or compound):
            continue
        first, inside = starts[-1], words[starts[-1] + 1 : at]
        if compound and not whole:
            # By its title alone: "Reihenfolge" is no episode, however much is said of "Reihen".
            yield _Named(first, at, [*inside, compound[1]], "Folge", "title")
        elif whole:
            for count in range(len(inside), 0, -1):
                yield _Named(first, at, inside[:count], whole, "name")
            if not inside:
                yield from _behind(words, first, at, whole)


def _behind(words: Sequence[str], first: int, at: int, called: str) -> Iterator[_Named]:
    """Yield what may say behind it which episode is meant: "wo es um Leim geht", or its title."""
    lowered = [word.lower() for word in words]
    about = at + 1
    while about < len(words) and lowered[about] in _BETWEEN:
        about += 1
    if about == len(words) or lowered[about] not in _ABOUT:
        # "The one thing" is no title.
        longest = min(MOST_WORDS, len(words) - at - 1) if lowered[at] != "one" else 0
        for count in range(longest, 0, -1):
            yield _Named(first, at + count, words[at + 1 : at + 1 + count], called, "title")
        return
    for count in range(min(MOST_WORDS, len(words) - about - 1), 0, -1):
        last = about + count
        more = about > at + 1 and lowered[last + 1 : last + 2] in (["geht"], ["ging"])
        yield _Named(first, last + more, words[about + 1 : last + 1], called, "topic")


def _only_one(named: _Named, corpus: Corpus, saying: Saying) -> int | None:
    """Return the number of the only episode that is meant: by its notes, or by what is said.

    What it is called has to be in its title: "the new episode" is not that with a chapter on
    something new.
    """
    topic = topic_of(" ".join(named.words).lower())
    tells = any(not _NO_TOPIC.fullmatch(word) and figure(word) is None for word in topic)
    if len(topic) < len(named.words) or not tells:
        return None
    found = naming(corpus, corpus.episodes, topic)
    titled = [episode for episode, lines in found if episode.title in lines]
    told = titled or ([episode for episode, _ in found] if named.by == "topic" else [])
    if told or named.by == "title":
        return told[0].number if len(told) == 1 else None
    counts = Counter(saying(" ".join(topic)))
    if not counts:
        return None
    [(number, often)] = counts.most_common(1)
    return number if often >= max(MOSTLY * counts.total(), OFTEN) else None
