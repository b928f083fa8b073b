"""Rewrite a follow-up so that it can be understood by itself, with a language model."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from rag.errors import GenerationFailed
from rag.generation.chat_model import ChatModel
from rag.generation.citations import claims
from rag.generation.context import tokens_of
from rag.generation.prompts import Prompts
from rag.types import Language

HISTORY_TOKENS = 400
LONGEST_QUERY = 300  # characters of a rewritten question


@dataclass(frozen=True, slots=True)
class Writer:
    """A language model and its prompts."""

    model: ChatModel
    prompts: Prompts


def rewrite(writer: Writer, text: str, history: Sequence[str], language: Language) -> str:
    """Rewrite a follow-up as a question that can be understood without the earlier ones.

    Raises GenerationFailed where the model fails or says nothing of use.
    """
    # As many of the last questions as fit, each on one line; the oldest go first.
    latest: list[str] = []
    for question in reversed(history):
        line = " ".join(question.split())
        if latest and tokens_of("".join([*latest, line])) > HISTORY_TOKENS:
            break
        latest.insert(0, line[: round(HISTORY_TOKENS * 2.5)])
    earlier = "\n".join(f"- {question}" for question in latest)
    messages = writer.prompts.rewrite[language].format_messages(history=earlier, question=text)
    pieces = (piece.text for piece in writer.model.stream(messages))
    for claim in islice(claims(pieces), 3):
        question = claim.prose.strip("„“”\"' ")
        # "Hier ist die Frage:" introduces it.
        if not question.endswith(":") and 0 < len(question) <= LONGEST_QUERY:
            return question
    raise GenerationFailed("empty")
