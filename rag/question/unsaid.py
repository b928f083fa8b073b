"""Tell that a podcast has no words for a question: what it is about, or who, is never said.

What others say about the same topic is near to a question about what a person said who never
occurs, but does not answer it. And whoever puts a thing in other words still shares some of them
with a podcast that speaks of it; of a question in a language that nobody speaks there, nothing
follows.
"""

import re
from collections.abc import Callable
from difflib import get_close_matches

from corpus import Corpus
from rag.question.scope import without_saying
from rag.question.spelling import LONGEST_ABBREVIATION, plain
from rag.text.analyzer import Analyzer
from rag.text.ordered import beginning, pieces
from rag.types import Language
from rag.wording.people import person_line

# Words that only ask, and are none of the usual stop words.
_ASKING = frozenset(
    "wer wen wem wessen wann warum wieso weshalb woher wohin wozu womit wovon worüber wieviel "  # noqa: SIM905
    "wieviele viele mag gibt kommt sagt sagen eigentlich mal bitte gern gerne whose much many like "
    "likes beide beiden both halten hält haltet redet reden spricht sprechen gesprochen meinen "
    "denken erwähnt erwähnen erwähnung mention mentions mentioned talk talks talked discuss "
    "discussed think thinks thought opinion meinung thema topic podcast folge folgen episode "
    "episodes anyone anybody jemand heißt heisst heißen bedeutet bedeuten mean means meaning "
    "called nochmal".split()
)
_WORD = re.compile(r"\w+")
FEW_TERMS = 2  # of which the answer to a question holds one
MISSPELT = 0.82  # how alike (difflib) a word is to a name that is known, and only misspelt
_CAPITALISED = r"(?>[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zß-ÿ]\w*)"  # no abbreviation
_NAME = (
    r"(?:(?:denn|eigentlich|wohl|nun)\s+)?(?:(?:Herrn?|Frau|Prof|Dr|Mr|Mrs|Ms)\b\.?\s+)*+"
    rf"(?P<name>{_CAPITALISED}(?:\s+{_CAPITALISED}){{0,3}})\b(?!\s+\d)"
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


def is_foreign(corpus: Corpus, language: Language) -> bool:
    """Return whether a question is in a language that nobody is known to speak."""
    spoken = {(episode.language or "")[:2].lower() for episode in corpus}  # also of "en-US"
    return "" not in spoken and language not in spoken


def nothing_said(question: str, is_said: Callable[[str], bool]) -> bool:
    """Return whether a question has words that mean something, none of which is ever said."""
    terms = content_terms(question)
    return bool(terms) and not any(map(is_said, terms))


def lacks_words(question: str, text: str) -> bool:
    """Return whether a question is about a word or two, neither of which a text holds.

    ("Ist sie verheiratet?") A part of a longer word is enough.
    """
    terms = content_terms(question)
    said = Analyzer().terms(text)
    few = 0 < len(terms) <= FEW_TERMS
    return few and not any(term in each for term in terms for each in said)


def content_terms(question: str) -> set[str]:
    """Return the stems of the words that say what a question is about."""
    words = (word for word in _WORD.findall(without_saying(question)) if word not in _ASKING)
    return set(Analyzer().terms(" ".join(words)))


def names_unknown(question: str, is_said: Callable[[str], bool]) -> bool:
    """Return whether a question has an abbreviation or a trade name that is never said.

    Those are short words in capitals ("NPS") or "ChatGPT"; none in a question that is written in
    capitals throughout.
    """
    capitals, letters = sum(map(str.isupper, question)), sum(map(str.isalpha, question))
    if 2 * capitals > letters:
        return False
    names = [word for word in _WORD.findall(question) if sum(map(str.isupper, word)) > 1]
    short = [name for name in names if len(name) <= LONGEST_ABBREVIATION or not name.isupper()]
    return not all(map(is_said, Analyzer().terms(" ".join(short))))


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
    podcast = corpus.podcast
    notes = [podcast.title, podcast.description, podcast.publisher]
    for episode in corpus:
        notes += [episode.title, episode.description, *map(person_line, episode.people)]
        notes += [link.title for link in episode.links]
    return word.casefold() in " ".join(note or "" for note in notes).casefold()
