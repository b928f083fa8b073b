"""Speakers told apart at a glance: initials, and a colour of those in styles/episode.css."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus import Podcast
from corpus.types import is_label
from ui.html.cards import person_link

COLOURS = 8


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: name, initials, the number of a colour, and the address of their page.

    `link` is None for one that only a label names: "Speaker 1" is somebody else in each episode.
    """

    name: str
    initials: str
    colour: int
    link: str | None


def voices(names: Iterable[str], podcast: Podcast | None = None) -> dict[str, Voice]:
    """Return a voice for each name, colours in the order in which names come up first."""
    return {
        name: Voice(
            name,
            initials(name),
            at % COLOURS,
            None if is_label(name) else person_link(name, podcast),
        )
        for at, name in enumerate(dict.fromkeys(names))
    }


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name, or its digits."""
    words = re.findall(r"[^\W\d_]+", name)
    letters = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
    digits = re.findall(r"\d+", name)
    return (letters[:1] + digits[-1][-2:] if digits else letters) or "?"
