"""Which function fulfils which request, by the intent of rag/question/intents.toml.

A function returns None where the question was not its own after all: then it is searched for as
usual.
"""

from collections.abc import Callable, Mapping

from rag.requests.request import Request, Told
from rag.requests.talk import TALK

REQUESTS: Mapping[str, Callable[[Request], Told | None]] = {
    **TALK,
}
