"""Turn text into terms: small letters, the German stem, then the English stem of that.

The German stem also folds ä, ae and a, ß and ss. Texts are
indexed and searched for as terms.
"""

import re
import unicodedata

import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS, STOPWORDS_GERMAN

_WORD = re.compile(r"\w+")
STOP_WORDS = frozenset([*STOPWORDS_EN_PLUS, *STOPWORDS_GERMAN])


class Analyzer:
    """Turns text into the terms that are indexed and searched, without stop words.

    A stemmer is not safe to share between threads, so each search makes its own (microseconds).
    """

    def __init__(self) -> None:
        self._german = Stemmer.Stemmer("german")
        self._english = Stemmer.Stemmer("english")

    def terms(self, text: str) -> list[str]:
        """Return the stems of a text in their order, repeated as often as they occur."""
        words = _WORD.findall(unicodedata.normalize("NFKC", text).lower())
        german, english = self._german.stemWord, self._english.stemWord
        return [english(german(word)) for word in words if word not in STOP_WORDS]
