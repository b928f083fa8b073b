"""Which sets are measured, and which of their questions."""

from dataclasses import replace

import pytest

from eval.dataset import DatasetError, Example, Gold
from eval.sets import Asking, EvalSet, chosen, judge_answers, podcast_set, sampled
from rag import Settings
from tests.support.fakes import fake_embedder, small_corpus

ASH = (Gold(1, "Am liebsten Esche."),)


def example(name: str, split: str = "dev") -> Example:
    return Example(name, "fact", "Welches Holz nimmst du, Esche?", (), True, ASH, (), split)


WOOD = EvalSet("wood", small_corpus(), [example("a"), example("b", "test")], judge_answers)
BREAD = EvalSet("bread", small_corpus(), [example("c")], judge_answers)


def ids(sets: list[EvalSet]) -> list[list[str]]:
    return [[one.id for one in each.examples] for each in sets]


def test_sets_and_their_parts_are_chosen_by_name():
    assert ids(chosen([WOOD, BREAD], ["wood"])) == [["a", "b"]]
    assert ids(chosen([WOOD, BREAD], ["bread", "wood/test"])) == [["b"], ["c"]]
    with pytest.raises(DatasetError, match="No such set: tin. There are bread, bread/dev, wood"):
        chosen([WOOD, BREAD], ["tin", "wood"])


def test_a_sample_is_the_same_whatever_the_order():
    many = replace(WOOD, examples=[example(f"q{number}") for number in range(8)])
    assert ids([sampled(many, 4)]) == [["q0", "q4"]]
    assert ids([sampled(replace(many, examples=many.examples[::-1]), 4)]) == [["q0", "q4"]]
    assert sampled(many, 1).examples == many.examples


def test_only_the_shipped_podcast_with_its_questions_is_the_shipped_set(settings, tmp_path):
    assert podcast_set(Settings()).name == "shipped"
    assert podcast_set(replace(Settings(), corpus=settings.corpus)).name == "own"


def test_a_set_without_a_folder_keeps_its_index_below_the_report(tmp_path, settings):
    measured = judge_answers(Asking(WOOD, settings, fake_embedder(), tmp_path))
    assert set(measured.asked) == {"wood/dev", "wood/test"}
    assert {figure.part for figure in measured.figures} == set(measured.asked)
    assert not {"LangChain", "BM25"} & {figure.system for figure in measured.figures}
    kept = tmp_path / "sets" / WOOD.corpus.podcast.slug
    files = sorted(file.name for file in (kept / "corpus").iterdir())
    assert files == ["001.json", "002.json", "podcast.json"]
    (kept / "corpus" / "009.json").write_text("left over", encoding="utf-8")
    assert judge_answers(Asking(WOOD, settings, fake_embedder(), tmp_path)).asked
