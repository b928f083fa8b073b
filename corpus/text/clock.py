"""Times as people write them: "29:28", "01:02:03"."""

import re
from dataclasses import dataclass

CLOCK = r"(?:[0-9]{1,2}:[0-5]?[0-9]|[0-9]{1,3}):[0-5][0-9]"

_SECONDS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)s?")
_UNITS = re.compile(r"(?:([0-9]{1,3})h)?(?:([0-9]{1,4})m(?:in)?)?(?:([0-9]{1,6})s?)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of a recording in seconds; `uncertainty` in seconds, None when measured."""

    seconds: float
    uncertainty: float | None = None

    def __str__(self) -> str:
        return clock(self.seconds) if self.uncertainty is None else f"≈ {clock(self.seconds)}"


def clock(seconds: float) -> str:
    """Format seconds as "m:ss", or "h:mm:ss" from one hour on; fractions are cut off."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def parse_time(text: str) -> float:
    """Convert a time as links have it to seconds: "29:28", "1768", "1768.5s", "29m28s", "1h2m".

    Raises ValueError for anything else.
    """
    said = text.strip().lower()
    if match := _SECONDS.fullmatch(said):
        return float(match[1])
    if said and (match := _UNITS.fullmatch(said)):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    return parse_clock(said)


def parse_clock(text: str) -> float:
    """Convert "29:28" or "1:02:03" to seconds. Raises ValueError for anything else."""
    if not re.fullmatch(CLOCK, text):
        raise ValueError(f"not a time like 29:28 or 1:02:03: {text!r}")
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return float(seconds)
