"""Several questions in one message."""

import pytest

from rag import Question, answer_pipeline
from rag.question.several import conjoined, questions_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Was sagt Uwe über Esche? Und was sagt Sigrid über Sauerteig?", 2),
        ("When did episode 1 come out? And who is the guest of episode 2?", 2),
        ("Warum braucht Brot so viel Zeit? Warum eigentlich?", 1),
        ("Ich backe gern. Warum braucht gutes Brot so viel Zeit?", 1),
        ("Was ist Leim? Und wozu braucht man den?", 1),
        ("Warum?? Wirklich?", 1),
        ("", 1),
    ],
)
def test_what_stands_alone_is_a_question_of_its_own(text, count):
    parts = questions_in(text, ("Uwe Groß", "Sigrid Löwe"))
    assert len(parts) == count
    assert count > 1 or parts == (text,)


def test_halves_that_may_be_two_questions():
    assert conjoined("Wann kam Folge 1 raus und wer ist Gast in Folge 2?") == (
        "Wann kam Folge 1 raus",
        "wer ist Gast in Folge 2?",
    )
    assert conjoined("Wie heißt der Host und worum geht es in Folge 1?") == (
        "Wie heißt der Host",
        "worum geht es in Folge 1?",
    )
    assert conjoined("Was ist Leim und woraus besteht er?")[1] == "woraus besteht er?"
    assert conjoined("Was ist Leim und kriegt man den im Laden?")[1] == "kriegt man den im Laden?"
    assert conjoined("what is glue and whats it made of")[1] == "whats it made of"
    assert conjoined("Wer leimt und ist dabei vorsichtig?") == ()
    assert conjoined("Gehört dazu Brot und Wohnen?") == ()
    assert conjoined("Was sagt er über Brot und Butter?") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Wann ist Folge 1 erschienen und wer ist zu Gast in Folge 2?",
        "Wann ist Folge 1 erschienen? Und wer ist in Folge 2 zu Gast?",
    ],
)
def test_each_is_answered_with_citations_numbered_through(small_index, text):
    *_, answer = answer_pipeline(small_index).stream(Question(text))
    assert "3. April 2024 erschienen [1]" in answer.text
    assert "Sigrid Löwe (Bäckerin, Backstube Süd) [2]" in answer.text
    assert [citation.number for citation in answer.citations] == [1, 2]
    assert answer.question == text and answer.grounded


def test_the_words_of_two_people(small_index):
    text = "Was sagt Uwe Groß über Esche und was sagt Sigrid Löwe über Sauerteig?"
    answer = answer_pipeline(small_index).invoke(Question(text))
    speakers = [c.source.speaker for c in answer.citations]
    assert set(speakers) <= {"Uwe Groß", "Sigrid Löwe"}
    assert answer.text.startswith("Was sagt Uwe Groß über Esche\n\n")
    assert "was sagt Sigrid Löwe über Sauerteig?" in answer.text


def test_one_question_is_answered_as_before(small_index):
    answer = answer_pipeline(small_index).invoke(Question("Wann ist Folge 1 erschienen?"))
    assert answer.text == "Folge 1 ist am 3. April 2024 erschienen [1]."


def test_halves_that_are_answered_in_two_places_are_two_questions(shipped_index):
    """Of "was … und wie …" none is dropped; where one place answers both, it is asked at once."""
    text = "Was ist für Steven der größte Nachteil am Homeoffice und wie hieß der Fehlercode?"
    *_, answer = answer_pipeline(shipped_index).stream(Question(text))
    assert "\n\nwie hieß der Fehlercode?\n\n" in answer.text
    assert [c.source.episode.number for c in answer.citations] == [1, 2]
    text = "Was ist der Fehlercode der Spülmaschine und wann hat Paula Kindergeburtstag?"
    assert "\n\nwann hat Paula" not in answer_pipeline(shipped_index).invoke(Question(text)).text
