"""Find words exactly as they were said, wherever they were: whole words, whatever their case.

"ß" and "ss", "ü" and "ue" are the same. Only turns that the lexical index knows to hold them are
read, so that a thousand episodes are looked through at once.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import Episode
from rag.index.index import Index
from rag.text.analyzer import Analyzer
from rag.types import Scope

MOST_TERMS = 8  # of a sentence that is looked for, by which turns that hold it are found
_WORD = re.compile(r"\w+")
_BETWEEN = r"\W{1,8}"
# What is written in two ways.
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
_SAME = {form: f"(?:{'|'.join(pair)})" for pair in _UMLAUTS for form in pair}
_SPELLED = re.compile("|".join(_SAME))


@dataclass(frozen=True, slots=True)
class Place:
    """The characters `start` to `end` (half open) of a turn, in which words were found."""

    episode: Episode
    turn_index: int
    start: int
    end: int

    @property
    def speaker(self) -> str | None:
        """The person who says them."""
        return self.episode.turns[self.turn_index].speaker

    @property
    def text(self) -> str:
        """The words as they were written."""
        return self.episode.turns[self.turn_index].text[self.start : self.end]


def expression(words: str) -> re.Pattern[str] | None:
    """Compile what finds these words one after the other; None where there are none."""
    spelled = [
        _SPELLED.sub(lambda letters: _SAME[letters[0]], word.lower())
        for word in _WORD.findall(unicodedata.normalize("NFC", words))
    ]
    if not spelled:
        return None
    return re.compile(r"(?<!\w)" + _BETWEEN.join(spelled) + r"(?!\w)", re.IGNORECASE)


def places(index: Index, words: str, scope: Scope) -> Iterator[Place]:
    """Yield where words are said one after the other, in the order of the episodes."""
    wanted = expression(words)
    for episode, turn in turns_with(index, words, scope) if wanted else ():
        for found in wanted.finditer(episode.turns[turn].text) if wanted else ():
            yield Place(episode, turn, *found.span())


def turns_with(index: Index, words: str, scope: Scope) -> Iterator[tuple[Episode, int]]:
    """Yield the turns of a scope that may hold all of these words, in any form."""
    analyzer = Analyzer()
    if not analyzer.terms(words):  # stop words only
        yield from _turns_with_letters(index, words, scope)
        return
    # Terms are stems: a stem of its own stem is found as it is.
    telling = {word for word in _WORD.findall(words) if analyzer.terms(word)}
    longest = sorted(telling, key=lambda word: (-len(word), word))[:MOST_TERMS]
    rarest = min((np.flatnonzero(index.sentences.bm25(word)) for word in longest), key=len)
    allowed = rarest[index.sentences.rows.allowed(scope)[rarest]]
    chunks = (index.sentences.chunks[row] for row in allowed.tolist())
    yield from dict.fromkeys((chunk.episode, chunk.turn_index) for chunk in chunks)


def _turns_with_letters(index: Index, words: str, scope: Scope) -> Iterator[tuple[Episode, int]]:
    """Yield the turns that hold the letters of the longest word, which is in no index."""
    word = max(_WORD.findall(words), key=len).casefold()
    plain = {word, word.replace("ß", "ss"), word.replace("ss", "ß")}
    written = [form for each in plain for form in (each, each.capitalize(), each.upper())]
    for episode in index.corpus:
        if scope.episode in (None, episode.number):
            for turn, spoken in enumerate(episode.turns):
                mine = scope.speaker in (None, spoken.speaker)
                if mine and any(form in spoken.text for form in written):
                    yield episode, turn


def other_forms(index: Index, word: str, scope: Scope) -> Sequence[str]:
    """Return the words of the same stem, as often as they are said otherwise than this one."""
    terms, wanted = Analyzer().terms(word), expression(word)
    if len(terms) != 1 or wanted is None:
        return ()
    analyzer = Analyzer()
    return [
        said
        for episode, turn in turns_with(index, word, scope)
        for said in _WORD.findall(episode.turns[turn].text)
        if said[:1].casefold() == word[:1].casefold()
        and wanted.fullmatch(said) is None
        and analyzer.terms(said) == terms
    ]
