"""Detect questions about what a person said when that person never occurs in the podcast.

What others say about the same topic is near to such a question, but does not answer it.
"""

from collections.abc import Callable
from difflib import get_close_matches

from corpus import Corpus
from rag.question.spelling import plain
from rag.text.analyzer import Analyzer
from rag.text.ordered import beginning, pieces
from rag.wording.people import person_line

MISSPELT = 0.82  # how alike (difflib) a word is to a name that is known, and only misspelt
_WORD = r"(?>[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zß-ÿ]\w*)"  # no abbreviation
_NAME = (
    r"(?:(?:denn|eigentlich|wohl|nun)\s+)?(?:(?:Herrn?|Frau|Prof|Dr|Mr|Mrs|Ms)\b\.?\s+)*+"
    rf"(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}})\b(?!\s+\d)"
)
_ASKS = (
    r"(?i:\b(?:was|wie|warum|wieso|weshalb|wozu|wovon|womit|worin|wann|welche\w*(?:\s+\w+){1,2})"
    r"\s+(?:genau\s+)?"
)
# In German who says it follows the verb only where the question begins with something else.
_SAYINGS = tuple(
    map(
        pieces,
        (
            rf"{_ASKS}(?:sagte?|denkt|dachte|meinte?|glaubte?|rät|riet|empfiehlt|empfahl|erzählte?|"
            rf"berichtete?|behauptete?|erklärte?))\s+{_NAME}",
            rf"{_ASKS}(?:hält|hielt))\s+{_NAME}\s+(?:denn\s+)?(?:von|vom|davon)\b",
            rf"{_ASKS}(?:hat|hatte|würde))\s+{_NAME}…\b(?:gesagt|gedacht|gemeint|geglaubt|geraten|"
            r"empfohlen|erzählt|berichtet|behauptet|erklärt|geäußert|sagen|raten|empfehlen)\b",
            rf"(?i:\b(?:does|did|would|has))\s+{_NAME}\s+(?:ever\s+)?(?:say|said|think|thought|"
            r"believed?|claim(?:ed)?|advised?|recommend(?:ed)?|suggest(?:ed)?|tell|told|explain(?:ed)?|"
            r"argued?|feel|felt)\b",
        ),
    )
)


def unknown_person(question: str, corpus: Corpus, is_said: Callable[[str], bool]) -> str | None:
    """Return the name of a person that a question quotes, if it never occurs in the podcast.

    Neither in the show notes nor, as `is_said` tells of a term, in what is said; a misspelt name
    of the show's people counts as theirs.
    """
    for saying in _SAYINGS:
        if match := beginning(saying, question):
            name = match["name"]
            last = name.split()[-1]
            return None if _is_known(last, corpus, is_said) else name
    return None


def _is_known(word: str, corpus: Corpus, is_said: Callable[[str], bool]) -> bool:
    terms = Analyzer().terms(word)
    if all(map(is_said, terms)):
        return True
    names = {person.name for episode in corpus for person in episode.people} | {*corpus.speakers}
    people = {plain(part) for name in names for part in name.split()}
    if get_close_matches(plain(word), people, 1, MISSPELT):
        return True
    return word.casefold() in _notes(corpus).casefold()


def _notes(corpus: Corpus) -> str:
    podcast = corpus.podcast
    notes = [podcast.title, podcast.description, podcast.publisher]
    for episode in corpus:
        notes += [episode.title, episode.description, *map(person_line, episode.people)]
        notes += [link.title for link in episode.links]
    return " ".join(note or "" for note in notes)
