"""Many users at once: everyone gets an answer or a polite word, and the window stays up."""

import asyncio
import html
import json
import math
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from langchain_core.runnables import Runnable, RunnableLambda

from eval.load import Ask, Load, crowd, table
from rag.types import Answer, Question
from tests.asking import GRADIO_LEAVES, opened, small_pipeline
from tests.fakes import small_corpus
from ui.api import BUSY
from ui.english import ENGLISH
from ui.german import GERMAN
from ui.window import ASKED_AT_ONCE
from ui.wording import Wording

pytestmark = GRADIO_LEAVES
WAITING = 3
USERS = 12


def test_figures():
    asks = [Ask("window", n / 100, "answer") for n in range(1, 101)]
    load = Load(2, (*asks, Ask("api", 0.5, "answer"), Ask("api", 9.0, "busy")), (1.0, 2.0, 3.0))
    assert (load.count("answer"), load.count("busy"), load.errors) == (101, 1, ())
    assert load.percentile(0.95) == pytest.approx(0.95, abs=0.02)
    assert load.percentile(0.95, "api") == 0.5
    assert "1 MB → 2 MB → 3 MB" in table(load)
    broken = Load(1, (Ask("api", 0.1, "boom"),), None)
    assert broken.errors == ("boom",)
    assert math.isnan(broken.percentile(0.5))
    assert "boom" in table(broken) and "unknown" in table(broken)


@pytest.mark.slow
def test_many_users_get_their_answers():
    corpus = small_corpus()
    with opened(corpus, small_pipeline(corpus)) as url:
        load = asyncio.run(crowd(url, users=10, seconds=6.0, every=1.0))
    assert load.errors == ()
    assert load.count("answer") == len(load.asks) > 20
    assert {ask.through for ask in load.asks} == {"window", "api"}


class Held:
    """A pipeline that answers when it is let go, and knows how many it works on at once."""

    def __init__(self) -> None:
        self.goes_on = threading.Event()
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()
        self._answering = small_pipeline()

    def pipeline(self) -> Runnable[Question, Answer]:
        return RunnableLambda(self._answer)

    def _answer(self, question: Question) -> Answer:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self.goes_on.wait(30)
        with self._lock:
            self._now -= 1
        return self._answering.invoke(question)


@pytest.fixture
def held() -> Iterator[tuple[str, Held]]:
    """A window with a short line whose answers are held up."""
    held = Held()
    with opened(small_corpus(), held.pipeline(), waiting=WAITING) as url:
        yield url, held
        held.goes_on.set()


def window_asks(url: str, words: Wording) -> list[str]:
    """What a page is shown, step by step, when it asks."""
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        config = client.get("config").json()
        parts = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
        composer = parts["composer"]
        event = next(d for d in config["dependencies"] if [composer, "submit"] in d["targets"])
        latest = event["outputs"].index(parts["latest"])
        session = f"{words.code}-{threading.get_ident()}-{time.monotonic_ns()}"
        asked = {"question": "Warum federt Esche?"}
        body = {"data": [[]], "fn_index": event["id"], "trigger_id": composer}
        client.cookies.set("nachgefragt_language", words.code)
        client.post(
            "gradio_api/queue/join", json=body | {"session_hash": session, "event_data": asked}
        )
        shown = []
        query = {"session_hash": session}
        with client.stream("GET", "gradio_api/queue/data", params=query) as events:
            for line in events.iter_lines():
                message = json.loads(line.removeprefix("data: ")) if line else {}
                if message.get("output"):
                    assert message["success"]
                    shown.append(html.unescape(str(message["output"]["data"][latest])))
                if message.get("msg") == "process_completed":
                    return shown
    raise AssertionError("the stream ended early")


def api_asks(url: str) -> str:
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        body = {"data": ["Warum federt Esche?", None, None, None]}
        event = client.post("gradio_api/call/ask", json=body).json()["event_id"]
        with client.stream("GET", f"gradio_api/call/ask/{event}") as events:
            return "".join(line for line in events.iter_lines() if line[6:] != "null")


@pytest.mark.slow
@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_more_than_the_line_holds(held, words):
    url, pipeline = held
    shown: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: shown.append(window_asks(url, words))) for _ in range(USERS)
    ]
    for thread in threads:
        thread.start()
    polite = USERS - ASKED_AT_ONCE - WAITING
    wait_for(lambda: len(shown) == polite)
    assert all(words.busy in steps[-1] and "settled" in steps[-1] for steps in shown)
    # Through the API it is the same line.
    assert GERMAN.busy in BUSY and ENGLISH.busy in BUSY
    assert BUSY in json.loads(api_asks(url).split("data: ")[1])["error"]
    pipeline.goes_on.set()
    for thread in threads:
        thread.join(60)
    answered = shown[polite:]
    assert len(answered) == ASKED_AT_ONCE + WAITING
    assert all('<div class="answer ' in steps[-1] for steps in answered)
    assert pipeline.most == ASKED_AT_ONCE
    seen = " ".join(step for steps in answered for step in steps)
    for ahead in range(1, WAITING + 1):
        assert words.in_line.format(ahead=ahead) in seen
    # And it goes on as if nothing had been.
    assert '<div class="answer ' in window_asks(url, words)[-1]
    assert "Warum federt Esche?" in api_asks(url)


def wait_for(condition) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.slow
def test_whoever_leaves_the_line_leaves_a_place(held):
    url, pipeline = held

    def leave() -> None:
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            config = client.get("config").json()
            parts = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
            composer = parts["composer"]
            event = next(d for d in config["dependencies"] if [composer, "submit"] in d["targets"])
            body = {"data": [[]], "fn_index": event["id"], "trigger_id": composer}
            body |= {"session_hash": "left", "event_data": {"question": "Warum federt Esche?"}}
            client.post("gradio_api/queue/join", json=body)
            query = {"session_hash": "left"}
            with client.stream("GET", "gradio_api/queue/data", params=query) as events:
                for line in events.iter_lines():
                    if "vor dir" in line:
                        return

    answered: list[str] = []
    threads = [
        threading.Thread(target=lambda: answered.append(api_asks(url)))
        for _ in range(ASKED_AT_ONCE + WAITING - 1)
    ]
    for thread in threads:
        thread.start()
    wait_for(lambda: pipeline.most == ASKED_AT_ONCE)
    time.sleep(0.5)
    leave()
    end = time.monotonic() + 30
    last = threading.Thread(target=lambda: answered.append(api_asks(url)))
    time.sleep(3.0)
    last.start()
    time.sleep(0.5)
    assert answered == [] and time.monotonic() < end
    pipeline.goes_on.set()
    for thread in (*threads, last):
        thread.join(60)
    assert len(answered) == ASKED_AT_ONCE + WAITING
    assert all("Warum federt Esche?" in one for one in answered)
