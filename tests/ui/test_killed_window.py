"""A window that is killed while it starts, answers, writes ratings down and indexes what is new."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from corpus import Corpus, save_corpus
from eval.bench.measured import free_port
from rag import Embedder, Question, Settings, answer_pipeline, open_index, update_index
from tests.rag.store.test_faults import contents
from tests.support.asking import api_asks
from tests.support.effort import often
from tests.support.fakes import small_corpus
from tests.support.places import ROOT

WOOD, BREAD = "Ist Esche zäh?", "Warum muss der Teig ruhen?"
TOLD = {WOOD: "Esche ist zäh", BREAD: "Weil der Teig ruhen muss"}
SECONDS = 150.0  # a busy machine takes its time


@contextmanager
def window(settings: Settings, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The real thing, in a group of its own with the processes that it starts."""
    places = {f"NACHGEFRAGT_{n.upper()}": str(getattr(settings, n)) for n in ("corpus", "store")}
    with (
        settings.store.with_name("said").open("wb") as said,
        subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=os.environ | places | {"GRADIO_SERVER_PORT": str(port), "NACHGEFRAGT_WATCH": "1"},
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()  # what is left after a failure would be waited for without an end


def until_it_knows(url: str, question: str) -> bool:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            if TOLD[question] in api_asks(url, question):
                return True
        except (httpx.HTTPError, json.JSONDecodeError, LookupError):
            pass
        time.sleep(0.1)
    return False


def kills(place: Path, model: Embedder, times: int, seed: int) -> Counter[str]:
    """Kill a window to whose corpus an episode came; afterwards the old or the new index answers.

    Once as soon as it knows the episode, then so often at any time. Every other time what it has
    started goes on by itself.
    """
    settings = Settings(corpus=place / "corpus", store=place / "store")
    whole = small_corpus()
    save_corpus(Corpus(whole.podcast, whole.episodes[:1]), settings.corpus)
    update_index(settings, model)
    shutil.copytree(settings.store, old := place / "old")
    save_corpus(whole, settings.corpus)
    before, chance, found = contents(settings.corpus), random.Random(seed), Counter[str]()
    lasts = 0.0
    for turn in range(times + 1):
        shutil.rmtree(settings.store)
        shutil.copytree(old, settings.store)
        port, began = free_port(), time.monotonic()
        with window(settings, port) as process:
            if not lasts:  # the first time: how long until it knows the new episode
                known = until_it_knows(f"http://127.0.0.1:{port}/", BREAD)
                assert known, settings.store.with_name("said").read_text()
                lasts = time.monotonic() - began
            else:
                time.sleep(chance.uniform(0.1, 1.1) * lasts)
            stop = os.killpg if turn % 2 == 0 else os.kill
            stop(process.pid, signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
        found["killed"] += 1
        assert contents(settings.corpus) == before
        found[asked(settings, model)] += 1
        indexed(settings, model)
        assert asked(settings, model) == "new index"
    return found


def indexed(settings: Settings, model: Embedder) -> None:
    """Bring the index up to date as soon as what a killed window had started has ended."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            update_index(settings, model)
            return
        except Exception as error:
            if "Another process is indexing" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.1)


def asked(settings: Settings, model: Embedder) -> str:
    index = open_index(settings, model)
    pipeline, known = answer_pipeline(index), len(index.corpus.episodes)
    for question in (WOOD, BREAD)[:known]:
        assert TOLD[question] in pipeline.invoke(Question(question)).text
    index.close()
    return {1: "old index", 2: "new index"}[known]


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.model
@pytest.mark.skipif(sys.platform != "linux", reason="groups of processes are as Linux has them")
def test_a_killed_window_loses_nothing(tmp_path, bundled):
    times = often(1, 20)
    assert kills(tmp_path, bundled, times, seed=5)["killed"] == times + 1
