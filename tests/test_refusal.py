"""When the podcast does not say (how often that is right: python -m eval)."""

import pytest

from rag import Question, answer_pipeline
from rag.chunks import Chunking, single_sentences
from rag.lexical import LexicalIndex
from rag.refusal import STRANGE, THRESHOLD, is_answered, is_strange
from rag.types import Hit
from tests.fakes import small_corpus

CHUNK = single_sentences(small_corpus().episodes[0], Chunking())[0]
SPOKEN = LexicalIndex.build(["Esche ist zäh, Fichte bricht.", "Der Sauerteig heißt Hermann."])
BELOW = 0.01


@pytest.mark.parametrize("language", ["de", "en"])
def test_only_the_best_counts(language):
    def answered(*scores: float, query: str = "Ist Esche zäh?") -> bool:
        return is_answered([Hit(CHUNK, score) for score in scores], query, language, SPOKEN)

    enough = THRESHOLD[language]
    assert answered(enough)
    assert answered(enough, -1.0)
    assert not answered(enough - BELOW, enough - BELOW)
    assert not answered()
    assert not answered(enough, query="Wer gewann in Lissabon?")
    assert answered(enough + STRANGE, query="Wer gewann in Lissabon?")


@pytest.mark.parametrize(
    ("query", "strange"),
    [
        ("Wie ist das Wetter in Lissabon?", True),
        ("Ist Esche so zäh wie Titan?", False),
        ("Wer ist Hermann?", False),
        ("Lissabon?", False),  # the first word always has a capital
        ("wie zäh ist lissabon?", False),
        ("What about Lisbon?", True),
        ("", False),
    ],
)
def test_strange_things(query, strange):
    assert is_strange(query, SPOKEN) == strange


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
