"""The transcript as one line of speech: positions of words and of possible chapter openings."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import Stemmer
from numpy.typing import NDArray

from corpus.text.sentences import sentence_spans
from corpus.types import Turn

Floats = NDArray[np.float64]
# Recognised speech often has no full stops: longer sentences are cut at a blank.
LONGEST = 200
STEMMERS = {"de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian"}
_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


@dataclass(frozen=True)
class Speech:
    """Some turns in a row; positions count characters from the first of them.

    `places` (n + 1) are the positions where a chapter may open: every sentence, and the very end.
    `fresh` (n + 1) is True where the speaker changes, `stems` (n) are the words of the sentence,
    `turns` (turns + 1) are the starts of the turns, and the end.
    """

    turns: Floats
    places: Floats
    fresh: NDArray[np.bool_]
    stems: tuple[tuple[str, ...], ...]
    language: str | None

    @property
    def size(self) -> float:
        """Return the length in characters."""
        return float(self.turns[-1])

    @cached_property
    def words(self) -> dict[str, Floats]:
        """List the rising positions of each stem, spread evenly over its sentence."""
        said: dict[str, list[float]] = {}
        for stems, start, end in zip(self.stems, self.places, self.places[1:], strict=False):
            for index, word in enumerate(stems):
                said.setdefault(word, []).append(start + (end - start) * index / len(stems))
        return {word: np.array(positions) for word, positions in said.items()}

    @cached_property
    def vocabulary(self) -> str:
        """Join all stems, one per line, for searching in them."""
        return "\n".join(self.words)


def speech(turns: Sequence[Turn], language: str | None) -> Speech:
    """Lay the turns in a row, each followed by one blank."""
    begins = np.cumsum([0, *(len(turn.text) + 1 for turn in turns)], dtype=float)
    places: list[float] = []
    fresh: list[bool] = []
    stems: list[tuple[str, ...]] = []
    before: str | None = None
    for turn, begin in zip(turns, begins, strict=False):
        changed = turn.speaker is None or turn.speaker != before
        for start, end in sentence_spans(turn.text) or [(0, 0)]:
            cuts = [start]
            while end - cuts[-1] > 1.5 * LONGEST:
                blank = turn.text.rfind(" ", cuts[-1], cuts[-1] + LONGEST) + 1
                cuts.append(blank if blank > cuts[-1] else cuts[-1] + LONGEST)
            for first, last in pairwise([*cuts, end]):
                places.append(begin + first)
                fresh.append(first == 0 and changed)
                stems.append(tuple(stemmed(turn.text[first:last], language)))
        before = turn.speaker
    return Speech(
        begins, np.array([*places, begins[-1]]), np.array([*fresh, True]), tuple(stems), language
    )


def stemmed(text: str, language: str | None) -> list[str]:
    """List the words of a text in lower case, stemmed, umlauts folded (German if unknown)."""
    small = unicodedata.normalize("NFC", text).lower()
    stemmer = Stemmer.Stemmer(STEMMERS.get((language or "de")[:2].lower(), "german"))
    return [word.translate(_FOLD) for word in stemmer.stemWords(re.findall(r"\w+", small))]
