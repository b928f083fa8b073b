"""Find the people that a text names, by full names, first or last ones."""

import re
from collections import Counter
from functools import lru_cache

from corpus import Corpus

PODCASTS = 8  # whose names are kept ready; what asks for "the other guest" needs single episodes'


def people_named(text: str, names: tuple[str, ...]) -> list[str]:
    """Return the full names that occur in a text, also by a first or last name of their own."""
    words = set(re.findall(r"[\w-]+", text.casefold()))
    words |= {_bare(word) for word in words}
    return [
        name
        for name, parts, own in _name_parts(names)
        if not words.isdisjoint(own) or parts <= words
    ]


@lru_cache(PODCASTS)
def _name_parts(
    names: tuple[str, ...],
) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """Return each name, its parts, and those parts that no other name has."""
    parts = [(name, frozenset(name.casefold().split())) for name in names]
    shared = Counter(part for _, own in parts for part in own)
    # "Speaker 1" is not named by every 1.
    return tuple(
        (name, own, frozenset(p for p in own if shared[p] == 1 and not p.isdecimal()))
        for name, own in parts
    )


def without_speakers(text: str, corpus: Corpus) -> str:
    """Remove the speakers' names from a question, since every passage is by one of them.

    Left in, "Harald" would bring up greetings instead of what Harald says.
    """
    return without_names(text, corpus.speakers) or text


def without_names(text: str, names: tuple[str, ...]) -> str:
    """Remove the parts of these names from a text."""
    parts = _bare_parts(names)
    return " ".join(word for word in text.split() if _bare(word) not in parts)


@lru_cache(PODCASTS)
def _bare_parts(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_bare(part) for name in names for part in name.split() if not part.isdecimal())


def _bare(word: str) -> str:
    letters = re.sub(r"\W|['’]s$", "", word).casefold()
    return letters.removesuffix("s")
