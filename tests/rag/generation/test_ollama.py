"""The recipe for Ollama: LangChain's package over HTTP to what speaks Ollama's protocol."""

from collections.abc import Iterator, Mapping
from threading import Event
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from rag import ChatModel, Question, Settings, answer_pipeline, chat_model
from rag.errors import GenerationFailed
from rag.generation.chat_model import CONTEXT, MOST_TOKENS
from rag.wording.formats import notice
from tests.support.fake_model import number_of
from tests.support.ollama_server import DONE, Line, Refused, Respond, said, speaking_ollama

pytest.importorskip("langchain_ollama", reason="make extras")
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket")
WOOD = "Welches Holz ist zäh und federt, Esche oder Fichte?"


@pytest.fixture
def at(monkeypatch):
    """Point the provider at a server, as a user does."""

    def point(url: str, timeout: float = 5.0) -> ChatModel:
        monkeypatch.setenv("OLLAMA_HOST", url)
        model = chat_model(Settings(llm="ollama:smollm2:135m", llm_timeout=timeout))
        assert model is not None
        return model

    return point


def says(*lines: Line) -> Respond:
    return lambda _body: iter(lines)


def refuses(status: int, message: str) -> Respond:
    def respond(_body: Mapping[str, Any]) -> Iterator[Line]:
        raise Refused(status, message)
        yield  # a generator

    return respond


def test_an_answer_its_tokens_and_what_was_asked_for(small_index, at):
    seen: list[Mapping[str, Any]] = []

    def respond(body: Mapping[str, Any]) -> Iterator[Line]:
        seen.append(body)
        number = number_of("Esche ist zäh", body["messages"][1]["content"])
        for piece in ("Esche fe", "dert [S", number, "]."):
            yield said(piece)
        yield DONE

    with speaking_ollama(respond) as url:
        *growing, final = answer_pipeline(small_index, at(url)).stream(Question(WOOD))
    assert (final.text, final.grounded, final.notice) == ("Esche federt [1].", True, None)
    assert (final.generator, final.tokens) == ("ollama:smollm2:135m", 111)
    [body] = seen
    assert (body["model"], body["stream"]) == ("smollm2:135m", True)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    # Without num_ctx Ollama would cut the passages without a word.
    asked = {"num_ctx": CONTEXT, "num_predict": MOST_TOKENS, "temperature": 0}
    assert asked.items() <= body["options"].items()


@pytest.mark.parametrize(
    ("respond", "reason"),
    [
        (refuses(404, 'model "smollm2:135m" not found, try pulling it first'), "unknown"),
        (refuses(503, "server busy, please try again.  maximum pending requests"), "rate_limit"),
        (refuses(500, "llama runner process has terminated"), "broken"),
        (says(said("Esche "), {"error": "an error was encountered"}), "broken"),
        (says(said("Esche "), 1.5, said("federt."), DONE), "timeout"),
        (says(1.5, said("Esche "), DONE), "timeout"),
        (says(DONE), "empty"),
        (says(said("Bla bla."), DONE), "unsupported"),
    ],
)
def test_what_goes_wrong_leaves_the_quotes_and_a_line(small_index, at, respond, reason):
    with speaking_ollama(respond) as url:
        answer = answer_pipeline(small_index, at(url, 0.5)).invoke(Question(WOOD))
    assert answer.notice == notice(reason, "de")
    assert answer.grounded and answer.generator == "extractive"


def test_no_server(small_index, at):
    with speaking_ollama(says(DONE)) as url:
        pass
    answer = answer_pipeline(small_index, at(url)).invoke(Question(WOOD))
    assert answer.notice == notice("unreachable", "de")


def test_a_reader_who_goes_away_ends_the_request(at):
    ended = Event()

    def respond(_body: Mapping[str, Any]) -> Iterator[Line]:
        try:
            for _ in range(1000):
                yield said("Wort ")
                yield 0.01
        finally:
            ended.set()

    with speaking_ollama(respond) as url:
        stream = at(url).stream([HumanMessage("Erzähl.")])
        next(stream)
        stream.close()
        assert ended.wait(5)


def test_a_line_of_another_shape_is_an_error_like_others(at):
    broken: dict[str, Any] = {"message": 7, "done": "?"}
    with speaking_ollama(says(broken, DONE)) as url, pytest.raises(GenerationFailed) as caught:
        list(at(url).stream([HumanMessage("Frage")]))
    assert caught.value.reason == "broken"
