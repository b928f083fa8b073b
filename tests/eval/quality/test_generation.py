"""Metrics of written answers: known values for answers made by hand."""

from dataclasses import replace

import pytest

from eval.dataset import Example, Gold
from eval.quality.generation import (
    citation_precision,
    citation_recall,
    fabricated_share,
    generation_rows,
    sentences,
    unsupported_share,
)
from rag import Answer, Citation, Quote
from rag.wording import NOTICES
from tests.support.fakes import small_corpus

FIRST = small_corpus().episodes[0]
HELD = Citation(1, Quote(FIRST, 4, 11, 60, None))
WOOD = Citation(2, Quote(FIRST, 2, 0, 18, None))
EXAMPLE = Example("q1", "fact", "Leim?", (), True, (Gold(1, turns=(4, 4)),), ())


def written(text: str, *citations: Citation) -> Answer:
    timings = {"first_token_ms": 40.0}
    return Answer("?", "?", "de", text, bool(citations), "a:b", citations, timings, tokens=90)


FOUR = written("Leim hält [1]. Esche auch. [2] Nun ja (ohne Beleg). Beides [1][2].", HELD, WOOD)


def test_sentences_with_what_they_cite():
    found = sentences(FOUR)
    assert [sentence.text for sentence in found] == [
        *("Leim hält [1].", "Esche auch. [2]", "Nun ja (ohne Beleg).", "Beides [1][2]."),
    ]
    assert [[c.number for c in sentence.citations] for sentence in found] == [[1], [2], [], [1, 2]]
    assert [sentence.is_unsupported for sentence in found] == [False, False, True, False]


def test_recall_precision_and_what_is_unsupported():
    assert citation_recall(FOUR, EXAMPLE) == 2 / 4
    assert citation_precision(FOUR, EXAMPLE) == 2 / 4
    assert unsupported_share(FOUR) == 1 / 4
    assert fabricated_share(FOUR) == 0


def test_where_there_is_nothing_to_judge():
    refusal = written("Dazu sagt der Podcast nichts.")
    assert citation_recall(refusal, EXAMPLE) is None
    assert citation_precision(refusal, EXAMPLE) is None
    assert unsupported_share(refusal) is None
    assert citation_recall(FOUR, replace(EXAMPLE, gold=())) is None


def test_what_is_fabricated():
    assert fabricated_share(written("Leim hält [1]. Esche [3].", HELD)) == 1 / 2
    empty = Citation(1, Quote(FIRST, 4, 5, 5, None))
    assert fabricated_share(written("Leim [1].", empty)) == 1


def test_rows_of_a_report():
    late, odd = (
        replace(FOUR, generator="extractive", notice=notice)
        for notice in (NOTICES["en"]["timeout"], "…")
    )
    rows = dict(generation_rows([(FOUR, EXAMPLE), (late, EXAMPLE), (odd, EXAMPLE)]))
    assert rows["answers that the model wrote"] == "1 of 3"
    assert rows["extractive because the model failed"] == "2 (1 timeout, 1 other)"
    assert rows["citation recall per sentence"] == "0.50"
    assert rows["fabricated share"] == "0.00"
    assert rows["time to the first token, median"] == "40 ms"
    assert rows["tokens per question, median"] == "90"


def test_a_model_that_writes_in_vain_is_waited_and_paid_for():
    vain = replace(FOUR, generator="extractive", notice=NOTICES["de"]["unsupported"])
    rows = dict(generation_rows([(vain, EXAMPLE)]))
    assert rows["extractive because the model failed"] == "1 (1 unsupported)"
    assert rows["time to the first token, median"] == "40 ms"
    assert rows["tokens per question, median"] == "90"


UNASKED = replace(FOUR, generator="extractive", timings={}, tokens=0)


@pytest.mark.parametrize("pairs", [[], [(UNASKED, EXAMPLE)]])
def test_a_report_without_written_answers(pairs):
    assert all(value in ("–", "0", f"0 of {len(pairs)}") for _, value in generation_rows(pairs))
