"""The metrics on answers put together by hand."""

from dataclasses import replace

import pytest

from corpus import Chapter, ChapterSpan, Turn
from eval.dataset import Example, Gold
from eval.quality.metrics import (
    hit_at,
    is_attributed,
    is_told_rightly,
    is_verbatim,
    is_whole,
    locate,
    overlaps_gold,
    refusal_is_right,
    says,
    time_error,
)
from rag import Answer, Citation, Quote, ShowNote
from tests.support.fakes import small_corpus, workshop_episode

EPISODE = workshop_episode()
ASH = Quote(EPISODE, 2, 0, 18, None)  # "Am liebsten Esche."
OAK = Quote(EPISODE, 2, 72, 119, None)
EXAMPLE = Example("fact-1", "fact", "Holz?", (), True, (Gold(1, "Esche ist zäh"),), ("Esche",))


def answer(*sources: Quote | ShowNote, text: str = "…") -> Answer:
    citations = tuple(Citation(number, source) for number, source in enumerate(sources, 1))
    return Answer("Holz?", "Holz?", "de", text, bool(sources), "extractive", citations)


def test_overlap_is_a_hit_and_touching_is_not():
    assert overlaps_gold(ASH, Gold(1, "liebsten"))
    assert not overlaps_gold(ASH, Gold(1, " Esche ist zäh"))
    assert overlaps_gold(Quote(EPISODE, 2, 0, 20, None), Gold(1, "Esche ist zäh"))


def test_a_hit_is_in_the_same_episode():
    assert not overlaps_gold(ASH, Gold(2, "Am liebsten Esche."))


@pytest.mark.parametrize(("turns", "hit"), [((0, 1), False), ((2, 2), True), ((1, 4), True)])
def test_gold_can_be_turns(turns, hit):
    assert overlaps_gold(ASH, Gold(1, turns=turns)) is hit


def test_hit_at_counts_the_first_citations_only():
    gold = replace(EXAMPLE, gold=(Gold(1, EPISODE.turns[2].text[72:119]),))
    both = answer(ASH, OAK)
    assert not hit_at(both, gold, 1)
    assert hit_at(both, gold, 3)


def test_a_show_note_is_a_hit_when_it_says_what_is_expected():
    note = ShowNote(EPISODE, "Esche")
    assert hit_at(answer(note, text="Esche [1]"), EXAMPLE, 1)
    assert not hit_at(answer(note, text="Eiche [1]"), EXAMPLE, 1)


def test_says_ignores_case():
    assert says(answer(text="ESCHE"), EXAMPLE)
    assert not says(answer(text="Eiche"), EXAMPLE)


def test_an_empty_quote_is_not_verbatim():
    assert is_verbatim(answer(ASH))
    assert not is_verbatim(answer(Quote(EPISODE, 2, 5, 5, None)))


def test_refusing_a_false_premise_is_right_and_refusing_a_fact_is_not():
    assert not refusal_is_right(answer(), EXAMPLE)
    assert refusal_is_right(answer(), replace(EXAMPLE, answerable=False))
    assert refusal_is_right(answer(), replace(EXAMPLE, type="false_premise"))
    assert not refusal_is_right(answer(ASH), replace(EXAMPLE, answerable=False))


def test_a_quote_is_of_the_chapter_that_it_begins_in():
    first, second = Chapter(20.0, "Holz"), Chapter(50.0, "Eiche")
    spans = [ChapterSpan(2, 0, 72, first), ChapterSpan(2, 72, 119, second)]
    corpus = small_corpus()
    assert is_attributed(replace(OAK, chapter=second), corpus, spans)
    assert not is_attributed(replace(OAK, chapter=first), corpus, spans)
    assert is_attributed(replace(ASH, chapter=first), corpus, spans)


def test_the_time_error_is_to_the_nearest_gold_that_is_hit():
    late, exact = Gold(1, "Esche."), Gold(1, "Am liebsten Esche.")
    corpus = small_corpus()
    one = time_error(ASH, replace(EXAMPLE, gold=(late,)), corpus)
    assert one is not None and one > 0
    assert time_error(ASH, replace(EXAMPLE, gold=(late, exact)), corpus) == 0.0
    assert time_error(ASH, replace(EXAMPLE, gold=(Gold(1, "Ich leime."),)), corpus) is None


def test_gold_is_located_by_its_words_or_turns():
    corpus = small_corpus()
    assert locate(Gold(1, "Esche ist zäh"), corpus) == (2, 2, 19)
    assert locate(Gold(1, turns=(1, 3)), corpus) == (1, 3, 0)
    assert locate(Gold(1, "Stahl"), corpus) is None
    assert locate(Gold(1, turns=(7, 9)), corpus) is None
    assert locate(Gold(9, "Esche"), corpus) is None


def test_each_quote_is_told_under_its_own_name():
    asks = Quote(EPISODE, 1, 0, 39, None)
    ash = f"Dazu sagt Uwe Groß in Folge 1, bei ≈ 0:26:\n\n„{ASH.text}“ [1]"
    under_its_own = f"{ash}\n\nJana Öztürk in Folge 1, bei ≈ 0:20:\n\n„{asks.text}“ [2]"
    under_the_first = f"{ash}\n\n„{asks.text}“ [2]"
    told = answer(ASH, asks, text=under_its_own)
    assert is_told_rightly(ASH, told) and is_told_rightly(asks, told)
    untold = answer(ASH, asks, text=under_the_first)
    assert is_told_rightly(ASH, untold) and not is_told_rightly(asks, untold)
    assert not is_told_rightly(ASH, answer(ASH, text=f"„{ASH.text}“ [1]"))
    assert not is_told_rightly(ASH, answer(ASH, text=under_its_own.replace("0:26", "0:27")))


def test_a_quote_that_begins_or_ends_in_direct_speech_is_not_whole():
    turn = Turn("Uwe Groß", 'Er sagt: "Esche ist zäh. Sie federt." Das stimmt.')
    episode = replace(EPISODE, turns=(turn,))
    assert is_whole(Quote(episode, 0, 0, 37, None))
    assert is_whole(Quote(episode, 0, 38, 49, None))
    assert not is_whole(Quote(episode, 0, 0, 24, None))
    assert not is_whole(Quote(episode, 0, 25, 37, None))
