"""When the podcast does not say (how often that is right: python -m eval)."""

import pytest

from rag import Question, answer_pipeline
from rag.chunks import Chunking, single_sentences
from rag.refusal import THRESHOLD, is_answered
from rag.types import Hit
from tests.fakes import small_corpus

CHUNK = single_sentences(small_corpus().episodes[0], Chunking())[0]


@pytest.mark.parametrize("language", ["de", "en"])
def test_only_the_best_counts(language):
    enough, little = THRESHOLD[language], THRESHOLD[language] - 0.01
    assert is_answered([Hit(CHUNK, enough)], language)
    assert is_answered([Hit(CHUNK, enough), Hit(CHUNK, -1.0)], language)
    assert not is_answered([Hit(CHUNK, little), Hit(CHUNK, little)], language)
    assert not is_answered([], language)


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "grounded"),
    [
        ("Welche Anfragen sollte man auf keinen Fall automatisieren?", True),
        ("Which error code did the dishwasher show?", True),
        ("Wie hoch ist der Mount Everest?", False),
        ("Wer hat die Fußballweltmeisterschaft 1954 gewonnen?", False),
        ("What is the boiling point of nitrogen?", False),
    ],
)
def test_the_shipped_podcast(shipped_index, question, grounded):
    answer = answer_pipeline(shipped_index).invoke(Question(question))
    assert answer.grounded == grounded
    assert bool(answer.citations) == grounded
