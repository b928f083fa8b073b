"""Figures, thresholds, comparison and page, from answers put together by hand."""

import json
import math
import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from corpus import Chapter
from eval.dataset import Example, Gold
from eval.quality.asking import SENTENCES, WINDOWS, Asked
from eval.quality.compare import comparison, verdicts
from eval.quality.figures import Figure, figures
from eval.quality.page import page
from eval.quality.report import Run, report_json, table
from eval.quality.thresholds import THRESHOLDS, load_thresholds, shortfalls
from rag import Answer, Citation, Quote, ShowNote
from rag.wording import said_by
from tests.support.fakes import small_corpus

CORPUS = small_corpus()
HOLZ = CORPUS.episodes[0]
WOOD_CHAPTER = HOLZ.chapters[0]
ASH = Quote(HOLZ, 2, 0, 18, WOOD_CHAPTER)  # "Am liebsten Esche."
OAK = Quote(HOLZ, 2, 72, 119, WOOD_CHAPTER)
FACT = Example("fact-1", "fact", "Holz?", (), True, (Gold(1, "Esche."),), ())
UNSAID = Example("unanswerable-1", "unanswerable", "Preis?", (), False, (), ())
PREMISE = Example("false-1", "false_premise", "Warum Stahl?", (), True, (Gold(1, "Esche."),), ())
SHOW = Example("show-1", "show", "Wer?", (), True, (), ("Uwe",))


def answer(*sources: Quote | ShowNote, text: str | None = None) -> Answer:
    citations = tuple(Citation(number, source) for number, source in enumerate(sources, 1))
    quotes = (source for source in sources if isinstance(source, Quote))
    text = text or "\n\n".join(f"{said_by(quote, 'de')}\n\n„{quote.text}“" for quote in quotes)
    timings = {"total_ms": 20.0}
    return Answer("?", "?", "de", text, bool(sources), "extractive", citations, timings)


def asked(example: Example, given: Answer) -> Asked:
    rankings = {WINDOWS: [(ASH,)], SENTENCES: [(ASH,)], "BM25": [(OAK,), (ASH,)]}
    return Asked(example, given, rankings if example.gold else {})


def values(*some: Asked) -> dict[str, float]:
    return {figure.key: figure.value for figure in figures(some, CORPUS)}


def test_shares_of_quotes_and_show_facts():
    missed = asked(replace(FACT, id="fact-3"), answer(OAK, ASH))
    note = asked(SHOW, answer(ShowNote(HOLZ, "Uwe"), text="Uwe [1]"))
    found = values(asked(FACT, answer(ASH)), missed, note)
    assert (found["quote hit@1"], found["quote hit@3"]) == (0.5, 1.0)
    assert (found["show facts"], found["verbatim"], found["attribution"]) == (1.0, 1.0, 1.0)
    assert found["time error, median"] == pytest.approx(
        abs(ASH.begins.seconds - Quote(HOLZ, 2, 12, 18, None).begins.seconds)
    )


def test_refusals_of_false_premises_are_right_but_not_asked_for():
    found = values(
        asked(FACT, answer()),
        asked(UNSAID, answer()),
        asked(replace(UNSAID, id="unanswerable-3"), answer(ASH)),
        asked(PREMISE, answer()),
        asked(replace(FACT, id="fact-3"), answer(ASH)),
    )
    assert found["refusal precision"] == pytest.approx(2 / 3)
    assert found["refusal recall"] == 0.5
    assert found["answerable refused"] == 0.5


@pytest.mark.parametrize(
    "quote",
    [
        replace(ASH, chapter=Chapter(70.0, "Leim oder Schrauben?")),
        replace(ASH, chapter=None),
        replace(ASH, episode=replace(HOLZ, number=2)),
        replace(ASH, episode=replace(HOLZ, number=9)),
        replace(ASH, episode=replace(HOLZ, id="another")),
        replace(
            ASH, episode=replace(HOLZ, turns=tuple(replace(t, speaker="X") for t in HOLZ.turns))
        ),
        replace(
            ASH,
            episode=replace(HOLZ, turns=tuple(replace(t, text=t.text[1:]) for t in HOLZ.turns)),
        ),
    ],
    ids=["chapter", "no chapter", "episode", "no such episode", "another id", "speaker", "text"],
)
def test_attribution_is_judged_by_the_corpus(quote):
    assert values(asked(FACT, answer(quote)))["attribution"] == 0.0


def test_the_first_quote_can_be_of_another_voice():
    host = Quote(HOLZ, 1, 0, 10, WOOD_CHAPTER)
    key = "first quote of the right speaker and episode"
    assert values(asked(FACT, answer(host, ASH)))[key] == 0.0
    assert values(asked(FACT, answer(OAK)))[key] == 1.0
    turns = replace(FACT, gold=(Gold(1, turns=(1, 2)),))
    assert values(asked(turns, answer(host)))[key] == 1.0


def test_rankings_are_compared_at_equal_budgets():
    found = values(asked(FACT, answer(ASH)))
    assert found["recall@1, our windows"] == 1.0
    assert found["recall@1, BM25"] == 0.0
    assert found["MRR, BM25"] == 0.5
    assert found["recall at 100 words, our windows / BM25"] == 1.0


def test_a_set_of_one_split_without_gold_has_a_table():
    one = asked(UNSAID, answer())
    shown = table(Run({}, [one], figures([one], CORPUS)))
    assert "| unanswerable | dev | 1 | – | – | 1.00 |" in shown
    assert "| refusal recall | 1.00 (1.00–1.00) | – |" in shown


def test_the_report_is_json_even_where_a_ratio_is_unbounded():
    ratio = Figure("recall", "dev", 2.0, 1, (1.0, math.inf), system="a / b")
    report = report_json(Run({}, [asked(FACT, answer(ASH))], [ratio]))
    assert report["figures"][0]["interval"] == [1.0, None]
    assert report["questions"][0]["ranks"] == {WINDOWS: 1, SENTENCES: 1, "BM25": 2}
    json.dumps(report, allow_nan=False)


def test_thresholds_bound_from_both_sides():
    found = figures([asked(FACT, answer())], CORPUS)
    least, most = {"quote hit@1": 0.5}, {"answerable refused": 0.1, "latency, p95": 50.0}
    lines = shortfalls(found, {"dev": {"least": least, "most": most}})
    assert lines == [
        "quote hit@1, dev: 0.000, must be at least 0.5",
        "answerable refused, dev: 1.000, must be at most 0.1",
    ]


def test_the_kept_thresholds_name_figures_that_exist():
    lean = replace(FACT, id="f-1", type="followup")
    some = [FACT, UNSAID, lean, SHOW]
    some += [replace(example, id=f"{example.id[:-1]}2") for example in some]
    measured = {
        figure.key for figure in figures([asked(example, answer(ASH)) for example in some], CORPUS)
    } | {"refusal precision"}  # nothing is refused here
    measured |= {key.replace("BM25", "LangChain") for key in measured}
    limits = load_thresholds(THRESHOLDS)
    assert set(limits) == {"dev", "test"}
    named = {key for sides in limits.values() for bounds in sides.values() for key in bounds}
    assert named <= measured


def test_won_and_lost_since_another_report():
    right, wrong = asked(FACT, answer(OAK, ASH)), asked(UNSAID, answer(ASH))
    assert verdicts(right) == {"right": True, "first": False}
    assert verdicts(asked(FACT, answer())) == {"right": False, "first": False}
    old = {
        "fact-1": {"right": False, "first": True},
        "unanswerable-1": {"right": True, "first": True},
        "gone-1": {"right": True, "first": True},
    }
    assert comparison([right, wrong], old).splitlines() == [
        "Compared with the other report, 2 questions in both:",
        "right answers won (1): fact-1",
        "right answers lost (1): unanswerable-1",
        "right first quotes won (0): –",
        "right first quotes lost (2): fact-1, unanswerable-1",
    ]


def test_the_page_shows_failures_and_escapes_everything():
    bad = '<img src=x onerror="1">'
    failed = Example(f"{bad}-1", bad, bad, (bad,), True, (Gold(1, bad),), (bad,))
    some = [asked(failed, answer(OAK, text=bad)), asked(FACT, answer(ASH))]
    shown = page(Run({bad: bad}, some, figures(some, CORPUS)))
    assert "<img" not in shown
    assert "Failures (1)" in shown
    assert shown.count("&lt;img src=x") >= 8
    assert shown.count("<article>") == 1


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
@example("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>')
@example("{{ 7 * 7 }}{% raw %}", "</blockquote><script>")
def test_whatever_is_asked_and_quoted_the_page_shows_it_as_text(question, quote):
    one = replace(FACT, question=question, gold=(Gold(2, quote),), expect=(quote,))
    shown = page(Run({question: quote}, [asked(one, answer(OAK, text=quote))], []))
    plain = page(Run({"?": "?"}, [asked(replace(one, question="?"), answer(OAK, text="?"))], []))
    assert {*re.findall(r"<[^>]*", shown)} == {*re.findall(r"<[^>]*", plain)}
    for text in (question, quote, f"Episode 2: {quote}", f"Must say: {quote}"):
        assert f">{escape(text)}<" in shown


def test_the_page_says_where_gold_turns_are_and_what_must_not_be_answered():
    turns = replace(FACT, gold=(Gold(1, turns=(4, 4)),))
    shown = page(Run({}, [asked(turns, answer(ASH)), asked(UNSAID, answer(ASH))], []))
    assert "Episode 1: turns 4 to 4" in shown
    assert "The podcast does not say." in shown
