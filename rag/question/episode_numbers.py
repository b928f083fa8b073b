"""Find numbers that name episodes: "Folge 3", "the third episode", "#3", "S2E3".

"Regel Nummer drei", "tip #4", "the #1 mistake" and "jede zweite Folge" name none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.text.numbers import figure

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


@dataclass(frozen=True, slots=True)
class Naming:
    """The characters `start` to `end` of a text, and the number that they name."""

    start: int
    end: int
    number: int


def namings(text: str) -> list[Naming]:
    """Find where a text in small letters names episodes by number, in order."""
    found = [*_behind(text), *_before(text)]
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


def _behind(text: str) -> Iterator[Naming]:
    """Find numbers after the word, as in "Folge 3" and "episode twenty three"."""
    for match in _BEHIND.finditer(text):
        for words in (match[1], re.split("[- ]", match[1])[0]):
            named = figure(words)
            if named and not named[1]:
                yield Naming(match.start(), match.start(1) + len(words), named[0])
                break


def _before(text: str) -> Iterator[Naming]:
    """Find numbers before the word, as in "die dritte Folge" and "the 3rd episode"."""
    for match in _BEFORE.finditer(text):
        for words in (match[1], re.split("[- ]", match[1])[-1]):
            named, start = figure(words), match.end(1) - len(words)
            if named and named[1] and not _EVERY.search(text[:start]):
                yield Naming(start, match.end(), named[0])
                break
