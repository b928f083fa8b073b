"""Who is said to have said something though the podcast never names them."""

import pytest

from rag import Question, answer_pipeline
from rag.question.unsaid import unknown_person
from tests.support.fakes import small_corpus

CORPUS = small_corpus()
SAID = {"esch", "fichte", "brot", "team"}


def found(question: str) -> str | None:
    return unknown_person(question, CORPUS, SAID.__contains__)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Was sagt Immanuel Kant zum Leim?", "Immanuel Kant"),
        ("Was hat Kant dazu gesagt?", "Kant"),
        ("Und was genau meint denn Kant mit Leim?", "Kant"),
        ("Was hält Frau Dr. Schütz von Schrauben?", "Schütz"),
        ("Welche Schrauben empfiehlt Karl Ångström?", "Karl Ångström"),
        ("What did Immanuel Kant say about glue?", "Immanuel Kant"),
        ("Would Mr Kant recommend it?", "Kant"),
        # A first name of the show's people does not make somebody one of them.
        ("Was sagt Uwe Seeler über Stühle?", "Uwe Seeler"),
    ],
)
def test_a_name_that_occurs_nowhere(question, name):
    assert found(question) == name


@pytest.mark.parametrize(
    "question",
    [
        "Was sagt Uwe Groß zum Leim?",
        "Was sagt Gross zum Leim?",
        "Was sagt Sigrid Lowe dazu?",  # misspelt
        "Was rät Frau Öztürks Gast?",
        "Was sagt Team Esche?",  # said
        "Was sagt Backstube Süd dazu?",  # in the show notes
        "Was sagt Folge 2 dazu?",
        "Was sagt er zu Kant?",
        "Wer empfiehlt Kant?",
        "Was meint KI?",
        "Was hält Kundschaft bei der Stange?",
        "Wie findet Weiterbildung statt?",
        "Was hat Kant mit Holz zu tun?",
        "Leimt Kant?",
        "",
    ],
)
def test_others_are_searched_for(question):
    assert found(question) is None


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Was sagt Immanuel Kant über Esche?", "Immanuel Kant kommt in diesem Podcast nicht vor."),
        ("What does Kant think about glue?", "Kant does not come up in this podcast."),
    ],
)
def test_what_others_say_about_the_same_is_no_answer(small_index, question, answer):
    given = answer_pipeline(small_index).invoke(Question(question))
    assert (given.text, given.grounded, given.citations) == (answer, False, ())
    assert given.found, "what comes nearest can still be looked at"
