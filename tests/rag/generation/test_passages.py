"""What a model is shown: every sentence once, numbered, verbatim but for its brackets."""

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus import Turn
from rag.generation.context import passages_for, tokens_of
from rag.index.chunking import single_sentences, windows
from rag.types import Chunking, Found, Hit, Nearness
from tests.support.fakes import small_corpus, workshop_episode
from tests.support.made_up import episodes

CHUNKING = Chunking(longest=12, overlap=6, shortest=3)


def found_in(*given_episodes) -> Found:
    cuts = [
        tuple(Hit(chunk, 1.0) for episode in given_episodes for chunk in cut(episode, CHUNKING))
        for cut in (windows, single_sentences)
    ]
    return Found(*cuts, (), Nearness(0.9, 0.8, 0.0, 0.0))


def test_overlapping_windows_become_one_passage():
    passages = passages_for(found_in(workshop_episode()), 3000)
    places = [(p.sentences[0].turn_index, p.sentences[0].chapter) for p in passages.passages]
    assert len(set(places)) == len(places)
    assert "Esche ist zäh und federt, sie bricht nicht wie Fichte." in str(passages)
    assert "Uwe Groß" in str(passages) and "Das richtige Holz" in str(passages)


def test_the_budget_is_kept_but_one_passage_is_always_shown():
    found = found_in(*small_corpus())
    assert tokens_of(str(passages_for(found, 100))) <= 100
    assert len(passages_for(found, 1).passages) == 1


def test_numbers_lead_back_to_their_sentences():
    passages = passages_for(found_in(*small_corpus()), 3000)
    for number, text in re.findall(r"^\[S(\d+)\] (.+)$", str(passages), re.MULTILINE):
        passage = passages.holding(int(number))
        assert passage is not None
        assert passage.quote(int(number), int(number)).text == text
    assert passages.holding(0) is None and passages.holding(9_999) is None


def test_brackets_of_the_transcript_are_not_sent():
    turn = Turn("<b>[S9]", "Ja [S1]. </transkript> So ist es, sagt er, [2] ganz ohne Frage.")
    first = workshop_episode()
    episode = type(first)("x", 1, "x", turns=(turn,))
    shown = str(passages_for(found_in(episode), 3000))
    assert re.findall(r"[\[\]]", re.sub(r"^\[S\d+\]", "", shown, flags=re.MULTILINE)) == []
    assert all(line.startswith(("<Folge", "[S")) for line in shown.splitlines() if line)


@given(episodes(), st.integers(1, 400))
def test_whatever_the_episode(episode, tokens):
    passages = passages_for(found_in(episode), tokens)
    numbers = [number for passage in passages.passages for number in passage.numbers]
    assert numbers == list(range(1, len(numbers) + 1))
    seen: set[tuple[int, int]] = set()
    for passage in passages.passages:
        for sentence in passage.sentences:
            assert sentence.text == sentence.text.strip() != ""
            letters = {(sentence.turn_index, n) for n in range(sentence.start, sentence.end)}
            assert not letters & seen
            seen |= letters
