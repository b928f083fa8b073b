"""Check what a user sends, before any work is done with it."""

import re
from collections.abc import Sequence

from rag.errors import QuestionError
from rag.wording.languages import in_each

LONGEST_QUESTION = 1000  # characters, also of what is searched for and of each earlier question
MOST_EARLIER = 20  # earlier questions that count, the latest
MOST_PASSAGES = 50  # that one search lists
LONGEST_HISTORY = 8000  # characters of these together


def asked_for(text: str) -> str:
    """Strip and check what a user asks or searches for.

    Raises QuestionError where it is empty, too long or no readable text.
    """
    text = _bounded(text.strip())
    if not re.search(r"\w", text):
        raise QuestionError(in_each(lambda words: words.no_words))
    return text


def earlier(questions: Sequence[str]) -> tuple[str, ...]:
    """Return the latest of the earlier questions, as many as there is room for.

    Raises QuestionError where one of them is longer than a question can be.
    """
    kept: list[str] = []
    room = LONGEST_HISTORY
    for question in reversed(questions[-MOST_EARLIER:]):
        room -= len(_bounded(question))
        if room < 0:
            break
        kept.insert(0, question)
    return tuple(kept)


def _bounded(text: str) -> str:
    # First the length: nothing is looked for in what is too long.
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(in_each(lambda words: words.too_long.format(most=LONGEST_QUESTION)))
    if re.search(r"[\ud800-\udfff]", text):
        raise QuestionError(in_each(lambda words: words.unreadable))
    return text
