"""A search says when nothing fits; how a word is written is no obstacle."""

import pytest

from rag import Question
from rag.pipeline.library import Library, search_library
from rag.text.letters import differ_in_one


@pytest.mark.parametrize("text", ["zzzzqqqq", "Xylophon"])
def test_what_nobody_says_finds_nothing(small_index, text):
    assert search_library(Library((small_index,)), Question(text), 10) == []


@pytest.mark.parametrize("text", ["SAUERTEIG", "sauertieg", "Sauerteeig", "schraubn", "Leim zzzqq"])
def test_other_ways_of_writing_find(small_index, text):
    assert search_library(Library((small_index,)), Question(text), 10)


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
