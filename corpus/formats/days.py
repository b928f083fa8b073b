"""Days and lengths as people and programs write them, in German and English."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from itertools import product

from dateutil import parser as dates

from corpus.formats.document import seconds

LONGEST = 100  # characters of a date
LONGEST_DURATION = 100_000.0  # seconds, 28 hours: what seems to last longer is told in milliseconds
_HOUR = re.compile(
    r"\b24:00(?::00)?(?: ?[+-]\d{4})?|(?:\bum[ \t])?\b\d{1,2}(?::\d\d)?[ \t]?uhr\b", re.I
)
_LEAD = re.compile(
    r"\A(?:(?:am|vom|den|mo|di|mi|do|fr|sa|so|mon|die|mit|don|fre|sam|son|mittwoch|sonnabend"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag)\.?,?[ \t]++)++",
    re.I,
)
# With points it is the day that stands first, wherever they are used.
_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_ORDINAL = re.compile(r"(?<=\d)\.(?=[ \t]?[^\W\d_])")  # "5. Oktober"
_ABOUT = re.compile(r"(?:ca\.?|circa|etwa|about|approx\.?|~|≈)[ \t]*", re.I)
_CLOCK = re.compile(
    r"(\d{1,3}(?::\d\d){1,2})(?:[ \t]?(?:(h|hours?|std\.?|stunden?)|min\.?|minutes|minuten))", re.I
)
_PART = re.compile(
    r"[ \t,]*+(?:und[ \t]++|and[ \t]++)?(\d{1,9}(?:[.,]\d{1,3})?)[ \t]?"
    r"(hours|hour|hrs|hr|h|stunden|stunde|std\.?|milliseconds|millisekunden|msec|ms"
    r"|minutes|minuten|minute|mins|min\.?|m|seconds|sekunden|sekunde|second|secs|sec\.?|sek\.?|s)"
    r"(?![^\W\d_])",
    re.I,
)
_ISO = re.compile(r"P(?:0D)?T(?=\d)(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,6}(?:\.\d{1,6})?)S)?")
_UNITS = {"h": 3600.0, "st": 3600.0, "mi": 60.0, "m": 60.0, "s": 1.0, "se": 1.0}
_MONTH = re.compile(
    r"\b(jan|jän|feb|mär|mrz|maerz|mai|jun|jul|okt|dez)[a-zäöü]{0,7}\b\.?", re.IGNORECASE
)
# What a parser of English dates calls them.
_MONTHS = {"jän": "jan", "mär": "mar", "mrz": "mar", "maerz": "mar", "mai": "may", "okt": "oct",
           "dez": "dec"}  # fmt: skip


def day(said: str) -> date | None:
    """Read a day, local to where it was written; None where no date can be made out."""
    text = said[:LONGEST].strip()
    for standard in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return standard(text).date()
        except (ValueError, TypeError, OverflowError):
            continue
    if points := _POINTS.match(_LEAD.sub("", text, count=1)):
        try:
            return date(*map(int, reversed(points.groups())))
        except ValueError:  # no such day
            return None
    # What a text leaves open (a day, or which of two numbers is the month) must not be made up.
    bare = _ORDINAL.sub(" ", _HOUR.sub(" ", _LEAD.sub("", text, count=1)))
    bare = _MONTH.sub(lambda month: _MONTHS.get(month[1].lower(), month[1]), bare)
    ways = product((datetime(2001, 1, 1), datetime(2002, 2, 2)), (True, False))
    try:
        days = {
            dates.parse(bare, default=default, dayfirst=first, ignoretz=True).date()
            for default, first in ways
        }
    except (ValueError, TypeError, ArithmeticError):  # "12h" and fifty digits: decimal's own error
        return None
    return days.pop() if len(days) == 1 else None


def duration_of(said: object) -> float | None:
    """Convert "1:02:03", "3723", "1h 2m", "62 min", "PT1H2M3S" to seconds; None for anything else.

    A number that no recording lasts is milliseconds.
    """
    text = str(said).strip()[:LONGEST] if isinstance(said, str | int | float) else ""
    bare = _ABOUT.sub("", text, count=1) if _ABOUT.match(text) else text
    clock = _CLOCK.fullmatch(bare)
    found = seconds(clock[1] if clock else bare)
    if clock and found and clock[2] and clock[1].count(":") == 1:
        found *= 60  # "1:02 h" has hours and minutes
    if found is None and (iso := _ISO.fullmatch(bare.upper())):
        hours, minutes, rest = (float(part or 0) for part in iso.groups())
        found = 3600 * hours + 60 * minutes + rest
    elif found is None:
        found = in_words(bare)
    elif found > LONGEST_DURATION and ":" not in bare:
        found /= 1000
    return found if found and found > 0 else None


def in_words(text: str) -> float | None:
    """Convert "1 Stunde 2 Minuten", "1h 2m", "0 min" to seconds; None for anything else."""
    total, position = 0.0, 0
    while part := _PART.match(text, position):
        unit = part[2].lower()
        number = float(part[1].replace(",", "."))
        thousandth = unit in ("ms", "msec") or unit.startswith(("milli",))
        total += number * (0.001 if thousandth else _UNITS.get(unit[:2]) or _UNITS[unit[0]])
        position = part.end()
    return round(total, 3) if position and not text[position:].strip(" .") else None
