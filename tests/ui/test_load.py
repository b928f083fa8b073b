"""Many users at once: everyone gets an answer or a polite word, and the window stays up."""

import html
import json
import math
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice

import httpx
import pytest
from gradio_client import Client
from langchain_core.runnables import Runnable, RunnableLambda
from playwright.sync_api import BrowserContext, Page, expect

from eval.bench.load import ANSWERED, SETTLED, Ask, Load, main, table
from rag.types import Answer, Question
from tests.support.asking import GRADIO_LEAVES, api_asks, call_events, opened, small_pipeline
from tests.support.fakes import small_corpus
from ui import window
from ui.api.calls import BUSY_TITLE
from ui.serve import EVENTS
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN
from ui.texts.wording import Wording
from ui.window import ASKED_AT_ONCE

pytestmark = [pytest.mark.alone, *GRADIO_LEAVES]
QUESTION = "Warum federt Esche?"
PATIENCE = 20_000  # milliseconds that a busy machine may need
WAITING = 3
FULL = window.ASKED_AT_ONCE + window.WAITING
USERS = 12


def test_figures():
    asks = [Ask("window", n / 100, "answer") for n in range(1, 101)]
    load = Load(
        2, (*asks, Ask("api", 0.5, "answer"), Ask("api", 9.0, "busy")), (1.0, 2.0, 3.0), 2.04
    )
    assert (load.count("answer"), load.count("busy"), load.errors) == (101, 1, {})
    assert load.percentile(0.95) == pytest.approx(0.95, abs=0.02)
    assert load.percentile(0.95, "api") == 0.5
    assert "1 MB → 2 MB → 3 MB" in table(load) and "| 20 ms |" in table(load)
    broken = Load(1, (Ask("api", 0.1, "boom"),))
    assert broken.errors == {"boom": 1}
    assert math.isnan(broken.percentile(0.5))
    assert "1 × boom" in table(broken) and "unknown" in table(broken)


@pytest.mark.slow
@pytest.mark.model
def test_many_users_ask_a_real_process(indexed, monkeypatch, capsys):
    for name in ("corpus", "store"):
        monkeypatch.setenv(f"NACHGEFRAGT_{name.upper()}", str(getattr(indexed, name)))
    assert main(["--users", "8", "--seconds", "5", "--every", "1"]) == 0
    table = capsys.readouterr().out
    asked, answered = (int(number) for number in re.findall(r"(?:asked|answered) \| (\d+)", table))
    assert asked == answered >= 8  # each of them at least once, however busy the machine is


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


def steps(url: str, words: Wording = GERMAN) -> Iterator[str]:
    """What a page is shown, step by step, when it asks."""
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        client.cookies.set("nachgefragt_language", words.code)
        config = client.get("config").json()
        parts = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
        composer = parts["composer"]
        event = next(d for d in config["dependencies"] if [composer, "submit"] in d["targets"])
        latest = event["outputs"].index(parts["latest"])
        session = {"session_hash": uuid.uuid4().hex}
        body = {"data": [[], None], "fn_index": event["id"], "trigger_id": composer}
        body |= session | {"event_data": {"question": QUESTION, "serial": 1}}
        client.post("gradio_api/queue/join", json=body)
        with client.stream("GET", "gradio_api/queue/data", params=session) as events:
            for line in events.iter_lines():
                message = json.loads(line.removeprefix("data: ")) if line else {}
                if message.get("output"):
                    assert message["success"]
                    yield html.unescape(str(message["output"]["data"][latest]))
                if message.get("msg") == "process_completed":
                    return


def at_once(asking: Callable[[], None], count: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=asking) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_more_than_the_line_holds(held, words):
    url, pipeline = held
    shown: list[list[str]] = []
    threads = at_once(lambda: shown.append(list(steps(url, words))), USERS)
    refused = USERS - ASKED_AT_ONCE - WAITING
    wait_for(lambda: len(shown) == refused)
    assert all(words.busy in one[-1] and SETTLED in one[-1] for one in shown)
    # Through the API it is the same line.
    refusal = api_asks(url, QUESTION)
    assert GERMAN.busy in refusal and f"'title': '{BUSY_TITLE}'" in refusal
    pipeline.goes_on.set()
    for thread in threads:
        thread.join(60)
    answered = shown[refused:]
    assert len(answered) == ASKED_AT_ONCE + WAITING
    assert all(ANSWERED in one[-1] for one in answered)
    assert pipeline.most == ASKED_AT_ONCE
    seen = " ".join(step for one in answered for step in one)
    for ahead in range(1, WAITING + 1):
        assert words.in_line.format(ahead=ahead) in seen
    # And it goes on as if nothing had been.
    assert ANSWERED in list(steps(url, words))[-1]
    assert QUESTION in api_asks(url, QUESTION)


@contextmanager
def one_place_left(url: str, pipeline: Held) -> Iterator[None]:
    """A line with room for one more; in the end all who stand in it are answered."""
    answered: list[str] = []
    threads = at_once(lambda: answered.append(api_asks(url, QUESTION)), ASKED_AT_ONCE + WAITING - 1)
    wait_for(lambda: pipeline.most == ASKED_AT_ONCE)
    yield
    # Whoever comes now finds room, as soon as it was noticed.
    wait_for(lambda: GERMAN.busy not in next(islice(steps(url), 1, None)))
    assert not answered
    pipeline.goes_on.set()
    for thread in threads:
        thread.join(60)
    assert len(answered) == len(threads) and all(QUESTION in one for one in answered)


@pytest.mark.slow
def test_whoever_leaves_the_line_leaves_a_place(held):
    url, pipeline = held
    with one_place_left(url, pipeline), closing(steps(url)) as leaving:
        next(step for step in leaving if GERMAN.in_line.format(ahead=WAITING) in step)


@pytest.mark.slow
def test_a_program_that_leaves_the_line_leaves_a_place_too(held):
    url, pipeline = held
    with one_place_left(url, pipeline), httpx.Client(base_url=url, trust_env=False) as leaving:
        body = {"data": [QUESTION, None, None, None]}
        number = leaving.post("gradio_api/call/ask", json=body).json()["event_id"]
        with leaving.stream("GET", f"gradio_api/call/ask/{number}"):
            wait_for(lambda: GERMAN.busy in next(islice(steps(url), 1, None)))


@pytest.mark.slow
def test_a_full_line_leaves_threads_for_all_else():
    held = Held()
    with opened(small_corpus(), held.pipeline()) as url:
        answered: list[str] = []
        threads = at_once(lambda: answered.append(api_asks(url, QUESTION)), FULL + 1)
        wait_for(lambda: len(answered) == 1 and GERMAN.busy in answered[0])
        started = time.monotonic()
        client = Client(url, verbose=False, analytics_enabled=False)  # loads the page's config
        listed = client.predict(api_name="/episodes")
        # A search stands in the same line.
        *_, (event, refusal) = call_events(url, "search", ["Esche federt"])
        took = time.monotonic() - started
        held.goes_on.set()
        assert (len(listed), event, refusal["error"]) == (2, "error", GERMAN.busy)
        assert took < 5
        for thread in threads:
            thread.join(60)
    assert sum(QUESTION in one for one in answered) == FULL
    assert EVENTS > FULL  # so many events at once


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_the_page_shows_how_many_are_ahead_and_that_it_is_busy(held, browser, words):  # noqa: F811
    url, pipeline = held
    heard: list[str] = []

    def ask(context: BrowserContext) -> Page:
        page = context.new_page()
        page.goto(url)
        page.locator("html.arrived").wait_for()
        page.get_by_label(words.question, exact=True).fill(QUESTION)
        page.get_by_label(words.question, exact=True).press("Enter")
        return page

    threads = at_once(lambda: api_asks(url, QUESTION), ASKED_AT_ONCE)
    wait_for(lambda: pipeline.most == ASKED_AT_ONCE)
    with browser.new_context(locale=words.code) as first:
        page = ask(first)
        expect(page.get_by_text(words.in_line.format(ahead=1))).to_be_visible(timeout=PATIENCE)
        # One more than there is room for: the last to come hears so.
        threads += at_once(lambda: heard.append(api_asks(url, QUESTION)), WAITING)
        wait_for(lambda: len(heard) == 1)
        with browser.new_context(locale=words.code) as second:
            expect(ask(second).get_by_text(words.busy)).to_be_visible(timeout=PATIENCE)
        pipeline.goes_on.set()
        expect(page.locator(".exchange.settled .answer")).to_be_visible(timeout=PATIENCE)
    for thread in threads:
        thread.join(60)
