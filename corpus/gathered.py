"""Results of reading a source, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.types import Episode, Podcast


@dataclass(frozen=True, slots=True)
class Found:
    """An episode as its source describes it; its number is not settled yet.

    `announced` is the number that the source gives it, `place` is the position in the source,
    `repairs` lists what had to be mended, `failed` says why its transcript is missing.
    """

    episode: Episode
    announced: int | None
    place: str
    repairs: tuple[str, ...] = ()
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A part of the source that could not be read, and the reason."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Gathered:
    """A podcast and its episodes, the oldest first.

    `described` is True if the source itself describes the podcast; a folder of transcripts does
    not. `repairs` lists what had to be mended in data about the whole podcast, `addresses` are the
    addresses that the source gives as its own, `pictures` are files by their names in the corpus.
    """

    podcast: Podcast
    described: bool
    found: tuple[Found, ...]
    failures: tuple[Failure, ...] = ()
    repairs: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    pictures: Mapping[str, Path] = field(default_factory=dict)
