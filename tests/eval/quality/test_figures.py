"""Figures, thresholds and comparison, from answers put together by hand."""

import json
import math
from dataclasses import replace

import pytest

from corpus import Chapter
from eval.dataset import Example, Gold
from eval.quality.asking import SENTENCES, WINDOWS, Asked
from eval.quality.compare import comparison, verdicts
from eval.quality.figures import Figure, figures, mean
from eval.quality.report import Run, report_json, side_by_side, table
from eval.quality.thresholds import THRESHOLDS, load_thresholds, shortfalls
from rag import Answer, Citation, Quote, ShowNote
from rag.wording import said_by
from tests.support.fakes import small_corpus

CORPUS = small_corpus()
HOLZ = CORPUS.episodes[0]
WOOD_CHAPTER = HOLZ.chapters[0]
ASH = Quote(HOLZ, 2, 0, 18, WOOD_CHAPTER)  # "Am liebsten Esche."
OAK = Quote(HOLZ, 2, 72, 119, WOOD_CHAPTER)
FACT = Example("fact-1", "fact", "Holz?", (), True, (Gold(1, "Esche."),), (), "dev")
UNSAID = Example("unanswerable-1", "unanswerable", "Preis?", (), False, (), (), "dev")
PREMISE = Example(
    "false-1", "false_premise", "Warum Stahl?", (), True, (Gold(1, "Esche."),), (), "dev"
)
SHOW = Example("show-1", "show", "Wer?", (), True, (), ("Uwe",), "dev")


def answer(*sources: Quote | ShowNote, text: str | None = None) -> Answer:
    citations = tuple(Citation(number, source) for number, source in enumerate(sources, 1))
    quotes = (source for source in sources if isinstance(source, Quote))
    text = text or "\n\n".join(f"{said_by(quote, 'de')}\n\n„{quote.text}“" for quote in quotes)
    timings = {"total_ms": 20.0}
    return Answer("?", "?", "de", text, bool(sources), "extractive", citations, timings)


def asked(example: Example, given: Answer) -> Asked:
    rankings = {WINDOWS: [(ASH,)], SENTENCES: [(ASH,)], "BM25": [(OAK,), (ASH,)]}
    return Asked(example, given, rankings if example.gold else {})


DEV, TEST = "shipped/dev", "shipped/test"


def measured(*some: Asked) -> list[Figure]:
    return figures({DEV: some}, CORPUS)


def values(*some: Asked) -> dict[str, float]:
    return {figure.key: figure.value for figure in measured(*some)}


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
    shown = table(Run({}, {DEV: [one]}, measured(one)))
    assert "| unanswerable | shipped/dev | 1 | – | – | 1.00 |" in shown
    assert "| refusal recall | 1.00 (1.00–1.00) |" in shown


def test_all_sets_stand_side_by_side_with_what_each_measures():
    one, other = asked(FACT, answer(ASH)), asked(UNSAID, answer())
    ranked = [*mean("R@1", "xquad/German", [1, 0]), *mean("R@5", "xquad/German", [1, 1])]
    found = [*figures({DEV: [one], TEST: [other]}, CORPUS), *ranked]
    run = Run({}, {DEV: [one], TEST: [other]}, found)
    names, rows = side_by_side(run)
    assert names[:2] == ["quote hit@1", "quote hit@3"] and names[-2:] == ["R@1", "R@5"]
    assert [(row.part, row.questions) for row in rows] == [(DEV, 1), (TEST, 1), ("xquad/German", 2)]
    assert "| xquad/German | 2 | – | – | – | – | – | 0.50 | 1.00 |" in table(run)
    assert report_json(run)["sets"]["xquad/German"] == {"questions": 2, "R@1": 0.5, "R@5": 1.0}


def test_paraphrases_have_a_figure_of_their_own_in_every_set():
    missed = asked(replace(FACT, id="para-1", type="para"), answer())
    hit = asked(replace(FACT, id="paraphrase-1", type="paraphrase"), answer(OAK, ASH))
    assert values(asked(FACT, answer()), missed, hit)["paraphrases hit@3"] == 0.5


def test_the_report_is_json_even_where_a_ratio_is_unbounded():
    ratio = Figure("recall", DEV, 2.0, 1, (1.0, math.inf), system="a / b")
    report = report_json(Run({}, {DEV: [asked(FACT, answer(ASH))]}, [ratio]))
    assert report["figures"][0]["interval"] == [1.0, None]
    assert report["questions"][0]["ranks"] == {WINDOWS: 1, SENTENCES: 1, "BM25": 2}
    json.dumps(report, allow_nan=False)


def test_thresholds_bound_from_both_sides():
    found = measured(asked(FACT, answer()))
    least, most = {"quote hit@1": 0.5}, {"answerable refused": 0.1, "latency, p95": 50.0}
    lines = shortfalls(found, {DEV: {"least": least, "most": most}})
    assert lines == [
        "quote hit@1, shipped/dev: 0.000, must be at least 0.5",
        "answerable refused, shipped/dev: 1.000, must be at most 0.1",
    ]


def test_nothing_is_asked_of_a_part_that_was_not_measured():
    limits = {"xquad/German": {"least": {"R@1": 1.0}}, DEV: {"least": {"R@1": 1.0}}}
    lines = shortfalls(measured(asked(FACT, answer())), limits)
    assert lines == ["R@1, shipped/dev: not measured, must be at least 1.0"]


def test_the_kept_thresholds_name_figures_that_exist():
    some = [asked(replace(FACT, type=kind), answer(ASH)) for kind in ("fact", "followup", "para")]
    found = {f.key for f in measured(*some, asked(UNSAID, answer()), asked(SHOW, answer(ASH)))}
    found |= {key.replace("BM25", "LangChain") for key in found}
    found |= {"R@1", "R@5", "area under the curve", "missed at 33 %"}
    limits = load_thresholds(THRESHOLDS)
    parts = {"shipped": ("dev", "test"), "made-up": ("dev", "test"), "qmsum": ("English",)}
    parts |= dict.fromkeys(("xquad", "nomiracl"), ("German", "English"))
    parts |= {"founders-talk": ("test",)}
    assert set(limits) <= {f"{name}/{split}" for name, splits in parts.items() for split in splits}
    assert {"shipped/dev", "shipped/test", "made-up/dev", "made-up/test"} <= set(limits)
    named = {key for sides in limits.values() for bounds in sides.values() for key in bounds}
    assert named <= found


def test_won_and_lost_since_another_report():
    right, wrong = asked(FACT, answer(OAK, ASH)), asked(UNSAID, answer(ASH))
    assert verdicts(right) == {"right": True, "first": False}
    assert verdicts(asked(FACT, answer())) == {"right": False, "first": False}
    old = {
        "fact-1": {"right": False, "first": True},
        "unanswerable-1": {"right": True, "first": True},
        "gone-1": {"right": True, "first": True},
    }
    assert comparison({DEV: [right, wrong], TEST: []}, old).splitlines()[:5] == [
        "Compared with the other report, shipped/dev, 2 questions in both:",
        "right answers won (1): fact-1",
        "right answers lost (1): unanswerable-1",
        "right first quotes won (0): –",
        "right first quotes lost (2): fact-1, unanswerable-1",
    ]
