"""What a question itself says."""

from dataclasses import replace

from corpus import Corpus
from rag import Question
from rag.understand import understand
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
