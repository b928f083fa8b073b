"""Whatever fails while the page is drawn leaves a line with a way on, and all the rest stays."""

import inspect
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from markupsafe import Markup

from corpus import Corpus
from rag.types import Answer, Hit, Scope
from tests.support.asking import GRADIO_LEAVES, opened, page_event, small_pipeline, word_search
from tests.support.fakes import small_corpus
from tests.ui.html.test_cards import Page
from ui.html import cards, face, frame
from ui.html import chooser as shelf
from ui.html import markdown_export as markdown
from ui.html import search_results as passages
from ui.html.answer import exchange as messages
from ui.html.answer import quotes, timeline
from ui.html.answer.exchange import exchange
from ui.logs import forget_what_was_logged
from ui.pages import episode as episodes
from ui.pages import notes, said, spread, transcript
from ui.state import browser_storage as memory
from ui.state import conversation
from ui.state.conversation import Exchange, replies, stopped_at
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN

pytestmark = GRADIO_LEAVES
QUESTION = "Warum federt Esche? Und wer heißt Hermann, der Sauerteig?"
REFUSED = "Käsemond?"


class Broken(Exception):
    pass


def renderers() -> Iterator[tuple[ModuleType, str]]:
    """Every function that makes a part of the page, and what is kept of it in the browser."""
    for module in (
        *(cards, episodes, face, frame, messages, passages, quotes, shelf, timeline),
        *(notes, said, spread, transcript),
    ):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__
            returns = str(inspect.signature(function).return_annotation)
            if ours and name not in SPARED and ("Markup" in returns or "str" in returns):
                yield module, name
    yield from ((markdown, name) for name in ("as_markdown", "escaped", "_answer"))
    yield from ((memory, name) for name in ("kept", "recalled"))
    yield conversation, "follow_ups"


# An id, addresses that nothing here has, what stands for what cannot be drawn, the two that see
# to it that all else is, and what only a library or a very long transcript has.
SPARED = {"anchor", "cover_of", "topic_link", "exchange", "find", "_show"}
SPARED |= {"transcript_piece"}
ALL = list(renderers())


def break_(patch: pytest.MonkeyPatch, broken: ModuleType, name: str) -> None:
    """Let a function raise, under each name that a module of the window has for it."""
    function = getattr(broken, name)

    def breaks(*_given: object, **_named: object) -> object:
        raise Broken(QUESTION)

    ours = [module for at, module in sys.modules.items() if at.startswith("ui.")]
    for module in ours:
        for at, value in list(vars(module).items()):
            if value is function:
                patch.setattr(module, at, breaks)


@pytest.fixture(autouse=True)
def nothing_told() -> None:
    forget_what_was_logged()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    corpus, feedback = shaped_corpus(), tmp_path_factory.mktemp("ratings") / "ratings.jsonl"
    with opened(corpus, small_pipeline(corpus), feedback) as url:
        yield url


def shaped_corpus() -> Corpus:
    """The small corpus, its first episode with measured times and audio, so that all is drawn."""
    first, second = small_corpus()
    first = replace(first, audio_url="holz.mp3", page_url="https://example.org")
    return replace(small_corpus(), episodes=(first, second))


def asked(question: str) -> dict[str, Any]:
    return {"question": question, "serial": 1}


def everything(url: str) -> dict[str, Any]:
    """What somebody sees who asks, reloads the page, searches and opens an episode."""
    _, answered, kept = page_event(url, "composer", "submit", asked(QUESTION), [], None)
    _, refused, _ = page_event(url, "composer", "submit", asked(REFUSED), [], None)
    filtered = asked(QUESTION) | {"episode": 1, "speaker": "Uwe Groß"}
    [found] = page_event(url, "finder", "submit", filtered)
    [nothing] = page_event(url, "finder", "submit", {"question": "zzzz", "episode": 9})
    [episode] = page_event(url, "episode", "select", {"number": 1, "t": "0:30"})
    [person] = page_event(url, "episode", "select", {"person": "Uwe Groß"})
    [topic] = page_event(url, "episode", "select", {"topic": "Esche"})
    [missing] = page_event(url, "episode", "select", {"number": 99})
    remembered = kept if isinstance(kept, list) else []
    _, objection, _ = page_event(url, "composer", "submit", filtered | {"question": " "}, [], None)
    arrived = page_event(url, None, "load", None, remembered)
    first = page_event(url, None, "load", None, [])
    [too_long] = page_event(url, "finder", "submit", {"question": "x" * 1_001})
    waiting = Exchange(QUESTION)
    states = (
        messages.exchange(1, one, GERMAN, rated=True) for one in (waiting, stopped_at(waiting))
    )
    return {
        "asked": answered,
        "refused": refused,
        "found": found,
        "nothing": nothing,
        "episode": episode,
        "missing": missing,
        "person": person,
        "topic": topic,
        "objection": objection,
        "arrived": "".join(map(str, arrived)),
        "first": "".join(map(str, first)),
        "too long": too_long,
        "states": "".join(map(str, states)),
    }


def test_the_whole_page_has_no_trouble(url: str) -> None:
    for shown in everything(url).values():
        assert shown and GERMAN.trouble not in shown


@pytest.mark.parametrize(("module", "name"), ALL, ids=[f"{m.__name__}.{n}" for m, n in ALL])
def test_every_renderer_may_fail(
    url: str,
    module: ModuleType,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(shelf, "FEW", 1)
    break_(monkeypatch, module, name)
    with caplog.at_level(logging.ERROR):
        pages = everything(url)
    for where, shown in pages.items():
        assert shown, f"{where} is blank"
        Page(shown)  # and all that was opened is closed
    together = "".join(pages.values())
    if name != "follow_ups":
        assert GERMAN.trouble in together
        assert f">{GERMAN.again}</button>" in together
    # The question is there in any case, the quotes are unless it is they that cannot be drawn.
    assert QUESTION in Page(pages["asked"]).text
    pages_apart = (episodes, notes, said, spread, transcript)
    if module in (timeline, markdown, memory, passages, *pages_apart):
        assert "Esche ist zäh" in pages["asked"] and pages["asked"].count('class="card"') >= 3
    assert "Broken" in caplog.text
    assert QUESTION not in caplog.text
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_a_card_that_fails_takes_no_other_with_it(
    words: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, corpus = cards.card, small_corpus()

    def second_breaks(answer: int, citation: Any, words: Any) -> Markup:
        if citation.number == 2:
            raise Broken
        return real(answer, citation, words)

    monkeypatch.setattr(messages, "card", second_breaks)
    *_, last = replies(small_pipeline(corpus), word_search(corpus), (), Exchange(QUESTION), GERMAN)
    shown = str(exchange(1, last, words, rated=False))
    assert shown.count('<article class="card"') >= 2
    assert shown.count(words.trouble) == 1 and words.again in shown
    # [2] still leads to where the line stands.
    assert 'id="citation-1-2"' in shown


def test_what_else_there_is_may_fail_too(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_text: str, _k: int, _scope: Scope) -> list[Hit]:
        raise Broken(QUESTION)

    *_, last = replies(small_pipeline(), broken, (), Exchange(QUESTION), GERMAN)
    assert isinstance(last.reply, Answer) and last.settled
    assert "Broken" in caplog.text and QUESTION not in caplog.text


def test_the_memory_of_an_answer_that_could_not_be_drawn_is_kept(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_(monkeypatch, timeline, "timelines")
    _, answered, kept = page_event(url, "composer", "submit", asked(QUESTION), [], None)
    for shown in (answered, page_event(url, None, "load", None, json.loads(json.dumps(kept)))[1]):
        assert GERMAN.trouble in shown and "Esche ist zäh" in shown
        assert GERMAN.stopped_early not in shown
