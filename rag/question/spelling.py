"""Read names that a question only nearly has as the show spells them: "Herald" for Harald.

A word that somebody says in the show, unless it sounds like a first name, an ordinary word, an
inflected one or the name of somebody else is never taken for a misspelt name.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from corpus import Corpus
from rag.text.analyzer import STOP_WORDS, Analyzer
from rag.text.background_questions import BACKGROUND
from rag.text.letters import differ_in_one

PODCASTS = 8  # whose names are kept ready
SHORTEST_MISSPELT = 5  # letters of a name of which one may be wrong
SHORT_NAME = 3  # letters, of which a word that is said may sound like a name by chance
LONGEST_ABBREVIATION = 5  # letters; longer words in capitals are shouted
SHORT_FORM = range(4, 6)  # letters that a first name is cut to: "Alex", "Micha"
_WORD = re.compile(r"[^\W\d_]{3,40}")
# The words of questions about everything else.
_ORDINARY = frozenset(word.casefold() for text in BACKGROUND for word in _WORD.findall(text))
# Written in more than one way, and said in one.
_SOUNDS = tuple(
    (re.compile(written), said)
    for written, said in (
        *(("ph", "f"), ("th", "t"), ("c?k|c(?!h)", "k")),
        *(("ie|y|j", "i"), ("v", "f"), ("d$", "t")),
    )
)
_UMLAUT = re.compile("(?<=[aou])e")  # "Loewe", "Goetz"
_TWICE = re.compile(r"(.)\1+")


def unshouted(text: str) -> str:
    """Return a question that is written in capitals throughout in small letters; "NPS?" is not."""
    words = _WORD.findall(text)
    no_name = len(words) > 2 or any(len(word) > LONGEST_ABBREVIATION for word in words)
    return text.lower() if no_name and all(map(str.isupper, words)) else text


def spelled(text: str, corpus: Corpus, is_said: Callable[[str], bool]) -> str:
    """Return a question with the misspelt and shortened names of the show's people put right.

    `is_said` tells of a term whether it occurs in what is said.
    """
    return _WORD.sub(lambda word: _right(word[0], corpus, is_said) or word[0], text)


def _right(word: str, corpus: Corpus, is_said: Callable[[str], bool]) -> str | None:
    """Return the name that a word is meant for, in the form of the word; None if it is no name."""
    people = {person.name for episode in corpus for person in episode.people}
    names = _names(tuple(sorted({*people, *corpus.speakers})))
    lowered = word.casefold()
    own = lowered.removesuffix("s")
    if {lowered, own} & names.keys() or lowered in STOP_WORDS or lowered in _ORDINARY:
        return None
    for form in dict.fromkeys((lowered, own)):
        meant = [name for name, is_first in names.items() if _is_meant(form, name, is_first)]
        if len(meant) != 1:
            continue
        (name,), terms = meant, Analyzer().terms(form)
        alike = _sound(form) == _sound(name)
        inflected = not alike and terms == Analyzer().terms(name)
        # Transcripts write a first name in several ways, too: "Andi" is Andy, whoever says it.
        written = plain(form) == plain(name) or (alike and names[name] and len(form) > SHORT_NAME)
        if written or not (inflected or any(map(is_said, terms))):
            return name.title() + lowered.removeprefix(form)
    return None


def _is_meant(word: str, name: str, is_first: bool) -> bool:
    heard, known = _sound(word), _sound(name)
    if heard[:1] != known[:1]:
        return False
    is_short = is_first and len(word) in SHORT_FORM and name.startswith(word)
    if heard == known or (is_short and len(name) - len(word) > 1):
        return True
    # Another last letter makes another name: Michaela is not Michael.
    long = min(len(word), len(name)) >= SHORTEST_MISSPELT
    return long and word[-1] == name[-1] and differ_in_one(heard, known)


def _sound(word: str) -> str:
    """Return roughly how a word sounds: accents and ways of writing the same sound are folded."""
    letters = plain(word)
    for written, said in _SOUNDS:
        letters = written.sub(said, letters)
    return _TWICE.sub(r"\1", letters)


def plain(word: str) -> str:
    """Return a word in small letters without accents: "Löwe" and "Loewe" are "lowe"."""
    letters = filter(str.isalpha, unicodedata.normalize("NFKD", word.casefold()))
    return _UMLAUT.sub("", "".join(letters))


@lru_cache(PODCASTS)
def _names(people: tuple[str, ...]) -> dict[str, bool]:
    """Return the parts of all names, and whether each is a first name."""
    parts: dict[str, bool] = {}
    for name in people:
        for place, part in enumerate(re.findall(r"[^\W\d_]{3,}", name.casefold())):
            parts[part] = parts.get(part, False) or place == 0
    return parts
