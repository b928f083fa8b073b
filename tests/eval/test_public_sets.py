"""Public sets: read as they are published, turns ranked, passages scored."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from corpus import Turn, save_corpus
from eval import talk
from eval.dataset import DatasetError, Gold
from eval.public_sets import area, missed, nomiracl, practical_ai, public_sets, qmsum, rank, xquad
from eval.sets import Asking, EvalSet
from tests.support.fakes import fake_embedder, small_corpus


def judged(one: EvalSet, settings, folder: Path) -> dict[tuple[str, str], float]:
    measured = one.judge(Asking(one, settings, fake_embedder(), folder))
    return {(figure.part, figure.name): figure.value for figure in measured.figures}


def test_ranks_count_different_turns():
    gold = (Gold(1, turns=(2, 3)),)
    assert rank([4, 4, 2, 7], gold) == 2
    assert rank([4, 3], gold) == 2
    assert rank([4, 4], gold) is None


def write_xquad(folder: Path) -> None:
    for language, where in (("de", "Wo liegt"), ("en", "Where is")):
        data = [
            {
                "paragraphs": [
                    {"context": text, "qas": [{"id": city, "question": f"{where} {city}?"}]}
                ]
            }
            for city, text in (
                ("Mainz", "Mainz liegt am Rhein."),
                ("Ulm", "Ulm liegt an der Donau."),
                ("Jena", "Jena hat Optik."),
            )
        ]
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"xquad.{language}.json"
        file.write_text(json.dumps({"data": data}), encoding="utf-8")


def test_xquad_asks_only_about_articles_at_odd_places_among_all_paragraphs(tmp_path, settings):
    write_xquad(tmp_path)
    one = xquad(tmp_path)
    assert [turn.text for turn in one.corpus.episodes[0].turns][::2] == [
        "Mainz liegt am Rhein.",
        "Jena hat Optik.",
    ]
    assert {part: [e.question for e in some] for part, some in one.parts.items()} == {
        "xquad/English": ["Where is Ulm?"],
        "xquad/German": ["Wo liegt Ulm?"],
    }
    assert one.examples[0].gold == (Gold(1, turns=(1, 1)),)
    found = judged(one, settings, tmp_path / "out")
    assert found["xquad/German", "R@1"] == found["xquad/German", "R@5"] == 1.0


def write_qmsum(folder: Path) -> None:
    save_corpus(small_corpus(), folder / "corpus")
    asked = {"id": "m-1", "type": "meeting", "question": "Welches Holz, Esche?", "answerable": True}
    line = json.dumps(asked | {"gold": [{"episode": 1, "turns": [1, 2]}]})
    (folder / "questions.jsonl").write_text(line, encoding="utf-8")


def test_qmsum_ranks_the_turns_of_its_meeting(tmp_path, settings):
    write_qmsum(tmp_path)
    assert judged(qmsum(tmp_path), settings, tmp_path / "out")["qmsum/English", "R@5"] == 1.0


def write_nomiracl(folder: Path) -> None:
    rows = [
        ("1", True, "Wie heißt der Sauerteig?", ["Der Sauerteig heißt Hermann.", "Esche ist zäh."]),
        ("2", False, "Wann war die Schlacht?", ["Esche ist zäh.", "Leim hält."]),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / "nomiracl_de_en.jsonl.gz", "wt", encoding="utf-8") as file:
        for name, answerable, question, passages in rows:
            row = {"lang": "de", "query_id": name, "answerable": answerable}
            file.write(json.dumps(row | {"question": question, "passages": passages}) + "\n")


def test_nomiracl_asks_each_question_among_its_own_passages(tmp_path, settings):
    write_nomiracl(tmp_path)
    found = judged(nomiracl(tmp_path), settings, tmp_path / "out")
    assert found["nomiracl/German", "area under the curve"] == 1.0
    assert found["nomiracl/German", "missed at 33 %"] == 0.0


def test_the_area_counts_pairs_and_what_is_missed_is_below_what_a_third_reaches():
    answered, unanswered = np.array([0.9, 0.5, 0.2]), np.array([0.5, 0.1, 0.4])
    assert area(answered, unanswered) == pytest.approx((3 + 2.5 + 1) / 9)
    # A third of the unanswered, 0.5, lies above the threshold.
    assert missed(answered, unanswered) == pytest.approx(1 / 3)


def write_talk(folder: Path, monkeypatch: pytest.MonkeyPatch, of: str = "founders-talk") -> None:
    folder.mkdir()
    said = "**Ada:** What do you bake?\n\n**Ben:** Rye bread, mostly. My oven is from 1962.\n"
    (folder / f"{of}-1.md").write_text(said, encoding="utf-8")
    asked = {"file": f"{of}-1.md", "kind": "fact", "lang": "en", "answer": [2]}
    file = folder / "talk.jsonl"
    file.write_text(json.dumps(asked | {"question": "How old is the oven?"}), encoding="utf-8")
    monkeypatch.setattr(talk, "FILE", file)


def test_what_is_learned_from_is_asked_what_the_test_sets_do_not_ask(tmp_path, monkeypatch):
    write_talk(tmp_path / "changelog", monkeypatch, "practical-ai")
    write_xquad(tmp_path / "xquad")
    one = practical_ai(tmp_path)
    assert [(e.question, e.type, e.split) for e in one.examples] == [
        ("How old is the oven?", "fact", "dev"),
        ("Where is Mainz?", "far", "dev"),
        ("Where is Jena?", "far", "dev"),
        ("Wo liegt Mainz?", "far", "dev"),
        ("Wo liegt Jena?", "far", "dev"),
    ]


def test_a_folder_without_the_sets_is_one_line(tmp_path, monkeypatch):
    with pytest.raises(DatasetError, match="xquad"):
        public_sets(tmp_path)
    write_xquad(tmp_path / "xquad")
    write_qmsum(tmp_path / "qmsum")
    write_nomiracl(tmp_path / "nomiracl")
    write_talk(tmp_path / "changelog", monkeypatch)
    *others, founders = public_sets(tmp_path)
    assert [one.name for one in others] == ["xquad", "qmsum", "nomiracl"]
    asked = {e.question: (e.type, e.answerable) for e in founders.parts["founders-talk/test"]}
    assert asked == {
        "How old is the oven?": ("fact", True),
        "Where is Ulm?": ("far", False),
        "Wo liegt Ulm?": ("far", False),
    }
    [episode] = founders.corpus.episodes
    assert episode.turns[1] == Turn("Ben", "Rye bread, mostly. My oven is from 1962.")
    (tmp_path / "nomiracl" / "nomiracl_de_en.jsonl.gz").write_bytes(b"no archive")
    with pytest.raises(DatasetError, match="nomiracl|gzip"):
        public_sets(tmp_path)
