"""Read which episode a text names: "Folge 3", "the third episode", "#3", "S2E3", the latest one.

"Regel Nummer drei", "tip #4", "the #1 mistake" and "jede zweite Folge" name none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus import Corpus
from rag.text.names import people_named
from rag.text.numbers import figure

YEARS = range(1900, 2100)
MOST_RANGES = 8  # of episode numbers, in a message

_EPISODE = r"(?:folge|episode|ausgabe)"
_NUMBER = r"(?:nr\.?|no\.|nummer|number)"
_WORDS = r"[^\W\d_]{2,30}(?:[- ][^\W\d_]{2,30})?"  # "twenty-three" is two
_BEHIND = re.compile(
    rf"\b(?:{_EPISODE}|ep\.?)\s{{0,3}}(?:{_NUMBER}\s{{0,3}})?#?(\d{{1,4}}\b|{_WORDS}\b)"
)
_BEFORE = re.compile(
    rf"(?<![\d.,:])\b(\d{{1,4}}(?:\.|st|nd|rd|th)|{_WORDS})\s{{1,3}}{_EPISODE}\b"
    r"(?!\s(?:einer|eines|davon|daraus)\b)"  # the first consequence
)
_EVERY = re.compile(r"\b(?:jede[rnsm]?|alle|every|each)\s$")  # "every second episode"
_SEASON = re.compile(r"\bs\d{1,2}\s?e(\d{1,3})\b")
# Alone, or behind what is no noun: "tip #4" numbers tips.
_SIGN = re.compile(
    r"(?:^|[^\w\s#]\s?|\b(?:in|aus|von|zu|bei|ab|mit|für|vor|nach|über|um|und|oder|ist|war|was|"
    r"about|of|from|to|with|for|before|after|and|or|is|does|did|on)\s)\s{0,3}(#(\d{1,4}))\b"
)
_LATEST = re.compile(
    r"\b(letzte|neueste|neuste|aktuelle|jüngste|latest|newest|most recent|last)[nr]?"
    r"\s+(folge|episode)",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\W{0,3}[^\W\d]{0,6}\W{0,2}(\d{1,5})(?!\d)")
_CODE = re.compile(r"\b[^\W\d_]{1,6}\d{1,5}\b")
_OLDEST = re.compile(
    r"\b(älteste|früheste|oldest|earliest)[nr]?\s+(folge|episode|ausgabe)"
    r"|\b(premieren|pilot|auftakt)(folge|episode)\b|\b(pilot|debut) episode\b",
    re.IGNORECASE,
)
# "Die Folge mit Uwe": the only one with him.
_WITH = re.compile(
    r"\b(?:folge|episode|ausgabe|sendung|interview|gespräch|conversation|talk)\s+(?:mit|with)\s+"
    r"(?:(?:herrn?|frau|mr\.?|mrs\.?|ms\.?)\s+)?([^\W\d_]+(?:[ -][^\W\d_]+)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Naming:
    """The characters `start` to `end` of a text, and the number that they name."""

    start: int
    end: int
    number: int


def namings(text: str) -> list[Naming]:
    """Find where a text in small letters names episodes by number, in order."""
    found = list(_beside(text))
    found += [Naming(*match.span(), int(match[1])) for match in _SEASON.finditer(text)]
    found += [Naming(*match.span(1), int(match[2])) for match in _SIGN.finditer(text)]
    return sorted(found, key=lambda naming: naming.start)


def of_any_episode(text: str) -> str:
    """Name episode 2 wherever figures name one: which one it is changes nothing of what is wanted.

    To an embedding model "Folge 2" and "Folge 20" are not the same.
    """
    for naming in reversed(namings(text.lower())):
        named = re.sub(r"\d{1,4}", "2", text[naming.start : naming.end])
        text = text[: naming.start] + named + text[naming.end :]
    return text


def episode_numbers(corpus: Corpus) -> str:
    """List the episodes that there are, short also for hundreds: "1–77, 79, 81–364"."""
    runs: list[list[int]] = []
    for number in sorted(episode.number for episode in corpus):
        if not runs or number - runs[-1][-1] != 1:
            runs.append([])
        runs[-1].append(number)
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    return ", ".join(parts if len(parts) <= MOST_RANGES else [*parts[:4], "…", *parts[-3:]])


def episode_named(text: str, corpus: Corpus) -> int | None:
    """Return the number of the episode that a question names, existing or not."""
    lowered = text.lower()
    if _LATEST.search(lowered):
        # Bonus episodes and other seasons carry lower numbers than what came before them.
        return max(corpus, key=lambda e: (e.published or date.min, e.number)).number
    if _OLDEST.search(lowered):
        return min(corpus, key=lambda e: (e.published or date.max, e.number)).number
    if (coded := _coded(lowered, corpus)) is not None:
        return coded
    if (match := _with_guest(text, corpus)) is not None:
        return match[1]
    numbers = [naming.number for naming in namings(lowered)]
    # "Die beste Folge 2024" is of that year, unless there are so many.
    named = next((n for n in numbers if n not in YEARS or corpus.episode(n)), None)
    if named is None or corpus.episode(named):
        return named
    # None has that number, but the title of one may begin with it: "Mi361 – …".
    begins = ((episode.number, _BEGINS.match(episode.title)) for episode in corpus)
    titled = [own for own, match in begins if match and int(match[1]) == named]
    return titled[0] or named if len(titled) == 1 else named


def without_guest(text: str, corpus: Corpus) -> str:
    """Remove from a question who is named only to say which episode is meant."""
    match = _with_guest(text, corpus)
    return text if match is None else " ".join(text.replace(match[0], " ").split())


def names_episode(text: str) -> bool:
    """Return whether a text names an episode, existing or not."""
    lowered = text.lower()
    return bool(namings(lowered) or _LATEST.search(lowered) or _OLDEST.search(lowered))


def only_episode(text: str) -> bool:
    """Return whether a text names an episode, and says nothing else: "Die neueste Folge?"."""
    left = re.sub(r"\b(die|der|the|bitte|please)\b|[\W_]", "", without_episode(text).lower())
    return names_episode(text) and not left


def without_episode(text: str) -> str:
    """Remove the words that name an episode from a question."""
    left, lowered = text, text.lower()
    if len(left) != len(lowered):  # a letter whose small form is two
        left = lowered
    for naming in reversed(namings(lowered)):
        left = f"{left[: naming.start]} {left[naming.end :]}"
    return " ".join(_LATEST.sub(" ", left).split())


def _beside(text: str) -> Iterator[Naming]:
    """Find numbers beside the word: those behind it come first."""
    # "Folge 3", "episode twenty three".
    for match in _BEHIND.finditer(text):
        for words in (match[1], re.split("[- ]", match[1])[0]):
            named = figure(words)
            if named and not named[1]:
                yield Naming(match.start(), match.start(1) + len(words), named[0])
                break
    # "Die dritte Folge", "the 3rd episode".
    for match in _BEFORE.finditer(text):
        for words in (match[1], re.split("[- ]", match[1])[-1]):
            named, start = figure(words), match.end(1) - len(words)
            if named and named[1] and not _EVERY.search(text[:start]):
                yield Naming(start, match.end(), named[0])
                break


def _coded(text: str, corpus: Corpus) -> int | None:
    """Return the only episode whose title begins with a word of letters and figures: "Mi361"."""
    codes = {*_CODE.findall(text)}
    begins = ((episode.number, _CODE.match(episode.title.lower())) for episode in corpus)
    found = [own for own, match in begins if match and match[0] in codes] if codes else []
    return found[0] if len(found) == 1 else None


def _with_guest(text: str, corpus: Corpus) -> tuple[str, int] | None:
    """Return the words "Folge mit Uwe" and the number of the only episode with him, if it is so."""
    match = _WITH.search(text)
    named = people_named(match[1], corpus.speakers) if match else []
    found = [one.number for one in corpus if len(named) == 1 and named[0] in one.speakers]
    if match is None or len(found) != 1:
        return None
    first, *more = re.split("[ -]", match[1])
    whole = bool(more) and more[0].casefold() in named[0].casefold().split()
    end = match.end() if whole else match.start(1) + len(first)
    return text[match.start() : end], found[0]
