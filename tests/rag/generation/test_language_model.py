"""Setting a language model up, and what its failures are called."""

import importlib.util
from types import SimpleNamespace

import pytest
from langchain_core import exceptions
from langchain_core.messages import HumanMessage

from rag import ModelError, Settings, chat_model
from rag.errors import GenerationFailed
from rag.generation import chat_model as language_model
from rag.wording.formats import notice
from tests.support.fake_model import answers, says

ASKED = [HumanMessage("Frage")]


def test_no_model_unless_one_is_set():
    assert chat_model(Settings()) is None


@pytest.mark.parametrize("setting", ["gpt", ":", "ollama:", ":gpt", "x" * 500])
def test_a_setting_that_names_no_model(setting):
    with pytest.raises(ModelError, match="provider:model") as caught:
        chat_model(Settings(llm=setting))
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("provider", ["anthropic", "mistral", "ollama", "openai"])
def test_a_missing_package_is_named_with_the_command(provider, monkeypatch):
    monkeypatch.setattr(language_model, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=f"{provider}.* Run: make extras"):
        chat_model(Settings(llm=f"{provider}:some:model"))


def test_an_unknown_provider_is_one_line():
    with pytest.raises(ModelError, match="nowhere") as caught:
        chat_model(Settings(llm="nowhere:model"))
    assert "\n" not in str(caught.value)


needs_openai = pytest.mark.skipif(
    importlib.util.find_spec("langchain_openai") is None, reason="make extras"
)


@needs_openai
def test_a_missing_key_is_one_line(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="OPENAI_API_KEY") as caught:
        chat_model(Settings(llm="openai:gpt"))
    assert "\n" not in str(caught.value)


@needs_openai
def test_the_model_is_bounded_by_its_package_too(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    model = chat_model(Settings(llm="openai:some:model", llm_timeout=7.0))
    assert model.name == "openai:some:model"
    assert model.chat.model_name == "some:model"
    assert (model.chat.request_timeout, model.chat.max_retries) == (7.0, 0)
    assert "secret" not in repr(model)


class StrangeTimeout(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (exceptions.ModelRateLimitError(), "rate_limit"),
        (exceptions.ContextOverflowError(), "too_long"),
        (exceptions.ModelAuthenticationError(), "denied"),
        (exceptions.ModelNotFoundError(), "unknown"),
        (ConnectionRefusedError(), "unreachable"),
        (StrangeTimeout(), "timeout"),
        (ValueError("context"), "broken"),
    ],
)
def test_what_goes_wrong_has_a_name(error, reason):
    with pytest.raises(GenerationFailed) as caught:
        list(says(error).stream(ASKED))
    assert caught.value.reason == reason
    assert notice(reason, "de") and notice(reason, "en")


@pytest.mark.parametrize(
    ("status", "text", "reason"),
    [
        (401, "", "denied"),
        (429, "", "rate_limit"),
        (503, "", "rate_limit"),
        (404, "", "unknown"),
        (400, "the request exceeds the context size", "too_long"),
        (400, "no such field", "broken"),
        (500, "", "broken"),
    ],
)
def test_a_status_says_what_went_wrong(status, text, reason):
    direct, wrapped = RuntimeError(text), RuntimeError(text)
    direct.status_code = status
    wrapped.response = SimpleNamespace(status_code=status)
    for error in (direct, wrapped):
        with pytest.raises(GenerationFailed) as caught:
            list(says(error).stream(ASKED))
        assert caught.value.reason == reason


def test_a_reply_without_an_end_is_cut():
    model = answers(lambda prompt: ["Wort "] * 100_000, size=100)
    text = "".join(piece.text for piece in model.stream(ASKED))
    assert 1000 < len(text) <= language_model.LONGEST_REPLY
    assert model.chat.closed.wait(1.0)
