"""Limit the calls to a language model, so that no one runs up its owner's bill."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from langchain_core.messages import BaseMessage

from rag.errors import GenerationFailed
from rag.generation.chat_model import ChatModel, Piece


@dataclass(slots=True)
class Ration:
    """Limits on the calls that run at once and that begin on one day; None or 0 is no limit.

    Nothing is stored: restarting the program begins a new day.
    """

    at_once: int | None = None
    per_day: int | None = None
    _running: int = 0
    _begun: int = 0
    _day: date = date.min
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def call(self, today: date | None = None) -> Iterator[None]:
        """Count a call while the block runs. Raises GenerationFailed where there may be no more."""
        with self._lock:
            today = today or date.today()
            if today != self._day:
                self._day, self._begun = today, 0
            if self.per_day and self._begun >= self.per_day:
                raise GenerationFailed("spent")
            if self.at_once and self._running >= self.at_once:
                raise GenerationFailed("rate_limit")
            self._begun += 1
            self._running += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1


@dataclass(frozen=True, slots=True)
class Rationed(ChatModel):
    """A language model that is called no more often than its ration allows."""

    ration: Ration

    def stream(self, messages: list[BaseMessage]) -> Iterator[Piece]:
        """Yield the reply while it arrives. Raises GenerationFailed where there is none."""
        with self.ration.call():
            # A class with slots is made twice, and super() finds the first.
            yield from ChatModel.stream(self, messages)


def rationed(model: ChatModel | None, at_once: int | None, per_day: int | None) -> ChatModel | None:
    """Put these limits on a model; return the model itself where there are none."""
    if model is None or not (at_once or per_day):
        return model
    return Rationed(model.name, model.timeout, model.chat, Ration(at_once, per_day))
