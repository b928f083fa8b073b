"""What was asked and what came back: the only state of the window, and the one way to ask."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from langchain_core.runnables import Runnable

from corpus import NachgefragtError
from rag.types import Answer, Question
from ui import wording

Pipeline: TypeAlias = Runnable[Question, Answer]


class AskFailed(NachgefragtError):
    """The pipeline broke in a way that the user cannot mend; the log has the traceback."""


# Compared by identity: an answer carries a dict, and Gradio hashes what it keeps as state.
@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """A question and its reply: an answer, a message why there is none, or None while waiting."""

    question: str
    reply: Answer | str | None = None


Conversation: TypeAlias = tuple[Exchange, ...]


def ask(pipeline: Pipeline, question: Question) -> Answer:
    """Ask one question.

    Raises NachgefragtError, whose message is meant for the user. Any other failure is logged
    with its traceback for the operator and raised as AskFailed.
    """
    try:
        return pipeline.invoke(question)
    except NachgefragtError:
        raise
    except Exception as error:
        logging.getLogger(__name__).exception("A question could not be answered")
        raise AskFailed(wording.BROKEN) from error


def settle(pipeline: Pipeline, conversation: Conversation) -> Conversation:
    """The conversation with a reply to its last question; earlier questions are its context."""
    *earlier, last = conversation
    question = Question(last.question, history=asked(earlier))
    try:
        reply: Answer | str = ask(pipeline, question)
    except NachgefragtError as error:
        reply = str(error)
    return (*earlier, Exchange(last.question, reply))


def asked(conversation: Sequence[Exchange]) -> tuple[str, ...]:
    """The questions that got an answer, oldest first; a mistyped one is no context."""
    return tuple(
        exchange.question for exchange in conversation if isinstance(exchange.reply, Answer)
    )
