"""The windows that the tour visits. Each is a context that yields its address."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from app import show_of, show_of_all
from corpus import Corpus, save_corpus
from rag import Settings, ensure_index
from rag.retrieval.second_look import second_look
from rag.settings import LOCAL, Reach
from tests.support.asking import opened, served_by, small_pipeline
from tests.support.drafts import write_drafts
from tests.support.fake_model import Script, says
from tests.support.fakes import fake_embedder, small_corpus
from tests.support.libraries import indexes, library
from tests.support.recorded import recorded_corpus
from tests.support.tour.podcasts import bare, covered, long
from tests.support.tour.visit import Ground
from tests.support.window_speed import thousand
from ui.html.answer import exchange
from ui.state.conversation import Show

Site = Callable[[Ground], AbstractContextManager[str]]

AUTOMATED = (
    "Beschwerden und Reklamationen sollte man laut Harald Henn auf keinen Fall automatisieren "
    "[{Beschwerden und Reklamationen}]. "
)
OPENING = "Wer unzufrieden ist, "
FEELINGS = (
    "möchte das zuerst emotional loswerden [{emotional loswerden}], und "
    "Unzufriedenheit hat etwas mit Emotionalität zu tun [{Unzufriedenheit hat}]. "
)
# Short ones, between which it hears that nobody listens any more.
PAUSE: tuple[Script, ...] = (0.1, " ") * 120


@contextmanager
def shipped(ground: Ground) -> Iterator[str]:
    """The podcast that comes along, asked without a language model, its answers rated."""
    show = show_of(None, second_look(Settings().reranker), ground.index)
    with served_by(lambda: show, ground.room("feedback") / "candidates.jsonl") as url:
        yield url


def written(*script: Script, reach: Reach = LOCAL) -> Site:
    """The same podcast with a language model that says this to whatever it is asked."""

    @contextmanager
    def site(ground: Ground) -> Iterator[str]:
        show = show_of(says(*script, timeout=20), None, ground.index)
        with served_by(lambda: show, reach=reach) as url:
            yield url

    return site


writing = written(AUTOMATED, OPENING, FEELINGS)
growing = written(AUTOMATED, OPENING, *PAUSE, FEELINGS)
silent = written(*PAUSE, AUTOMATED)
failing = written(AUTOMATED, ConnectionResetError())
# One question of each client is answered at a time where clients are told apart.
sharing = written(*PAUSE, AUTOMATED, reach=Reach(questions_per_minute=20))


def _askable(corpus: Corpus, folder: Path) -> Show:
    save_corpus(corpus, folder)
    return show_of(None, None, ensure_index(Settings(folder, folder / "store"), fake_embedder()))


def made_up(corpus_in: Callable[[Path], Corpus]) -> Site:
    """A made-up podcast, which is put together in a folder, asked without a language model."""

    @contextmanager
    def site(ground: Ground) -> Iterator[str]:
        folder = ground.room("made-up")
        show = _askable(corpus_in(folder), folder)
        with served_by(lambda: show) as url:
            yield url

    return site


listening = made_up(recorded_corpus)
untitled = made_up(lambda _: bare())
endless = made_up(lambda _: long())
pictured = made_up(lambda folder: covered(long(), folder))


@contextmanager
def two(ground: Ground) -> Iterator[str]:
    """A library of two podcasts."""
    show = show_of_all(None, None, tuple(indexes(library(ground.room("two")), fake_embedder())))
    with served_by(lambda: show) as url:
        yield url


@contextmanager
def many(_: Ground) -> Iterator[str]:
    """A podcast of a thousand episodes."""
    with opened(thousand(), small_pipeline()) as url:
        yield url


@contextmanager
def labelled(ground: Ground) -> Iterator[str]:
    """A window in which the questions of an eval set are confirmed."""
    file = ground.room("labelled") / "mine.jsonl"
    write_drafts(file)
    with opened(small_corpus(), small_pipeline(), labelling=file) as url:
        yield url


@contextmanager
def strict(_: Ground) -> Iterator[str]:
    """A window that answers one question in a minute."""
    reach = Reach(questions_per_minute=1)
    with opened(small_corpus(), small_pipeline(), reach=reach) as url:
        yield url


@contextmanager
def faulty(_: Ground) -> Iterator[str]:
    """A window that cannot draw where something is said."""
    with pytest.MonkeyPatch.context() as patch, opened(small_corpus(), small_pipeline()) as url:
        patch.setattr(exchange, "timelines", _cannot_be_drawn)
        yield url


def _cannot_be_drawn(*_given: object) -> None:
    raise RuntimeError("cannot be drawn")
