"""No thread and no memory outlives a reply, whatever its server does."""

import importlib.util
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from rag import ChatModel, Settings, chat_model
from rag.errors import GenerationFailed
from rag.generation.chat_model import LONGEST_REPLY_TIMES
from rag.generation.connection import wire_up
from tests.support.hostile_server import (
    BEHAVIOURS,
    Behaviour,
    hostile,
    says_nothing,
    words_without_an_end,
)

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux shows it"),
    pytest.mark.slow,
    # A connection that is cut leaves its socket to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <s"),
]
ASKED = [HumanMessage("Frage")]
TIMEOUT = 0.5  # seconds
SOON = 2.0  # seconds
MOST_MEMORY = 50_000_000  # bytes
PROVIDERS = {
    "anthropic": ("langchain_anthropic", "ANTHROPIC_API_URL", ""),
    "mistral": ("langchain_mistralai", "MISTRAL_BASE_URL", "/v1"),
    "ollama": ("langchain_ollama", "OLLAMA_HOST", ""),
    "openai": ("langchain_openai", "OPENAI_BASE_URL", "/v1"),
}
INSTALLED = [name for name, (package, *_) in PROVIDERS.items() if importlib.util.find_spec(package)]


@pytest.fixture
def at(monkeypatch) -> Callable[[str, str], ChatModel]:
    """Point a provider at a server, as a user does."""

    def point(url: str, provider: str) -> ChatModel:
        _, variable, path = PROVIDERS[provider]
        monkeypatch.setenv(variable, url + path)
        for name in ("ANTHROPIC", "MISTRAL", "OPENAI"):
            monkeypatch.setenv(f"{name}_API_KEY", "a-secret-key")
        model = chat_model(Settings(llm=f"{provider}:model", llm_timeout=TIMEOUT))
        assert model is not None
        return model

    return point


def readers() -> int:
    return sum(thread.name == "language model" for thread in threading.enumerate())


def resident() -> int:
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def ended() -> bool:
    until = time.monotonic() + SOON
    while readers() and time.monotonic() < until:
        time.sleep(0.02)
    return not readers()


class Peak:
    """The most memory that this process has held while it was in use, beyond what it had."""

    def __enter__(self) -> "Peak":
        self.before = self.most = resident()
        self.done = threading.Event()
        self.watching = threading.Thread(target=self.watch)
        self.watching.start()
        return self

    def watch(self) -> None:
        while not self.done.wait(0.01):
            self.most = max(self.most, resident())

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.watching.join()

    @property
    def grown(self) -> int:
        return self.most - self.before


def ask(model: ChatModel) -> str:
    return "".join(piece.text for piece in model.stream(ASKED))


@pytest.mark.parametrize("provider", INSTALLED)
@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda behaviour: behaviour.__name__)
def test_nothing_outlives_a_reply(at, provider: str, behaviour: Behaviour):
    assert ended()
    with hostile(behaviour) as url:
        model = at(url, provider)
        started = time.monotonic()
        with Peak() as peak, pytest.raises(GenerationFailed):
            ask(model)
        assert time.monotonic() - started < LONGEST_REPLY_TIMES * TIMEOUT + SOON
        assert ended()
        time.sleep(0.1)
        assert max(peak.grown, resident() - peak.before) < MOST_MEMORY


needs_openai = pytest.mark.skipif("openai" not in INSTALLED, reason="make extras")


@needs_openai
def test_a_reader_who_goes_away_ends_the_thread(at):
    with hostile(words_without_an_end) as url:
        stream = at(url, "openai").stream(ASKED)
        next(stream)
        assert readers() == 1
        stream.close()
        assert ended()


@needs_openai
def test_words_without_an_end_stop_after_the_time_for_a_reply(at):
    with hostile(words_without_an_end) as url, pytest.raises(GenerationFailed) as caught:
        ask(at(url, "openai"))
    assert caught.value.reason == "timeout"
    assert ended()


@pytest.mark.parametrize("provider", INSTALLED)
def test_a_server_that_does_not_shake_hands(at, provider):
    with hostile(says_nothing) as url:
        model = at(url.replace("http:", "https:"), provider)
        with pytest.raises(GenerationFailed):
            ask(model)
        assert ended()


@pytest.mark.parametrize("provider", INSTALLED)
def test_the_client_of_each_package_is_found(at, provider):
    assert wire_up(at("http://127.0.0.1:9", provider).chat) == 1
