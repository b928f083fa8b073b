"""An answer that grows through the API: server, client, protocol and pipeline are the real ones."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import httpx
from gradio_client import Client
from gradio_client.client import Job

from rag import ChatModel, answer_pipeline
from rag.index.index import Index
from tests.support.asking import (
    GRADIO_LEAVES,
    api_events,
    call_events,
    opened,
    small_pipeline,
    word_search,
)
from tests.support.fake_model import Script, answers, number_of
from tests.support.fakes import small_corpus
from tests.ui.test_window import call_tools
from ui.window import ASKED_AT_ONCE

pytestmark = GRADIO_LEAVES
QUESTION = "Welches Holz ist zäh und federt, Esche oder Fichte?"
SENTENCES = (
    ("Esche ist zäh und federt", "Esche ist zäh"),
    ("Schrauben lockern sich mit der Zeit", "Schrauben lockern sich"),
)
MANY = 100


class Slow:
    """A model that says one sentence, waits, and goes on for a while; `said` counts its pieces."""

    def __init__(self, count: int = 2, pause: float = 0.0) -> None:
        self.goes_on, self.said = Event(), 0
        self._count, self._pause = count, pause
        self.model: ChatModel = answers(self._script, timeout=20.0)

    @property
    def closed(self) -> Event:
        closed: Event = self.model.chat.closed  # type: ignore[attr-defined]
        return closed

    def _script(self, prompt: str) -> Iterator[Script]:
        for number in range(self._count):
            claim, words = SENTENCES[number % 2]
            yield f"{claim} [S{number_of(words, prompt)}]. "
            # A sentence has ended when the next one begins.
            yield "Und " if number == 0 else self._pause
            self.said += 1
            self.goes_on.wait(20)


@contextmanager
def asking(index: Index, slow: Slow) -> Iterator[tuple[str, Client]]:
    with opened(index.corpus, answer_pipeline(index, slow.model)) as url:
        yield url, Client(url, verbose=False, analytics_enabled=False)
        slow.goes_on.set()


def is_verbatim(index: Index, answer: dict[str, Any]) -> bool:
    quoted = [
        (index.corpus.episode(one["episode"]), one["turn"], one["quote"])
        for one in answer["citations"]
    ]
    return all(episode and quote in episode.turns[turn].text for episode, turn, quote in quoted)


def first(job: Job) -> Any:
    return next(iter(job))


def test_parts_come_before_the_model_has_ended_and_the_last_is_the_answer(small_index) -> None:
    slow = Slow()
    with asking(small_index, slow) as (_, client):
        job = client.submit(QUESTION, api_name="/ask")
        begun = first(job)
        assert not slow.closed.is_set()
        assert begun["answer"] == "Esche ist zäh und federt [1]."
        slow.goes_on.set()
        grown = [begun, *job]
        assert client.predict(QUESTION, api_name="/ask")["answer"] == job.result()["answer"]
    assert grown[-1] == job.result()
    texts = [answer["answer"] for answer in grown]
    assert texts[-1].startswith("Esche ist zäh und federt [1].") and "Zeit [2]" in texts[-1]
    assert all(after.startswith(before) for before, after in zip(texts, texts[1:], strict=False))
    for answer in grown:
        assert answer["grounded"] and answer["generator"] == "fake:scripted"
        assert f"[{len(answer['citations'])}]" in answer["answer"]
        assert is_verbatim(small_index, answer)


def test_a_job_that_is_cancelled_stops_the_model(small_index) -> None:
    slow = Slow(MANY, pause=0.1)
    with asking(small_index, slow) as (_, client):
        job = client.submit(QUESTION, api_name="/ask")
        first(job)
        started = time.monotonic()
        job.cancel()
        assert time.monotonic() - started < 2  # nobody waits for the step that is under way
        slow.goes_on.set()
        assert slow.closed.wait(10)
        assert slow.said < 8
        # And the next question works.
        assert client.predict(QUESTION, api_name="/ask")["grounded"]


def test_the_protocol_itself_and_a_reader_who_hangs_up(small_index) -> None:
    slow = Slow(MANY, pause=0.1)
    with asking(small_index, slow) as (url, _):
        for event, [answer] in api_events(url, QUESTION):
            assert event == "generating" and is_verbatim(small_index, answer)
            break
        time.sleep(0.5)  # until the server has seen it
        slow.goes_on.set()
        assert slow.closed.wait(10)
        assert slow.said < 8
        events = list(api_events(url, QUESTION))
    names = [name for name, _ in events if name != "heartbeat"]
    assert set(names[:-1]) == {"generating"} and names[-1] == "complete"
    answers = [data[0] for name, data in events if name != "heartbeat"]
    assert answers[-1] == answers[-2]
    # Whole answers, not what changed.
    assert all(answer.keys() == answers[-1].keys() for answer in answers)


def test_a_tool_returns_the_final_answer_alone(small_index) -> None:
    slow = Slow()
    slow.goes_on.set()
    with asking(small_index, slow) as (url, _):
        [result] = asyncio.run(call_tools(url, [("ask", {"question": QUESTION})]))[1]
    [_] = result.content
    assert len(result.structuredContent["citations"]) == 2
    assert is_verbatim(small_index, result.structuredContent)


def test_a_model_that_breaks_off_leaves_the_quotes_as_the_last_answer(small_index) -> None:
    def script(prompt: str) -> Iterator[Script]:
        claim, words = SENTENCES[0]
        yield f"{claim} [S{number_of(words, prompt)}]. Und "
        yield ConnectionError("gone")

    with opened(small_index.corpus, answer_pipeline(small_index, answers(script))) as url:
        job = Client(url, verbose=False, analytics_enabled=False).submit(QUESTION, api_name="/ask")
        grown = list(job)
    assert grown[0]["generator"] == "fake:scripted"
    assert grown[-1]["generator"] == "extractive" and grown[-1]["notice"]
    assert all(is_verbatim(small_index, answer) for answer in grown)


class SlowSearch:
    """A search that takes until it `goes_on`; `looked` are those that it began."""

    def __init__(self) -> None:
        self.goes_on, self.looked = Event(), list[str]()
        self._search = word_search(small_corpus())

    def __call__(self, text: str, k: int, scope: Any) -> Any:
        self.looked.append(text)
        self.goes_on.wait(20)
        return self._search(text, k, scope)


def test_searches_wait_in_the_line_and_who_left_is_searched_nothing_for() -> None:
    slow, corpus = SlowSearch(), small_corpus()
    pipeline = small_pipeline(corpus)
    with (
        opened(corpus, pipeline, search=slow, waiting=2) as url,
        ThreadPoolExecutor(ASKED_AT_ONCE + 1) as readers,
    ):
        served = [
            readers.submit(list, call_events(url, "search", ["Esche"]))
            for _ in range(ASKED_AT_ONCE)
        ]
        until_true(lambda: len(slow.looked) == ASKED_AT_ONCE)
        leave(url, ["verlassen"])
        staying = readers.submit(list, call_events(url, "search", ["Hermann"]))
        time.sleep(3)  # until the server has seen it
        slow.goes_on.set()
        assert all(job.result()[-1][0] == "complete" for job in served)
        assert staying.result()[-1][0] == "complete"
    assert "verlassen" not in slow.looked and "Hermann" in slow.looked


def leave(url: str, arguments: list[Any]) -> None:
    """Search, and hang up before anything has come."""
    with httpx.Client(base_url=url, timeout=20, trust_env=False) as client:
        call = client.post("gradio_api/call/search", json={"data": arguments}).json()
        with client.stream("GET", f"gradio_api/call/search/{call['event_id']}"):
            pass


def until_true(holds: Any) -> None:
    for _ in range(100):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never was")
