"""Which words are meant by a time or by a search."""

from dataclasses import replace

import pytest

from corpus import Turn
from rag.text.highlight import matching_words, said_at, sentence_at
from tests.support.fakes import small_corpus

FIRST, SECOND = small_corpus()


@pytest.mark.parametrize(
    ("seconds", "begins"),
    [(0.0, "Hallo Sigrid"), (8.0, "Weil der Teig"), (33.5, "Den füttere"), (9e9, "Er ist elf")],
)
def test_the_sentence_that_is_said_then(seconds, begins):
    span = said_at(SECOND, seconds)
    assert span is not None
    assert span.text.startswith(begins)


def test_every_sentence_is_found_by_its_own_clock():
    for episode in (FIRST, SECOND):
        for turn in range(len(episode.turns)):
            first = sentence_at(episode, turn)
            assert first.begins is not None
            found = said_at(episode, int(first.begins.seconds))
            assert found is not None
            assert found.turn_index == turn


def test_nothing_is_said_where_no_turn_has_a_time():
    silent = replace(FIRST, turns=(Turn("A", "Hallo."),))
    assert said_at(silent, 5.0) is None
    assert said_at(replace(FIRST, turns=()), 5.0) is None
    assert sentence_at(silent, 0).text == "Hallo."


def test_an_empty_turn_has_an_empty_sentence():
    assert sentence_at(replace(FIRST, turns=(Turn("A", ""),)), 0).text == ""


def test_words_that_share_a_stem():
    text = "Die Stühle sind aus Esche, der Stuhl auch."
    found = [text[start:end] for start, end in matching_words(text, "ein Stuhl")]
    assert found == ["Stühle", "Stuhl"]
    assert list(matching_words(text, "")) == []
