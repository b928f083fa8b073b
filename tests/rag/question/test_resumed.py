"""Turns that take up the question before once more."""

import pytest

from rag.question.resumed import (
    Resumed,
    asks_for_example,
    corrected,
    resumed,
    with_superlative,
)

WOOD = "Welches Holz nimmt Uwe?"


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (["mehr dazu"], Resumed(WOOD, (), 1)),
        (["Tell me more", "noch etwas?"], Resumed(WOOD, (), 2)),
        (["auf Deutsch bitte"], Resumed(WOOD, (), 0, "de")),
        (["in English please", "anything else?"], Resumed(WOOD, (), 1, "en")),
        (["Auf Deutsch bitte", "in English"], Resumed(WOOD, (), 0, "en")),
    ],
)
def test_what_is_taken_up(turns, found):
    assert resumed(turns[-1], [WOOD, *turns[:-1]]) == found


@pytest.mark.parametrize("text", ["Was ist mehr wert?", "Lernt man Deutsch?", "Mehr Leim?", "Why?"])
def test_other_questions_stand_for_themselves(text):
    assert resumed(text, [WOOD]) == Resumed(text, (WOOD,))
    assert not asks_for_example(text)


def test_more_of_nothing_is_a_question():
    assert resumed("mehr dazu", []) == Resumed("mehr dazu", ())


@pytest.mark.parametrize("text", ["ein Beispiel?", "Hast du ein Beispiel dafür?", "for example"])
def test_examples(text):
    assert asks_for_example(text)


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("Nein, ich meine die größte Herausforderung", "und die größte Herausforderung"),
        ("nein ich mein was ist mit dem Leim", "und was ist mit dem Leim"),
        ("nee, folge 2", "und folge 2"),
        ("ich meinte Sigrid", "und Sigrid"),
        ("no, i meant the glue", "and the glue"),
        ("I mean episode 2", "and episode 2"),
    ],
)
def test_a_correction_goes_on_from_the_question_before(text, goes_on):
    assert corrected(text) == goes_on


@pytest.mark.parametrize("text", ["Nein", "no glue?", "Meint er das?", "Neiße", "no one did"])
def test_what_corrects_nothing(text):
    assert corrected(text) == text


WORST = "Was war Uwes schlimmstes Erlebnis?"


@pytest.mark.parametrize(
    ("text", "before", "meant"),
    [
        ("Und das beste?", [WORST], "Was war Uwes beste Erlebnis?"),
        ("und das schönste", [WORST], "Was war Uwes schönste Erlebnis?"),
        ("and the best one?", ["What was his worst day?"], "What was his best day?"),
        ("Und das beste Holz?", [WORST], "Und das beste Holz?"),
        ("Und das beste?", [], "Und das beste?"),
        ("Und die Dienste?", [WORST], "Und die Dienste?"),
        ("Und das beste?", [WOOD], "Und das beste?"),
    ],
)
def test_another_extreme_is_asked_of_the_same(text, before, meant):
    assert with_superlative(text, before) == meant
