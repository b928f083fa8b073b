"""What one file says of one episode: its transcript as cues, and whatever else it knows."""

import math
import re
from dataclasses import dataclass

from corpus.types import Episode

NOBODY_SAID = Episode(id="", number=0, title="")


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of speech as a transcript has it; times in seconds, as published, even if wrong.

    `marks` are published times inside the cue: pairs of an offset in `text` and seconds.
    """

    text: str
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    marks: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says of an episode; unsaid fields are as in NOBODY_SAID.

    The transcript is in `cues`, not yet in the episode's turns. `show` is the podcast's title,
    `names` are pairs of what transcripts call somebody, and the name.
    """

    episode: Episode = NOBODY_SAID
    cues: tuple[Cue, ...] = ()
    show: str | None = None
    names: tuple[tuple[str, str], ...] = ()


def seconds(value: object, per_second: float = 1.0) -> float | None:
    """A JSON number, or "12.5", "01:02.5", "01:02:03,400", as seconds; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    text = str(value).strip().replace(",", ".")
    parts = text.removeprefix("-").split(":")
    try:
        numbers = [float(part) for part in parts if len(part) < 30 and part[:1] not in "+-"]
    except ValueError:
        return None
    if not 0 < len(numbers) == len(parts) <= 3:
        return None
    total = math.fsum(number * 60**power for power, number in enumerate(reversed(numbers)))
    total = -total if text.startswith("-") else total
    return round(total / per_second, 3) if math.isfinite(total) else None


def length(value: object) -> float | None:
    """A length in seconds, as `seconds` reads it; None for one that nothing can have."""
    found = seconds(value)
    return found if found and found > 0 else None


def line(value: object) -> str | None:
    """A JSON string or number without blanks around and line breaks inside; None if that is all."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    return " ".join(str(value).split()) or None


def web_address(value: object) -> str | None:
    """An absolute http(s) address; None for anything else, such as "javascript:…"."""
    text = value.strip() if isinstance(value, str) else ""
    return text if re.fullmatch(r"https?://[^\s<>\"]{1,2000}", text, re.IGNORECASE) else None
