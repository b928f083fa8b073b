"""Chunks as parts of the blocks of their turn."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, Episode, Podcast, Turn
from rag.embedding.spans import Part, parts_of, source, spoken, whole
from rag.index.chunking import passages, said, single_sentences, windows
from rag.index.layout import plan_for
from rag.types import Chunking
from tests.support.fakes import bakery_episode, small_corpus

SENTENCES = st.lists(
    st.sampled_from(
        ["Ja.", "Der Teig ruht die ganze Nacht.", "wort " * 70, "Und \u00a0dann? ", "\n", "…"]
    ),
    max_size=30,
)


def of_turns(*texts: str) -> Episode:
    turns = tuple(Turn("Sigrid", text) for text in texts)
    return replace(bakery_episode(), turns=turns, chapters=())


def without_blanks(text: str) -> str:
    return "".join(text.split())


@given(SENTENCES.map(" ".join), SENTENCES.map("".join))
def test_the_parts_of_a_chunk_say_what_it_says(first, second):
    episode = of_turns(first, second)
    read = passages(episode, Chunking())
    for cut in (windows, passages, single_sentences):
        for chunk in cut(episode, Chunking()):
            parts = parts_of(chunk, [b for b in read if b.turn_index == chunk.turn_index])
            assert without_blanks(spoken(parts)) == without_blanks(chunk.text)
            assert all(part.text == part.text.strip() for part in parts)


@given(SENTENCES.map(" ".join), st.integers(1, 200))
def test_passages_share_no_word(text, longest):
    episode = of_turns(text)
    read = passages(episode, Chunking(longest=longest))
    assert without_blanks("".join(map(said, read))) in ("", without_blanks(text))
    # Short sentences were joined before.
    most = longest + Chunking().shortest
    assert all(len(said(passage).split()) < most for passage in read)


def test_a_short_turn_is_one_passage_and_read_by_itself():
    episode = of_turns("Der Teig ruht. Lange! ")
    (passage,), (window,) = passages(episode, Chunking()), windows(episode, Chunking())
    assert parts_of(window, [passage]) == whole("Der Teig ruht. Lange!")
    assert source(whole("Der Teig ruht.")) == "Der Teig ruht."


@pytest.mark.parametrize(
    "other",
    [
        (Part("Der Teig ruht.", 0, 8),),
        (Part("Der Teig ruht!", 4, 8),),
        (Part("Der Teig ruht.", 4, 8), Part("Und?", 0, 4)),
        whole("Teig"),
    ],
)
def test_other_parts_have_another_source(other):
    assert source(other) != source((Part("Der Teig ruht.", 4, 8),))


def test_no_block_is_read_for_two_parts_of_a_plan():
    plan = plan_for(small_corpus(), Chunking())
    shares = [plan.part(number, 3) for number in (1, 2, 3)]
    for level, rows in plan.rows.items():
        ids = [row_id for share in shares for row_id in share.rows[level].ids]
        assert sorted(ids) == sorted(rows.ids)
    turns = [
        {(c.episode.id, c.turn_index) for rows in share.rows.values() for c in rows.chunks}
        for share in shares
    ]
    assert sum(map(len, turns)) == len(set().union(*turns))


def test_another_word_in_the_block_is_another_chunk():
    """Its vector would be another, even where the chunk itself says the same."""
    long = "Der Teig ruht die ganze Nacht. Das Mehl quillt dabei langsam auf. Er duftet nach Malz. "
    ids = []
    for last in ("Dann wird er gebacken.", "Dann wird er geformt."):
        plan = plan_for(Corpus(Podcast("brot", "Brot"), (of_turns(long + last),)), Chunking())
        ids.append(plan.rows["sentence"].ids[0])
    assert ids[0] != ids[1]
