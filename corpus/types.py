"""The data model: podcast, episode, person, chapter, turn.

All are frozen; an outer object holds the inner ones. Times are seconds from the start of the
recording, `None` where unknown. Text is kept verbatim, as it was published.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

GOOD_PART = 0.05  # of what is said in an episode
# Whom nobody has named is somebody else in every episode: "Speaker 1", "SPEAKER_00", "S1", "B".
_LABEL = re.compile(
    r"(?i)(?:speaker|sprecher(?:in)?|spk|voice|person|guest|gast|s(?=\d))?[\s_-]*(?:\d+|\w)?"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in the show notes; `role` as published ("Moderation", "Gast", "host" …)."""

    name: str
    role: str | None = None
    title: str | None = None
    organisation: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link from the show notes with the words that introduce it."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named part of an episode; it lasts until the next one starts."""

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The words of one speaker until another one speaks.

    `uncertainty` is None when start and end were measured; a number when they were estimated:
    each lies within ± that many seconds of the truth in at least 80 % of cases. `marks` are
    measured times inside the turn: pairs of an offset in `text` and seconds, both rising.
    """

    speaker: str | None
    text: str
    start: float | None = None
    end: float | None = None
    uncertainty: float | None = None
    marks: tuple[tuple[int, float], ...] = ()

    @property
    def measured(self) -> bool:
        """Return whether the start was read from a timed transcript, not estimated."""
        return self.start is not None and self.uncertainty is None


@dataclass(frozen=True, slots=True)
class Episode:
    """One published recording with its show notes and its transcript.

    `image_url` is the address of its picture as published, `image` the name of the file that was
    made of it, in the folder `images` of the corpus.
    """

    id: str
    number: int
    title: str
    published: date | None = None
    duration: float | None = None
    language: str | None = None
    audio_url: str | None = None
    page_url: str | None = None
    image_url: str | None = None
    image: str | None = None
    description: str | None = None
    people: tuple[Person, ...] = ()
    links: tuple[Link, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    turns: tuple[Turn, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """List everyone who speaks, in the order of their first turn."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))

    def of(self, podcast: "Podcast") -> "Episode":
        """Take the podcast's language, where the episode tells none."""
        return replace(self, language=self.language or podcast.language)


@dataclass(frozen=True, slots=True)
class Alias:
    """The name that is used for a person, and its other spellings in the episodes.

    `spellings` stand for it everywhere, those in `episodes` only in the episode of that number:
    "A" is somebody else in each.
    """

    name: str
    spellings: tuple[str, ...] = ()
    episodes: Mapping[int, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Podcast:
    """The show itself, without its episodes.

    `feed` is the address that it was imported from, `guid` the id in its feed: both identify it.
    `image_url` and `image` are those of its cover, as of an episode.
    """

    slug: str
    title: str
    description: str | None = None
    publisher: str | None = None
    website: str | None = None
    language: str | None = None
    image_url: str | None = None
    image: str | None = None
    people: tuple[Person, ...] = ()
    aliases: tuple[Alias, ...] = ()
    feed: str | None = None
    guid: str | None = None


@dataclass(frozen=True)
class Corpus:
    """A podcast and its episodes, in the order of their numbers.

    `folder` is where its pictures lie; None for one that was never read from a folder.
    """

    podcast: Podcast
    episodes: tuple[Episode, ...]
    folder: Path | None = field(default=None, compare=False)

    def __iter__(self) -> Iterator[Episode]:
        return iter(self.episodes)

    def episode(self, number: int) -> Episode | None:
        """Return the episode with this number, or None."""
        return next((episode for episode in self.episodes if episode.number == number), None)

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """List everyone who speaks in any episode, in the order of their first turn."""
        return tuple(dict.fromkeys(name for episode in self for name in episode.speakers))

    @cached_property
    def shares(self) -> dict[str, dict[str, float]]:
        """Map each episode's id to each speaker's share of its characters, 0 to 1."""
        shares: dict[str, dict[str, float]] = {}
        for episode in self:
            said: Counter[str] = Counter()
            for turn in episode.turns:
                if turn.speaker:
                    said[turn.speaker] += len(turn.text)
            total = said.total() or 1
            shares[episode.id] = {name: length / total for name, length in said.items()}
        return shares

    @cached_property
    def regulars(self) -> frozenset[str]:
        """List speakers with a good part of most episodes, at least three; no "Speaker 1"."""
        spoken = [said for said in self.shares.values() if said]
        count = Counter(
            name for said in spoken for name, share in said.items() if share >= GOOD_PART
        )
        often = (name for name, times in count.items() if times >= 3 and 2 * times > len(spoken))
        return frozenset(name for name in often if not is_label(name))


def is_label(speaker: str) -> bool:
    """Whether a speaker is called by a label that a program gave, not by a name: "A", "S1"."""
    return _LABEL.fullmatch(speaker) is not None
