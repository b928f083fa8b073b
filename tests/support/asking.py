"""A pipeline that can answer, grow, refuse, object and break, and a window around it."""

import gc
import json
import re
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import httpx
import pytest
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from app import GRADIO_ENVIRONMENT
from corpus import Corpus, sentence_spans
from rag.errors import QuestionError
from rag.settings import LOCAL, Reach
from rag.types import Answer, Chunk, Citation, Hit, Question, Quote, Scope, ShowNote
from tests.support.fakes import small_corpus
from ui import build_window, open_door
from ui.state.conversation import Current, Search, Show
from ui.window import WAITING

BREAKS = "Kurzschluss"
SLOWLY = "Langsam"
LONGEST = 1_000
SPAN = ("episode", "turn_index", "start", "end", "chapter")
# Gradio leaves event loops and their sockets to the garbage collector.
GRADIO_LEAVES = [
    pytest.mark.filterwarnings(f"ignore:{words}")
    for words in ("unclosed event loop", "unclosed <s")
]


def small_pipeline(corpus: Corpus | None = None) -> Runnable[Question, Answer]:
    """Cites the two sentences that share most words with the question, then the show notes."""
    known = corpus or small_corpus()
    return RunnableLambda(lambda question: _answer(known, question))


def growing_pipeline(corpus: Corpus, closed: Event, goes_on: Event) -> Runnable[Question, Answer]:
    """Writes as a language model does: the text grows word by word, the citations come last.

    After its first words it waits for `goes_on`; `closed` is set when nobody listens any more.
    """

    def grow(questions: Iterator[Question]) -> Iterator[Answer]:
        final = _answer(corpus, next(questions))
        final = replace(final, generator="fake:writer", notice="Ein Hinweis <b>vorab</b>.")
        words = final.text.split(" ")
        try:
            for count in range(3, len(words)):
                text = " ".join(words[:count])
                yield replace(final, text=text, citations=(), grounded=True)
                goes_on.wait(20)
            yield final
        finally:
            closed.set()

    return RunnableGenerator(grow)


def word_search(corpus: Corpus) -> Search:
    """Finds the sentences that share most words with what is searched for."""

    def search(text: str, k: int, scope: Scope) -> list[Hit]:
        if BREAKS in text:
            raise QuestionError("Danach lässt sich nicht suchen.")
        if SLOWLY in text:
            time.sleep(1)
        wanted = _words(text)
        hits = [
            Hit(Chunk(*(getattr(quote, name) for name in SPAN)), score)
            for quote in quotes(corpus)
            if scope.episode in (None, quote.episode.number)
            and scope.speaker in (None, quote.speaker)
            and (score := len(wanted & _words(quote.text)))
        ]
        return sorted(hits, key=lambda hit: -hit.score)[:k]

    return search


def quotes(corpus: Corpus) -> list[Quote]:
    """Every sentence of every turn, in order."""
    return [
        Quote(episode, index, start, end, episode.chapters[-1] if episode.chapters else None)
        for episode in corpus
        for index, turn in enumerate(episode.turns)
        for start, end in sentence_spans(turn.text)
    ]


def _answer(corpus: Corpus, question: Question) -> Answer:
    text = question.text.strip()
    if not text:
        raise QuestionError("Die Frage ist leer. Bitte stell eine Frage.")
    if len(text) > LONGEST:
        raise QuestionError(f"Die Frage ist zu lang. Bitte kürze sie auf {LONGEST} Zeichen.")
    if question.scope.episode not in (None, 1, 2):
        raise QuestionError("Diese Folge gibt es nicht. Es gibt die Folgen 1 und 2.")
    if BREAKS in text:
        raise RuntimeError("the fuse has blown")
    # A follow-up is about what was asked before.
    asked = _words(" ".join([*question.history, text]))
    found = [quote for quote in quotes(corpus) if asked & _words(quote.text)]
    found.sort(key=lambda quote: -len(asked & _words(quote.text)))
    if not found:
        said = f"Dazu sagt der Podcast nichts: {text}"
        return Answer(text, text, "de", said, grounded=False, generator="fake")
    sources: list[Quote | ShowNote] = [
        *found[:2],
        ShowNote(found[0].episode, found[0].episode.description or ""),
    ]
    citations = tuple(Citation(number, source) for number, source in enumerate(sources, 1))
    lines = [f"„{citation.source.text.strip()}“ [{citation.number}]" for citation in citations]
    said = "\n\n".join([f"Du fragst: {text}", *lines])
    timings = {"total_ms": 1.0}
    leaning = question.history
    return Answer(text, text, "de", said, True, "fake", citations, timings, leans_on=leaning)


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"\w{5,}", text)}


@contextmanager
def opened(
    corpus: Corpus,
    pipeline: Runnable[Question, Answer],
    feedback: Path | None = None,
    waiting: int = WAITING,
    search: Search | None = None,
    reach: Reach = LOCAL,
    host: str = "127.0.0.1",
    labelling: Path | None = None,
) -> Iterator[str]:
    """The address of a window that is being served while the block runs."""
    show = Show(corpus, pipeline, search or word_search(corpus))
    with served_by(lambda: show, feedback, waiting, reach, host, labelling) as url:
        yield url


@contextmanager
def served_by(
    current: Current,
    feedback: Path | None = None,
    waiting: int = WAITING,
    reach: Reach = LOCAL,
    host: str = "127.0.0.1",
    labelling: Path | None = None,
) -> Iterator[str]:
    """The address of a window for whatever `current` gives."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in GRADIO_ENVIRONMENT.items():
            patch.setenv(name, value)
        window = build_window(current, feedback, waiting, reach, labelling)
        with open_door(host, 0, reach) as door:
            door.show(window, current().corpus)
            yield door.url
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            gc.collect()


def api_asks(url: str, question: str) -> str:
    """What the API of a window answers in the end, or why it does not, as Python writes it."""
    *_, (_, data) = api_events(url, question)
    return str(data)


def api_events(url: str, question: str) -> Iterator[tuple[str, Any]]:
    """What the API of a window sends on a question: names of events and their data."""
    yield from call_events(url, "ask", [question, None, None, None])


def call_events(url: str, name: str, data: Any) -> Iterator[tuple[str, Any]]:
    """What one of the API's endpoints sends, called with these arguments."""
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        # In ASCII, so that there may be anything in it.
        body, kind = json.dumps({"data": data}), {"content-type": "application/json"}
        call = client.post(f"gradio_api/call/{name}", content=body, headers=kind)
        number = call.raise_for_status().json()["event_id"]
        with client.stream("GET", f"gradio_api/call/{name}/{number}") as events:
            event = ""
            for line in events.iter_lines():
                field, _, value = line.partition(": ")
                if field == "data":
                    yield event, json.loads(value)
                event = value if field == "event" else event


@lru_cache(maxsize=1)
def events_of(url: str) -> dict[int, list[tuple[str | None, str]]]:
    """The number of each event of the window there, and what it is of: part and kind."""
    config = httpx.get(f"{url.rstrip('/')}/config", timeout=60, trust_env=False).json()
    names = {one["id"]: one["props"].get("elem_id") for one in config["components"]}
    return {
        one["id"]: [(names.get(on), kind) for on, kind in one["targets"]]
        for one in config["dependencies"]
    }


def page_event(url: str, part: str | None, event: str, sent: Any, *data: Any) -> Any:
    """What a page's own event brings in the end: `sent` is what a script of that part says.

    `data` are the values of what the event reads, as a browser would send them. The last values,
    or a dictionary with "error" where it failed.
    """
    [number] = [number for number, targets in events_of(url).items() if (part, event) in targets]
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        body = {"fn_index": number, "data": data, "event_data": sent, "session_hash": uuid4().hex}
        client.post("gradio_api/queue/join", json=body).raise_for_status()
        given = {"session_hash": body["session_hash"]}
        with client.stream("GET", "gradio_api/queue/data", params=given) as events:
            for line in events.iter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line.removeprefix("data:"))
                if message["msg"] == "process_completed":
                    return message["output"].get("data") or message["output"]
    raise AssertionError(f"{part}.{event} did not end")
