"""Who said a sentence: exactly, nearly, or nobody."""

import pytest

from rag.requests.who_said import introduction, who_said
from tests.support.requested import quotes, told, words


@pytest.mark.parametrize(
    "text",
    [
        "Wer hat „Schrauben lockern sich nach drei Jahren“ gesagt?",
        "Von wem ist der Satz »schrauben lockern sich, nach drei jahren«?",
        "wer hat gesagt: Schrauben lockern sich nach drei Jahren",
        "wer meinte, dass Schrauben lockern sich nach drei Jahren?",
    ],
)
def test_a_sentence_is_found_with_its_place(small_index, text):
    found = told(small_index, who_said, text)
    assert found.sentence == "Gesagt von Uwe Groß:"
    assert "Schrauben lockern sich nach drei Jahren" in words(found)[0]
    assert quotes(found)[0].episode.number == 1


def test_what_runs_over_two_sentences_is_found(small_index):
    found = told(small_index, who_said, "Wer hat „Esche. Esche ist zäh“ gesagt?")
    assert found.sentence == "Gesagt von Uwe Groß:"
    assert "Esche. Esche ist zäh" in words(found)[0]


def test_what_is_nearly_said_is_said_to_be_near(small_index):
    text = "Wer hat „Die Schrauben lockern sich schon nach drei Jahren“ gesagt?"
    found = told(small_index, who_said, text)
    assert found.sentence.startswith("Nicht genau so, aber fast")
    assert quotes(found)[0].speaker == "Uwe Groß"


def test_an_invented_sentence_is_nobodys(small_index):
    found = told(small_index, who_said, "Wer hat „Der Mond ist aus grünem Käse gemacht“ gesagt?")
    assert found.sentence == "„Der Mond ist aus grünem Käse gemacht“ wird so nicht gesagt."
    assert found.sources == ()


def test_one_word_is_counted(small_index):
    assert "3-mal" not in told(small_index, who_said, "Wer sagt „Hermann“?").sentence
    assert "ein einziges Mal" in told(small_index, who_said, "Wer sagt „Hermann“?").sentence


def test_what_is_not_quoted_and_not_said_so_is_searched_for(small_index):
    assert told(small_index, who_said, "Wer meinte, dass man Teig ruhen lassen muss?") is None


def test_who_does_not_speak_is_quoted_where_they_are_first_spoken_of(small_index):
    found = told(small_index, introduction, "Wer ist Hermann?")
    assert found.sentence == "Von Hermann ist hier die Rede:"
    assert "heißt Hermann" in words(found)[0]
    # No name, or nobody's.
    assert told(small_index, introduction, "Wer ist Fichte-Tanne?") is None
    assert told(small_index, introduction, "Wer ist zäh?") is None
