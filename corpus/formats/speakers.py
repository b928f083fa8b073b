"""Who speaks, where a transcript only puts "Name:" before what is said."""

from collections import Counter
from collections.abc import Iterable

# Each word begins with a capital or a digit, or is a particle: "Ursula von der Leyen", "Speaker 1".
_WORD = r"(?:[^\W\d_a-zà-öø-ÿ][\w.'’-]{0,40}|\d{1,3})"
NAME = rf"{_WORD}(?: (?:{_WORD}|von|van|der|den|de|da|di|la|of|zu|und|and|&)){{0,4}}"
# What begins sentences and ends in a colon, but names nobody.
_NOBODY = frozenset(
    "achtung also and anmerkung antwort beispiel but dann denn example fazit frage hinweis http "  # noqa: SIM905
    "https nämlich note quelle so source tipp und update warning".split()
).union(["zum beispiel", "das heißt", "for example", "in other words", "mit anderen worten"])


def names_among(candidates: Iterable[str | None]) -> frozenset[str]:
    """Which words before a colon are names, given those of all lines; None where a line has none.

    Names are used throughout: from the first line on, or at least two of them twice. A word that
    stands once counts only in the first case.
    """
    found = [name if name and name.casefold() not in _NOBODY else None for name in candidates]
    counts = Counter(name for name in found if name)
    often = frozenset(name for name, count in counts.items() if count > 1)
    if found and found[0]:
        return frozenset(counts)
    return often if len(often) > 1 else frozenset()
