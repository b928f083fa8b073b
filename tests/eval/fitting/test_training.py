"""What is taught is learned: a tiny encoder in seconds, on texts of a dozen words."""

import math
from random import Random

import numpy as np
import pytest
import torch

from eval.fitting import train_embedder, train_reader
from eval.fitting.exercises import Exercise, Labelled, from_shows
from eval.fitting.train_embedder import Objective
from eval.fitting.training import Course
from rag.retrieval.reader import Passage
from tests.support.tiny import WORDS, tiny_weights

# Who asks for the one means the other: no encoder knows that by itself.
MEANT = dict(zip(WORDS[:6], WORDS[6:], strict=True))


@pytest.fixture(autouse=True)
def one_thread():
    """Beside other tests, threads that share small matrices wait for one another."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def labelled(*sentences: str, answering: int | None = None) -> Labelled:
    spans, text = [], ""
    for one in sentences:
        spans.append((len(text), len(text) + len(one)))
        text += one + " "
    right = frozenset(() if answering is None else (answering,))
    return Labelled(Passage("", text.rstrip(), tuple(spans)), right, sentences[0])


def exercises(count: int) -> list[Exercise]:
    random, made = Random(1), []
    for _ in range(count):
        asked, *others = random.sample(list(MEANT), 4)
        right = labelled(MEANT[others[0]], MEANT[asked], answering=1)
        wrong = tuple(labelled(MEANT[other], MEANT[others[2]]) for other in others[:2])
        made.append(Exercise(asked, (right,), wrong))
    return made


@pytest.mark.slow
def test_the_embedder_learns_what_answers():
    weights, given = tiny_weights(), exercises(120)
    losses = []
    for times in (0.001, 20.0):
        *_, adapter = train_embedder.learned(weights, Course(given, 60, times, 24, 100))
        model = train_embedder.taught(weights, train_embedder.RANK)
        train_embedder.put_back(model, weights, adapter)
        losses.append(float(Objective(weights).loss(model, given[:24], Random(2)).detach()))
    assert losses[1] < 0.7 * losses[0]


@pytest.mark.slow
def test_the_reader_learns_which_sentence_answers(monkeypatch):
    monkeypatch.setattr(train_reader, "FIRST", 0)
    monkeypatch.setattr(train_reader, "RATE", 0.01)
    weights, given = tiny_weights(), exercises(120)
    asked = [(one.question, [*one.right, *one.wrong]) for one in given[:40]]
    losses = []
    for times in (0.001, 12.0):
        *_, learned = train_reader.learned(weights, Course(given, 60, times, 8, 100))
        model = train_reader.ReaderModel(weights)
        model.put_back(learned)
        losses.append(float(sum(float(model.loss(*one).detach()) for one in asked) / len(asked)))
    assert losses[1] < 0.7 * losses[0]
    assert not any(map(math.isnan, losses))


def test_exercises_of_the_shows_hold_what_answers():
    made = from_shows("dev", Random(3))
    assert any(not one.right for one in made) and all(one.wrong for one in made)
    for one in made:
        for right in one.right:
            spans = [right.passage.sentences[number] for number in right.answering or ()]
            assert spans and all(right.passage.text[a:b].strip() for a, b in spans)
        assert not any(wrong.answers for wrong in one.wrong)
    assert np.median([len(p.passage.text.split()) for one in made for p in one.right]) < 130
