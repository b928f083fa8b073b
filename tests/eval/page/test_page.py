"""The page of a run: what it counts, shows, explains and escapes."""

import re
import tomllib
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from eval.dataset import QUESTIONS as SHIPPED_QUESTIONS
from eval.dataset import Example, Gold, load_examples
from eval.made_up import made_up
from eval.page import page as pages
from eval.page.outcomes import Bar, by_kind, by_part, outcome_of
from eval.page.page import page
from eval.quality.asking import Asked
from eval.quality.figures import figures, mean
from eval.quality.report import Run
from tests.eval.quality.test_figures import (
    ASH,
    CORPUS,
    DEV,
    FACT,
    OAK,
    PREMISE,
    SHOW,
    TEST,
    UNSAID,
    answer,
    asked,
)


def run(**parts: list[Asked]) -> Run:
    some = {f"shipped/{part}": each for part, each in parts.items()}
    return Run({}, some, figures(some, CORPUS), (), dict.fromkeys(some, CORPUS))


@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        (asked(FACT, answer(ASH, OAK)), "first"),
        (asked(FACT, answer(OAK, ASH)), "among"),
        (asked(FACT, answer(OAK)), "missed"),
        (asked(FACT, answer()), "silent"),
        (asked(UNSAID, answer()), "refused"),
        (asked(UNSAID, answer(ASH)), "spoke"),
        (asked(PREMISE, answer()), "refused"),
        (asked(SHOW, answer(ASH, text="Uwe")), "first"),
    ],
)
def test_each_question_comes_to_one_of_six_ends(one, outcome):
    assert outcome_of(one) == outcome


def test_bars_count_them_by_part_and_by_kind():
    dev = [asked(FACT, answer(ASH)), asked(FACT, answer()), asked(UNSAID, answer())]
    ranked = [*mean("R@1", "x/y", [1, 0, 0, 0]), *mean("R@5", "x/y", [1, 1, 0, 0])]
    ours, theirs = by_part({DEV: dev, TEST: []}, ranked)
    assert ours == Bar(DEV, {"first": 1, "silent": 1, "refused": 1})
    assert (ours.right, ours.count) == (2, 3)
    assert theirs == Bar("x/y", {"first": 1, "among": 1, "missed": 2})
    widths = [round(width) for *_, width in theirs.segments]
    assert widths == [25, 25, 50] and [begins for *_, begins, _ in theirs.segments][-1] == 50
    assert by_kind({DEV: dev})["unanswerable"] == [Bar(DEV, {"refused": 1})]


def test_the_headline_is_of_the_part_that_nothing_was_learned_from():
    shown = page(run(dev=[asked(FACT, answer())], test=[asked(FACT, answer(ASH))] * 2))
    assert "<h1>2 of 2 questions came out right</h1>" in shown
    assert "shipped/test, which nothing was learned from" in shown
    assert "Failures (1)" in shown and shown.count("<article") == 1


def test_sets_without_whole_answers_have_a_page_without_failures():
    shown = page(Run({}, {}, mean("R@1", "xquad/German", [1, 0])))
    assert "xquad/German" in shown and "Failures" not in shown


def test_a_failure_says_what_came_and_where_the_right_passage_stands():
    one = replace(FACT, history=("Was baust du?",))
    shown = page(run(dev=[asked(one, answer(OAK)), asked(UNSAID, answer(ASH))]))
    said = " ".join(re.sub(r"<[^>]*>", " ", shown).split())
    assert f"{OAK.text} 1. Uwe Groß, episode 1, “{OAK.chapter.title}”, ≈ " in said
    assert "Esche. Uwe Groß, episode 1, ≈ " in said
    assert "Place 1 among the passages that were found." in said
    assert "Asked before: Was baust du?" in said
    assert "That the podcast does not say it." in said


def test_gold_turns_and_gold_of_another_edition_have_their_places():
    turns = replace(FACT, gold=(Gold(1, turns=(4, 4)), Gold(1, "Stahl"), Gold(77, turns=(1, 2))))
    shown = page(run(dev=[asked(turns, answer(OAK))]))
    assert escape(CORPUS.episodes[0].turns[4].text) in shown
    assert "Stahl" in shown and "episode 1, not in this corpus" in shown
    assert "turns 1 to 2" in shown and "episode 77, not in this corpus" in shown
    without = page(Run({}, {DEV: [asked(turns, answer(OAK))]}, []))
    assert "turns 4 to 4" in without and "not in this corpus" not in without


def test_every_figure_and_kind_is_explained():
    terms = tomllib.loads((pages.ROOM / "terms.toml").read_text("utf-8"))
    some = [asked(FACT, answer(ASH)), asked(UNSAID, answer()), asked(SHOW, answer(ASH))]
    some += [asked(replace(FACT, type=kind), answer(ASH)) for kind in ("para", "follow")]
    known = {figure.name for figure in figures({DEV: some}, CORPUS)} | {*pages.SIDE_BY_SIDE}
    assert known - {*terms["figures"]} == set()
    of_sets = [*load_examples(SHIPPED_QUESTIONS), *made_up("dev")[1], *made_up("test")[1]]
    assert {one.type for one in of_sets} - {*terms["kinds"]} == set()


def test_only_its_own_script_may_run_and_nothing_is_loaded():
    shown = page(run(dev=[asked(FACT, answer())]))
    (script,) = re.findall(r"<script>(.*?)</script>", shown, re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in shown and "default-src 'none'" in shown
    assert not re.search(r"https?:|src=|@import|url\(", shown)


def test_what_does_not_fit_is_counted_and_the_rest_is_of_all_parts(monkeypatch):
    monkeypatch.setattr(pages, "LARGEST", 12_000)
    many = [asked(FACT, answer())] * 40
    shown = page(run(dev=many, test=many))
    drawn = shown.count("<article")
    assert 4 < drawn < 20 and f"{80 - drawn} more are in report.json" in shown
    assert abs(2 * shown.count('data-split="dev"') - drawn) <= drawn
    assert "Failures (80)" in shown


def test_markup_everywhere_is_text():
    bad = '<img src=x onerror="1">'
    failed = Example(f"{bad}-1", bad, bad, (bad,), True, (Gold(1, bad),), (bad,), "dev")
    some = {bad: [asked(failed, answer(OAK, text=bad)), asked(FACT, answer(ASH))]}
    shown = page(Run({bad: bad, "settings": {bad: bad}}, some, figures(some, CORPUS)))
    assert "<img" not in shown
    assert shown.count("&lt;img src=x") >= 12
    assert shown.count("<article") == 1


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
@example("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>')
@example("{{ 7 * 7 }}{% raw %}", "</blockquote><script>")
def test_whatever_is_asked_and_quoted_the_page_shows_it_as_text(question, quote):
    one = replace(FACT, id=question, question=question, gold=(Gold(2, quote),), expect=(quote,))
    wrote = replace(answer(OAK, text=quote), generator="model")
    shown = page(Run({question: quote}, {DEV: [asked(one, wrote)]}, []))
    other = replace(one, id="?", question="?", gold=(Gold(2, "?"),), expect=("?",))
    wrote = replace(answer(OAK, text="?"), generator="model")
    plain = page(Run({"?": "?"}, {DEV: [asked(other, wrote)]}, []))
    assert [*re.findall(r"<[^>]*", shown)] == [*re.findall(r"<[^>]*", plain)]
    for text in (question, quote[:600]):
        assert escape(text) in shown
