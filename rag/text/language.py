"""Detect whether a question is written in German or English."""

import re

from bm25s.stopwords import STOPWORDS_EN_PLUS, STOPWORDS_GERMAN

from rag.types import Language

# Left out: words that both languages write the same, and that would vote twice or wrongly.
_ENGLISH = (
    frozenset(STOPWORDS_EN_PLUS) | {"what", "how", "does", "did", "episode", "say", "about"}
) - frozenset(STOPWORDS_GERMAN)
_GERMAN = frozenset(STOPWORDS_GERMAN) - frozenset(STOPWORDS_EN_PLUS) | {"folge", "gibt", "wer"}


def detect(text: str, default: str | None) -> Language:
    """Return the language with more of its stop words in the text; umlauts count as German.

    A tie goes to `default`, the podcast's language: "en", "en-US" … or else German.
    """
    words = re.findall(r"\w+", text.lower())
    english = sum(word in _ENGLISH for word in words)
    german = sum(word in _GERMAN or bool(re.search("[äöüß]", word)) for word in words)
    if english == german:
        return "en" if re.match(r"(?i)en\b", default or "") else "de"
    return "en" if english > german else "de"
