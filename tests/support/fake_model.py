"""A language model that says what a test tells it to, through LangChain's real base class."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from threading import Event
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from rag import ChatModel

Script = str | Exception | float
TOKENS = {"input_tokens": 100, "output_tokens": 11, "total_tokens": 111}


class ScriptedModel(BaseChatModel):
    """Streams what `script` makes of the prompt, in pieces of `size` characters.

    A float in a script is a pause in seconds, an exception is raised. Keeps every prompt that it
    was sent; `closed` is set when whoever listened has gone.
    """

    script: Callable[[str], Iterable[Script]]
    size: int = 3
    _prompts: list[str] = PrivateAttr(default_factory=list)
    _closed: Event = PrivateAttr(default_factory=Event)

    @property
    def prompts(self) -> list[str]:
        return self._prompts

    @property
    def closed(self) -> Event:
        return self._closed

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, *arguments: Any, **keywords: Any) -> ChatResult:
        raise AssertionError("a reply is always streamed")

    def _stream(
        self, messages: list[BaseMessage], *arguments: Any, **keywords: Any
    ) -> Iterator[ChatGenerationChunk]:
        prompt = "\n".join(str(message.content) for message in messages)
        self._prompts.append(prompt)
        try:
            for part in self.script(prompt):
                yield from self._said(part)
            yield ChatGenerationChunk(message=AIMessageChunk("", usage_metadata=TOKENS))
        finally:
            self._closed.set()

    def _said(self, part: Script) -> Iterator[ChatGenerationChunk]:
        if isinstance(part, Exception):
            raise part
        if isinstance(part, float):
            time.sleep(part)
            return
        for start in range(0, len(part), self.size):
            text = part[start : start + self.size]
            yield ChatGenerationChunk(message=AIMessageChunk(text))


def says(*parts: Script, size: int = 3, timeout: float = 5.0) -> ChatModel:
    """A model that gives this reply to whatever it is asked.

    "{Esche ist zäh}" in a text stands for the number of the shown sentence with these words.
    """
    return answers(lambda prompt: [_pointed(part, prompt) for part in parts], size, timeout)


def answers(
    script: Callable[[str], Iterable[Script]], size: int = 3, timeout: float = 5.0
) -> ChatModel:
    """A model whose reply depends on what it is asked."""
    return ChatModel("fake:scripted", timeout, ScriptedModel(script=script, size=size))


def _pointed(part: Script, prompt: str) -> Script:
    if not isinstance(part, str):
        return part
    return re.sub(r"\{([^{}]+)\}", lambda words: f"S{number_of(words[1], prompt)}", part)


def number_of(words: str, prompt: str) -> str:
    """The number under which a prompt shows the sentence that has these words."""
    found = re.search(rf"\[S(\d+)\] [^\n]*{re.escape(words)}", prompt)
    assert found, f"{words!r} was not shown:\n{prompt}"
    return found[1]
