"""The table that `python -m eval` prints, from answers put together by hand."""

from dataclasses import replace

from eval.__main__ import Asked, table
from eval.dataset import Example, Gold
from rag import Answer, Citation, Quote
from tests.fakes import workshop_episode

ASH = Quote(workshop_episode(), 2, 0, 18, None)  # "Am liebsten Esche."
FACT = Example("fact-1", "fact", "Holz?", (), True, (Gold(1, "Esche"),), ())
HIT = Answer("Holz?", "Holz?", "de", "… [1]", True, "extractive", (Citation(1, ASH),))
REFUSED = replace(HIT, grounded=False, citations=())


def test_shares_by_kind_and_split():
    missed = replace(FACT, id="fact-3", gold=(Gold(2, "Brot"),))
    unsaid = replace(FACT, id="unanswerable-2", type="unanswerable", answerable=False, gold=())
    shown = table([Asked(FACT, HIT), Asked(missed, HIT), Asked(unsaid, REFUSED)])
    assert "| fact | dev | 2 | 0.50 | 0.50 | 1.00 |" in shown
    assert "| unanswerable | test | 1 | – | – | 1.00 |" in shown
    assert "Quotes that are verbatim: 1.00" in shown


def test_a_wrong_refusal_counts_against_it():
    assert "| fact | dev | 1 | 0.00 | 0.00 | 0.00 |" in table([Asked(FACT, REFUSED)])
