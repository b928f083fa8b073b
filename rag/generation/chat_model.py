"""The language model, and the only place that touches one: any LangChain chat model, bounded.

Whatever the provider does, a reply ends: after too long a silence, after too long in total,
after too much text, or when no one reads it any more; then its connection is closed, so that
nothing goes on reading. Nothing here is logged.
"""

from collections.abc import Iterator
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass
from importlib.util import find_spec
from math import ceil
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias

from langchain_core import exceptions
from langchain_core.messages import BaseMessage

from rag.errors import GenerationFailed, ModelError, Reason, first_line
from rag.generation.connection import Wire, wire_up
from rag.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MOST_TOKENS = 2000  # of one reply, what a model thinks to itself included
LONGEST_REPLY = 12_000  # characters, for servers that do not count tokens
CONTEXT = 8192  # tokens that a model must be able to take, prompt and reply together
LONGEST_REPLY_TIMES = 4  # a reply may take this many times the longest silence
# Extras of pyproject.toml: what the user writes → LangChain's name of it and its package.
PROVIDERS = {
    "anthropic": ("anthropic", "langchain_anthropic"),
    "mistral": ("mistralai", "langchain_mistralai"),
    "ollama": ("ollama", "langchain_ollama"),
    "openai": ("openai", "langchain_openai"),
}
INSTALL = "make extras"
_REASONS: tuple[tuple[type[Exception], Reason], ...] = (
    (exceptions.ContextOverflowError, "too_long"),
    (exceptions.ModelTimeoutError, "timeout"),
    (exceptions.ModelConnectionError, "unreachable"),
    (exceptions.ModelRateLimitError, "rate_limit"),
    (exceptions.ModelAuthenticationError, "denied"),
    (exceptions.ModelPermissionDeniedError, "denied"),
    (exceptions.ModelNotFoundError, "unknown"),
    (TimeoutError, "timeout"),
    (ConnectionError, "unreachable"),
)
_STATUS: dict[int, Reason] = {
    **{401: "denied", 403: "denied", 404: "unknown", 408: "timeout"},
    # 503 and 529 are how some servers say that their queue is full.
    **dict.fromkeys((429, 503, 529), "rate_limit"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a reply as it arrives, and the tokens that its server counted with it."""

    text: str
    tokens: int = 0


_Pieces: TypeAlias = "SimpleQueue[Piece | Exception | None]"


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A language model; `name` is "provider:model", `timeout` the longest silence in seconds."""

    name: str
    timeout: float
    chat: "BaseChatModel"

    def stream(self, messages: list[BaseMessage]) -> Iterator[Piece]:
        """Yield the reply while it arrives; closing the iterator stops the model.

        Raises GenerationFailed, whose reason says what went wrong.
        """
        pieces: _Pieces = SimpleQueue()
        wire = Wire(monotonic() + LONGEST_REPLY_TIMES * self.timeout)
        # In a thread of its own: a server may send for ever without saying anything.
        reading = (copy_context().run, _read, self.chat, messages, pieces, wire)
        Thread(target=reading[0], args=reading[1:], name="language model", daemon=True).start()
        try:
            while True:
                patience = min(self.timeout, wire.deadline - monotonic())
                try:
                    piece = pieces.get(timeout=max(patience, 0.0))
                except Empty:
                    raise GenerationFailed("timeout") from None
                if piece is None:
                    return
                if isinstance(piece, Exception):
                    raise GenerationFailed(_reason(piece)) from piece
                yield piece
        finally:
            wire.cut()


def chat_model(settings: Settings) -> ChatModel | None:
    """Set up the language model that the settings name; None if they name none.

    Raises ModelError where it cannot be set up: unknown provider, missing package or key.
    """
    if settings.llm is None:
        return None
    provider, _, model = settings.llm.partition(":")
    if not provider or not model:
        raise ModelError(
            f"NACHGEFRAGT_LLM must be provider:model, as in ollama:qwen3:8b, "
            f"not {settings.llm[:80]!r}."
        )
    known, package = PROVIDERS.get(provider, (provider, None))
    if package is not None and find_spec(package) is None:
        raise ModelError(f"The language model {settings.llm} needs a package. Run: {INSTALL}")
    chat = _chat(known, model, settings)
    return ChatModel(settings.llm, settings.llm_timeout, chat)


def _chat(provider: str, model: str, settings: Settings) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    # What bounds a request, as each provider's package calls it; nothing is sent twice.
    timeout = settings.llm_timeout
    options: dict[str, Any]
    if provider == "ollama":
        # Without num_ctx, Ollama cuts a long prompt without a word.
        options = {"num_predict": MOST_TOKENS, "num_ctx": CONTEXT, "temperature": 0}
        options |= {"client_kwargs": {"timeout": timeout}}
    else:
        options = {"max_retries": 0, "max_tokens": MOST_TOKENS}
        # Mistral's package knows whole seconds only.
        options |= {"timeout": ceil(timeout) if provider == "mistralai" else timeout}
        options |= {"stream_usage": True} if provider == "openai" else {}
    try:
        chat: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
        wire_up(chat)
    except Exception as error:  # each provider's package raises what it likes
        # The first line: what follows may repeat what was passed.
        reason = first_line(error)
        raise ModelError(f"The language model {settings.llm} cannot be set up: {reason}") from error
    return chat


def _read(chat: "BaseChatModel", messages: list[BaseMessage], pieces: _Pieces, wire: Wire) -> None:
    """Put what the model says into the queue, None after the last, or what went wrong."""
    length = 0
    try:
        with wire.in_use(), closing(chat.stream(messages)) as stream:  # type: ignore[type-var]
            for chunk in stream:
                text = chunk.text
                length += len(text)
                if wire.is_cut or length > LONGEST_REPLY:
                    break
                used = chunk.usage_metadata
                pieces.put(Piece(text, used["total_tokens"] if used else 0))
    except Exception as error:  # each provider's package raises what it likes
        pieces.put(error)
    pieces.put(None)


def _reason(error: Exception) -> Reason:
    """Return why there is no reply."""
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason
    status = getattr(error, "status_code", None)
    if status is None:
        status = getattr(getattr(error, "response", None), "status_code", None)
    if status in (400, 413) and any(word in str(error).lower() for word in ("context", "token")):
        return "too_long"
    name = type(error).__name__
    guesses: dict[str, Reason] = {
        "Timeout": "timeout",
        "Connect": "unreachable",
        "RateLimit": "rate_limit",
    }
    guessed = (reason for word, reason in guesses.items() if word in name)
    return _STATUS.get(status or 0, next(guessed, "broken"))
