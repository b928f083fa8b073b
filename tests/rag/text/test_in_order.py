"""Pieces one behind the other: what `A.*B.*C` finds, sooner."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.ordered import beginning, expressions, found, pieces

PIECES = [r"\bwer\b", r"\bführt\b", r"^(?!.*kapitel)", r"(?<!der )gast\b", r"\ba\b", r"\bpod\w*"]
WORDS = ["wer", "führt", "gast", "der", "kapitel", "a", "ab", "podcast", "werführt", ",", "?"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3), TEXTS)
def test_it_finds_what_one_pattern_finds(parts, text):
    whole = re.compile(".*".join(parts)).search(text)
    first = beginning(pieces("…".join(parts)), text)
    assert (first is None) == (whole is None)
    assert first is None or whole is None or first.start() == whole.start()


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("Wer führt?", False), ("wer das führt", True), ("führt wer", False), ("ein gast", True)],
)
def test_one_of_several(text, is_found):
    assert found(expressions((r"\bwer\b…\bführt\b", r"\bgast\b", r"\bgäste\b")), text) == is_found


def test_those_of_one_piece_are_one_pattern():
    assert len(expressions(("a", "b", "c…d"))) == 2
    assert not found(expressions(()), "a")
