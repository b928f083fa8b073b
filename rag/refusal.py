"""Whether what was found answers the question, or the podcast does not say.

A first honest version: the score of the best sentence against a threshold per language, since a
question in another language than the transcript's is never as near to it. Chosen on the dev half
of eval/questions.jsonl so that about one answerable question in twenty is refused.
"""

from collections.abc import Sequence

from rag.types import Hit, Language

THRESHOLD: dict[Language, float] = {"de": 0.50, "en": 0.20}


def is_answered(sentences: Sequence[Hit], language: Language) -> bool:
    """Whether the best of the ranked sentences is worth quoting as an answer."""
    return bool(sentences) and sentences[0].score >= THRESHOLD[language]
