"""Follow-ups without a language model: what is searched together with what."""

import pytest

from rag.question.followup import (
    asks_what,
    depends_on_history,
    means_known,
    search_query,
)
from rag.question.resumed import with_topic


@pytest.mark.parametrize(
    ("question", "history", "query"),
    [
        ("Und warum?", ["Bricht Esche?"], "Und warum? Bricht Esche?"),
        ("Warum denn nicht?", ["Bricht Esche?"], "Warum denn nicht? Bricht Esche?"),
        ("Wie backt man Brot?", ["Bricht Esche?"], "Wie backt man Brot?"),
        ("Wo arbeitet der?", ["Wer leimt hier?"], "Wo arbeitet der? Wer leimt hier?"),
        # The last question leans on the one before it.
        ("Und dann?", ["Wer leimt?", "Und wie?"], "Und dann? Und wie? Wer leimt?"),
        ("Und dann?", ["Bricht Esche?", "Wie backt man Brot?"], "Und dann? Wie backt man Brot?"),
        ("Und warum?", [], "Und warum?"),
    ],
)
def test_what_leans_on_what(question, history, query):
    assert search_query(question, history) == query


@pytest.mark.parametrize(
    "question",
    [
        "Was hat er denn damals damit gemeint, als das Holz schon trocken war?",
        "Wie lange hat das eigentlich gedauert, vom Brett bis zum fertigen Stuhl?",
        "How did they feel about the old workshop, was it cold?",
        "Which ones should a beginner in the workshop never try?",
        "Und bei Fichte?",
        "Beispiele?",
        "Was sind ihre Nachteile?",
        "Hat sie sonst noch einen Rat?",
    ],
)
def test_what_points_back_leans(question):
    assert depends_on_history(question)


@pytest.mark.parametrize(
    "question",
    [
        "Was rät Uwe, wenn er den Leim vergessen hat?",
        "Was hält sie davon, dass Fichte bricht, Frau Löwe?",
        "Warum ist es wichtig, den Teig ruhen zu lassen?",
        "Is it true that ash does not break like spruce?",
        "Wie finden Sie Esche?",
        "Regnet es morgen?",
        "Was macht das Holz im Winter?",
        "Sauerteig Hermann",
    ],
)
def test_what_points_to_the_question_itself_does_not(question):
    assert not depends_on_history(question, ("Uwe Groß", "Sigrid Löwe"))


@pytest.mark.parametrize("text", ["wer hat das gespielt", "und wie fand er das?", "who wrote that"])
def test_a_whole_question_is_put_to_the_podcast(text):
    assert asks_what(text)


@pytest.mark.parametrize(
    "text", ["wer bist du?", "wie gehts", "how are you", "danke dir", "was machst du so"]
)
def test_what_is_put_to_who_answers_is_none(text):
    assert not asks_what(text)


def test_of_who_was_meant_nothing_is_left_for_somebody_else():
    history = ["Wer ist Uwe Groß?", "Was sagt er zu Leim?"]
    names = ("Uwe Groß", "Sigrid Löwe")
    assert search_query("Und Sigrid?", history, names) == "Und Sigrid? Was sagt er zu Leim?"
    assert search_query("Und Sigrid?", history[:1], names) == "Und Sigrid? Wer ist"


def test_a_role_comes_instead_of_a_name():
    names = ("Uwe Groß", "Sigrid Löwe")
    assert search_query("und der gast?", ["Was macht Uwe beruflich?"], names) == (
        "und der gast? Was macht beruflich?"
    )


def test_what_is_spoken_of_as_known_was_spoken_of():
    assert means_known("wo wurde die studie veröffentlicht") and means_known("Why the difference?")
    assert not means_known("Warum bricht Esche?")
    assert not means_known("Was ist der Unterschied zwischen Esche, Eiche und Buche im Regen?")


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        ([], []),
        (["Wie oft?", "Wer füttert ihn?"], ["Wie oft?", "Wer füttert ihn?"]),
        (
            ["What broke at her old home?", "Who is Paula?"],
            ["What broke at her old home?", "Who is Paula?"],
        ),
        (
            [
                "Und wie oft?",
                "Mochte er das?",
                "Wer war auf dem Schiff Koch?",
                "Und Jana?",
                "Wie kam sie zur Pflege?",
            ],
            ["Und wie oft?", "Wer war auf dem Schiff Koch?", "Und Jana?"],
        ),
    ],
)
def test_a_long_chain_keeps_its_last_topic(before, kept):
    assert with_topic(before) == kept
