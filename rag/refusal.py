"""Whether what was found answers the question, or the podcast does not say.

A first honest version: the score of the best sentence against a threshold. A question in another
language than the transcript's is never as near to it, so English has a lower one. A question
that names things of which the podcast never speaks has to fit better. The numbers were chosen on
the dev half of eval/questions.jsonl so that about one answerable question in twenty is refused.
"""

import re
from collections.abc import Sequence

from rag.lexical import Analyzer, LexicalIndex
from rag.types import Hit, Language

THRESHOLD: dict[Language, float] = {"de": 0.50, "en": 0.20}
STRANGE = 0.15
# Capitals inside a sentence: nouns in German, names in English.
_NAMED = re.compile(r"(?<=[\w,;:„“\"] )[A-ZÄÖÜ][\w-]{3,}")


def is_answered(
    sentences: Sequence[Hit], query: str, language: Language, spoken: LexicalIndex
) -> bool:
    """Whether the best of the ranked sentences is worth quoting as an answer.

    `spoken` knows the words of the whole podcast.
    """
    threshold = THRESHOLD[language] + STRANGE * is_strange(query, spoken)
    return bool(sentences) and sentences[0].score >= threshold


def is_strange(query: str, spoken: LexicalIndex) -> bool:
    """Whether a question names things, and the podcast speaks of none of them."""
    analyzer = Analyzer()
    named = [analyzer.terms(word) for word in _NAMED.findall(query)]
    return bool(named) and not any(all(map(spoken.knows, terms)) for terms in named)
