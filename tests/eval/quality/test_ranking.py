"""Metrics of rankings: known values for passages made by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.dataset import Gold
from eval.quality.ranking import first_rank, ndcg, recall, reciprocal_rank, within, without_overlap
from rag.types import Span
from tests.support.fakes import workshop_episode

EPISODE = workshop_episode()
WOOD, GLUE = EPISODE.turns[2].text, EPISODE.turns[4].text


def span(turn: int, start: int = 0, end: int | None = None) -> Span:
    return Span(EPISODE, turn, start, len(EPISODE.turns[turn].text) if end is None else end, None)


HELLO, ASH, OAK, LEIM = (span(0),), (span(2, 0, 18),), (span(2, 72),), (span(4),)
IN_ASH, IN_OAK, TURN = Gold(1, "Esche."), Gold(1, "Eiche geht"), Gold(1, turns=(4, 5))


def test_recall_looks_at_the_first_k_only():
    assert not recall([HELLO, ASH], [IN_ASH], 1)
    assert recall([HELLO, ASH], [IN_ASH], 2)
    assert recall([HELLO, LEIM], [IN_ASH, TURN])


def test_reciprocal_rank_is_of_the_first_that_holds_any_gold():
    assert reciprocal_rank([HELLO, OAK, ASH], [IN_ASH, IN_OAK]) == 0.5
    assert reciprocal_rank([HELLO], [IN_ASH]) == 0.0
    assert first_rank([HELLO, OAK], [IN_OAK]) == 2
    assert first_rank([HELLO], [IN_OAK]) is None


def test_ndcg_gains_nothing_from_showing_a_gold_again():
    assert ndcg([ASH, OAK], [IN_ASH, IN_OAK]) == 1.0
    assert ndcg([ASH, ASH], [IN_ASH, IN_OAK]) == ndcg([ASH], [IN_ASH, IN_OAK])
    assert ndcg([HELLO, ASH], [IN_ASH]) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg([(span(2),)], [IN_ASH, IN_OAK]) == 1.0  # both in the first passage
    assert ndcg([ASH], []) == 0.0


def test_within_a_budget_the_last_passage_is_cut_after_a_word():
    shown = within([HELLO, LEIM, ASH], 7)
    assert [[s.text for s in passage] for passage in shown] == [
        [EPISODE.turns[0].text],
        ["Ich leime."],
    ]
    assert not recall(shown, [IN_ASH])


def test_a_passage_over_turns_is_cut_as_one():
    (shown,) = within([(span(0), span(1))], 6)
    assert [s.text for s in shown] == [EPISODE.turns[0].text, "Welches"]


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 130)), max_size=3)),
    st.integers(0, 60),
)
def test_a_budget_is_spent_and_never_overspent(places, words):
    ranked = [tuple(span(t, min(start, len(EPISODE.turns[t].text))) for t, start in p)
              for p in places]  # fmt: skip
    total = sum(len(s.text.split()) for p in ranked for s in p)
    shown = within(ranked, words)
    assert sum(len(s.text.split()) for p in shown for s in p) == min(words, total)


def test_what_overlaps_a_better_passage_is_left_out():
    whole = (span(2),)
    assert without_overlap([ASH, whole, OAK, LEIM]) == [ASH, OAK, LEIM]
