"""A request, and what is told for it: the shapes that all of them share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.index.index import Index
from rag.retrieval.second_look import SecondLook
from rag.types import Quote, ShowNote
from rag.understand import Understood


@dataclass(frozen=True, slots=True)
class Request:
    """A question understood as a request, and what it may be fulfilled with.

    `before` finds what the answer before cites.
    """

    index: Index
    understood: Understood
    second_look: SecondLook | None = None
    before: Callable[[], Sequence[Quote | ShowNote]] = tuple


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence in the question's language, and the sources that it is based on.

    The first `told` of these are named in the sentence itself, with their numbers as in [1]; the
    others are yet to be quoted. No sources: the answer is not grounded, the sentence stands alone.
    """

    sentence: str
    sources: tuple[Quote | ShowNote, ...] = ()
    told: int = 0
