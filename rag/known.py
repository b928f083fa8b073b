"""Questions that every question is compared with, in the order of their vectors in the index."""

from functools import cache

from rag.cohort import COHORT
from rag.show_examples import examples


@cache
def known_questions() -> tuple[str, ...]:
    """The cohort's, then the examples of questions about the show."""
    return (*COHORT, *(question for _, question in examples()))
