"""When the podcast does not say (how often that is right: python -m eval)."""

from dataclasses import replace

import pytest

from rag import Question, Quote, answer_pipeline
from rag.retrieval.answerability import (
    LEAST,
    READ,
    UNREAD,
    Signals,
    how_likely,
    is_answer,
    signals,
)
from rag.retrieval.second_look import second_look
from rag.types import Nearness
from rag.understand import understand
from tests.support.fakes import small_corpus

EPISODE = small_corpus().episodes[0]
QUOTE = Quote(EPISODE, 4, 0, len(EPISODE.turns[4].text), None)
NEAR, FAR = Nearness(0.8, 0.8, -1.0, -0.5), Nearness(-0.1, -0.1, 0.5, 0.0)


def test_what_is_near_is_answered_and_what_is_far_is_not(small_index):
    asked = understand(small_index, Question("Leimst du?"))
    assert is_answer(how_likely(asked, NEAR, [QUOTE]))
    assert not is_answer(how_likely(asked, FAR, [QUOTE]))
    assert how_likely(asked, NEAR, []) == 0.0


@pytest.mark.parametrize("weighed", [READ, UNREAD])
def test_each_signal_speaks_its_way(weighed):
    base = Signals(0.2, 0.2, *[0.0] * 10)

    def more_likely(**changed: float) -> bool:
        return weighed.probability(replace(base, **changed)) > weighed.probability(base)

    assert more_likely(passage=0.4)
    assert more_likely(background_nearest=-0.5)
    assert more_likely(lacks_expected=-1.0)
    assert more_likely(lacks_name=-1.0)
    assert more_likely(names_unknown=-1.0)
    assert more_likely(nothing_said=-1.0)
    assert more_likely(lacks_words=-1.0)
    assert more_likely(read=1.0) == (weighed is READ)
    # Of English the reader is less sure than it should be, across languages more.
    assert more_likely(in_english=1.0) == more_likely(crosses=-1.0) == (weighed is READ)


@pytest.mark.parametrize("question", ["Leimst du?", "Do you ever glue the wood?"])
@pytest.mark.parametrize("told", ["de", "en-US", None])
def test_a_quote_is_in_the_language_that_is_told_or_looks_like_it(small_index, question, told):
    asked = understand(small_index, Question(question))
    quote = replace(QUOTE, episode=replace(QUOTE.episode, language=told))
    of_quote = (told or "de")[:2]
    seen = signals(asked, NEAR, quote)
    assert (seen.in_english, seen.crosses) == (of_quote == "en", of_quote != asked.language)


def test_what_the_reader_says_counts(small_index):
    asked = understand(small_index, Question("Leimst du?"))
    assert is_answer(how_likely(asked, replace(NEAR, read=3.0), [QUOTE]))
    assert not is_answer(how_likely(asked, replace(FAR, read=-5.0), [QUOTE]))


def test_a_price_that_nobody_names_is_no_answer(small_index):
    price = understand(small_index, Question("Was kostet ein Zapfen?"))
    years = understand(small_index, Question("Nach wie vielen Jahren?"))
    assert signals(price, NEAR, QUOTE).lacks_expected == 1.0
    assert signals(years, NEAR, QUOTE).lacks_expected == 0.0
    assert 0 < LEAST < 1


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "grounded"),
    [
        ("Welche Anfragen sollte man auf keinen Fall automatisieren?", True),
        ("Which error code did the dishwasher show?", True),
        ("Wie hoch ist der Mount Everest?", False),
        ("Wer hat die Fußballweltmeisterschaft 1954 gewonnen?", False),
        ("What is the boiling point of nitrogen?", False),
        ("In welchem Jahr hat Harald bei Dell angefangen?", False),
    ],
)
def test_the_shipped_podcast(shipped_index, question, grounded):
    answer = answer_pipeline(shipped_index, second_look=second_look(None)).invoke(
        Question(question)
    )
    assert answer.grounded == grounded
    assert bool(answer.citations) == grounded
