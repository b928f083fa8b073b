"""What a question itself says about where to look: "In Folge 1 …", "Was sagt Harald Henn …"."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corpus import Corpus, Episode
from rag.errors import QuestionError
from rag.people import GUESTS, with_role
from rag.types import Scope

_ORDINALS = {
    "erste": 1, "zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5, "sechste": 6,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
MOST_RANGES = 8  # of episode numbers, in a message
PODCASTS = 8  # whose names are kept ready; other_episode asks for those of single episodes
_WORD = "|".join(_ORDINALS)
_EPISODE = re.compile(
    rf"\b(?:folge|episode|ausgabe|nummer|nr\.?|number)s?\s*+(?:(?:nr\.?|nummer|number)\s*+)?#?(\d{{1,4}}|{_WORD})\b"
    rf"|#(\d{{1,4}})\b"
    rf"|\b({_WORD}|\d{{1,4}}(?=\.|st|nd|rd|th))(?:n|r|s)?\.?(?:st|nd|rd|th)?\s+(?:folge|episode|ausgabe)\b"
)
_LATEST = re.compile(
    r"\b(letzte|neueste|neuste|aktuelle|jüngste|latest|newest|most recent|last)[nr]?"
    r"\s+(folge|episode)"
)
_OTHER = re.compile(
    r"\bandere[nrm]? (gast|folge|episode|interview\w*)\b|\b(der|vom|beim|dem) anderen?\b"
    r"|\bother (guest|episode|interview\w*|one)\b"
)
_EACH = re.compile(
    r"\b(beide[nrms]?|jeweils|both|each (guest|episode)|(allen|zwei) (gästen?|folgen|interviews))\b"
)
_OLDEST = re.compile(r"\b(älteste|früheste|oldest|earliest)[nr]?\s+(folge|episode|ausgabe)")
_SAYING = re.compile(
    r"\b(sagt|sagte|gesagt|meint|meinte|findet|fand|erzählt|erzählte|erklärt|erklärte|rät|empfiehlt|"
    r"empfahl|denkt|glaubt|hält|laut|zufolge|nach ansicht|berichtet|berichtete|beschreibt|nennt|"
    r"says?|said|thinks?|thought|tells?|told|explains?|explained|recommends?|recommended|believes?|"
    r"according to|mentions?|mentioned|describes?|described|suggests?|advises?)\b"
)


@dataclass(frozen=True, slots=True)
class Place:
    """The scope of a search, and the number of an episode that was named but does not exist."""

    scope: Scope
    missing_episode: int | None = None


def checked(scope: Scope, corpus: Corpus) -> Scope:
    """A scope set by a filter, speaker spelled as in the corpus.

    Raises QuestionError where the corpus has no such episode or speaker.
    """
    if scope.episode is not None and corpus.episode(scope.episode) is None:
        known = episode_numbers(corpus)
        raise QuestionError(
            f"Folge {scope.episode} gibt es nicht (no such episode). Vorhanden: {known}"
        )
    if scope.speaker is None:
        return scope
    spelled = {name.casefold(): name for name in corpus.speakers}
    speaker = spelled.get(scope.speaker.strip().casefold())
    if speaker is None:
        raise QuestionError(
            f"„{scope.speaker[:80]}“ spricht hier nicht (no such speaker). "
            f"Vorhanden: {', '.join(corpus.speakers)[:200]}"
        )
    return Scope(scope.episode, speaker)


def episode_numbers(corpus: Corpus) -> str:
    """Which episodes there are, short also for hundreds: "1–77, 79, 81–364"."""
    runs: list[list[int]] = []
    for number in sorted(episode.number for episode in corpus):
        if not runs or number - runs[-1][-1] != 1:
            runs.append([])
        runs[-1].append(number)
    parts = [part for run in runs for part in _as_range(run)]
    return ", ".join(parts if len(parts) <= MOST_RANGES else [*parts[:4], "…", *parts[-3:]])


def _as_range(run: list[int]) -> list[str]:
    return [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run]


def place_named(text: str, scope: Scope, corpus: Corpus) -> Place:
    """Narrow a scope by the episode and the speaker that a question names."""
    number = episode_named(text, corpus) if scope.episode is None else scope.episode
    missing = number if number is not None and corpus.episode(number) is None else None
    speaker = scope.speaker or _speaker_quoted(text, corpus)
    return Place(Scope(number if missing is None else None, speaker), missing)


def other_episode(text: str, before: str, corpus: Corpus) -> int | None:
    """The episode of "the other guest", of two, where the question before was about one."""
    if len(corpus.episodes) != 2 or not _OTHER.search(text.lower()):
        return None
    named = episode_named(before, corpus)
    about = [e for e in corpus if e.number == named or people_named(before, _guests(e))]
    others = [episode.number for episode in corpus if episode not in about]
    return others[0] if len(others) == 1 else None


def _guests(episode: Episode) -> tuple[str, ...]:
    return tuple(person.name for person in with_role(episode.people, GUESTS))


def episode_named(text: str, corpus: Corpus) -> int | None:
    """The number of the episode that a question names, existing or not."""
    lowered = text.lower()
    if _LATEST.search(lowered):
        # Bonus episodes and other seasons carry lower numbers than what came before them.
        return max(corpus, key=lambda e: (e.published or date.min, e.number)).number
    if _OLDEST.search(lowered):
        return min(corpus, key=lambda e: (e.published or date.max, e.number)).number
    match = _EPISODE.search(lowered)
    if match is None:
        return None
    word = next(filter(None, match.groups()))
    return _ORDINALS.get(word) or int(word)


def asks_for_each(text: str) -> bool:
    """Whether a question is put to several: "Was sagen beide Gäste dazu?"."""
    return _EACH.search(text.lower()) is not None


def without_episode(text: str) -> str:
    """The question without the words that name an episode."""
    return _LATEST.sub(" ", _EPISODE.sub(" ", text.lower()))


def people_named(text: str, names: tuple[str, ...]) -> list[str]:
    """Which of these full names occur in a text, also by a first or last name nobody shares."""
    words = set(re.findall(r"[\w-]+", text.casefold()))
    words |= {_bare(word) for word in words}
    return [
        name
        for name, parts, own in _name_parts(names)
        if not words.isdisjoint(own) or parts <= words
    ]


@lru_cache(PODCASTS)
def _name_parts(
    names: tuple[str, ...],
) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """Each name, the parts that it has, and those of them that no other has."""
    parts = [(name, frozenset(name.casefold().split())) for name in names]
    shared = Counter(part for _, own in parts for part in own)
    return tuple((name, own, frozenset(p for p in own if shared[p] == 1)) for name, own in parts)


def without_speakers(text: str, corpus: Corpus) -> str:
    """The question without the names of those who speak: every passage is somebody's.

    Left in, "Harald" would bring up greetings instead of what Harald says.
    """
    names = _bare_parts(corpus.speakers)
    kept = [word for word in text.split() if _bare(word) not in names]
    return " ".join(kept) or text


@lru_cache(PODCASTS)
def _bare_parts(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_bare(part) for name in names for part in name.split())


def _bare(word: str) -> str:
    letters = re.sub(r"\W|['’]s$", "", word).casefold()
    return letters.removesuffix("s")


def _speaker_quoted(text: str, corpus: Corpus) -> str | None:
    if not _SAYING.search(text.lower()):
        return None
    named = people_named(text, corpus.speakers)
    return named[0] if len(named) == 1 else None
