"""Number the episodes: as in the last import, else as published, else with the next free number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from corpus.types import Episode

MOST_DIGITS = 5
FIRST_YEAR, LAST_YEAR = 1900, 2100  # before a title such numbers may be years
_WORD = r"(?:folge|episode|ep\.?|ausgabe|sendung|nummer|nr\.?|no\.|e(?=[0-9]))"
# "Folge 16: …", "#16 …" first, "… (Folge 16)", "… | #16" last: explicit numbers.
_FIRST = re.compile(
    rf"(?:#|{_WORD}[\s_.-]{{0,3}}#?)\s{{0,3}}([0-9]{{1,5}})(?![0-9.,]*[0-9])\b", re.I
)
_LAST = re.compile(
    rf"[(\[|–—,:·-]\s{{0,3}}(?:#|{_WORD}[\s_.-]{{0,3}}#?)\s{{0,3}}([0-9]{{1,5}})[)\]]?\s*$", re.I
)
_SEASON = re.compile(r"[\[(]?S[0-9]{1,3}\s?[.:/-]?\s?E([0-9]{1,5})\b", re.I)
# "016 …", "LNP412 …": a number only where most titles have it.
_BARE = re.compile(r"[\[(]?([0-9]{1,5})(?=[\s:.|)\]_–—-]|$)(?![.,][0-9])")
_ANYWHERE = re.compile(rf"(?:#|\b{_WORD}[\s_.-]{{0,3}}#?)\s{{0,3}}([0-9]{{1,5}})\b", re.I)
_SIGNED = re.compile(r"([A-ZÄÖÜ]{2,6})[\s_-]?([0-9]{1,5})\b")
_DATE = re.compile(
    r"(?<![0-9])(?:(?P<y>[12][0-9]{3})[-_. ]?(?P<m>[01][0-9])[-_. ]?(?P<d>[0-3][0-9])"
    r"|(?P<d2>[0-3]?[0-9])[-_.](?P<m2>[01]?[0-9])[-_.](?P<y2>[12][0-9]{3}))(?![0-9])"
)


def number_in(title: str) -> int | None:
    """Return the number that a title states explicitly: "Folge 16: …", "… (#16)"."""
    title = title.strip()
    found = _FIRST.match(title) or _SEASON.match(title) or _LAST.search(title[-60:])
    return int(found[1]) if found else None


def numbers_in(titles: Sequence[str]) -> list[int | None]:
    """Return each title's number; a bare one counts only where most titles have it."""
    said = [number_in(title) for title in titles]
    for find in (_ANYWHERE.search, _BARE.match, _SIGNED.match):
        found = [find(title.strip()) for title in titles]
        numbers = [int(match[match.lastindex or 1]) if match else None for match in found]
        signs = {match[1] for match in found if match and match.lastindex == 2}
        different = len({number for number in numbers if number is not None})
        years = all(n is None or FIRST_YEAR <= n < LAST_YEAR for n in numbers)
        if len(signs) <= 1 and not years and different > max(len(titles) / 2, 1):
            taken = set(said)
            said = [
                n if known is None and n not in taken else known
                for known, n in zip(said, numbers, strict=True)
            ]
    return said


def number_of_file(name: str) -> int | None:
    """Return the number in a file's name: after a word, at the beginning, or the only one.

    A date does not count.
    """
    rest = _DATE.sub(" ", name).strip(" -_.")
    said = number_in(rest)
    if said is not None:
        return said
    numbers = re.findall(r"[0-9]+", rest)
    first = _BARE.match(rest)
    year = first is not None and len(numbers) > 1 and FIRST_YEAR <= int(first[1]) < LAST_YEAR
    if first and not year:
        return int(first[1])
    return int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) <= MOST_DIGITS else None


def day_in(name: str) -> date | None:
    """Read the day in a file's name: "2021-03-02 Igel", "05.10.2020 Igel"; None if it has none."""
    found = _DATE.search(name)
    if not found:
        return None
    parts = [found["y"] or found["y2"], found["m"] or found["m2"], found["d"] or found["d2"]]
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def numbered(
    episodes: Sequence[Episode], announced: Sequence[int | None], known: Mapping[str, int]
) -> list[Episode]:
    """Assign each episode its number, given the oldest first; return them ordered by number.

    `known` has the numbers of an existing corpus, by id; they do not change. Of two episodes that
    announce the same number, as in two seasons, the older one gets it.
    """
    taken = set(known.values())
    numbers: dict[int, int] = {}
    for index, (episode, wanted) in enumerate(zip(episodes, announced, strict=True)):
        number = known.get(episode.id, wanted)
        if number is not None and (episode.id in known or number not in taken):
            taken.add(number)
            numbers[index] = number
    if not known and any(announced) and announced[0] is None:
        numbers[0] = 0  # a trailer before number 1
    first = max(known.values(), default=0) + 1  # what is new comes last
    free = (number for number in count(first) if number not in taken)
    return sorted(
        (
            replace(episode, number=numbers[index] if index in numbers else next(free))
            for index, episode in enumerate(episodes)
        ),
        key=lambda episode: episode.number,
    )
