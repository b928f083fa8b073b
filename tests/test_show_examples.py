"""Questions about the show in words that no fixed expression knows."""

import numpy as np
import pytest

from rag import Question, answer_pipeline
from rag.known import known_questions
from rag.show_examples import NEAR, NONE, examples, kind_like
from rag.show_questions import EXPRESSIONS


def test_every_kind_is_one_that_can_be_answered():
    assert {kind for kind, _ in examples()} - {NONE} == set(EXPRESSIONS)


def test_no_known_question_stands_twice():
    assert len({text.casefold() for text in known_questions()}) == len(known_questions())
    assert all(text.strip() == text != "" for text in known_questions())


def test_the_nearest_example_decides_if_it_is_near_enough():
    kinds = [kind for kind, _ in examples()]
    cosines = np.full(len(kinds), 0.8, dtype=np.float32)
    assert kind_like(cosines) is None
    cosines[kinds.index("date")] = NEAR + 0.01
    assert kind_like(cosines) == "date"
    cosines[kinds.index(NONE)] = NEAR + 0.02
    assert kind_like(cosines) is None


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
