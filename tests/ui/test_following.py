"""A window that runs: a new episode is answered from without a restart."""

import time
from functools import partial

import pytest

from app import show_of
from corpus import Corpus, save_corpus
from rag import ensure_index, update_index
from rag.upkeep.live import Live
from tests.support.asking import GRADIO_LEAVES, api_asks, served_by
from tests.support.fakes import fake_embedder, small_corpus

pytestmark = [*GRADIO_LEAVES, pytest.mark.slow]
QUESTION = "Wie heißt der Sauerteig, Hermann?"


def test_a_new_episode_is_answered_from_and_listed(settings):
    podcast, (wood, bread) = small_corpus().podcast, small_corpus().episodes
    (settings.corpus / "002.json").unlink()
    index = ensure_index(settings, fake_embedder())
    running = Live(settings, fake_embedder(), index, partial(show_of, None, None))
    del index
    running.watch(0.2)
    with served_by(running.current) as url:
        assert "Hermann" not in api_asks(url, QUESTION).replace(QUESTION, "")
        save_corpus(Corpus(podcast, (wood, bread)), settings.corpus)
        update_index(settings, fake_embedder())
        until = time.monotonic() + 30
        while "heißt Hermann" not in api_asks(url, QUESTION) and time.monotonic() < until:
            time.sleep(0.1)
        assert "heißt Hermann" in api_asks(url, QUESTION)
    running.close()
