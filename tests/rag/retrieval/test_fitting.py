"""A search says when nothing fits; how a word is written is no obstacle."""

import re

import pytest

from rag import Question
from rag.pipeline.library import Library, search_library
from rag.retrieval import hybrid, scoring
from rag.text.letters import differ_in_one


def found(text, index):
    return search_library(Library((index,)), Question(text), 50)


@pytest.mark.parametrize("text", ["zzzzqqqq", "Xylophon"])
def test_what_nobody_says_finds_nothing(small_index, text):
    assert search_library(Library((small_index,)), Question(text), 10) == []


@pytest.mark.parametrize("text", ["SAUERTEIG", "sauertieg", "Sauerteeig", "schraubn", "Leim zzzqq"])
def test_other_ways_of_writing_find(small_index, text):
    assert search_library(Library((small_index,)), Question(text), 10)


def test_every_word_that_is_said_is_found_where_it_is_said(small_index):
    turns = [(one, at, turn) for one in small_index.corpus for at, turn in enumerate(one.turns)]
    for word in {word for *_, turn in turns for word in re.findall(r"\w+", turn.text)}:
        said = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        holding = {(one.id, at) for one, at, turn in turns if said.search(turn.text)}
        assert holding <= {
            (hit.chunk.episode.id, hit.chunk.turn_index) for hit in found(word, small_index)
        }


def test_words_are_found_beyond_what_is_near(small_index, monkeypatch):
    monkeypatch.setattr(scoring, "DEPTH", 1)
    monkeypatch.setattr(hybrid, "DEPTH", 1)
    assert len(found("Brot", small_index)) == 2


def test_of_a_sentence_more_than_a_common_word_has_to_be_said(small_index):
    assert found("Esche Elektroauto", small_index) and found("Was ist mit der Esche?", small_index)
    assert not found("Was kostet ein Elektroauto ohne Schrauben?", small_index)


def test_nothing_is_listed_twice(small_index):
    hits = found("der Teig und die Esche ruhen", small_index)
    assert len({hit.chunk for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("leim", "leim", False),
        ("leim", "lein", True),
        ("leim", "lim", True),
        ("leim", "liem", True),
        ("leim", "leimen", False),
        ("", "a", True),
        ("", "", False),
    ],
)
def test_words_that_differ_in_one_letter(one, other, alike):
    assert differ_in_one(one, other) is differ_in_one(other, one) is alike
