"""What a question itself says."""

from dataclasses import replace
from time import process_time

import pytest

from corpus import Corpus
from rag import Question
from rag.bounds import LONGEST_HISTORY, LONGEST_QUESTION, MOST_EARLIER, earlier
from rag.errors import QuestionError
from rag.understand import understand


def test_a_follow_up_is_searched_for_with_what_it_leans_on_and_by_itself(small_index):
    found = understand(small_index, Question("Und was rät Uwe?", ("Bricht Esche?",)))
    assert found.query == "Und was rät Bricht Esche?"
    alone = small_index.embedder.embed_query("Und was rät")
    assert found.vectors[1] == alone != found.vectors[0]
    assert found.named == ("Uwe Groß",)


def test_a_new_topic_is_searched_for_by_itself(small_index):
    found = understand(small_index, Question("Wie backt man Brot?", ("Bricht Esche?",)))
    assert (found.query, len(found.vectors)) == ("Wie backt man Brot?", 1)


def test_language_of_a_question_without_words_of_either_is_the_podcasts(small_index):
    corpus = small_index.corpus
    spoken = Corpus(replace(corpus.podcast, language="en-US"), corpus.episodes)
    english = replace(small_index, corpus=spoken)
    assert understand(small_index, Question("Sauerteig Hermann")).language == "de"
    assert understand(english, Question("Sauerteig Hermann")).language == "en"


@pytest.mark.parametrize(
    ("text", "history", "words"),
    [
        ("x" * (LONGEST_QUESTION + 1), (), "too long"),
        ("Und?", ("x" * (LONGEST_QUESTION + 1),), "too long"),
        ("Und?", ("gut", "wer " * 50_000), "too long"),
        ("Und\ud800?", (), "readable"),
        ("Und?", ("\udfff",), "readable"),
        (" ?! ", (), "in words"),
    ],
)
def test_what_cannot_be_worked_with_is_refused_in_one_line(small_index, text, history, words):
    with pytest.raises(QuestionError, match=words) as refused:
        understand(small_index, Question(text, history))
    assert "\n" not in str(refused.value)


def test_of_the_earlier_questions_only_the_latest_count(small_index):
    many = tuple(f"Frage {number}?" for number in range(10_000))
    assert earlier(many) == many[-MOST_EARLIER:]
    assert earlier(("x" * 90_000, *many[:MOST_EARLIER])) == many[:MOST_EARLIER]
    assert earlier(()) == ()
    long = tuple(f"{number:02} " + "x" * 897 for number in range(15))
    assert earlier(long) == long[-(LONGEST_HISTORY // 900) :]
    assert understand(small_index, Question("Und?", many)).question.history == many[-MOST_EARLIER:]


@pytest.mark.parametrize("word", ["wer ", "wer führt ", "who makes ", "und ", "und wer führt "])
def test_the_longest_history_takes_no_time(small_index, word):
    """It took minutes: what is read in a question and all it leans on takes its cube."""
    longest = (word * LONGEST_QUESTION)[:LONGEST_QUESTION]
    started = process_time()
    understand(small_index, Question("Und?", (longest,) * 40))
    assert process_time() - started < 5


def test_a_name_in_capitals_that_nobody_says_is_unknown(small_index):
    def names_unknown(text):
        return understand(small_index, Question(text)).names_unknown

    assert names_unknown("Was ist mit ChatGPT?")
    assert names_unknown("Was ist mit dem NPS?")
    assert not names_unknown("Was ist NICHT mit dem LEIM?")
    assert not names_unknown("WAS IST MIT DEM LEIM?")
    assert not names_unknown("Was ist mit Esche?")


def test_what_a_question_leans_on_is_told_as_it_was_typed(small_index):
    history = ("Wer backt Brot?", "Warum federt Esche?", "Und die Eiche?")
    leaning = understand(small_index, Question("Und warum?", history))
    assert leaning.leans_on == history[1:]
    assert understand(small_index, Question("Mehr dazu", history)).leans_on == history[1:]
    alone = Question("Wie backt Sigrid ihr Brot am Sonntag?", history)
    assert understand(small_index, alone).leans_on == ()
