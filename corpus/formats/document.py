"""The content of one file about one episode: its transcript as cues, and its other data."""

import math
import re
from dataclasses import dataclass

from corpus.types import Episode

NOBODY_SAID = Episode(id="", number=0, title="")
_WORD = re.compile(r"\w++")


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of speech from a transcript; times in seconds, as published, even if wrong.

    `marks` are published times inside the cue: pairs of an offset in `text` and seconds. A cue that
    is set `apart` begins a turn of its own, as a paragraph does, regardless of who spoke before.
    """

    text: str
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    marks: tuple[tuple[int, float], ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """A reader's own counts of its source, made before the cues; all 0 if it does not count.

    `words` counts all words where speech may occur, `aside` those of them that were set aside
    (names, repeated captions, credits); `timings` counts the lines with a time, and `labels` the
    texts in the position of names. `odd` are lines on malformed input that was read or left out,
    each with its place and a remedy.
    """

    words: int = 0
    aside: int = 0
    timings: int = 0
    labels: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one file about an episode; missing fields are as in NOBODY_SAID.

    The transcript is in `cues`, not yet in the episode's turns. `show` is the podcast's title,
    `names` are pairs of a label in transcripts and the person's name; the cues are compared with
    `account` (`corpus.importing.accounts`).
    """

    episode: Episode = NOBODY_SAID
    cues: tuple[Cue, ...] = ()
    show: str | None = None
    names: tuple[tuple[str, str], ...] = ()
    account: Account = Account()


def words(text: str) -> int:
    """Count the words of a text; words are runs of letters and digits."""
    return sum(1 for _ in _WORD.finditer(text))


def seconds(value: object, per_second: float = 1.0) -> float | None:
    """Read a JSON number, "12.5", "01:02.5" or "01:02:03,400" as seconds; None for all else."""
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
    """Read a length in seconds, as `seconds` does; None for one that no recording can have."""
    found = seconds(value)
    return found if found and found > 0 else None


def line(value: object) -> str | None:
    """Read a JSON string or number as one line without surrounding blanks; None if it is empty."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    return " ".join(str(value).split()) or None


def web_address(value: object) -> str | None:
    """Return an absolute http(s) address; None for anything else, such as "javascript:…"."""
    text = value.strip() if isinstance(value, str) else ""
    return text if re.fullmatch(r"https?://[^\s<>\"]{1,2000}", text, re.IGNORECASE) else None
