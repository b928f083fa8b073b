"""What a question itself says."""

from dataclasses import replace
from time import process_time

import pytest

from corpus import Corpus
from rag import Question
from rag.errors import QuestionError
from rag.understand import LONGEST_HISTORY, LONGEST_QUESTION, MOST_EARLIER, earlier, understand
from tests.fakes import small_corpus

CORPUS = small_corpus()


def test_a_follow_up_is_searched_for_with_what_it_leans_on_and_by_itself():
    found = understand(CORPUS, Question("Und was rät Uwe?", ("Bricht Esche?",)))
    assert found.query == "Und was rät Bricht Esche?"
    assert found.alone == "Und was rät"
    assert found.named == ("Uwe Groß",)


def test_a_new_topic_is_searched_for_by_itself():
    found = understand(CORPUS, Question("Wie backt man Brot?", ("Bricht Esche?",)))
    assert (found.query, found.alone) == ("Wie backt man Brot?", None)


def test_language_of_a_question_without_words_of_either_is_the_podcasts():
    english = Corpus(replace(CORPUS.podcast, language="en-US"), CORPUS.episodes)
    assert understand(CORPUS, Question("Sauerteig Hermann")).language == "de"
    assert understand(english, Question("Sauerteig Hermann")).language == "en"


@pytest.mark.parametrize(
    ("text", "history", "words"),
    [
        ("x" * (LONGEST_QUESTION + 1), (), "zu lang"),
        ("Und?", ("x" * (LONGEST_QUESTION + 1),), "zu lang"),
        ("Und?", ("gut", "wer " * 50_000), "zu lang"),
        ("Und\ud800?", (), "lesbar"),
        ("Und?", ("\udfff",), "lesbar"),
        (" ?! ", (), "in Worten"),
    ],
)
def test_what_cannot_be_worked_with_is_refused_in_one_line(text, history, words):
    with pytest.raises(QuestionError, match=words) as refused:
        understand(CORPUS, Question(text, history))
    assert "\n" not in str(refused.value)


def test_of_the_earlier_questions_only_the_latest_count():
    many = tuple(f"Frage {number}?" for number in range(10_000))
    assert earlier(many) == many[-MOST_EARLIER:]
    assert earlier(("x" * 90_000, *many[:MOST_EARLIER])) == many[:MOST_EARLIER]
    assert earlier(()) == ()
    long = tuple(f"{number:02} " + "x" * 897 for number in range(15))
    assert earlier(long) == long[-(LONGEST_HISTORY // 900) :]
    assert understand(CORPUS, Question("Und?", many)).question.history == many[-MOST_EARLIER:]


@pytest.mark.parametrize("word", ["wer ", "wer führt ", "who makes ", "und ", "und wer führt "])
def test_the_longest_history_takes_no_time(word):
    """It took minutes: what is read in a question and all it leans on takes its cube."""
    longest = (word * LONGEST_QUESTION)[:LONGEST_QUESTION]
    started = process_time()
    understand(CORPUS, Question("Und?", (longest,) * 40))
    assert process_time() - started < 5
