"""A podcast that has no words for a question does not answer it."""

from dataclasses import replace

import pytest

from corpus import Corpus
from rag import Question, Quote
from rag.question.unsaid import is_foreign, lacks_words, nothing_said
from rag.retrieval.answerability import signals
from rag.types import Nearness
from rag.understand import understand

SAID = {"leim", "esch"}


@pytest.mark.parametrize(
    ("question", "nothing"),
    [
        ("Ist er verheiratet?", True),
        ("Was kostet Leim?", False),
        ("Und warum?", False),  # no word that means anything
        ("Was empfiehlt er?", False),
        # What only asks is none of them, whoever is asked.
        ("Was halten die beiden von Beton?", True),
        ("Wird Beton erwähnt?", True),
        ("What do both of them think about concrete?", True),
        ("was heißt nps nochmal", True),
        ("What does leim mean?", False),
    ],
)
def test_a_question_of_which_no_word_is_said(question, nothing):
    assert nothing_said(question, SAID.__contains__) is nothing


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Ist er verheiratet?", "Oder gehe ich ans Telefon, wenn es klingelt?", True),
        ("Ist er verheiratet?", "Da war ich schon unverheiratet.", False),
        # Whoever says more may say it in other words.
        ("Warum riecht frischer Holzleim abends nach Fisch?", "Weil er aus Haut ist.", False),
        ("Und warum?", "Weil er aus Haut ist.", False),
    ],
)
def test_a_word_or_two_have_to_be_in_the_quote(question, text, lacks):
    assert lacks_words(question, text) is lacks


def test_nothing_follows_from_a_language_that_nobody_speaks(small_index):
    german = understand(small_index, Question("Ist die Giraffe verheiratet?"))
    assert german.nothing_said and not german.is_foreign
    english = understand(small_index, Question("Is the giraffe married to anybody?"))
    assert english.is_foreign and english.nothing_said
    found = small_index.corpus.episodes[0]
    quote, near = Quote(found, 0, 0, 20, None), Nearness(0.2, 0.2, 0.0, 0.0)
    for asked, counts in ((german, 1.0), (english, 0.0)):
        of_uwe = replace(asked, named=("Uwe Groß",))
        assert signals(asked, near, quote).nothing_said == counts
        assert signals(of_uwe, near, quote).lacks_words == counts
        assert signals(asked, near, quote).lacks_words == 0.0
    regional = replace(small_index.corpus.podcast, language="de-AT")
    assert not is_foreign(Corpus(regional, small_index.corpus.episodes), "de")
    unknown = replace(small_index.corpus.podcast, language=None)
    episodes = tuple(replace(one, language=None) for one in small_index.corpus)
    assert not is_foreign(Corpus(unknown, episodes), "en")


def test_misspelt_and_longer_words_are_said(small_index):
    known = small_index.windows.lexical.resembles
    assert known("schraub") and known("schrawb") and known("holzschraub")
    assert not known("giraff")


def test_who_is_meant_by_er_is_asked_the_words_of_the_follow_up(small_index):
    """ "Ist er verheiratet?" after something else has a word of its own, that nobody says."""
    before, near = ("Warum federt Esche?",), Nearness(0.2, 0.2, 0.0, 0.0)
    quote = Quote(small_index.corpus.episodes[0], 2, 0, 20, None)
    lacking = {
        text: signals(understand(small_index, Question(text, before)), near, quote).lacks_words
        for text in (
            "Ist er verheiratet?",
            "Federt sie immer?",
            "Und warum?",
            "Wann war das in etwa?",
        )
    }
    assert [text for text, lacks in lacking.items() if lacks] == ["Ist er verheiratet?"]
