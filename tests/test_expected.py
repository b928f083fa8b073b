"""What kind of answer a question expects, and whether a text holds it."""

import pytest

from rag.expected import holds_expected, lacks_name


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("Was kostet das Buch?", "Es kostet zwanzig Euro.", "Es ist ein gutes Buch."),
        ("How much did it cost?", "Das waren 3 Euro.", "Das war sehr teuer."),
        ("Um wie viel Prozent?", "Um 20 Prozent.", "Um einiges."),
        ("In welchem Jahr war das?", "Das war 1998.", "Das war im Sommer."),
        ("Wann kam Corona?", "Ende Februar, Anfang März.", "Das war schlimm."),
        ("Wie viele Leute sind es?", "Wir sind 140.", "Wir sind einige."),
        ("Wie lange dauert das?", "Eine Viertelstunde dauert es.", "Das dauert."),
    ],
)
def test_kinds(question, holds, lacks):
    assert holds_expected(question, holds)
    assert not holds_expected(question, lacks)


@pytest.mark.parametrize("question", ["", "Warum?", "Was sagt er zu Esche?", "Wer ist das?"])
def test_most_questions_expect_nothing_of_the_kind(question):
    assert holds_expected(question, "Irgendetwas.")
    assert not lacks_name(question, "Irgendetwas.")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Welches E-Auto-Modell hat er?", True),
        ("Which software did they use?", True),
        ("Wie heißt der Hund?", True),
        ("Welche Rolle spielt das Modell?", False),
    ],
)
def test_names(question, name):
    assert lacks_name(question, "Er hat eines aus Holz.") == name
    assert not lacks_name(question, "Er heißt Hermann.")
