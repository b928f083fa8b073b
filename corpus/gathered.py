"""What an import found in a source, before anything is written."""

from dataclasses import dataclass

from corpus.types import Episode, Podcast


@dataclass(frozen=True, slots=True)
class Found:
    """An episode as its source tells it; its number is not settled yet.

    `announced` is the number that the source gives it, `place` says where it was found, `repairs`
    what had to be mended, `failed` why its transcript could not be had.
    """

    episode: Episode
    announced: int | None
    place: str
    repairs: tuple[str, ...] = ()
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Something of the source that could not be read, and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Gathered:
    """A podcast and its episodes, the oldest first.

    `described` says whether the source itself describes the podcast; a folder of transcripts
    does not. `repairs` is what had to be mended in what tells of them all, `addresses` are those
    at which the source says that it lies.
    """

    podcast: Podcast
    described: bool
    found: tuple[Found, ...]
    failures: tuple[Failure, ...] = ()
    repairs: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
