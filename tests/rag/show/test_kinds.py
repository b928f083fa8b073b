"""Questions about the show in words that no fixed expression knows."""

import numpy as np
import pytest

from eval.fitting.fit_kinds import every
from rag import Question, answer_pipeline
from rag.show.classifier import (
    LEAST,
    NONE,
    Learned,
    examples,
    kind_like,
    known,
    learn,
    learned,
    read_kinds,
    write_kinds,
)
from rag.show.patterns import EXPRESSIONS
from rag.text.background_questions import COHORT
from rag.text.digest import digest
from tests.support.fakes import fake_embedder


def test_every_kind_is_one_that_can_be_answered():
    assert {kind for kind, _ in examples()} - {NONE} == set(EXPRESSIONS)
    assert set(learned().kinds) == {NONE, *EXPRESSIONS}


def test_no_question_is_learned_from_twice():
    every = [*(question for _, question in examples()), *COHORT]
    assert len({question.casefold() for question in every}) == len(every)
    assert all(question.strip() == question != "" for question in every)


def test_what_is_shipped_was_learned_from_the_examples_as_they_are():
    """Otherwise run: python -m eval fit-kinds"""
    kinds, questions, _ = zip(*every(), strict=True)
    assert learned().learned_from == digest(*kinds, *questions)


def test_a_kind_has_to_be_likely():
    model = Learned((NONE, "date"), np.eye(2, dtype=np.float32), np.zeros(2, np.float32), "")
    assert model.chances([0.0, 0.0]) == {NONE: 0.5, "date": 0.5}
    assert kind_like([0.0, 1.0], model) == "date"
    assert kind_like([1.0, 0.0], model) is None
    three = Learned(("a", "b", "c"), np.eye(3, dtype=np.float32), np.zeros(3, np.float32), "")
    assert max(three.chances([0.5, 0.0, 0.0]).values()) < LEAST
    assert kind_like([0.5, 0.0, 0.0], three) is None
    assert kind_like([0.5, 0.0, 0.0], None) is None


def test_kinds_are_learned_for_any_model(tmp_path):
    questions = [one for one in known() if one[0] in (NONE, "duration", "guest")]
    file = tmp_path / "kinds.npz"
    write_kinds(file, learn(questions, fake_embedder()))
    model = read_kinds(file)
    assert set(model.kinds) == {NONE, "duration", "guest"}
    seen = [
        (kind, kind_like(fake_embedder().embed_query(text), model)) for kind, text, _ in questions
    ]
    right = [found == (None if kind == NONE else kind) for kind, found in seen]
    assert sum(right) > 0.9 * len(right)


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wer stellt hier eigentlich die Fragen?", "Michael Kästner"),
        ("Who appears in episode two?", "Harald Henn"),
        ("Wer war in der ersten Folge dabei?", "Steven Rau"),
        ("Hat Harald Henn eine Homepage?", "marketing-resultant.de"),
        ("Welches Kapitel beginnt bei 11:30 in Folge 2?", "Diese 2 Faktoren"),
        ("Auf welcher Sprache wird gesprochen?", "Deutsch"),
        ("What does Harald Henn do for a living?", "Geschäftsführer"),
        ("Für wen ist der Podcast?", "Unternehmern"),
    ],
)
def test_the_shipped_podcast(shipped_index, question, expected):
    answer = answer_pipeline(shipped_index).invoke(Question(question))
    assert {citation.kind for citation in answer.citations} == {"shownotes"}
    assert expected in answer.text


@pytest.mark.model
@pytest.mark.parametrize(
    "question", ["Wie lange hat der Umzug ins Homeoffice gedauert?", "Was empfiehlt Harald Henn?"]
)
def test_what_only_looks_alike_is_searched(shipped_index, question):
    answer = answer_pipeline(shipped_index).invoke(Question(question))
    assert {citation.kind for citation in answer.citations} == {"transcript"}
