"""What one file says of one episode: its transcript as cues, and whatever else it knows."""

import math
import re
from dataclasses import dataclass

from corpus.types import Episode

NOBODY_SAID = Episode(id="", number=0, title="")
_WORD = re.compile(r"\w++")


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of speech as a transcript has it; times in seconds, as published, even if wrong.

    `marks` are published times inside the cue: pairs of an offset in `text` and seconds. A cue
    that stands `apart` begins a turn of its own, as a paragraph does, whoever spoke before.
    """

    text: str
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    marks: tuple[tuple[int, float], ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What a reader counted in its source, before it made cues of it; all 0 where it did not.

    `words` are all that stand where speech may stand, `aside` those of them that were put aside
    (names, captions that are shown twice, credits); `timings` are the lines that say a time, and
    `labels` what stands where names do. `odd` are lines for what was read though it is not as it
    should be, or was left out, each with its place and a remedy.
    """

    words: int = 0
    aside: int = 0
    timings: int = 0
    labels: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says of an episode; unsaid fields are as in NOBODY_SAID.

    The transcript is in `cues`, not yet in the episode's turns. `show` is the podcast's title,
    `names` are pairs of what transcripts call somebody, and the name; `account` is what the
    cues are held against (`corpus.importing.accounts`).
    """

    episode: Episode = NOBODY_SAID
    cues: tuple[Cue, ...] = ()
    show: str | None = None
    names: tuple[tuple[str, str], ...] = ()
    account: Account = Account()


def words(text: str) -> int:
    """How many words a text has; words are runs of letters and digits."""
    return sum(1 for _ in _WORD.finditer(text))


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
