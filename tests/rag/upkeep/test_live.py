"""A running program takes up new indexes, one state for each answer, and lets the old ones go."""

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from filelock import FileLock
from langchain_core.runnables import Runnable

from corpus import Corpus, Episode, save_corpus
from rag import (
    Answer,
    Index,
    IndexMissing,
    Question,
    Settings,
    StoreError,
    answer_pipeline,
    ensure_index,
    open_index,
    search,
    update_index,
)
from rag.store.manifest import BeingWritten
from rag.upkeep.live import Live, update_beside
from tests.support.fakes import fake_embedder, small_corpus


@dataclass(frozen=True)
class Show:
    index: Index
    pipeline: Runnable[Question, Answer]


def show(index: Index) -> Show:
    return Show(index, answer_pipeline(index))


def live(settings: Settings, update: Callable[[], object] | None = None) -> Live[Show]:
    return Live(settings, fake_embedder(), ensure_index(settings, fake_embedder()), show, update)


def rewritten(settings: Settings, *episodes: Episode) -> None:
    shutil.rmtree(settings.corpus)
    save_corpus(Corpus(small_corpus().podcast, episodes), settings.corpus)


def indexed(settings: Settings, *episodes: Episode) -> None:
    rewritten(settings, *episodes)
    update_index(settings, fake_embedder())


def titles(state: Show) -> list[str]:
    return [episode.title for episode in state.index.corpus]


def test_a_new_index_is_taken_up_and_the_old_one_let_go(settings):
    wood, bread = small_corpus()
    indexed(settings, wood)
    running = live(settings)
    assert not running.look()
    indexed(settings, wood, bread)
    assert running.look()
    assert titles(running.current()) == [wood.title, bread.title]
    assert "Hermann" in search(running.current().index, "Heißt er Hermann?", 1)[0].chunk.text
    assert len(list(settings.store.glob("generation-*"))) == 2
    assert not running.look()  # nobody answers from the old one any more
    assert len(list(settings.store.glob("generation-*"))) == 1
    assert not running._former


def test_an_answer_goes_on_with_what_it_began_with(settings):
    wood, bread = small_corpus()
    indexed(settings, wood, bread)
    running = live(settings)
    before = running.current()
    expected = before.pipeline.invoke(Question("Ist Esche zäh?")).text
    for episodes in ((bread,), (bread, replace(wood, title="Neu"))):
        indexed(settings, *episodes)
        running.look()
        running.look()
        assert before.pipeline.invoke(Question("Ist Esche zäh?")).text == expected
    assert titles(running.current()) == ["Neu", bread.title]
    assert len(running._former) == 1  # the one between had no reader


def test_no_answer_mixes_two_states_while_updates_come(settings):
    """Every other update says another word; an answer has the one of its corpus, never both."""
    wood, bread = small_corpus()
    said = [f"Am liebsten Esche. Esche ist {word} und federt." for word in ("zäh", "hart")]
    states = [
        replace(wood, title=text, turns=tuple(replace(t, text=text) if n == 2 else t
                for n, t in enumerate(wood.turns)))
        for text in said
    ]  # fmt: skip
    indexed(settings, states[0], bread)
    running, stop, seen, wrong = live(settings), threading.Event(), set(), []

    def ask() -> None:
        while not stop.wait(0.01):
            state = running.current()
            answer = state.pipeline.invoke(Question("Welches Holz für einen Stuhl, Esche?"))
            (title,) = {e.title for e in state.index.corpus} & set(said)
            quotes = {citation.source.text for citation in answer.citations}
            other = said[1 - said.index(title)]
            seen.add(title)
            if not quotes or any(quote in other and quote not in title for quote in quotes):
                wrong.append((title, quotes))

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    try:
        for number in range(1, 7):
            indexed(settings, states[number % 2], bread)
            assert running.look()
    finally:
        stop.set()
        for asker in askers:
            asker.join()
    assert not wrong and seen == set(said)


def test_what_cannot_be_opened_is_not_taken_up(settings):
    wood, bread = small_corpus()
    indexed(settings, wood)
    running = live(settings)
    indexed(settings, wood, bread)
    (newest,) = (f for f in settings.store.glob("generation-*") if
                 f.name != running.current().index.generation)  # fmt: skip
    (newest / "window.json").write_text("[]")
    with pytest.raises(StoreError, match="window.json"):
        running.look()
    assert titles(running.current()) == [wood.title]
    update_index(settings, fake_embedder())
    assert running.look()
    assert titles(running.current()) == [wood.title, bread.title]


def test_a_corpus_that_changed_and_then_stays_is_indexed(settings):
    wood, bread = small_corpus()
    indexed(settings, wood)
    updates = []

    def update() -> None:
        updates.append(update_index(settings, fake_embedder()))

    running = live(settings, update)
    assert not running.look() and not updates
    rewritten(settings, wood, bread)
    assert not running.look() and not updates  # it may still be going on
    assert running.look() and len(updates) == 1
    assert titles(running.current()) == [wood.title, bread.title]
    assert not running.look() and len(updates) == 1


def test_a_thread_looks(settings):
    wood, bread = small_corpus()
    indexed(settings, wood)
    running = live(settings)
    running.watch(0.05)
    indexed(settings, wood, bread)
    until = time.monotonic() + 30
    while len(titles(running.current())) == 1 and time.monotonic() < until:
        time.sleep(0.05)
    running.close()
    assert titles(running.current()) == [wood.title, bread.title]


def test_what_goes_wrong_beside_is_one_line(settings):
    (settings.corpus / "001.json").write_text("{")
    with pytest.raises(StoreError, match="not brought up to date: Error: .*001.json") as caught:
        update_beside(settings)
    assert "\n" not in str(caught.value)


# A window starts while another process writes.


def test_it_starts_with_the_old_index(settings):
    wood, bread = small_corpus()
    indexed(settings, wood)
    rewritten(settings, wood, bread)
    with FileLock(settings.store / "lock"):
        index = ensure_index(settings, fake_embedder())
        assert [episode.title for episode in index.corpus] == [wood.title]
        assert "Esche" in search(index, "Esche", 1)[0].chunk.text
    assert len(ensure_index(settings, fake_embedder()).corpus.episodes) == 2


def test_without_one_it_says_who_is_at_work(settings):
    settings.store.mkdir()
    with FileLock(settings.store / "lock"), pytest.raises(BeingWritten, match="wait for it"):
        ensure_index(settings, fake_embedder())
    with pytest.raises(IndexMissing):
        open_index(settings, fake_embedder())
