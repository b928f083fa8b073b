import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus
from rag.types import Answer
from tests.asking import small_pipeline, word_search
from tests.fakes import small_corpus
from ui.conversation import Conversation, Exchange, replies
from ui.german import GERMAN
from ui.memory import MOST, kept, recalled

CORPUS = small_corpus()


def one(corpus: Corpus = CORPUS) -> Conversation:
    asked = Exchange("Warum federt Esche? Schrauben?")
    *_, last = replies(small_pipeline(corpus), word_search(corpus), (), asked, GERMAN)
    return (last,)


def test_what_is_kept_comes_back_as_it_was() -> None:
    [before] = one()
    [after] = recalled(CORPUS, json.loads(json.dumps(kept((before,)))))
    assert isinstance(before.reply, Answer)
    assert isinstance(after.reply, Answer)
    assert after.reply.citations == before.reply.citations
    assert after.reply.text == before.reply.text
    assert [span.text for span in after.beside] == [span.text for span in before.beside]
    assert (after.suggestions, after.settled) == (before.suggestions, True)


def test_what_no_longer_stands_in_the_transcript_is_forgotten() -> None:
    first, second = CORPUS
    turns = tuple(replace(turn, text=f"Neu: {turn.text}") for turn in first.turns)
    changed = replace(CORPUS, episodes=(replace(first, turns=turns), second))
    assert recalled(changed, kept(one())) == ()


def test_only_the_latest_are_kept() -> None:
    assert len(kept(one() * (MOST + 5))) == MOST


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(JSON)
def test_nonsense_is_no_conversation(memory: object) -> None:
    assert recalled(CORPUS, memory) == ()


@given(st.integers(-5, 90), st.integers(-5, 900), st.integers(-5, 900), st.integers(-3, 9))
def test_no_place_outside_the_transcript(turn: int, start: int, end: int, chapter: int) -> None:
    [row] = kept(one())
    [_, span] = row["reply"]["citations"][0]
    span |= {"turn": turn, "start": start, "end": end, "chapter": chapter, "text": "Erfunden."}
    assert recalled(CORPUS, [row]) == ()
