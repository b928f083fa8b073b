"""Confirming questions: what is saved is verbatim, of the right kind, and nothing else changes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus import Corpus, Turn, sentence_spans
from tests.support.fakes import small_corpus
from ui.state.labelling import Key, Labelled, Unready, decide, is_open, marked, picked, turned_to

CORPUS = small_corpus()
ASH, TOUGH, OAK = ((1, 2, start) for start, _ in sentence_spans(CORPUS.episodes[0].turns[2].text))


def draft(name: str = "own-001", **more: Any) -> dict[str, Any]:
    line = {"id": name, "type": "draft", "question": "Welche Esche?", "history": [], "own": "kept"}
    return {**line, "answerable": None, "gold": [], "draft": {"source": "asked"}, **more}


def written(file: Path, *lines: dict[str, Any]) -> Path:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def read(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def saved(
    tmp_path: Path, *keys: Key, question: str = "Welche Esche?", **more: Any
) -> dict[str, Any]:
    file = written(tmp_path / "set.jsonl", draft(), draft("own-002", **more))
    event = Labelled(act="save", id="own-002", question=question, sentences=list(keys))
    decide(file, CORPUS, event)
    first, second = read(file)
    assert first == draft()
    return second


def test_neighbours_are_one_passage_and_others_alternatives(tmp_path: Path) -> None:
    line = saved(tmp_path, TOUGH, ASH, (1, 4, 0))
    said = CORPUS.episodes[0].turns[2].text
    assert [gold["quote"] for gold in line["gold"]] == [said[: OAK[2]].strip(), "Ich leime."]
    assert line["answerable"] is True and "draft" not in line
    assert line["origin"] == {"source": "asked"} and line["own"] == "kept"
    assert not is_open(line)
    spans = marked(CORPUS, line["gold"])
    assert [span.text for span in spans] == [gold["quote"] for gold in line["gold"]]


@pytest.mark.parametrize(
    ("question", "more", "kind"),
    [
        ("Welche Esche?", {}, "fact"),
        ("Womit arbeitest du?", {}, "paraphrase"),
        ("Und welche Esche?", {"history": ["Was baust du?"]}, "followup"),
        ("Which wood do you like the most for this?", {}, "language"),
    ],
)
def test_the_kind_follows_from_question_and_passage(
    tmp_path: Path, question: str, more: dict[str, Any], kind: str
) -> None:
    assert saved(tmp_path, ASH, question=question, **more)["type"] == kind


def test_what_nobody_says_has_no_gold(tmp_path: Path) -> None:
    file = written(tmp_path / "set.jsonl", draft())
    decide(file, CORPUS, Labelled(act="unsaid", id="own-001", question="Stahl?", sentences=[ASH]))
    (line,) = read(file)
    assert (line["answerable"], line["gold"], line["type"]) == (False, [], "unanswerable")


def test_what_is_said_twice_is_told_by_its_turn(tmp_path: Path) -> None:
    first = CORPUS.episodes[0]
    twice = replace(first, turns=(*first.turns, Turn("Uwe Groß", "Am liebsten Esche.")))
    file = written(tmp_path / "set.jsonl", draft())
    event = Labelled(act="save", id="own-001", question="Was?", sentences=[ASH])
    decide(file, replace(CORPUS, episodes=(twice,)), event)
    assert read(file)[0]["gold"] == [{"episode": 1, "turns": [2, 2]}]


@pytest.mark.parametrize("keys", [[], [(1, 2, 3)], [(9, 0, 0)], [(1, 99, 0)], [(1, -1, 0)]])
def test_without_a_sentence_of_the_transcript_nothing_is_saved(
    tmp_path: Path, keys: list[Key]
) -> None:
    file = written(tmp_path / "set.jsonl", draft())
    with pytest.raises(Unready, match="sentence"):
        decide(file, CORPUS, Labelled(act="save", id="own-001", question="Was?", sentences=keys))
    with pytest.raises(Unready, match="question"):
        decide(file, CORPUS, Labelled(act="unsaid", id="own-001", question="  "))
    with pytest.raises(Unready, match="no longer"):
        decide(file, CORPUS, Labelled(act="skip", id="own-999"))
    assert read(file) == [draft()]


def test_a_skipped_one_comes_back_when_it_is_confirmed_after_all(tmp_path: Path) -> None:
    file = written(tmp_path / "set.jsonl", draft())
    decide(file, CORPUS, Labelled(act="skip", id="own-001"))
    assert not is_open(read(file)[0]) and read(file)[0]["draft"]["skipped"]
    decide(file, CORPUS, Labelled(act="save", id="own-001", question="Was?", sentences=[ASH]))
    assert read(file)[0]["origin"] == {"source": "asked"}


def test_after_a_decision_comes_the_next_open_one() -> None:
    lines = [draft("a"), draft("b", draft={"skipped": True}), draft("c")]
    turn = lambda act, name: turned_to(lines, Labelled(act=act, id=name))  # noqa: E731
    assert [turn("show", ""), turn("show", "b"), turn("find", "c")] == [0, 1, 2]
    assert [turn("save", "a"), turn("skip", "c"), turn("next", "c")] == [2, 0, 0]
    assert [turn("previous", "a"), turn("previous", "")] == [2, 2]
    assert turned_to([lines[1]], Labelled(act="save", id="b")) is None
    assert turned_to([], Labelled(act="previous")) is None


def test_gold_of_another_edition_is_not_drawn() -> None:
    golds = [{"episode": 9, "quote": "x"}, {"episode": 1, "quote": "Stahl"}, {}]
    assert marked(CORPUS, golds) == []
    assert [one.turn_index for one in marked(CORPUS, [{"episode": 1, "turns": [4, 4]}])] == [4]
    assert picked(Corpus(CORPUS.podcast, ()), [ASH]) == []


def test_a_line_that_was_edited_by_hand_can_still_be_confirmed(tmp_path: Path) -> None:
    file = written(tmp_path / "set.jsonl", draft(draft=True))
    assert is_open(read(file)[0])
    decide(file, CORPUS, Labelled(act="save", id="own-001", question="Was?", sentences=[ASH]))
    assert read(file)[0]["origin"] == {}
